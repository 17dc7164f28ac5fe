"""A loop that stands on its own is compiled with the kernels it calls, and refuses what it cannot carry along."""

from __future__ import annotations

import numpy as np
import pytest

from politeia.declare import kernel
from politeia.engine.standalone import standalone, text

STEP, TABLE = 3, np.ones(2)


@kernel
def doubled(x):  # type: ignore[no-untyped-def]
    """Twice."""
    return 2 * x


def fill(out):  # type: ignore[no-untyped-def]
    """A loop called by a loop."""
    for i in range(out.shape[0]):
        out[i] = doubled(i) + STEP


@standalone
def total(out):  # type: ignore[no-untyped-def]
    """Sum of what was filled in."""
    fill(out)
    sum_ = 0
    for i in range(out.shape[0]):
        sum_ += out[i]
    return sum_


@standalone
def strange(out):  # type: ignore[no-untyped-def]
    """Reads an array of its module."""
    return out[0] + TABLE[0]


def test_compiled_and_plain_agree() -> None:
    assert total(np.zeros(4, dtype=np.int64)) == total.plain(np.zeros(4, dtype=np.int64)) == 24


def test_the_text_holds_all_that_is_called_and_nothing_else() -> None:
    lines = text(total.function).splitlines()
    assert [line for line in lines if line.startswith(("@", "def ", "STEP"))] == [
        "@kernel", "def doubled(x):", "STEP = 3", "@fused", "def fill(out):", "@entry", "def total(out):",
    ]  # fmt: skip


def test_an_array_of_the_module_is_refused() -> None:
    with pytest.raises(TypeError, match="TABLE"):
        strange(np.zeros(1))


def test_two_kernels_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    @kernel
    def fill(x):  # type: ignore[no-untyped-def]
        return x

    monkeypatch.setitem(globals(), "doubled", fill)
    with pytest.raises(TypeError, match="two functions"):
        text(total.function)
