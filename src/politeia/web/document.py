"""The page document: everything that the laboratory page shows of one experiment, as plain data.

It is the same whether a server hands it out or a file carries it.  Nothing in it depends on the reader's language:
texts come in both, or are names that the page has its own words for.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

import politeia
from politeia import claims, evidence, intervention, ledger, verdicts
from politeia.answers import NEW_STYLE, OLD_STYLE_DAYS, Target
from politeia.articles import articles
from politeia.compare import compare
from politeia.mistakes import Mistake
from politeia.model import Model
from politeia.results import LEVELS, Comparison, Family, Results
from politeia.web import stories
from politeia.web.coding import coded

FORMAT = 2  #: raised when an older page could misread the document
EVERY = 2  #: weeks between the points of a fan
ANSWERS = "gubkom_secretaries_appointed_share"  #: the series that answers the question of the title
SHOWN = ("prediction", "input", "bound", "aside", "asked")
_RIVAL = ("value", "source", "quality", "url")


def document(
    results: Results, *, twin: Results | None = None, whole: int = stories.WHOLE, told: str = ""
) -> dict[str, Any]:
    """Everything the page shows of an experiment, and of its ``twin`` beside it, as plain data for JSON.

    ``whole``: how many histories come with their posts, decisions and lives (each is run again, some seconds); 0 for
    none.  ``told``: the command that makes these results.  Histories of the twin are paired by their numbers; raises
    :class:`~politeia.mistakes.Mistake` if it has other weeks or none of the same numbers.
    """
    points = sampled(results.weeks)
    held = model_of(results)
    with ThreadPoolExecutor(1) as beside:  # the histories run without the interpreter's lock
        entire = beside.submit(_whole, results, held, whole)
        page = _page(results, held, points, told)
        page |= entire.result()
    if twin is not None:
        page["twin"] = _twin(results, twin, points, held, whole)
    return page


def _page(results: Results, held: Model | None, points: Sequence[int], told: str) -> dict[str, Any]:
    """All but the whole histories and the twin."""
    families = results.families(SHOWN)
    leads = [_lead(family) for family in families]
    fans = results.fans(leads)
    page = {
        "format": FORMAT,
        "version": politeia.__version__,
        "experiment": _experiment(results, told),
        **_ensemble(results, points),
        "groups": results.about["groups"],
        "families": [_family(results, *family, points) for family in zip(families, leads, fans, strict=True)],
        "answers": ANSWERS,
        "unanswered": [_unanswered(row) for row in results.comparisons if row.target.role == "unmapped"],
        "events": _archive_events(results),
        "interventions": [_intervention(item) for item in intervention.catalog().values()],
        "claims": _claims(),
        "measures": results.about["measures"],
        "whole": [],
    }
    return page | (_of_model(held) if held else {"charter": None, "assumptions": results.about["assumptions"]})


def sampled(weeks: int) -> list[int]:
    """The weeks at which fans are given; the last is one of them."""
    points = list(range(0, weeks, EVERY))
    return points if points[-1] == weeks - 1 else [*points, weeks - 1]


def model_of(results: Results) -> Model | None:
    """The model that was run, if this version still gives the same; None if it cannot be run again."""
    try:
        return results.model
    except Mistake:
        return None


def _entire(results: Results, held: Model) -> bool:
    """All weeks of the world were run: only then is a history run again from the start the same one."""
    return bool(results.start == held.world.start and results.weeks == held.world.weeks)


def _whole(results: Results, held: Model | None, whole: int) -> dict[str, Any]:
    """Some histories whole, if they can be run again."""
    return stories.stories(results, held, whole) if held and whole and _entire(results, held) else {}


def _experiment(results: Results, told: str) -> dict[str, Any]:
    about, recipe = results.about, results.store.recipe
    charter = results.about.get("model", {}).get("charter", {})
    return {
        "name": results.folder.name,
        "title": {"en": about["charter"]["title"], "fr": charter.get("title_fr", "—")},
        "world": about["world"],
        "settings": recipe["settings"],
        "scale": recipe["scale"],
        "seed": recipe["seed"],
        "persons": next((run["persons"] for run in reversed(results.store.runs())), 0),
        "command": told,
    }


def _ensemble(results: Results, points: Sequence[int]) -> dict[str, Any]:
    """What two experiments are compared by."""
    fans = results.quantiles()
    ends = dict(results.store.read(["outcome"], results.histories).iter_rows())
    return {
        "start": results.start.isoformat(),
        "weeks": results.weeks,
        "points": list(points),
        "levels": LEVELS,
        "histories": list(results.histories),
        "ends": [ends[number] for number in results.histories],
        "outcomes": results.outcomes(),
        "failures": {reason: len(numbers) for reason, numbers in results.failures().items()},
        "fans": {name: coded(fan[:, points]) for name, fan in fans.items()},
    }


def _lead(family: Family) -> Target:
    """The first target with the rule that most rows of a family share."""
    rules = [row.target.rule for row in family.rows if row.counted] or [row.target.rule for row in family.rows]
    lead = max(rules, key=rules.count)
    return next(row.target for row in family.rows if row.target.rule == lead)


def _family(
    results: Results, family: Family, target: Target, fan: NDArray[np.float64] | None, points: Sequence[int]
) -> dict[str, Any]:
    rows, lead = family.rows, target.rule
    same = lead.statistic == "at" and not (lead.times or lead.over or len(lead.measure) > 1 or lead.scale != 1.0)
    return {
        "series": rows[0].target.row.series,
        "title": family.title,
        "region": family.region,
        "unit": family.unit,
        "group": family.group,
        "measure": " + ".join(lead.measure),
        "scale": lead.scale * target.factor if len(lead.measure) == 1 and not (lead.times or lead.over) else None,
        "fan": None if fan is None or (same and target.factor == 1.0) else coded(fan[:, points]),
        "direct": bool(fan is not None and same and target.factor == 1.0),
        "rows": [_row(row, results) for row in rows],
    }


def _row(row: Comparison, results: Results) -> dict[str, Any]:
    source = row.target.row
    old = row.target.rule.old_style and source.date < NEW_STYLE
    held = source.date + dt.timedelta(days=OLD_STYLE_DAYS if old else 0)
    return {
        "date": source.date.isoformat(),
        "old": old,
        "week": (held - results.start).days / 7,
        "read": row.target.week,
        "value": _number(row.value),
        **{name: _number(getattr(row, name)) for name in ("low95", "low", "median", "high", "high95")},
        "role": row.target.role,
        "inside": row.inside if row.counted else None,
        "miss": row.miss,
        "primary": row.primary,
        "source": source.source,
        "url": source.url,
        "quality": source.quality,
        "note": source.note,
        "reason": row.target.reason,
        "reading": row.target.rule.statistic,
        "variants": [{name: _plain(getattr(v.row, name)) for name in _RIVAL} for v in row.variants],
    }


def _unanswered(row: Comparison) -> dict[str, Any]:
    source = row.target.row
    told = {name: getattr(source, name) for name in ("series", "region", "unit", "source", "quality")}
    return {**told, "date": source.date.isoformat(), "value": _number(source.value), "reason": row.target.reason}


def _of_model(held: Model) -> dict[str, Any]:
    """Rules, places, dated events and what is taken for granted."""
    world = held.world
    mechanisms: dict[str, dict[str, Any]] = {}
    for row in ledger.mechanisms(held):  # a row for each id: here one for each mechanism, with all of its ids
        ids = mechanisms[row["name"]]["id"] if row["name"] in mechanisms else []
        mechanisms[row["name"]] = {**row, "id": [*ids, row["id"]]}
    return {
        "charter": held.charter.model_dump(mode="json"),
        "articles": [article.as_dict() for article in articles(held.charter)],
        "rules": {name: held.rules[f"rule_{name}"] for name in (key.removeprefix("rule_") for key in held.rules)},
        "places": [{"name": place.name, "province": place.province, "front": place.front} for place in world.places],
        "losses": [
            {"place": loss.place, "lost": loss.lost.isoformat(), "retaken": _day(loss.retaken), "source": loss.source}
            for loss in world.losses
        ],
        "calendar": [*_dated(held)],
        "assumptions": ledger.assumptions(held),
        "parameters": ledger.parameters(held),
        "mechanisms": list(mechanisms.values()),
    }


def _dated(held: Model) -> Iterable[dict[str, Any]]:
    """What the world's file puts on the time bar: shocks and congresses."""
    for event in held.world.events:
        weight = sum(abs(getattr(event, name)) for name in ("hope", "urgency", "mood", "trust", "failure"))
        yield {
            "date": event.date.isoformat(), "kind": "event", "en": event.title, "fr": _or(event.title_fr, event.title),
            "place": event.place, "weight": weight, "source": event.source,
        }  # fmt: skip
    for congress in held.world.congresses:
        yield {
            "date": congress.date.isoformat(), "kind": congress.kind, "en": congress.title, "fr": "", "place": "",
            "weight": 0.2, "source": congress.source,
        }  # fmt: skip


