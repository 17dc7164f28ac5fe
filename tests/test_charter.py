"""Charters that no organisation could live by are refused, each with its place; all others run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import small
from politeia.charter import METHODS, Charter
from politeia.engine import Engine
from politeia.mistakes import explained
from politeia.model import Model

ORGANS = {"cell": 1, "district": 3, "place": 3, "party": 9}
TREES = (
    ("cell", "place", "party"),
    ("cell", "district", "place", "party"),
    ("cell", "place", "region", "party"),
    ("cell", "shop", "section", "district", "place", "region", "country", "party"),
)
share = st.floats(0.0, 1.0)


def data(**of: Any) -> dict[str, Any]:
    """A right charter as plain data, with sections replaced."""
    levels = [{"name": n, "title": n.title()} for n in ORGANS]
    organs = [{"name": f"Committee {n}", "level": n, "seats": seats} for n, seats in ORGANS.items()]
    return {"name": "any", "title": "Any", "source": "A1", "levels": levels, "organs": organs, **of}


@st.composite
def organ(draw: st.DrawFn, level: str) -> dict[str, Any]:
    """Any organ of a level: each seat filled in a way of its own."""
    top = level == "party"
    ways = ["elected", "co-opted", "by lot", "ex officio"] + ["appointed"] * (not top)
    filling: dict[str, int] = {}
    for way in draw(st.permutations(ways))[: draw(st.integers(0, 4))]:
        filling[way] = 1 if way == "ex officio" and not top else draw(st.integers(1, 5))
    if top and "elected" not in filling and "by lot" not in filling and "co-opted" not in filling:
        filling = {}  # always some seat that does not hang on another office
    seats = sum(filling.values()) or draw(st.integers(1, 9))
    one = draw(st.sampled_from([way for way in ways if way != "ex officio"]))
    by_members = top and draw(st.booleans())
    elects = "elected" in filling or (not filling and one == "elected")
    return {
        "name": level.title(), "level": level, "seats": seats, "term": draw(st.integers(1, 520)) if {*filling} != {"ex officio"} else None,
        "filling": filling, "filled_by": next(iter(filling), one), "may_appoint": top or not elects or bool({"appointed", "co-opted"} & {*filling}) or draw(st.booleans()),
        "recall": draw(share), "recall_weeks": draw(st.sampled_from([0, 13, 520])), "terms_max": draw(st.sampled_from([0, 1, 2, 40])),
        "elected_by": "members" if by_members else draw(st.sampled_from([None, "delegates" if top else "members"])),
        "method": draw(st.sampled_from(METHODS)),
    }  # fmt: skip


@st.composite
def types(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Any types of members that leave some full ones."""
    found = []
    for k in range(draw(st.integers(0, 3))):
        vote = draw(st.booleans())
        found.append(
            {
                "name": f"type-{k}", "title": f"Type {k}", "share": draw(st.floats(0, 0.3)), "weeks": draw(st.integers(0, 520)),
                "milieu": draw(st.sampled_from([None, "industry", "army"])), "vote": vote, "stand": not vote and draw(st.booleans()),
            }
        )  # fmt: skip
    return found


