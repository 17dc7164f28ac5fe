"""Published elections: the elected, the votes of every round, and the seats of lists."""

from __future__ import annotations

import doctest
from pathlib import Path

import cases
import numpy as np
import pytest

from politeia import voting
from politeia.engine import count


def whole(result: voting.Count) -> list[dict[str, int]]:
    """The rounds' votes as they are printed: without fractions."""
    return [{name: int(votes) for name, votes in one.votes.items()} for one in result.rounds]


def test_the_capital_of_tennessee() -> None:
    approvals = voting.approval([ballot[:2] for ballot, n in cases.TENNESSEE.items() for _ in range(n)])
    two_rounds = voting.two_round(cases.TENNESSEE)
    assert voting.plurality(cases.TENNESSEE).elected == ("Memphis",)
    assert two_rounds.elected == ("Nashville",)
    assert two_rounds.rounds[1].votes == {"Memphis": 42, "Nashville": 58, "Chattanooga": 0, "Knoxville": 0}
    assert voting.stv(cases.TENNESSEE).elected == ("Knoxville",)
    assert voting.stv(cases.TENNESSEE).rounds[-1].votes["Knoxville"] == 58
    assert approvals.elected == ("Nashville",)
    assert approvals.rounds[0].votes == {"Memphis": 42, "Nashville": 68, "Chattanooga": 58, "Knoxville": 32}


def test_three_foods_for_twenty_guests() -> None:
    result = voting.stv(cases.FOOD, 3)
    assert result.quota == 6
    assert [one.elected for one in result.rounds] == [("Chocolate",), (), ("Orange",), ("Strawberry",)]
    assert [one.excluded for one in result.rounds] == [(), (), ("Pear",), ("Sweets",)]
    foods = ("Chocolate", "Orange", "Pear", "Strawberry", "Sweets")
    assert [[one[food] for food in foods] for one in whole(result)] == [
        [12, 4, 2, 1, 1],
        [6, 4, 2, 5, 3],
        [6, 6, 0, 5, 3],
        [6, 6, 0, 5, 0],
    ]


def test_the_worked_example_of_the_scottish_government() -> None:
    result = voting.stv(cases.SCOTTISH, 3)
    assert result.quota == 600
    assert result.elected == ("Campbell", "Adams", "Miller")
    assert whole(result) == [
        {"Adams": 550, "Baker": 377, "Campbell": 972, "Gray": 167, "Miller": 331},
        {"Adams": 686, "Baker": 462, "Campbell": 600, "Gray": 198, "Miller": 427},
        {"Adams": 600, "Baker": 467, "Campbell": 600, "Gray": 251, "Miller": 449},
        {"Adams": 600, "Baker": 537, "Campbell": 600, "Gray": 0, "Miller": 602},
    ]


def test_seven_thousand_papers_of_leith() -> None:
    """Quota, stages and elected as the City of Edinburgh Council declared them."""
    result = voting.stv(cases.leith(), 3)
    assert sum(cases.leith().values()) == 7613
    assert result.quota == 1904
    assert result.elected == ("McVey", "Booth", "Munro")
    assert result.rounds[-1].excluded == ("Dijkstra-Downie",)
    names = ("McVey", "Booth", "Munro", "Penman", "Dijkstra-Downie")
    assert [[one[name] for name in names] for one in whole(result)] == [
        [2753, 1695, 1549, 1213, 403],
        [1904, 2213, 1690, 1236, 448],
        [1904, 1904, 1821, 1246, 552],
        [1904, 1904, 2106, 1354, 0],
    ]


def test_the_president_of_ireland() -> None:
    result = voting.stv(cases.IRELAND_1990)
    assert result.elected == ("Robinson",)
    assert voting.plurality(cases.IRELAND_1990).elected == ("Lenihan",)
    assert whole(result)[1] == {"Currie": 0, "Lenihan": 731_273, "Robinson": 817_830}


def test_the_middle_is_squeezed_in_burlington() -> None:
    assert voting.plurality(cases.BURLINGTON).elected == ("Wright",)
    assert voting.stv(cases.BURLINGTON).elected == ("Kiss",)
    assert voting.two_round(cases.BURLINGTON).elected == ("Kiss",)
    for other in ("Kiss", "Wright"):
        pair = {tuple(n for n in ballot if n in ("Montroll", other)): 0 for ballot in cases.BURLINGTON}
        for ballot, papers in cases.BURLINGTON.items():
            pair[tuple(n for n in ballot if n in ("Montroll", other))] += papers
        assert voting.plurality(pair).elected == ("Montroll",), f"{other} loses to the one excluded"


def test_more_support_can_lose_an_instant_runoff() -> None:
    raised = {**cases.TANNENBAUM, ("C", "A", "B"): 14}
    del raised[("A", "C", "B")]
    assert voting.stv(cases.TANNENBAUM).elected == ("C",)
    assert voting.stv(raised).elected == ("B",)
    assert voting.plurality(cases.TANNENBAUM).elected == ("A",)
    assert voting.plurality(raised).elected == ("C",)


