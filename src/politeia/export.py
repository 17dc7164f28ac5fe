"""Results for other programs: a labelled data set in memory, netCDF, CSV, a folder of tables.

Every file is written whole under another name and then renamed: what exists is never half written.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from politeia.mistakes import Mistake

if TYPE_CHECKING:
    import xarray

    from politeia.results import Results

_ROWS = 50  # histories that are turned into lines of CSV together
FORMS = "a file ending in .nc (netCDF) or .csv, or a folder (tables as CSV)"


def dataset(results: Results) -> xarray.Dataset:
    """All stored numbers with their names, units and sources.

    Measures have the dimensions ``history, date`` (float32, NaN for a history that failed) and the attributes
    ``units`` and ``long_name``.  ``evidence`` (``history, target``) is the simulated value of every archival row,
    whose series, region, date, value, unit, source and quality are coordinates of ``target``; ``final``
    (``history, quantity``) holds the final quantities; ``outcome``, ``status`` and ``reason`` say how each history
    ended.  Raises :class:`~politeia.mistakes.Mistake` if the extra [export] is not installed.
    """
    return (
        _extra("xarray")
        .Dataset(  # type: ignore[no-any-return]
            {**_measures(results), **_ends(results), **_evidence(results)},
            coords={
                "history": ("history", np.array(results.histories, np.int32), {"long_name": "number of the history"}),
                "date": ("date", _days(results), {"long_name": "first day of the week"}),
            },
            attrs=_attributes(results),
        )
        .set_coords(_labels(results))
    )


def netcdf(results: Results, path: Path | str) -> Path:
    """Write :func:`dataset` as netCDF 4, compressed."""
    _extra("netCDF4")
    content = dataset(results)
    packed = {name: {"zlib": True, "complevel": 1} for name in results.measures}
    with _whole(Path(path)) as temporary:
        content.to_netcdf(temporary, engine="netcdf4", encoding=packed)
    return Path(path)


def csv(results: Results, path: Path | str) -> Path:
    """Write every measure as CSV: one line a history and week."""
    with _whole(Path(path)) as temporary, temporary.open("wb") as file:
        for number, frame in enumerate(_weekly(results)):
            frame.write_csv(file, include_header=number == 0)
    return Path(path)


def tables(results: Results, folder: Path | str) -> Path:
    """Write a folder of CSV tables: weekly, quantiles, histories, evidence, decisions, measures; and manifest.json."""
    frames: dict[str, Callable[[], pl.DataFrame]] = {
        "quantiles": results.frame,
        "histories": lambda: _histories(results),
        "evidence": results.evidence_frame,
        "decisions": results.decisions,
        "measures": lambda: pl.DataFrame(results.about["measures"]),
    }
    with _whole(Path(folder)) as temporary:
        temporary.mkdir()
        csv(results, temporary / "weekly.csv")
        for name, make in frames.items():
            make().write_csv(temporary / f"{name}.csv")
        told = {"recipe": results.store.recipe, "about": results.about}
        (temporary / "manifest.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    return Path(folder)


def write(results: Results, to: Path | str) -> Path:
    """Export to what the name asks for. Raises :class:`~politeia.mistakes.Mistake` if it exists or is no such form."""
    path = Path(to)
    forms = {".nc": netcdf, ".csv": csv, "": tables}
    if path.suffix.lower() not in forms:
        raise Mistake(f"--to: given '{path}'; allowed: {FORMS}")
    if path.exists():
        raise Mistake(f"--to: '{path}' exists already; choose another name, or remove it first")
    return forms[path.suffix.lower()](results, path)


def _measures(results: Results) -> dict[str, Any]:
    frame = results.store.read([f"m.{name}" for name in results.measures], results.histories)
    return {
        measure["name"]: (
            ("history", "date"),
            results.store.weekly(measure["name"], frame),
            {"units": measure.get("unit", ""), "long_name": measure.get("text", measure["name"])},
        )
        for measure in results.about["measures"]
    }


def _ends(results: Results) -> dict[str, Any]:
    frame = results.store.read(["outcome", "status", "reason", "final"], results.histories)
    finals = [json.loads(text) for text in frame["final"]]
    quantities = list(dict.fromkeys(itertools.chain.from_iterable(finals)))
    values = [[final.get(name, np.nan) for name in quantities] for final in finals]
    table = np.array(values, np.float64).reshape(len(finals), len(quantities))
    texts = {name: ("history", frame[name].to_numpy().astype(object)) for name in ("outcome", "status", "reason")}
    return {
        **texts,
        "quantity": ("quantity", np.array(quantities, object)),
        "final": (("history", "quantity"), table, {"long_name": "quantities at the end of a history"}),
    }


def _evidence(results: Results) -> dict[str, Any]:
    rows = [target.row for target in results.targets]
    if not rows:
        return {}
    column = results.store.read(["evidence"], results.histories)["evidence"]
    values = np.array(column.to_list(), np.float64).reshape(len(column), len(rows))
    sources = "; ".join(sorted({row.source for row in rows if row.source}))
    told = {"long_name": "simulated value of the archive's row, in its unit", "sources": sources}
    dates = np.array([row.date for row in rows], "datetime64[ns]")
    archive = np.array([row.value for row in rows], np.float64)
    texts = {name: [getattr(row, name) for row in rows] for name in ("series", "region", "unit", "source", "quality")}
    roles = [target.role for target in results.targets]
    return {
        "evidence": (("history", "target"), values, told),
        "archive": ("target", archive, {"long_name": "value of the archive, NaN if it is not known"}),
        "target_date": ("target", dates, {"long_name": "date of the archive's row"}),
        "target_role": (
            "target",
            np.array(roles, object),
            {"long_name": "prediction, bound, input, aside, asked, unmapped"},
        ),
        **{f"target_{name}": ("target", np.array(values, object)) for name, values in texts.items()},
    }


def _labels(results: Results) -> list[str]:
    """What says where or when, and is no result."""
    names = (
        "archive",
        *(f"target_{name}" for name in ("date", "role", "series", "region", "unit", "source", "quality")),
    )
    return ["quantity", *(names if results.targets else ())]


def _attributes(results: Results) -> dict[str, Any]:
    recipe, about = results.store.recipe, results.about
    told = {"title": about["charter"]["title"], "charter": about["charter"]["name"], "world": about["world"]["name"]}
    told |= {"experiment": results.folder.name, "source": f"politeia {recipe['versions']['politeia']}"}
    return told | {name: recipe[name] for name in ("model", "scale", "seed", "code")}


def _days(results: Results) -> Any:
    return np.array([results.date(week) for week in range(results.weeks)], "datetime64[ns]")


def _weekly(results: Results) -> Iterator[pl.DataFrame]:
    """One row a history and week, some histories at a time."""
    dates = [results.date(week) for week in range(results.weeks)]
    for first in range(0, len(results.histories), _ROWS):
        numbers = results.histories[first : first + _ROWS]
        frame = results.store.read([f"m.{name}" for name in results.measures], numbers)
        head = {"history": np.repeat(np.array(numbers, np.int32), results.weeks), "date": dates * len(numbers)}
        values = {name: results.store.weekly(name, frame).ravel() for name in results.measures}
        yield pl.DataFrame({**head, **values}, nan_to_null=True)


def _histories(results: Results) -> pl.DataFrame:
    frame = results.store.read(["outcome", "status", "reason", "final"], results.histories)
    finals = pl.DataFrame([json.loads(text) or {} for text in frame["final"]], infer_schema_length=None)
    return pl.concat([frame.drop("final"), finals], how="horizontal")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A name to write under; what is there becomes ``path`` at the end, or nothing does."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        temporary.replace(path)
    except (OSError, RuntimeError) as error:  # netCDF says RuntimeError when the disk is full
        why = getattr(error, "strerror", None) or error
        raise Mistake(f"{path}: cannot be written ({why})") from None
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)


def _extra(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise Mistake(
            f"{module} is not installed. It comes with the extra [export]: pip install 'politeia[export]'"
        ) from None
