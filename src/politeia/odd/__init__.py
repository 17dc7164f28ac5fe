"""The ODD document of a model: what it is for, what is in it, what happens when, in the form of Grimm et al. 2020.

Everything that can be read off the model is: entities, schedule, parameters, initial state, input, assumptions.  Only
the purpose, the stages of the week and the design concepts are told here, with facts of the model filled in.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator

import politeia
from politeia import answers, cite, ledger
from politeia.declare import Field, Mechanism, Step
from politeia.engine.plan import CELL_ROWS
from politeia.engine.state import (
    CELL,
    PARTY,
    PERSON,
    PLACE,
    QUESTION,
    QUESTION_INT,
    SEPARATE,
    TENDENCIES,
    TENDENCY,
    UNIT_INT,
)
from politeia.mistakes import Mistake
from politeia.model import Model
from politeia.odd.concepts import concepts, steps
from politeia.odd.given import initialization, input_data
from politeia.odd.markdown import cell, code, prose, table
from politeia.odd.week import STAGES
from politeia.world import SERIES

__all__ = ["document"]

#: What the engine itself keeps of a person.
PERSONS_OWN = {
    "pid": "lasting id",
    "weight": "persons this row stands for",
    "post": "territorial post held",
    "joined": "week of joining",
    "status": "outside, member, former member, expelled",
    "origin": "milieu at joining: social origin",
    "move": "where the person goes at the end of this week's pass",
    "seat": "seat in the highest committee",
    "tendency": "tendency held",
    "speaks": "dissents in public this week",
}
ENTITIES = {
    "person": ("Persons", "A row of the table of persons; it stands for one person or more (see *Scales*)."),
    "cell": ("Cells", f"A workplace or branch of one milieu in one place; a full cell has {CELL_ROWS} rows."),
    "place": ("Places", "A town with its province, or a front."),
    "party": ("The whole organisation", "One record: what is true of the organisation, its class and its country."),
    "tendency": ("Tendencies", f"At most {TENDENCIES} at a time; they are founded and end within a history."),
}
OWN_RECORDS = {
    "person": (*SEPARATE, *(name for name, _ in PERSON)),
    "cell": CELL,
    "place": PLACE,
    "party": tuple(name for name in PARTY if name not in SERIES),
    "tendency": TENDENCY,
}


def document(model: Model) -> str:
    """The ODD document of a model, in Markdown. A mechanism without a text has nothing to say here: a mistake."""
    for mechanism in model.mechanisms:
        if not (mechanism.text or "").strip():
            raise Mistake(
                f"mechanism '{mechanism.name}': it has no text; its module text says what happens, the equation, what "
                "is not modelled, the directions expected and the sources"
            )
    parts = (
        _head,
        _purpose,
        _entities,
        _schedule,
        _concepts,
        initialization,
        input_data,
        _submodels,
        _assumptions,
        _mechanisms,
    )
    return "\n\n".join(block for part in parts for block in part(model) if block) + "\n"


def _head(model: Model) -> Iterator[str]:
    yield f"# ODD: {model.charter.title}, {model.world.title}"
    yield (
        f"Written from the model by politeia {politeia.__version__}, in the form of Grimm et al. (2020) "
        f"[`grimm2020`]. Charter `{model.charter.name}`, world `{model.world.name}`, {len(model.mechanisms)} "
        f"mechanisms, {len(model.parameters)} parameters; fingerprint `{model.fingerprint}`. `politeia cite` prints "
        "the sources in BibTeX."
    )
    if model.settings:
        changed = "; ".join(f"`{name}` = {value:g}" for name, value in sorted(model.settings.items()))
        yield f"Set for this model: {changed}."
    for week, later in model.later:
        changed = "; ".join(f"`{name}` = {value:g}" for name, value in sorted(later.settings.items())) or "nothing set"
        yield (
            f"From {model.world.date(week)} on another model holds: charter `{later.charter.name}`, world "
            f"`{later.world.name}`, {changed} (fingerprint `{later.fingerprint}`)."
        )


def _purpose(model: Model) -> Iterator[str]:
    world = model.world
    yield "## 1 Purpose and patterns"
    yield (
        "The model asks which rules keep an organisation able to debate, to decide and to act, and which let an "
        f"apparatus take it over. Here the organisation is *{model.charter.title}* in the world *{world.title}*, from "
        f"{world.start} to {world.end}. It is made to compare rules on the same people and the same luck, and to set "
        "hypotheses about causes against an archive. A counterfactual in it is a statement about the model."
    )
    yield "### Patterns"
    targets = answers.bind(answers.archive(), model)
    if not targets:
        yield (
            "This world names no region of an archive, so no archival pattern is compared; the directions that each "
            "mechanism expects (section 7) are the patterns it must show."
        )
        return
    titles = answers.mapping().groups
    kinds = Counter((target.group, str(target.role)) for target in targets)
    series: dict[str, set[str]] = {}
    for target in targets:
        series.setdefault(target.group, set()).add(target.row.series)
    yield (
        "The values of the archive, by chapter: how many series, how many values are compared, asked for without a "
        "value, shown aside, given to the world, and answered by no measure."
    )
    roles = ("prediction", "bound", "asked", "aside", "input", "unmapped")
    rows = (
        (titles.get(group, "Answered by no measure"), len(series[group]), *(kinds[group, role] for role in roles))
        for group in (*titles, *sorted(set(series) - set(titles)))
        if group in series
    )
    yield table(("chapter", "series", "compared", "at least", "asked", "aside", "given", "unanswered"), rows)


def _entities(model: Model) -> Iterator[str]:
    charter, world = model.charter, model.world
    yield "## 2 Entities, state variables and scales"
    fields = [(mechanism, item) for mechanism in model.mechanisms for item in mechanism.fields]
    for entity, (title, text) in ENTITIES.items():
        yield f"### {title}\n\n{text}"
        rows = [_field_row(mechanism, item) for mechanism, item in fields if item.entity == entity]
        if rows:
            yield table(("variable", "range", "start", "unit", "mechanism", "meaning"), rows)
        yield f"Kept by the engine: {_engine_names(entity)}."
    yield (
        "### Organs, posts, questions\n\nThe levels of the charter are "
        f"{', '.join(level.title for level in charter.levels)}, lowest first. Every unit of a level is a record "
        f"({code(UNIT_INT)}, and the means of every tally over its members); where the charter seats an organ, each "
        "seat is a post with its holder, how it was filled, by whom, since when and until when. A question is a "
        f"record ({code((*QUESTION_INT, *QUESTION))})."
    )
    yield (
        f"### Scales\n\nOne step is a week; {world.weeks} weeks, from {world.start} to {world.end}. Space is "
        f"{len(world.places)} places in {len({place.province for place in world.places})} provinces, without "
        f"distances. Persons within reach at the start: {world.persons:,.0f}. A run at scale *s* has about *s* times "
        f"as many rows; the row of one who joins stands for max(1, members / ({world.resolution.party_rows:g} x "
        "rows)) persons."
    )


def _field_row(mechanism: Mechanism, item: Field) -> tuple[object, ...]:
    span = f"{item.low:g} to {item.high:g}"
    return (f"`{item.name}`", span, item.start, item.unit, f"`{mechanism.name}`", item.text)


def _engine_names(entity: str) -> str:
    told = PERSONS_OWN if entity == "person" else {}
    return ", ".join(f"`{name}`" + (f" ({told[name]})" if name in told else "") for name in OWN_RECORDS[entity])


def _schedule(model: Model) -> Iterator[str]:
    yield "## 3 Process overview and scheduling"
    yield (
        "Every week has these stages, in this order. Within a stage the steps run in the order given: for one person "
        "(cell, place) all steps, then the next. What a step writes is read by the steps after it. A decision is "
        "asked of a mechanism whenever an organ comes to it."
    )
    for number, stage in enumerate(STAGES, start=1):
        yield f"### 3.{number} {stage.title}\n\n{stage.text}"
        found = [pair for phase in stage.phases for pair in steps(model) if pair[1].phase == phase]
        found += [pair for hook in stage.hooks for pair in steps(model) if pair[1].hook == hook]
        yield "\n".join(_step_line(mechanism, step) for mechanism, step in found)


def _step_line(mechanism: Mechanism, step: Step) -> str:
    """One line of the schedule."""
    what = f"decision *{step.hook}*" if step.hook else step.phase
    writes = f", writes {code(step.writes)}" if step.writes else ""
    return f"- `{mechanism.name}.{step.function.__name__}` ({what}){writes}"


def _concepts(model: Model) -> Iterator[str]:
    yield "## 4 Design concepts"
    for title, text in concepts(model).items():
        yield f"### {title}\n\n{text}"
    yield table(("measure", "unit", "meaning"), ((f"`{m.name}`", m.unit, m.text) for m in model.measures))


def _submodels(model: Model) -> Iterator[str]:
    yield "## 7 Submodels"
    keys = cite.references(model)
    values = {row["name"]: row for row in ledger.parameters(model)}
    for number, mechanism in enumerate(model.mechanisms, start=1):
        first, _, rest = inspect.cleandoc(mechanism.text).partition("\n")
        yield f"### 7.{number} `{mechanism.name}`: {first.rstrip('.')}"
        yield prose(rest)
        yield f"Implements {', '.join(mechanism.implements)} of the article." if mechanism.implements else ""
        rows = [values[f"{mechanism.name}.{name}"] for name in mechanism.parameters]
        if rows:
            yield table(("parameter", "value", "range", "unit", "source", "meaning"), map(_parameter_row, rows))
        tallies = ((f"`{t.name}`", f"`{t.of}`", f"`{t.by}`" if t.by else "", t.text) for t in mechanism.tallies)
        yield table(("tally", "mean of", "weighted by", "meaning"), tallies) if mechanism.tallies else ""
        named = cite.sources(mechanism)
        yield "Sources: " + "; ".join(f"{cell(name)} [`{keys[name]}`]" for name in named) + "." if named else ""


def _parameter_row(row: dict[str, object]) -> tuple[object, ...]:
    span = f"{row['low']:g} to {row['high']:g}"
    return (f"`{row['name']}`", row["value"], span, row["unit"], row["source"], row["text"])


def _assumptions(model: Model) -> Iterator[str]:
    yield "## Assumptions"
    yield (
        "Heaviest first. The weight is how far the bureaucracy index (0 to 1) of the last year moves when the "
        "assumption's parameters are drawn from their ranges, measured in the reference model; none where it was not "
        "measured. Chance alone moves the index too: docs/explanation/assumptions.md gives the floor."
    )
    rows = ledger.assumptions(model)
    yield table(
        ("id", "weight", "made in", "what is assumed"),
        ((r["id"], "" if r["weight"] is None else f"{r['weight']:.3f}", r["where"], r["text"]) for r in rows),
    )


def _mechanisms(model: Model) -> Iterator[str]:
    yield "## Mechanisms of the article"
    yield "Which mechanism implements what the article describes, and the switch that turns it off (`--set m31=0`)."
    yield table(
        ("id", "mechanism", "switch", "file", "measures"),
        (
            (
                r["id"] or "none",
                f"`{r['name']}`",
                f"`{r['switch']}`" if r["switch"] else "",
                r["file"],
                code(r["measures"]),
            )
            for r in ledger.mechanisms(model)
        ),
    )
