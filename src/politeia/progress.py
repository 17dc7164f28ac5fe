"""What a long command shows while it works."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from politeia import words

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model


@contextmanager
def counting(console: Console, what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar that is called with the number of things that have just ended."""
    bar = Progress(
        TextColumn("{task.completed:.0f} of {task.total:.0f} " + what),
        BarColumn(bar_width=28),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=console,
        transient=True,
    )
    task = bar.add_task(what, total=total)
    with bar:
        yield lambda ended: bar.advance(task, ended)


@contextmanager
def telling(console: Console, what: str, total: int) -> Iterator[Callable[[str, int], None]]:
    """A bar that is called with what is happening and the number of things that have just ended."""
    bar = Progress(
        TextColumn("{task.completed:.0f} of {task.total:.0f} " + what),
        BarColumn(bar_width=28),
        TextColumn("{task.description}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=console,
        transient=True,
    )
    task = bar.add_task("", total=total)
    with bar:
        yield lambda doing, ended: bar.update(task, description=doing, advance=ended)


def prepared(model: Model, scale: float, console: Console) -> Engine:
    """The engine, compiled; says what is going on, for it may take a minute."""
    from politeia import engine

    began = time.perf_counter()
    with console.status("compiling the week: about 40 s the first time, then kept"):
        ready = engine.prepare(model, scale=scale)
    if (spent := time.perf_counter() - began) > 1:
        console.print(f"compiled the week in {words.span(spent)}", highlight=False)
    return ready
