"""Presence, mandates, vetoes and votes of all members decide what the charter says they decide; and a defect is caught."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

import small
from politeia.engine import Engine
from politeia.engine import events as kinds
from small import call, stub

VOTES = (kinds.CARRIED, kinds.REFUSED, kinds.REVOTED)
OFTEN = {"committee__often": 1.0}  # every open question is put to the vote each week


def lines(engine: Engine, last: int = small.WEEKS, history: int = 1, **settings: float) -> np.ndarray:
    """The decisions of the top in a history under some rules."""
    return small.variant(engine, **OFTEN | settings).simulate(history, seed=1, last_week=last).decisions


def of(found: np.ndarray, *wanted: int) -> np.ndarray:
    return found[np.isin(found["kind"], wanted)]


# ------------------------------------------------------------------------------------------------ presence


def votes_with_a_vacancy(engine: Engine, present: float) -> int:
    """Votes of the committee in three weeks in which one seat of eleven stands empty and questions are open."""
    engine = small.variant(engine, rule_quorum_present=present, **OFTEN)
    s = engine.start(1, seed=1, last_week=8)
    o = int(s.U[-1].post0) + 10
    s.P["seat"][s.O[o].slot] = 0
    s.O["slot"][o] = s.O["pid"][o] = -1
    engine.advance(s, 0, 8)  # a question opens in week 4, a conference meets in week 8
    return len(of(s.E[: int(s.G[0]["n_events"])], *VOTES))


def test_nothing_is_voted_without_the_presence_that_is_required(tiny: Engine) -> None:
    assert votes_with_a_vacancy(tiny, 1.0) == 0
    assert votes_with_a_vacancy(tiny, 10 / 11) > 0
    assert votes_with_a_vacancy(tiny, 0.0) > 0


def test_a_presence_that_nobody_counts_is_noticed(plain: Engine) -> None:
    assert votes_with_a_vacancy(small.patched(plain, "A[0].rule_quorum_present * U", "0.0 * U"), 1.0) > 0


# ------------------------------------------------------------------------------------------------ mandates


@pytest.mark.parametrize(("mandate", "allowed"), [(1.0, {1, 2}), (0.0, {0, 1, 2, 3})])
def test_a_bound_delegate_votes_as_those_who_sent(tiny: Engine, mandate: float, allowed: set[int]) -> None:
    """1: sent by the majority, votes with the leadership; 2: sent by an opposition, votes against it."""
    voiced = {"voice__cost": 0.0, "voice__dread": 0.0, "rule_mandate": mandate}
    found = small.variant(tiny, **voiced).simulate(0, seed=2, last_week=80, log_level=2).decisions
    assert set(of(found, kinds.DELEGATE)["value"].astype(int)) == allowed
    congresses = of(found, kinds.CONGRESS)
    for line in congresses if mandate else []:
        sent = of(found[found["week"] == line["week"]], kinds.DELEGATE)["value"].astype(int)
        assert line["value"] == pytest.approx((sent == 1).mean(), abs=1e-6)


# ------------------------------------------------------------------------------------------------ vetoes

BY_MEMBERS, BY_TOWNS = 1.0, 4.0  # numbers of the bodies: nobody, members, then the levels


@pytest.mark.parametrize("by", [BY_MEMBERS, BY_TOWNS])
def test_a_veto_for_good_stops_every_motion(tiny: Engine, by: float) -> None:
    """Any voice against is enough: what the committee carries is vetoed at once and never again put to the vote."""
    found = lines(tiny, rule_veto_by=by, rule_veto_share=0.0)
    carried, vetoed = of(found, kinds.CARRIED), of(found, kinds.VETOED)
    assert len(vetoed) >= 1
    assert set(vetoed["by"]) == {0}
    assert set(vetoed["person"]) <= set(carried["person"])
    for line in vetoed:
        assert not (
            (found["week"] > line["week"]) & (found["person"] == line["person"]) & np.isin(found["kind"], VOTES)
        ).any()
    assert not of(lines(tiny, rule_veto_by=by, rule_veto_share=1.0), kinds.VETOED).size


def test_a_veto_that_puts_off_does_so_once(tiny: Engine) -> None:
    found = lines(tiny, rule_veto_by=BY_MEMBERS, rule_veto_share=0.0, rule_veto_weeks=6.0)
    vetoed = of(found, kinds.VETOED)
    assert len(vetoed) >= 2
    assert len(set(vetoed["person"])) == len(vetoed)
    again = 0
    for line in vetoed:
        after = found[(found["week"] > line["week"]) & (found["person"] == line["person"])]
        votes = of(after, *VOTES)
        again += len(votes)
        assert (votes["week"] >= line["week"] + 6).all()
    assert again > 0


def test_what_is_vetoed_has_no_effect(tiny: Engine) -> None:
    """The party takes power by a motion that is carried; vetoed for good, it never does."""
    ends = {}
    for by in (0.0, BY_MEMBERS):
        engine = small.variant(tiny, rule_veto_by=by, rule_veto_share=0.0, **OFTEN)
        history = engine.simulate(1, seed=1)
        ends[by] = history.final["decided_power"]
        assert (history.final["vetoes"] > 0) == (by > 0)
    assert ends == {0.0: 1.0, BY_MEMBERS: 0.0}


def test_votes_against_that_are_not_counted_are_noticed(plain: Engine) -> None:
    deaf = small.patched(plain, "no += 1.0", "no += 0.0")
    found = lines(deaf, 20, rule_veto_by=BY_MEMBERS, rule_veto_share=0.0)
    assert of(found, kinds.CARRIED).size
    assert not of(found, kinds.VETOED).size


# -------------------------------------------------------------------------------------- votes of all members


def test_members_take_a_question_out_of_the_committees_hands(tiny: Engine) -> None:
    found = lines(tiny, rule_referendum_members=1e-9)
    asked = of(found, kinds.REFERENDUM)
    assert len(asked) == len(set(asked["person"])) == len(tiny.model.world.questions)
    assert set(asked["by"]) == {1}
    assert {True, False} == set(asked["value"] > 0.5), "some are carried, some rejected"
    for line in asked:
        assert not (
            (found["week"] >= line["week"]) & (found["person"] == line["person"]) & np.isin(found["kind"], VOTES)
        ).any()


def test_too_few_voters_decide_nothing(tiny: Engine) -> None:
    found = lines(tiny, rule_referendum_members=1e-9, rule_referendum_turnout=1.0)
    assert set(of(found, kinds.REFERENDUM)["by"]) == {0}
    assert of(found, *VOTES).size, "the committee goes on"


def test_what_is_undecided_at_its_deadline_goes_to_the_members(tiny: Engine) -> None:
    idle = {"committee__often": 0.0, "m15": 0.0, "m29": 0.0}  # the committee never votes
    found = small.variant(tiny, rule_referendum_last=1.0, **idle).simulate(1, seed=1).decisions
    world = tiny.model.world
    asked = of(found, kinds.REFERENDUM)
    assert [int(w) for w in asked["week"]] == [world.week(world.questions[int(q)].deadline) for q in asked["person"]]
    assert len(asked) == len(world.questions)
    assert not of(found, kinds.LAPSED).size
    assert len(of(small.variant(tiny, **idle).simulate(1, seed=1).decisions, kinds.LAPSED)) == len(world.questions)


def vote(engine: Engine, turnout: float, support: float) -> tuple[float, float]:
    """Turnout and share in favour of a vote in which everybody takes part and agrees with a given probability."""
    s = engine.start(1, seed=1, last_week=1)
    with stub(engine, "on_turnout", lambda _: turnout), stub(engine, "on_ballot", lambda _: support):
        call(engine, "hold_referendum", s, q=0, week=0, salt=np.uint64(12345))
    return float(s.G[0].turnout), float(s.Q[0].share)


def near(found: tuple[float, float], turnout: float, support: float) -> bool:
    """Within four standard errors of a sample of 400."""
    return (
        abs(found[0] - turnout) < 4 * (0.25 / 400) ** 0.5
        and abs(found[1] - support) < 4 * (0.25 / (400 * turnout)) ** 0.5
    )


def test_a_vote_counts_those_who_take_part(plain: Engine) -> None:
    assert near(vote(plain, 0.4, 0.3), 0.4, 0.3)
    assert vote(plain, 1.0, 1.0) == (1.0, 1.0)


def test_a_vote_that_counts_the_absent_as_against_is_noticed(plain: Engine) -> None:
    assert not near(vote(small.patched(plain, "yes / max(cast, 1.0)", "yes / max(electors, 1.0)"), 0.4, 0.3), 0.4, 0.3)


# ------------------------------------------------------------------------------------------------ proxies


class Meeting(NamedTuple):
    """A vote in which two rows in ten take part, who are all in favour, and the others are all against."""

    turnout: float
    share: float
    expected: float  #: turnout by hand, from who is there in each group
    carried: float  #: votes carried by one who takes part, on average


def meeting(engine: Engine, proxies: int) -> Meeting:
    """Hold it, where a member may carry so many proxies."""
    own = small.variant(engine, rule_referendum_proxies=float(proxies))
    s = own.start(1, seed=1, last_week=1)
    there = np.arange(len(s.P)) % 10 < 2
    votes: list[int] = []

    def voted(given: dict[str, Any]) -> float:
        votes.append(int(given["i"]))
        return float(there[given["i"]])

    with stub(own, "on_turnout", lambda given: float(there[given["i"]])), stub(own, "on_ballot", voted):
        call(own, "hold_referendum", s, q=0, week=0, salt=np.uint64(5))
    assert there[votes].all(), "who is absent casts no vote"
    weight = np.where(s.P_status == 1, s.P["weight"], 0.0)
    found = np.bincount(s.R, weight * there)[s.R] / np.maximum(np.bincount(s.R, weight)[s.R], 1e-9)
    present, turnout = float((weight * there).sum() / weight.sum()), float(s.G[0].turnout)
    expected = float((weight * np.where(there, 1.0, 1.0 - (1.0 - found) ** proxies)).sum() / weight.sum())
    return Meeting(turnout, float(s.Q[0].share), expected, (turnout - present) / present)


@pytest.mark.parametrize("proxies", [0, 1, 2, 4])
def test_those_who_take_part_carry_the_votes_of_the_absent(plain: Engine, proxies: int) -> None:
    held = meeting(plain, proxies)
    assert held.turnout == pytest.approx(held.expected, abs=0.08)
    assert held.share == 1.0, "whoever votes decides, for those who are not there as well"
    assert held.carried <= proxies + 0.4
    assert proxies == 0 or held.turnout > 0.25


def test_a_member_who_carries_too_many_is_noticed(plain: Engine) -> None:
    own = "range(int(s.A[0].rule_referendum_proxies))"
    generous = small.patched(plain, own, own.replace("))", ") + 4)"))
    held = meeting(generous, 1)
    assert held.turnout != pytest.approx(held.expected, abs=0.08)


def test_proxies_reach_a_quorum_that_persons_do_not(tiny: Engine) -> None:
    """With too few at the vote it is void; with votes carried it decides."""
    usual = {"rule_referendum_members": 1e-9, "rule_referendum_turnout": 0.9}
    void = set(of(lines(tiny, **usual), kinds.REFERENDUM)["by"])
    valid = set(of(lines(tiny, **usual, rule_referendum_proxies=4.0), kinds.REFERENDUM)["by"])
    assert void == {0}
    assert 1 in valid


def test_types_without_a_vote_are_not_asked(plain: Engine) -> None:
    """Every other person is a supporter without a vote: about half as many are asked."""
    from politeia.charter import Charter
    from politeia.model import Model

    held: dict[str, Any] = {"name": "supporter", "title": "Supporter", "share": 0.5, "stand": True}
    data = small.charter().model_dump()
    data["admission"]["types"] = [held]
    engine = plain.like(Model(Charter.model_validate(data), plain.model.world))
    s = engine.start(1, seed=1, last_week=1)
    asked: list[int] = []
    with stub(engine, "on_turnout", lambda given: asked.append(int(given["i"])) or 1.0):
        call(engine, "hold_referendum", s, q=0, week=0, salt=np.uint64(5))
    assert 140 < len(asked) < 260