@st.composite
def charters(draw: st.DrawFn) -> dict[str, Any]:
    """Any valid charter of up to eight levels."""
    names = draw(st.sampled_from(TREES))
    organs = []
    for name in names:
        if name not in ("party", "place") and draw(st.integers(0, 4)) == 0:
            continue  # a level without an organ
        organs.append(draw(organ(name)))
    organs[-1]["filling"].pop("ex officio", None) if len(organs) == 1 else None
    organs[-1]["seats"] = sum(organs[-1]["filling"].values()) or organs[-1]["seats"]
    minorities = {name: draw(share) for name in ("horizontal", "press", "proportional", "transfers", "expulsion")}
    minorities |= {
        "factions": draw(st.sampled_from(["free", "may_be_banned", "banned"])), "ban_weeks": draw(st.integers(0, 520)),
    }  # fmt: skip
    decisions = {n: draw(share) for n in ("revote", "initiative", "urgency_skip", "called_below", "collegial")}
    decisions |= {"quorum": draw(st.floats(0.5, 1.0)), "congress_weeks": draw(st.integers(4, 520))}
    decisions |= {
        n: draw(share) for n in ("quorum_present", "mandate", "veto_share", "referendum_members", "referendum_turnout")
    }
    decisions |= {
        "veto_by": draw(st.sampled_from(["nobody", "members", *(o["level"] for o in organs[:-1])])),
        "veto_weeks": draw(st.integers(0, 520)), "referendum_last": draw(st.booleans()),
    }  # fmt: skip
    officers = {n: draw(share) for n in ("elect", "pay_cap", "office_share", "apparatus", "schooling", "cult")}
    officers |= {"cap_locked": draw(st.booleans()), "back_to_bench": draw(st.floats(0, 4))}
    return data(
        levels=[{"name": n, "title": n.title()} for n in names],
        organs=organs,
        admission={
            "candidate_weeks": draw(st.integers(0, 208)), "filter": draw(st.floats(0, 0.99)), "sacrifice": draw(share),
            "types": draw(types()),
        },
        minorities=minorities,
        decisions=decisions,
        officers=officers,
    )  # fmt: skip


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(charters())
def test_any_valid_charter_runs(counting: Engine, rules: dict[str, Any]) -> None:
    model = Model(Charter.model_validate(rules), counting.model.world).with_settings(posts__cost=0.5)
    history = counting.like(model).simulate(1, seed=5, last_week=30)
    assert history.status in ("ok", "full"), history.reason
    assert np.isfinite(history.measures).all()
    assert np.isfinite(history.places).all()
    assert (history.measures[:, 0] > 0).all()


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("a term of zero", {"organs": {"place": {"term": 0}}}, "organs.2.term"),
    ("no seat", {"organs": {"cell": {"seats": 0}}}, "organs.0.seats"),
    ("a top that nobody fills", {"organs": {"party": {"filled_by": "appointed"}}}, "organs.3.filled_by"),
    ("named, by nobody", {"organs": {"place": {"filled_by": "co-opted", "may_appoint": False}}}, "organs.2.may_appoint"),
    ("no such method", {"organs": {"place": {"method": "majority"}}}, "organs.2.method"),
    ("seats beyond the seats", {"organs": {"place": {"filling": {"elected": 2, "by lot": 2}}}}, "organs.2.filling"),
    ("no such way", {"organs": {"place": {"filling": {"elected": 2, "by luck": 1}}}}, "organs.2.filling.by luck"),
    ("less than a seat", {"organs": {"place": {"filling": {"elected": 3, "by lot": 0}}}}, "organs.2.filling.by lot"),
    ("two ways at once", {"organs": {"place": {"filling": {"elected": 3}, "filled_by": "by lot"}}}, "organs.2.filled_by"),
    ("named at the top", {"organs": {"party": {"filling": {"elected": 8, "appointed": 1}}}}, "organs.3.filling"),
    ("two seats for one office", {"organs": {"place": {"filling": {"elected": 1, "ex officio": 2}}}}, "organs.2.filling"),
    ("delegates of a cell", {"organs": {"cell": {"elected_by": "delegates"}}}, "organs.0.elected_by"),
    ("a term of an office", {"organs": {"place": {"seats": 1, "filled_by": "ex officio", "term": 52}}}, "organs.2.term"),
    ("terms below none", {"organs": {"cell": {"terms_max": -1}}}, "organs.0.terms_max"),
    ("a grace below none", {"organs": {"cell": {"recall_weeks": -1}}}, "organs.0.recall_weeks"),
    ("a grace beyond all terms", {"organs": {"party": {"recall_weeks": 521}}}, "organs.3.recall_weeks"),
    ("a part of a week", {"organs": {"place": {"recall_weeks": 0.5}}}, "organs.2.recall_weeks"),
    ("more than all present", {"decisions": {"quorum_present": 1.2}}, "decisions.quorum_present"),
    ("a veto by nobody known", {"decisions": {"veto_by": "elders"}}, "decisions.veto_by"),
    ("a veto by the top itself", {"decisions": {"veto_by": "party"}}, "decisions.veto_by"),
    ("a turnout below none", {"decisions": {"referendum_turnout": -0.1}}, "decisions.referendum_turnout"),
    ("a type with every right", {"admission": {"types": [{"name": "a", "title": "A", "share": 0.1, "vote": True, "stand": True}]}}, "admission.types.0.stand"),
    ("nobody full", {"admission": {"types": [{"name": "a", "title": "A", "share": 1.0}]}}, "admission.types.0.share"),
    ("a type twice", {"admission": {"types": [{"name": "a", "title": "A", "share": 0.1}] * 2}}, "admission.types.1.name"),
    ("a part of one vote", {"decisions": {"quorum": 0.1}}, "decisions.quorum"),
    ("more than all votes", {"decisions": {"quorum": 1.01}}, "decisions.quorum"),
    ("a closed door", {"admission": {"filter": 1.0}}, "admission.filter"),
    ("a wait without end", {"admission": {"candidate_weeks": 5000}}, "admission.candidate_weeks"),
    ("a share below nothing", {"minorities": {"press": -0.1}}, "minorities.press"),
    ("an unknown choice", {"minorities": {"factions": "tolerated"}}, "minorities.factions"),
    ("an unknown rule", {"officers": {"salary": 3}}, "officers.salary"),
    ("a congress every day", {"decisions": {"congress_weeks": 0}}, "decisions.congress_weeks"),
]  # fmt: skip


def wrong(change: dict[str, Any]) -> dict[str, Any]:
    """The right charter with one thing wrong."""
    found = data()
    for section, fields in change.items():
        if section == "organs":
            for organ in found["organs"]:
                organ |= fields.get(organ["level"], {})
        else:
            found[section] = fields
    return found


@pytest.mark.parametrize(("change", "place"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_cannot_be_is_refused_at_its_place(change: dict[str, Any], place: str) -> None:
    given_data = wrong(change)
    with pytest.raises(ValidationError) as error:
        Charter.model_validate(given_data)
    faults = list(explained(error.value, Charter, given_data))
    assert [".".join(map(str, where)) for where, _ in faults] == [place]
    assert all(len(sentence) > 15 for _, sentence in faults)


def test_the_right_charter_is_right() -> None:
    """Without this the refusals above could come from anything."""
    assert Charter.model_validate(data()).name == "any"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(charters(), st.sampled_from([row[1] for row in WRONG]))
def test_any_charter_with_something_wrong_is_refused(rules: dict[str, Any], change: dict[str, Any]) -> None:
    for section, fields in change.items():
        if section == "organs":
            for organ in rules["organs"]:
                if not fields.keys() <= {o["level"] for o in rules["organs"]}:
                    return
                organ |= fields.get(organ["level"], {})
        else:
            rules[section] = rules[section] | fields
    if change == {"decisions": {"quorum": 0.1}} and rules["organs"][-1]["seats"] in (1,):
        return  # a committee of one decides by its one vote
    if change == {"decisions": {"quorum": 0.1}} and 0.1 * rules["organs"][-1]["seats"] >= 1:
        return
    with pytest.raises(ValidationError):
        Charter.model_validate(rules)


def test_small_is_what_others_use() -> None:
    """The small charter of the other tests is valid under the same rules."""
    assert small.charter().organ("party") is not None