def _archive_events(results: Results) -> list[dict[str, str]]:
    """The archive's dated events within the simulated years."""
    path = evidence.CATALOG / "events.csv"
    if not results.targets or not path.exists():
        return []
    first, last = results.start.isoformat(), results.date(results.weeks).isoformat()
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if first <= (line["date_start"] or "") < last]
    names = ("id", "date_start", "date_end", "place", "kind", "title", "what_happened", "source", "url", "quality")
    return [{name: line[name] or "" for name in names} for line in sorted(lines, key=lambda line: line["date_start"])]


def _intervention(item: intervention.Intervention) -> dict[str, Any]:
    texts = {name: getattr(item, name) for name in ("name", "title", "title_fr", "text", "text_fr")}
    return {**texts, "from": _day(item.begins), "changes": {what: str(value) for what, value in item.touches()}}


def _claims() -> list[dict[str, Any]]:
    """Every claim with what the archive says, and the model's last verdict on it in the reference model."""
    stored = verdicts.stored()
    rows = []
    for claim in claims.catalog().values():
        row = verdicts.as_data(claim, stored.get(claim.id, verdicts.Verdict("not tested")))
        row["archive"]["rows"] = [_cited(cited) for cited in row["archive"]["rows"]]
        rows.append(row)
    return rows


