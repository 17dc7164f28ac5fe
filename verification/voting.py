"""Voting rules beside two independent libraries, on elections drawn at random; rewrites ``tests/voting/oracle.json``.

``python verification/voting.py`` draws elections of 3 to 8 candidates and 5 to 200 different ballots, whole or cut short,
and lets politeia and each library that is installed count them: votelib (`pip install 'politeia[verify]'`; every rule but two
rounds, with exact fractions) and pref_voting (not in any extra: with what it brings it takes 778 MB; the transferable vote to
the letter of the Scottish order).  Not compared is an election whose result depends on lots, for each library draws its own,
and, with votelib, a transferable vote in which two have a surplus at once: it passes both on together, the order the larger
first.  Pass mark: all that is compared agrees.

``--save`` keeps the libraries' answers to the first elections of each rule: the tests compare with them where no library is.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from politeia import voting

ELECTIONS, SAVED, SEED = 1000, 15, 21
FIXTURE = Path(__file__).parents[1] / "tests" / "voting" / "oracle.json"
NAMES = "ABCDEFGH"
LISTS = {"dhondt": "d_hondt", "sainte-lague": "sainte_lague", "danish": "danish", "hare": "hare", "droop": "droop"}
PERSONS = ("plurality", "approval", "stv")

Ballots = dict[tuple[str, ...], int]


@dataclass
class Tally:
    """One rule against one library: elections compared, agreed, left out; answers to keep."""

    compared: int = 0
    agreed: int = 0
    left_out: int = 0
    kept: list[dict[str, Any]] = field(default_factory=list)

    def add(self, ours: list[Any], theirs: Callable[[], Any], election: dict[str, Any]) -> None:
        """``ours``: under two opposite orders of lots."""
        try:
            answer = theirs() if ours[0] == ours[1] else None
        except NotImplementedError:  # votelib excludes nobody where two are lowest, even if it does not matter who
            answer = None
        if answer is None:
            self.left_out += 1
            return
        self.compared += 1
        self.agreed += answer == ours[0]
        if len(self.kept) < SAVED:
            self.kept.append({**election, "answer": answer})


def ballots(luck: random.Random) -> Ballots:
    """Rankings around a common opinion, so that transfers and exclusions happen; a third are cut short."""
    names = NAMES[: luck.randint(3, 8)]
    taste = {name: luck.gauss(0, 0.7) for name in names}
    drawn: Ballots = {}
    for _ in range(luck.randint(5, 200)):
        ranking = sorted(names, key=lambda name: taste[name] + luck.gauss(0, 1))
        length = len(names) if luck.random() < 0.67 else luck.randint(1, len(names))
        drawn[tuple(ranking[:length])] = luck.randint(1, 400)
    return drawn


def lists(luck: random.Random) -> dict[str, int]:
    return {name: int(min(luck.paretovariate(0.8), 1e5) * 1000) for name in NAMES[: luck.randint(2, 8)]}


def at_once(result: voting.Count) -> bool:
    """Whether two were elected in one round with votes to pass on."""
    return any(sum(one.votes[name] > result.quota for name in one.elected) > 1 for one in result.rounds[:-1])


def person_rules(
    library: str, count: Callable[..., list[str]], rules: tuple[str, ...], elections: int
) -> Iterator[Any]:
    for rule in rules:
        luck, tally = random.Random(f"{SEED} {rule}"), Tally()
        for _ in range(elections):
            papers = ballots(luck)
            names = "".join(sorted({name for ballot in papers for name in ballot}))
            seats = luck.randint(1, len(names) - 1)
            both = [voting.RULES[rule](papers, seats, candidates=names, order=o) for o in (names, names[::-1])]
            if library == "votelib" and rule == "stv" and at_once(both[0]):
                tally.left_out += 1
                continue
            plain = {"seats": seats, "papers": {"".join(ballot): n for ballot, n in papers.items()}}
            tally.add([sorted(one.elected) for one in both], partial(count, rule, papers, seats), plain)
        yield rule, library, tally


def list_rules(elections: int) -> Iterator[Any]:
    from votelib.evaluate.proportional import HighestAverages, LargestRemainder

    for rule, name in LISTS.items():
        luck, tally = random.Random(f"{SEED} {rule}"), Tally()
        share = LargestRemainder(name) if rule in voting.QUOTAS else HighestAverages(name)
        for _ in range(elections):
            votes, seats = lists(luck), luck.randint(1, 60)
            orders = (sorted(votes), sorted(votes)[::-1])
            both = [voting.apportion(votes, seats, method=rule, order=order) for order in orders]
            tally.add(both, partial(by_lists, share, votes, seats), {"seats": seats, "votes": votes})
        yield rule, "votelib", tally


def by_lists(share: Any, votes: dict[str, int], seats: int) -> dict[str, int]:
    return dict.fromkeys(votes, 0) | share.evaluate(votes, seats)


def by_votelib(rule: str, papers: Ballots, seats: int) -> list[str]:
    from votelib import convert, evaluate
    from votelib.evaluate.sequential import TransferableVoteSelector

    if rule == "stv":
        return sorted(TransferableVoteSelector(quota_function="droop").evaluate(papers, seats))
    votes: dict[Any, int] = dict(papers)
    if rule == "plurality":
        votes = convert.RankedToFirstPreference().convert(papers)
        votes = dict.fromkeys(sorted({name for ballot in papers for name in ballot}), 0) | votes
    else:
        votes = {}
        for ballot, n in papers.items():
            votes[frozenset(ballot)] = votes.get(frozenset(ballot), 0) + n
        votes = convert.ApprovalToSimpleVotes().convert(votes)
    return sorted(evaluate.Plurality().evaluate(votes, seats))


def by_pref_voting(_: str, papers: Ballots, seats: int) -> list[str]:
    from pref_voting.profiles_with_ties import ProfileWithTies
    from pref_voting.proportional_methods import stv_scottish

    names = sorted({name for ballot in papers for name in ballot})
    rankings = [{names.index(name): place for place, name in enumerate(ballot)} for ballot in papers]
    profile = ProfileWithTies(rankings, rcounts=list(papers.values()), candidates=list(range(len(names))))
    return sorted(names[c] for c in stv_scottish(profile, num_seats=seats))


def installed(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        print(f"no comparison with {library}: it is not installed")
        return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--save", action="store_true", help="keep the libraries' answers for the tests")
    parser.add_argument("--elections", type=int, default=ELECTIONS)
    asked = parser.parse_args()
    versions = {library: installed(library) for library in ("votelib", "pref_voting")}
    found: list[Any] = []
    if versions["votelib"]:
        found += [*person_rules("votelib", by_votelib, PERSONS, asked.elections), *list_rules(asked.elections)]
    if versions["pref_voting"]:
        found += person_rules("pref_voting", by_pref_voting, ("stv",), asked.elections)
    for rule, library, tally in found:
        print(f"{rule:14} {library:12} {tally.agreed:5} of {tally.compared:5} agree, {tally.left_out:4} left out")
    if asked.save and all(versions.values()):
        kept = {f"{rule} {library}": tally.kept for rule, library, tally in found}
        FIXTURE.write_text(json.dumps({"versions": versions, "answers": kept}, separators=(",", ":")) + "\n")
    return 0 if all(tally.agreed == tally.compared > 0 for _, _, tally in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
