"""Plain Python is the oracle: the compiled week gives its bits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import small
from politeia.engine import Engine
from politeia.engine import events as kinds

WEEKS = 62  #: power, war, a town lost and retaken, a check, four congresses, the leader's death


def run(engine: Engine, history: int, last: int) -> Any:
    """The state at the end of a history."""
    engine = small.variant(engine, leaving__natural=0.02)
    state = engine.start(history, seed=7, last_week=last, log_level=2)
    engine.advance(state, 0, last)
    return state


def same(one: Any, other: Any) -> list[str]:
    """Names of the arrays of two states that differ in any bit."""
    return [
        name
        for name in one._fields
        if np.asarray(getattr(one, name)).tobytes() != np.asarray(getattr(other, name)).tobytes()
    ]


@pytest.fixture(scope="module", params=[6, 10])
def pair(tiny: Engine, plain: Engine, request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """The same history, compiled and in plain Python."""
    return run(tiny, request.param, WEEKS), run(plain, request.param, WEEKS)


def test_plain_python_and_compiled_code_give_the_same_bits(pair: tuple[Any, Any]) -> None:
    compiled, oracle = pair
    assert compiled.out.tobytes() == oracle.out.tobytes()
    assert compiled.out_places.tobytes() == oracle.out_places.tobytes()
    assert same(compiled, oracle) == []


def test_no_field_hides_behind_a_name_of_numpy(plain: Engine) -> None:
    """A record in plain Python answers ``record.size`` itself: a field of that name would be read by compiled code alone."""
    state = plain.plan.state(0, 0, 0, 1)
    records = {name: np.asarray(getattr(state, name)).dtype.names or () for name in state._fields}
    hidden = {name: sorted(set(fields) & set(dir(np.record))) for name, fields in records.items()}
    assert not any(hidden.values()), {name: fields for name, fields in hidden.items() if fields}


def test_what_kernels_read_is_kept_in_double_precision(plain: Engine) -> None:
    """Compiled code subtracts two single-precision numbers in single precision, plain Python's ``float`` does not."""
    state = plain.plan.state(0, 0, 0, 1)
    single = {
        f"{name}.{field}"
        for name in state._fields
        for field in np.asarray(getattr(state, name)).dtype.names or ()
        if np.asarray(getattr(state, name)).dtype[field] == np.float32
    }
    assert single <= {"P.weight", "E.value"}  # a weight is only ever multiplied, a line of the log only written


def test_everything_that_organs_do_happened_in_that_history(pair: tuple[Any, Any]) -> None:
    state = pair[0]
    seen = {kinds.NAMES[k] for k in np.unique(state.E["kind"][: int(state.G[0]["n_events"])])}
    wanted = {"joined", "left", "died", "expelled", "moved", "elected", "appointed", "congress"}
    wanted |= {"motion carried", "motion refused", "deadline passed"}
    assert wanted <= seen, wanted - seen
    assert state.G[0]["power"] == 1.0
    assert (state.Q["state"] == 0).any(), "a question is still open"


def test_a_last_bit_that_differs_is_noticed(tiny: Engine) -> None:
    one, other = run(tiny, 2, 5), run(tiny, 2, 5)
    assert same(one, other) == []
    other.G["norm"][0] = np.nextafter(other.G["norm"][0], 1.0)
    assert same(one, other) == ["G", "party_floats"]


def test_a_kernel_that_differs_is_noticed(plain: Engine) -> None:
    other = small.patched(plain, "1.0 + 2.2 * u * u * u * u", "1.0 + 2.2 * (u * u) * (u * u)")
    assert "O" in same(run(plain, 2, 4), run(other, 2, 4)) or "S" not in same(run(plain, 2, 4), run(other, 2, 4))