@pytest.mark.parametrize(
    ("method", "seats"),
    [("dhondt", [6, 4, 0]), ("sainte-lague", [5, 4, 1]), ("hare", [5, 4, 1])],
)
def test_three_methods_on_the_same_votes(method: str, seats: list[int]) -> None:
    """The example of a German course on public law: ten seats."""
    votes = {"A": 6100, "B": 5000, "C": 900}
    assert list(voting.apportion(votes, 10, method=method).values()) == seats


def test_dhondt_by_the_table_of_quotients() -> None:
    votes = {"A": 340_000, "B": 280_000, "C": 160_000, "D": 60_000}
    assert voting.apportion(votes, 7, method="dhondt") == {"A": 3, "B": 3, "C": 1, "D": 0}


@pytest.mark.parametrize(("quota", "seats"), [("hare", [5, 2, 1, 1, 1, 0]), ("droop", [5, 2, 2, 1, 0, 0])])
def test_two_quotas_of_the_largest_remainder(quota: str, seats: list[int]) -> None:
    votes = {"yellow": 47_000, "white": 16_000, "red": 15_800, "green": 12_000, "blue": 6_100, "pink": 3_100}
    assert list(voting.apportion(votes, 10, method=quota).values()) == seats


def test_czech_seats_in_the_european_parliament() -> None:
    """21 seats of 2019, D'Hondt above five per cent."""
    seats = voting.apportion(cases.CZECH_2019, 21, method="dhondt", threshold=0.05)
    held = {"ANO 2011": 6, "ODS": 4, "Piráti": 3, "STAN, TOP 09": 3, "SPD": 2, "KDU-ČSL": 2, "KSČM": 1}
    assert {name: n for name, n in seats.items() if n} == held


def test_party_seats_in_new_zealand() -> None:
    """120 seats of 2014, Sainte-Laguë; the 121st was an overhang seat of United Future."""
    seats = voting.apportion(cases.NEW_ZEALAND_2014, 120, method="sainte-lague")
    assert seats == {"National": 60, "Labour": 32, "Green": 14, "First": 11, "Maori": 2, "ACT": 1, "UnitedFuture": 0}


def house(seats: int) -> dict[str, int]:
    """The House by Vinton's method: largest remainders, but a state with less than one quota has one seat by right."""
    names, people = list(cases.STATES_1880), np.array(list(cases.STATES_1880.values()))
    total, lots = int(people.sum()), np.arange(len(names))
    held = np.maximum(people * seats // total, 1)
    entitled = np.where(people * seats >= total, people, 0)
    one = -1
    for _ in range(seats - held.sum()):
        one = count.next_remainder(entitled, len(names), seats, total, lots, one)
        held[one] += 1
    return dict(zip(names, held.tolist(), strict=True))


def test_alabama_loses_a_seat_to_a_larger_house() -> None:
    """Noticed by the Census Office in 1881: at 299 Alabama's remainder of .646 is just enough, at 300 its .671 is not."""
    smaller, larger = house(299), house(300)
    assert sum(cases.STATES_1880.values()) == 49_371_340
    assert (smaller["Alabama"], smaller["Illinois"], smaller["Texas"]) == (8, 18, 9)
    assert (larger["Alabama"], larger["Illinois"], larger["Texas"]) == (7, 19, 10)
    assert all(larger[name] == smaller[name] for name in larger if name not in ("Alabama", "Illinois", "Texas"))


@pytest.mark.parametrize(
    ("votes", "seats", "smaller", "larger"),
    [((6, 6, 2), 10, [4, 4, 2], [5, 5, 1]), ((567, 385, 42, 6), 323, [183, 124, 14, 2], [184, 125, 13, 2])],
)
def test_a_larger_house_can_cost_a_seat(
    votes: tuple[int, ...], seats: int, smaller: list[int], larger: list[int]
) -> None:
    """Two textbook examples for the largest remainder."""
    cast = dict(zip("ABCD", votes, strict=False))
    for total, held in ((seats, smaller), (seats + 1, larger)):
        assert list(voting.apportion(cast, total, method="hare").values()) == held


def test_who_shrinks_takes_a_seat_from_who_grows() -> None:
    """The population paradox (COMAP, For All Practical Purposes): a hundred seats, two censuses."""
    before = voting.apportion({"A": 5_525_381, "B": 3_470_152, "C": 3_864_226, "D": 201_203}, 100, method="hare")
    after = voting.apportion({"A": 5_657_564, "B": 3_507_464, "C": 3_885_693, "D": 201_049}, 100, method="hare")
    assert before == {"A": 42, "B": 27, "C": 30, "D": 1}
    assert after == {"A": 43, "B": 26, "C": 29, "D": 2}


def test_every_example_of_the_page_gives_what_it_says() -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "voting.md"
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert tried >= 10
    assert failed == 0
    assert doctest.testmod(voting).failed == 0
