"""The eleven design concepts of ODD: told here, with facts of the model filled in."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from politeia import cite
from politeia.declare import Mechanism, Step
from politeia.engine.state import TENDENCIES
from politeia.model import Model
from politeia.odd.markdown import code
from politeia.outcome import OUTCOMES


def concepts(model: Model) -> dict[str, str]:
    """What the model says to each concept, in the order of the protocol."""
    return {
        "Basic principles": _principles(model),
        "Emergence": (
            "Who holds which post and how it was filled, the line, dissent, tendencies, the make-up of the "
            f"membership and the outcome ({', '.join(OUTCOMES.values())}) come out of persons' decisions. Imposed are "
            "the charter, the dated series, shocks and pressures of the world, and the places and milieus."
        ),
        "Adaptation": (
            "Members change opinions, speak or keep silent, act before they are told to, adhere, leave; outsiders "
            "join; organs put off, decide, appoint. Each is a probability or a pace that depends on what is sensed; "
            "nothing is optimised."
        ),
        "Objectives": (
            "No agent has an objective that it maximises. Where an organ chooses among persons, candidates are "
            "ranked by a score (standing before the members, merit in the eyes of those who appoint)."
        ),
        "Learning": (
            "Rules of decision do not change. What experience leaves is kept in the variables of persons "
            f"({code(item.name for m in model.mechanisms for item in m.fields if item.entity == 'person')}) and in "
            "the norms and habits of the whole."
        ),
        "Prediction": "Nobody forecasts. Hope, fear, urgency and careers answer to the present and the past.",
        "Sensing": _sensing(model),
        "Interaction": (
            "Through the means of the cell, the unit, the place and the whole; through elections, appointments and "
            "ties between an officer and the one who chose them; through tendencies and their platforms; through "
            "moves that carry persons from cell to cell. There is no network of acquaintances besides the tree of "
            "units."
        ),
        "Stochasticity": _stochasticity(model),
        "Collectives": (
            f"Cells, units and their organs, places ({len(model.world.places)}) and milieus "
            f"({len(model.world.milieus)}) are given; tendencies (at most {TENDENCIES}), cliques and clients emerge."
        ),
        "Observation": (
            f"{len(model.measures)} weekly measures of the whole and {len(model.place_measures)} of every place are "
            "kept, with the log of decisions. Measures are counts and means over all rows, without sampling or "
            "error. Outcomes are judged over the last year on declared thresholds."
        ),
    }


def steps(model: Model) -> Iterator[tuple[Mechanism, Step]]:
    """Every step with its mechanism, in the order in which they act within a phase."""
    return ((mechanism, step) for mechanism in model.mechanisms for step in mechanism.steps)


def streams(model: Model) -> tuple[str, ...]:
    """Names of the mechanisms' random streams: one for each decision that a kernel draws for."""
    named = (
        f"{mechanism.name}.{argument.removeprefix('draw_')}"
        for mechanism, step in steps(model)
        for argument in inspect.signature(step.function).parameters
        if argument.startswith("draw_")
    )
    return tuple(dict.fromkeys(named))


def _principles(model: Model) -> str:
    named = len(cite.references(model)) - len(cite.METHODS)
    return (
        "Rules are data (the charter), history is data (the world), causes are mechanisms, each with its equation, "
        f"parameters and sources; {named} sources are named. Necessity, loyalty and habit compete with election "
        "whenever a post is filled; opinion, dissent, joining and leaving are those of persons, not of averages."
    )


def _sensing(model: Model) -> str:
    tallies = [tally.name for mechanism in model.mechanisms for tally in mechanism.tallies]
    read = {name for _, step in steps(model) for name in inspect.signature(step.function).parameters}
    sensed = {level: sum(f"{level}_{name}" in read for name in tallies) for level in ("cell", "unit", "place", "party")}
    return (
        "A step reads the values it names and nothing else, without error. Of others a person senses means of the "
        f"week before: {sensed['cell']} over the cell, {sensed['unit']} over the unit, {sensed['place']} over the "
        f"place, {sensed['party']} over the whole, out of {len(tallies)} that are kept for every unit of the tree."
    )


def _stochasticity(model: Model) -> str:
    jitter = code(series.name for series in model.world.series if series.jitter > 0)
    return (
        f"The mechanisms have {len(streams(model))} named random streams, beside those of the engine's own choices. A "
        "number depends on the seed, the history, the week, the decision and who decides (Steele, Lea and Flood "
        "2014), on no order of calls: the same history has the same luck under every charter and every parameter."
    ) + (f" Series that vary from history to history around their path: {jitter}." if jitter else "")
