"""The store: one folder an experiment, written so that a crash at any moment loses at most the open batch.

::

    results/<model>-<hash of the recipe>/
      manifest.json                     what was run (recipe), what it means (about) and who asks for it (call)
      runs.jsonl                        one line a run: histories, seconds
      parts/part-00000-<checksum>.parquet

A part holds some histories, one row each:

=====================  =========================================================================================
``history``            its number
``outcome status``     the class of outcome; ``ok`` or what went wrong, with the sentence in ``reason``
``m.<measure>``        its weekly values, packed (:mod:`politeia.packing`); null for a history that failed
``evidence``           the simulated value of every archival row of the manifest, in its order (float64)
``decision_<field>``   the log of decisions, one list a field
``final``              the final quantities, JSON
=====================  =========================================================================================

A part is written whole under a temporary name, flushed to the disk and renamed; its name carries its checksum, so
that a damaged part is known by its name alone.  Histories are reproducible, so two runs in one folder can only
write the same rows twice, and reading keeps one of each.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import polars as pl
from numpy.typing import NDArray

from politeia.load import Mistake
from politeia.packing import Floats, pack, unpack

FORMAT = 1  #: raised whenever an older program could misread a folder
DECISION = {
    "week": pl.Int32,
    "kind": pl.UInt8,
    "unit": pl.Int32,
    "person": pl.Int64,
    "by": pl.Int64,
    "value": pl.Float32,
}
_STALE = 3600.0  # seconds after which a temporary file cannot belong to a run under way


@dataclass(frozen=True)
class Record:
    """What the store keeps of one history."""

    number: int
    outcome: str
    status: str
    reason: str
    measures: Floats | None  # [weeks, measures]; None if the history failed
    evidence: NDArray[np.float64]
    decisions: Any = None  # structured array with the fields of DECISION
    final: Mapping[str, float] = field(default_factory=dict)


def digest(recipe: Mapping[str, Any]) -> str:
    """Eight letters that stand for a recipe."""
    return hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()[:8]


@dataclass
class Store:
    """One experiment's folder. ``notes`` are sentences about what was found and mended on opening it."""

    folder: Path
    recipe: dict[str, Any]
    about: dict[str, Any]
    parts: dict[Path, tuple[int, ...]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    call: dict[str, Any] = field(default_factory=dict)  # how many histories were asked for, by which arguments

    @classmethod
    def create(
        cls,
        root: Path,
        name: str,
        recipe: Mapping[str, Any],
        about: Mapping[str, Any],
        call: Mapping[str, Any] | None = None,
    ) -> Store:
        """The folder of this recipe under ``root``: made, or opened if it exists. The largest ``call`` is kept."""
        folder = root / f"{name}-{digest(recipe)}"
        notes = []
        try:
            (folder / "parts").mkdir(parents=True, exist_ok=True)
            manifest = folder / "manifest.json"
            if manifest.exists() and (damage := _damage(manifest)):
                manifest.rename(manifest.with_suffix(".bad"))
                notes.append(f"{manifest} was damaged ({damage}); it was set aside and written anew.")
            if not manifest.exists():
                cls(folder, dict(recipe), dict(about), call=dict(call or {}))._declare()
            store = cls.open(folder)
            store._ask(call or {})
        except OSError as error:
            _explain(error, folder)
        store.notes[:0] = notes
        return store

    def _declare(self) -> None:
        """Write the manifest."""
        content = {"format": FORMAT, "recipe": self.recipe, "about": self.about, "call": self.call}
        write_whole(self.folder / "manifest.json", json.dumps(content, indent=1, ensure_ascii=False).encode())

    def _ask(self, call: Mapping[str, Any]) -> None:
        """Remember the arguments, and the largest number of histories that was ever asked for."""
        asked = max(call.get("histories", 0), self.call.get("histories", 0))
        wanted = {**self.call, **call} | ({"histories": asked} if asked else {})
        if wanted != self.call:
            self.call = wanted
            self._declare()

    @classmethod
    def open(cls, folder: Path | str) -> Store:
        """An existing folder, its parts verified; damaged ones are set aside with a note."""
        folder = Path(folder)
        content = _manifest(folder)
        store = cls(folder, content["recipe"], content["about"], call=content.get("call", {}))
        store._sweep()
        paths = sorted((folder / "parts").glob("part-*.parquet"))
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # checksums are taken without the interpreter's lock
            for path, rows in zip(paths, pool.map(_numbers, paths), strict=True):
                if rows is None:
                    store._set_aside(path)
                else:
                    store.parts[path] = rows
        return store

    @property
    def histories(self) -> frozenset[int]:
        """Numbers of the histories that are stored, failures included."""
        return frozenset(number for rows in self.parts.values() for number in rows)

    def write(self, records: Sequence[Record]) -> None:
        """Add one part. It is on the disk, whole, when this returns; if it raises, nothing was added."""
        if not records:
            return
        buffer = io.BytesIO()
        self._frame(records).write_parquet(buffer, compression="zstd", compression_level=5, statistics=False)
        content = buffer.getvalue()
        path = self.folder / "parts" / f"part-{records[0].number:05d}-{_checksum(content)}.parquet"
        try:
            write_whole(path, content)
        except OSError as error:
            _explain(error, self.folder, len(self.histories))
        self.parts[path] = tuple(record.number for record in records)

    def read(self, columns: Iterable[str], histories: Iterable[int] | None = None) -> pl.DataFrame:
        """These columns of the stored histories, in the order of their numbers, each once."""
        names = ["history", *(column for column in columns if column != "history")]
        wanted = None if histories is None else set(histories)
        paths = [path for path, rows in self.parts.items() if wanted is None or not wanted.isdisjoint(rows)]
        if not paths:
            return pl.DataFrame(schema={name: pl.Int32 if name == "history" else pl.Null for name in names})
        frame = pl.read_parquet(sorted(paths), columns=names, glob=False)
        numbers = frame["history"]
        if numbers.n_unique() < len(numbers):  # each of these passes copies everything: only if it must be
            frame = frame.unique("history", keep="first", maintain_order=True)
        if wanted is not None and not wanted.issuperset(numbers):
            frame = frame.filter(pl.col("history").is_in(sorted(wanted)))
        return frame if frame["history"].is_sorted() else frame.sort("history")

    def weekly(self, measure: str, frame: pl.DataFrame) -> Floats:
        """``[rows, weeks]`` of a measure from a frame that :meth:`read` returned; NaN for failed histories."""
        empty = pack(np.full(int(self.about["weeks"]), np.nan, np.float32)).tobytes()
        blobs = frame[f"m.{measure}"].cast(pl.Binary).fill_null(empty).rechunk()
        return unpack(blobs.bin.reinterpret(dtype=pl.Array(pl.UInt8, len(empty))).to_numpy())  # no copy for each row

    def log(self, histories: int, persons: int, wall_s: float) -> None:
        """Remember a run: how much it simulated and how long that took."""
        line = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "histories": histories}
        line |= {"persons": persons, "wall_s": round(wall_s, 3)}
        with contextlib.suppress(OSError), (self.folder / "runs.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def runs(self) -> list[dict[str, Any]]:
        """What :meth:`log` remembers; a line cut short by a crash is left out."""
        found = []
        path = self.folder / "runs.jsonl"
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def _frame(self, records: Sequence[Record]) -> pl.DataFrame:
        columns: dict[str, pl.Series] = {
            "history": pl.Series([r.number for r in records], dtype=pl.Int32),
            "outcome": pl.Series([r.outcome for r in records], dtype=pl.String),
            "status": pl.Series([r.status for r in records], dtype=pl.String),
            "reason": pl.Series([r.reason for r in records], dtype=pl.String),
            "evidence": pl.Series([r.evidence.tolist() for r in records], dtype=pl.List(pl.Float64)),
            "final": pl.Series([json.dumps(dict(r.final)) for r in records], dtype=pl.String),
        }
        packed = [None if r.measures is None else pack(np.ascontiguousarray(r.measures.T)) for r in records]
        for column, measure in enumerate(self.about["measures"]):
            blobs = [None if block is None else block[column].tobytes() for block in packed]
            columns[f"m.{measure['name']}"] = pl.Series(blobs, dtype=pl.Binary)
        for name, dtype in DECISION.items():
            lists = [[] if r.decisions is None else r.decisions[name].tolist() for r in records]
            columns[f"decision_{name}"] = pl.Series(lists, dtype=pl.List(dtype))
        return pl.DataFrame(columns)

    def _set_aside(self, path: Path) -> None:
        bad = path.with_suffix(".bad")
        try:
            path.replace(bad)
            where = f"set aside as {bad.name}"
        except OSError:
            where = "left out"
        self.notes.append(f"{path} is damaged; it was {where} and its histories will be run again.")

    def _sweep(self) -> None:
        """Remove what a killed run left half written, unless it may still be at work."""
        for path in self.folder.rglob("*.tmp"):
            try:
                if time.time() - path.stat().st_mtime > _STALE:
                    path.unlink()
            except OSError:
                continue


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    if not path.exists():
        raise Mistake(f"{folder}: no experiment here (manifest.json is missing). `politeia run` makes one.")
    if damage := _damage(path):
        raise Mistake(f"{path} is damaged ({damage}). The same `politeia run` command writes it anew; parts are kept.")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if content["format"] != FORMAT:
        age = "an older" if content["format"] < FORMAT else "a newer"
        raise Mistake(
            f"{path} was written by {age} politeia (store format {content['format']}; this one reads {FORMAT}). "
            "Nothing was changed. Choose another folder with --out, or use the politeia that wrote it."
        )
    return content


def _damage(path: Path) -> str:
    """What is wrong with a manifest, in a few words; empty if it can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        return str(error)
    if not isinstance(content, dict) or not isinstance(content.get("format"), int):
        return "no store format"
    if content["format"] == FORMAT and not {"recipe", "about"} <= content.keys():
        return "recipe or description missing"
    return ""


def _numbers(path: Path) -> tuple[int, ...] | None:
    """Histories of a part; None if its bytes are not those that were written."""
    try:
        content = path.read_bytes()
        if _checksum(content) != path.stem.rsplit("-", 1)[-1]:
            return None
        return tuple(pl.read_parquet(io.BytesIO(content), columns=["history"])["history"].to_list())
    except (OSError, pl.exceptions.PolarsError):
        return None


def _checksum(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=6).hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """All of it or nothing, and on the disk: a reader never sees half a file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(3)}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    if os.name != "posix":
        return
    folder = os.open(path.parent, os.O_RDONLY)  # the new name itself must reach the disk too
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _explain(error: OSError, folder: Path, stored: int | None = None) -> NoReturn:
    """One sentence for a disk that refuses."""
    safe = "" if stored is None else f" {stored} histories are safe in {folder}; the same command continues."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        raise Mistake(f"The disk is full: no space left for {folder}. Free some, or choose --out elsewhere.{safe}")
    raise Mistake(f"Cannot write to {folder}: {error.strerror or error}. Choose another folder with --out.{safe}")
