"""The garbage can: choices that look for problems, problems that look for choices, and people who look for work.

Twenty periods, ten choices, twenty problems, ten decision makers.  One choice enters in each of the first ten periods,
two problems as well.  A problem needs the energy of its load (light 1.1, moderate 2.2, heavy 3.3); decision maker k
gives .1 k, .55 or 1.1 - .1 k in a period, times .6.  Access says which problems may join a choice and which people may
work on it: all, those of enough rank (choice i admits problem j if i >= j/2, person k if i >= k), or each only its own.
In each period, by last period's energies,

1. every open problem joins the choice it may with the least energy still missing, plus its own if it would have to move;
2. every person joins the choice they may with the least missing, less what they would bring if they had to move;
3. a choice whose attached problems need no more than has been spent on it is made, and they are solved with it.

The first of equals wins.  A choice counts as missing 1.1 in the first period it is open.  Nothing is left to chance; all
is done in whole numbers (hundredths of .6 x .05), for the published decimals hang on floating-point ties.  Problem
activity is the number of attached problems, decision difficulty that of open choices, both summed over periods after
decisions and averaged over 108 structures.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.declare import kernel
from politeia.engine.standalone import standalone

CHOICES = ((10, 7, 9, 5, 2, 3, 4, 1, 6, 8), (6, 5, 2, 10, 8, 9, 7, 4, 1, 3))
PROBLEMS = (
    (8, 20, 14, 16, 6, 7, 15, 17, 2, 13, 11, 19, 4, 9, 3, 12, 1, 10, 5, 18),
    (4, 14, 11, 20, 3, 5, 2, 12, 1, 6, 8, 19, 7, 15, 16, 17, 10, 18, 9, 13),
)
LOADS = {"light": 110, "moderate": 220, "heavy": 330}  #: hundredths
PERIODS = 20
FAR = 1 << 40


@kernel
def admits(structure, choice, rank):
    """Whether a choice takes a problem or person of this rank, all numbered from 1: all, of enough rank, its own."""
    if structure == 0:
        return True
    return choice >= rank if structure == 1 else choice == rank


@kernel
def supplied(distribution, k):
    """Energy of decision maker ``k`` (from 1) in a period, in thousandths, after the .6 of the solution coefficient."""
    if distribution == 0:
        return 60 * k
    return 330 if distribution == 1 else 660 - 60 * k


@kernel
def pull(missing, energy, moves, counts):
    """How far a choice is from being made, in the eyes of one who may have to move to it."""
    return missing + energy if moves and counts else missing


def nearest(choices, missing, structure, rank, energy, at, counts):
    """The open choice that is nearest to being made for this problem or person, or -1."""
    chosen, least = -1, FAR
    for i in range(choices.shape[0]):
        if choices[i] == 1 and admits(structure, i + 1, rank):
            distance = pull(missing[i], energy, at != i, counts)
            if distance < least:
                chosen, least = i, distance
    return chosen


@standalone
def organisation(
    energy, distribution, access, participation, choice_order, problem_order, start, moving, periods,
    choices, problems, at, desk, needed, spent, missing, out,
):  # fmt: skip
    """One organisation; ``out`` gains problem activity, decision difficulty, latent problems and unmade choices."""
    for i in range(choices.shape[0]):
        choices[i], needed[i], spent[i] = 0, start, 0  # 0 not yet open, 1 open, 2 made
    for j in range(problems.shape[0]):
        problems[j], at[j] = 0, -1  # 0 not yet there, 1 active, 2 solved
    for k in range(desk.shape[0]):
        desk[k] = -1
    for t in range(periods):
        if t < choices.shape[0]:
            choices[choice_order[t] - 1] = 1
            for j in range(2):
                problems[problem_order[2 * t + j] - 1] = 1
        for i in range(choices.shape[0]):
            missing[i] = needed[i] - spent[i]
        for j in range(problems.shape[0]):
            if problems[j] == 1:
                at[j] = nearest(choices, missing, access, (j + 2) // 2, energy, at[j], moving)
        for k in range(desk.shape[0]):
            desk[k] = nearest(choices, missing, participation, k + 1, -supplied(distribution, k + 1), desk[k], True)
        decide(choices, problems, at, desk, energy, distribution, needed, spent)
        for j in range(problems.shape[0]):
            if problems[j] == 1:
                out[0 if at[j] >= 0 else 2] += 1
        for i in range(choices.shape[0]):
            if choices[i] == 1:
                out[1] += 1
    for i in range(choices.shape[0]):
        if choices[i] == 1:
            out[3] += 1


def decide(choices, problems, at, desk, energy, distribution, needed, spent):
    """Energy is spent; what needs no more is decided, and its problems are solved."""
    for i in range(choices.shape[0]):
        if choices[i] != 1:
            continue
        needed[i] = 0
        for j in range(problems.shape[0]):
            if problems[j] == 1 and at[j] == i:
                needed[i] += energy
        for k in range(desk.shape[0]):
            if desk[k] == i:
                spent[i] += supplied(distribution, k + 1)
        if needed[i] <= spent[i]:
            choices[i] = 2
            for j in range(problems.shape[0]):
                if problems[j] == 1 and at[j] == i:
                    problems[j] = 2


def _all(load: str, start: float, moving: int) -> np.ndarray:
    """Sums over the 108 structures."""
    out = np.zeros(4, dtype=np.int64)
    work = [np.zeros(n, dtype=np.int64) for n in (10, 20, 20, 10, 10, 10, 10)]
    for case in np.ndindex(3, 3, 3, 2, 2):
        distribution, access, participation = case[:3]
        choice_order, problem_order = np.array(CHOICES[case[3]]), np.array(PROBLEMS[case[4]])
        organisation(
            10 * LOADS[load], distribution, access, participation, choice_order, problem_order, round(1000 * start),
            bool(moving), PERIODS, *work, out,
        )  # fmt: skip
    return out


def activity(*, load: str, start: float = 1.1, moving: int = 1) -> Found:
    """Mean problem activity."""
    return found.exact(int(_all(load, start, moving)[0]) / 108)


def difficulty(*, load: str, start: float = 1.1, moving: int = 1) -> Found:
    """Mean decision difficulty."""
    return found.exact(int(_all(load, start, moving)[1]) / 108)


def activity_sum(*, load: str) -> Found:
    """Problem activity summed over the 108 structures, a whole number."""
    return found.exact(int(_all(load, 1.1, 1)[0]))


def difficulty_sum(*, load: str) -> Found:
    """Decision difficulty summed over the 108 structures, a whole number."""
    return found.exact(int(_all(load, 1.1, 1)[1]))


CLASSIC = Classic(
    name="garbage-can",
    title="The garbage can of organisational choice",
    text=__doc__,
    cite=(
        "M. D. Cohen, J. G. March and J. P. Olsen 1972, A garbage can model of organizational choice, "
        "Administrative Science Quarterly 17:1",
        "Mac13kW/Garbage_Can_Model (a transcription of entry orders and structures)",
    ),
    quantities={
        "mean problem activity": activity,
        "mean decision difficulty": difficulty,
        "problem activity, sum of 108": activity_sum,
        "decision difficulty, sum of 108": difficulty_sum,
    },
    conventions={
        "start": "energy that a choice counts as missing in the first period it is open; without the 1.1 heavy loads are decided too soon",
        "moving": "1: a problem that would have to move counts its own energy against the new choice",
    },
    fails="The last digits of the printed means are floating-point ties of the machine of 1972; whole numbers give others.",
)
