"""Mutual learning of an organisation and its members: exploration and exploitation.

Reality has m dimensions, each +1 or -1.  Each of n people believes -1, 0 or +1 on each (equally likely at first); the
organisation's code says 0 everywhere at first.  In each period

1. a person is replaced by a fresh one with probability p3; a dimension of reality flips with probability p4;
2. everybody acts on belief, tossing a coin where it is 0; performance is the sum of action x reality;
3. where the code is not 0 and differs, a belief moves one step towards it with probability p1 (socialisation);
4. the superior are those whose performance exceeds the code's.  Where d more of them acted +1 than -1, the code takes
   the sign of d with probability 1 - (1 - p2)^|d| (learning by the code).

It ends when nobody differs from the code where it speaks, and nobody could outdo it.  Knowledge is the code's sum of
code x reality over m.  Slow socialisation teaches the code more: the slow learners keep what it does not yet know.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found, luck
from politeia.classics.arithmetic import power
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import of_run
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import draw

SPECIFICATION = {"calibrated": 0, "literal": 1}
PERIODS = 20_000  #: far more than any closed organisation needs


@kernel
def fresh(uniform):
    """The belief of a newcomer: -1, 0 or +1."""
    return int(uniform * 3.0) - 1


@kernel
def action(belief, uniform, literal):
    """What a person does: a coin decides where there is no belief (in the literal text nothing is done)."""
    if belief != 0 or literal:
        return belief
    return 1 if uniform < 0.5 else -1


@kernel
def socialised(belief, code, p1, uniform, literal):
    """The belief after meeting the code: one step nearer, or in the literal text all the way."""
    if code == 0 or code == belief or uniform >= p1:
        return belief
    if literal:
        return code
    return belief + 1 if code > belief else belief - 1


@kernel
def learned(code, d, p2, uniform):
    """The code after hearing the superior, ``d`` more of whom acted +1 than -1."""
    if d == 0 or uniform < power(1.0 - p2, abs(d)):
        return code
    return 1 if d > 0 else -1


def act(beliefs, reality, performance, actions, coins, literal):
    """Everybody acts and is measured."""
    people, m = beliefs.shape
    for i in range(people):
        performance[i] = 0
        for k in range(m):
            actions[i, k] = action(beliefs[i, k], draw(i * m + k, coins), literal)
            performance[i] += actions[i, k] * reality[k]


def socialise(beliefs, code, p1, key, literal):
    """Everybody meets the code."""
    people, m = beliefs.shape
    for i in range(people):
        for k in range(m):
            if code[k] != 0 and code[k] != beliefs[i, k]:
                beliefs[i, k] = socialised(beliefs[i, k], code[k], p1, draw(i * m + k, key), literal)


def learn(code, reality, performance, actions, p2, key):
    """The code hears those who did better."""
    people, m = actions.shape
    best = score(code, reality)
    for k in range(m):
        d = 0
        for i in range(people):
            if performance[i] > best:
                d += actions[i, k]
        code[k] = learned(code[k], d, p2, draw(k, key))


def score(code, reality):
    """Sum of code x reality."""
    total = 0
    for k in range(code.shape[0]):
        total += code[k] * reality[k]
    return total


def settled(beliefs, code, reality, literal):
    """Nobody differs from the code where it speaks, and nobody could outdo it."""
    people, m = beliefs.shape
    best = score(code, reality)
    for i in range(people):
        could = 0
        for k in range(m):
            if code[k] != 0 and code[k] != beliefs[i, k]:
                return False
            could += beliefs[i, k] * reality[k]
            if beliefs[i, k] == 0 and not literal:
                could += 1
        if could > best:
            return False
    return True


def disturb(beliefs, reality, p3, p4, leave, change):
    """Turnover of people, turbulence of reality."""
    people, m = beliefs.shape
    for i in range(people):
        if p3 > 0.0 and draw(i, leave) < p3:
            for k in range(m):
                beliefs[i, k] = fresh(draw(people + i * m + k, leave))
    for k in range(m):
        if p4 > 0.0 and draw(k, change) < p4:
            reality[k] = -reality[k]


@standalone
def organisations(p1, p2, p3, p4, literal, runs, periods, keys, beliefs, code, reality, performance, actions, final):
    """``final[run]``: knowledge of the code in the end, of ``runs`` organisations."""
    people, m = beliefs.shape
    for run in range(runs):
        start = of_run(run, keys[0])
        for k in range(m):
            reality[k] = 1 if draw(k, start) < 0.5 else -1
            code[k] = 0
        for i in range(people):
            for k in range(m):
                beliefs[i, k] = fresh(draw(m + i * m + k, start))
        coin, meet, hear = of_run(run, keys[1]), of_run(run, keys[2]), of_run(run, keys[3])
        leave, change = of_run(run, keys[4]), of_run(run, keys[5])
        for t in range(periods):
            if p3 > 0.0 or p4 > 0.0:
                disturb(beliefs, reality, p3, p4, of_run(t, leave), of_run(t, change))
            elif settled(beliefs, code, reality, literal):
                break
            act(beliefs, reality, performance, actions, of_run(t, coin), literal)
            socialise(beliefs, code, p1, of_run(t, meet), literal)
            learn(code, reality, performance, actions, p2, of_run(t, hear))
        final[run] = score(code, reality) / m


def knowledge(
    *, p1: float, p2: float, runs: int, m: int = 30, n: int = 50, p3: float = 0.0, p4: float = 0.0,
    periods: int = PERIODS, spec: str = "calibrated",
) -> Found:  # fmt: skip
    """Knowledge of the code at equilibrium (or after ``periods``, where people or reality keep changing)."""
    whole = np.int64
    beliefs, actions = np.zeros((n, m), dtype=whole), np.zeros((n, m), dtype=whole)
    code, reality, performance = np.zeros(m, dtype=whole), np.zeros(m, dtype=whole), np.zeros(n, dtype=whole)
    streams = ("start", "coin", "socialise", "learn", "turnover", "turbulence")
    keys = luck.salts(*(f"march.{stream}" for stream in streams))
    final = np.zeros(runs)
    organisations(
        p1, p2, p3, p4, SPECIFICATION[spec], runs, periods, keys, beliefs, code, reality, performance, actions, final
    )  # fmt: skip
    return found.mean(final)


CLASSIC = Classic(
    name="march1991",
    title="Exploration and exploitation in mutual learning",
    text=__doc__,
    cite=(
        "J. G. March 1991, Exploration and exploitation in organizational learning, Organization Science 2:71",
        "Mac13kW/March_1991_Original (a replication of Figure 1 in 100,000 runs, with the steps that the text leaves out)",
    ),
    quantities={"knowledge of the code": knowledge},
    conventions={
        "spec": "calibrated: acts, not beliefs, decide who is superior, and beliefs move one step; literal: as printed, "
        "beliefs decide and jump to the code. Only the first gives Figure 1",
        "p3": "turnover, p4 turbulence: with either, report knowledge after a fixed number of periods",
    },
    fails="The literal text does not give the figure (0.84 instead of 0.97 at p1 = 0.1, p2 = 0.9).",
)
