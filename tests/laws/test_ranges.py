"""Whatever the settings within their bounds, measures are finite and shares are shares."""

from __future__ import annotations

from typing import Any

import checks
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import small
from politeia.engine import Engine
from politeia.mechanisms import DEFAULT

PARAMETERS = {f"{m.name}__{name}": p for m in DEFAULT for name, p in m.parameters.items()}
SHARES = [
    "rule_" + n for n in ("horizontal", "press", "proportional", "transfers", "expulsion", "revote", "initiative")
]
SHARES += ["rule_" + n for n in ("urgency_skip", "called_below", "collegial", "elect", "pay_cap", "apparatus", "cult")]


def somewhere(choice: dict[str, float]) -> dict[str, float]:
    """Settings from positions in [0, 1] within each parameter's bounds."""
    out = {}
    for name, position in choice.items():
        low, high = (PARAMETERS[name].low, PARAMETERS[name].high) if name in PARAMETERS else (0.0, 1.0)
        out[name] = low + position * (high - low)
    return out


POSITIONS = st.dictionaries(
    st.sampled_from(sorted([*PARAMETERS, *SHARES, *(f"m{n}" for n in range(1, 67))])),
    st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0)),
    max_size=60,
)


def breaches(engine: Engine, chosen: dict[str, float], history: int, last: int | None = None) -> list[str]:
    """Everything wrong with a history under the chosen settings."""
    found: list[str] = []
    changed = small.variant(engine, **chosen)
    end = small.WEEKS if last is None else last
    state = changed.start(history, seed=3, last_week=end)
    for week in range(0, end, 10):
        changed.advance(state, week, min(end, week + 10))
        found += checks.fields_out_of_range(changed, state)
    return found + list(checks.out_of_range(changed, state.out))


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(choice=POSITIONS, history=st.integers(0, 10**6))
def test_every_measure_is_finite_and_within_its_range(tiny: Engine, choice: dict[str, float], history: int) -> None:
    assert breaches(tiny, somewhere(choice), history) == []


@pytest.mark.parametrize("position", [0.0, 1.0])
def test_all_parameters_at_one_end(tiny: Engine, position: float) -> None:
    assert breaches(tiny, somewhere(dict.fromkeys(PARAMETERS, position)), 0) == []


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(choice=POSITIONS, history=st.integers(0, 10**6))
def test_conservation_and_posts_hold_under_any_settings(tiny: Engine, choice: dict[str, float], history: int) -> None:
    changed = small.variant(tiny, **somewhere(choice))
    found: list[Any] = []
    for week in small.weeks(changed, history, last=50):
        found += [*checks.unbalanced(week, changed.plan.place_level), *checks.seated(week)]
    assert found == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("g.congress_for = votes / total", "g.congress_for = 1.3"),
        ("s.V[level].above /= s.V[level].held", "s.V[level].above = 1.01"),
        ("g.delegate_workers = workers / total", "g.delegate_workers = math.nan"),
    ],
    ids=["votes above all delegates", "more appointed than held", "not a number"],
)
def test_a_measure_out_of_range_is_noticed(plain: Engine, old: str, new: str) -> None:
    assert breaches(small.patched(plain, old, new), {}, 0, last=10)


def test_a_field_out_of_range_is_noticed(tiny: Engine) -> None:
    state = tiny.start(0, seed=1)
    assert list(checks.fields_out_of_range(tiny, state)) == []
    state.L["trust"][0] = 1.01
    assert list(checks.fields_out_of_range(tiny, state))
    measures = np.zeros((3, len(tiny.model.measures)))
    measures[1, 5] = -0.1
    assert list(checks.out_of_range(tiny, measures))