def _cited(row: Mapping[str, Any]) -> dict[str, str]:
    """A citation in one sentence, with its source."""
    match str(row.get("row", "")).partition(":")[0]:
        case "series":
            name = row["series"].replace("_", " ")
            text = f"{name}, {row['region']}, {row['date']}: {row['value']} {row['unit']}"
        case "events":
            text = f"{row['title']}: {row['what_happened']}"
        case "votes":
            text = f"{row['date']}, {row['body']}: {row['question']}, {row['votes']} {row['option']}"
        case "territory":
            text = f"{row['place']}: {row['controller']} from {row['date_from']} to {row['date_to']}"
        case _:
            text = row["text"]
    return {"says": row["says"], "text": text, "source": row["source"], "quality": row["quality"]}


def _twin(results: Results, twin: Results, points: Sequence[int], held: Model | None, whole: int) -> dict[str, Any]:
    """The other experiment and the paired differences: the twin less this one, on the same luck."""
    if (twin.start, twin.weeks) != (results.start, results.weeks):
        raise Mistake(f"{twin.folder}: other weeks than {results.folder}; a twin covers the same weeks")
    if (
        twin.store.recipe["seed"] != results.store.recipe["seed"]
        or twin.store.recipe["scale"] != results.store.recipe["scale"]
    ):
        raise Mistake(
            f"{twin.folder}: another seed or scale than {results.folder}; "
            "only histories of the same luck and size are twins"
        )
    ends = [results.date(week) for week in range(25, results.weeks, 26)] or [results.date(results.weeks - 1)]
    found = compare(results, twin, ends, names=("a", "b"))
    other = model_of(twin)
    page = {
        "experiment": _experiment(twin, ""),
        "changes": _changed(held, other),
        **_ensemble(twin, points),
        "differences": [
            {**d.as_dict(), **{n: _number(getattr(d, n)) for n in ("a", "b", "difference", "low", "high")}}
            for d in found.differences
        ],
        "pairs": [{"a": a, "b": b, "count": count} for (a, b), count in found.ends.items()],
    }
    if held and other and whole and _entire(results, held):
        page |= stories.parted(results, held, other)
        page |= stories.stories(twin, other, 1, results)
    return page


def _changed(one: Model | None, other: Model | None) -> list[dict[str, Any]]:
    """Rules, settings and organs that differ, from when: what was changed, in plain data."""
    if one is None or other is None:
        return []
    rows = []
    for week, changed in ((0, other), *other.later):
        for name, value in changed.values.items():
            if one.values.get(name) != value:
                rows.append({"week": week, "what": name, "a": one.values.get(name), "b": value})
        for organ in changed.charter.organs:
            before = one.charter.organ(organ.level)
            for field, value in organ.model_dump().items():
                if before is not None and getattr(before, field) != value:
                    rows.append(
                        {"week": week, "what": f"{organ.level}.{field}", "a": getattr(before, field), "b": value}
                    )
        if changed.world != one.world:
            rows.append({"week": week, "what": "world", "a": None, "b": None})
    return rows


def _or(text: str, other: str) -> str:
    return other if text in ("", "—") else text


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _plain(value: Any) -> Any:
    return _number(value) if isinstance(value, float) else value


def _number(value: float) -> float | None:
    """A number for JSON with six digits, which is more than any source has."""
    return float(f"{value:.6g}") if math.isfinite(value) else None
