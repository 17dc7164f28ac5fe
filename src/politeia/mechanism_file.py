"""A mechanism of the user's own: one Python file, whose text goes wherever the model goes.

The file is executed, when it is read and whenever a model that was stored or sent with its text is made again: it is
code, to be trusted like any other program.  The text alone counts.  It is made a module named by its hash, so that the
same text gives the same mechanism wherever it stands, and a file that is edited or moved later changes nothing.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from importlib.abc import ExecutionLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

from politeia import load
from politeia.declare import Field, Measure, Mechanism, Parameter, Step, Tally
from politeia.mistakes import Mistake

NAME = "MECHANISM"  #: what a file calls its mechanism
SUFFIX = ".py"
_MODULE = "politeia_own_"
_PARTS = {"steps": Step, "fields": Field, "tallies": Tally, "measures": Measure}
_making = threading.RLock()


def read(path: str | Path) -> Mechanism:
    """The mechanism of a Python file, which is executed.

    Raises :class:`~politeia.mistakes.Mistake` if there is no such file, if it fails, if it has no ``MECHANISM`` or one
    that is none, or if that needs another file.
    """
    path = Path(path)
    module = made(load.plain(path), path.name, str(path))
    if NAME not in vars(module):
        raise Mistake(f"{path}: it has no {NAME}; a mechanism's file says {NAME} = Mechanism(name=..., steps=...)")
    found = vars(module)[NAME]
    if not isinstance(found, Mechanism):
        raise Mistake(f"{path}: {NAME} is of type {type(found).__name__}; allowed: a Mechanism of politeia.declare")
    if reason := _unfit(found, module):
        raise Mistake(f"{path}: {reason}")
    return found


def _unfit(mechanism: Mechanism, module: ModuleType) -> str:
    """Why a mechanism cannot be taken from its file; empty if it can."""
    if reason := _misshapen(mechanism):
        return reason
    if not re.fullmatch(r"[a-z][a-z0-9_]*", mechanism.name):
        return f"its name is '{mechanism.name}'; allowed: small letters, digits and _, beginning with a letter"
    if not mechanism.steps:
        return "its mechanism has no step: it would do nothing"
    for function in _kernels(mechanism):
        home = function.__module__
        if home == module.__name__ and getattr(module, function.__name__, None) is not function:
            return f"kernel '{function.__name__}' is made inside something else; write it as a def of the file itself"
    for name, other in vars(module).items():
        home = getattr(other, "__module__", "")
        if getattr(other, "__kernel__", False) and home != module.__name__ and not _is_ours(home):
            return f"kernel '{name}' comes from {home}; a mechanism is one file, so write it there"
    return ""


def _misshapen(mechanism: Mechanism) -> str:
    """Which part of a declaration is of another kind than it must be; empty if none is."""
    for name, kind in _PARTS.items():
        held = getattr(mechanism, name)
        if not isinstance(held, tuple) or not all(isinstance(item, kind) for item in held):
            return f"{name} is no tuple of {kind.__name__}; write {name}=({kind.__name__}(...),) with the comma"
    held = mechanism.parameters
    if not isinstance(held, dict) or not all(isinstance(item, Parameter) for item in held.values()):
        return 'parameters is no table of Parameter; write parameters={"name": Parameter(...)}'
    if not all(isinstance(part, str) for part in (mechanism.name, mechanism.text)):
        return "name and text are texts (a file that begins with its text in triple quotes has it as __doc__)"
    if not isinstance(mechanism.implements, tuple) or not all(re.fullmatch("M[0-9]+", i) for i in mechanism.implements):
        return "implements names mechanisms of the article, such as ('M31',); () for one that it does not have"
    return ""


def clash(mechanism: Mechanism, others: Iterable[Mechanism], measures: Iterable[str]) -> str:
    """What it calls by a name that is taken, in a sentence; empty if nothing."""
    others = tuple(others)
    if mechanism.name in [other.name for other in others]:
        return (
            f"a mechanism called '{mechanism.name}' is there already; choose another name "
            "(to replace that one, use Model.with_mechanism in Python)"
        )
    for kind in ("fields", "tallies"):
        taken = {item.name: other.name for other in others for item in getattr(other, kind)}
        for item in getattr(mechanism, kind):
            if item.name in taken:
                return f"its {type(item).__name__.lower()} '{item.name}' is the name of one of '{taken[item.name]}'"
    names = [measure.name for measure in mechanism.measures]
    twice = [name for name in names if name in measures or names.count(name) > 1]
    return f"a measure called '{twice[0]}' is there already; choose another name" if twice else ""


def source(function: Callable[..., Any]) -> str:
    """The text of the file that a kernel stands in."""
    try:
        return inspect.getsource(sys.modules[function.__module__])
    except (KeyError, OSError, TypeError):
        raise Mistake(
            f"kernel '{function.__name__}' ({function.__module__}): its text cannot be found, and the text is what the "
            "engine runs; write it in a file and import it"
        ) from None


def file_of(mechanism: Mechanism) -> str:
    """Name of its file, for people: ``mechanisms/posts.py`` is one of politeia's."""
    home = _home(mechanism) or mechanism.steps[0].function.__module__
    file = Path(str(sys.modules[home].__file__)).name
    return f"mechanisms/{file}" if _is_ours(home) else file


def plainly(text: str) -> str:
    """A message with the names of files instead of those of the modules made of them."""
    return re.sub(rf"{_MODULE}\w+", lambda found: Path(str(sys.modules[found[0]].__file__)).name, text)


def told(mechanism: Mechanism) -> str:
    """All that it declares, in one line; its functions by their names."""
    return re.sub(r"<function (\S+) at 0x[0-9a-fA-F]+>", r"\1", repr(mechanism))


def recorded(mechanism: Mechanism) -> dict[str, str]:
    """What :func:`restored` needs: name, file and text.  A mechanism that its file does not give again is a Mistake."""
    name, home = mechanism.name, _home(mechanism)
    if home is None or home in ("__main__", "__mp_main__"):
        where = "it is not made in one file of its own" if home is None else "it is made in the program that runs"
        raise Mistake(
            f"mechanism '{name}': {where}, so an experiment could not keep it; write it and its kernels in a file and "
            "import that"
        )
    own = next(step.function for step in mechanism.steps if step.function.__module__ == home)
    held = {"name": name, "file": Path(str(sys.modules[home].__file__)).name, "text": _ended(source(own))}
    if told(restored(held)) != told(mechanism):
        raise Mistake(
            f"mechanism '{name}': {held['file']} declares it otherwise than it is here, so an experiment could not "
            "keep it; change it in the file (what is a parameter can be set: Model.with_settings)"
        )
    return held


def restored(held: Mapping[str, str]) -> Mechanism:
    """The mechanism that :func:`recorded` wrote down; its text is executed."""
    module = made(held["text"], held["file"], f"{held['file']}, as it is kept")
    for found in vars(module).values():
        if isinstance(found, Mechanism) and found.name == held["name"]:
            return found
    raise Mistake(
        f"{held['file']}: no mechanism called '{held['name']}' stands by itself in it, so an experiment could not keep "
        f"it; write {NAME} = Mechanism(...) there, outside of every function"
    )


def made(text: str, file: str, told_as: str) -> ModuleType:
    """The module of a text, executed once in a process; ``told_as`` names it in a mistake."""
    text = _ended(text)
    name = _MODULE + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    with _making:
        if name not in sys.modules:
            loader = _Text(text, f"<{name}>/{file}")
            spec = spec_from_loader(name, loader)
            assert spec is not None
            module = sys.modules[name] = module_from_spec(spec)
            try:
                loader.exec_module(module)
            except (Exception, SystemExit) as error:
                del sys.modules[name]
                raise Mistake(_failed(error, loader.file, told_as)) from None
        return sys.modules[name]


class _Text(ExecutionLoader):
    """Loads a module from a text that is kept in memory, where :mod:`inspect` finds it too."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file

    def get_source(self, fullname: str) -> str:
        return self.text

    def get_filename(self, fullname: str) -> str:
        return self.file


def _failed(error: BaseException, file: str, told_as: str) -> str:
    """A sentence about what went wrong in executing a file, with its line."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return f"{told_as}, line {error.lineno or 1}: not Python: {error.msg}"
    lines, at = [], error.__traceback__
    while at is not None:
        lines += [at.tb_lineno] if at.tb_frame.f_code.co_filename == file else []
        at = at.tb_next
    where = f"{told_as}, line {lines[-1]}" if lines else told_as
    if isinstance(error, SystemExit):
        return f"{where}: the file ends the program; a mechanism's file only declares"
    if isinstance(error, ImportError):
        return f"{where}: {error}; a mechanism is one file, which may import politeia, math and what is installed"
    return f"{where}: the file fails: {type(error).__name__}: {error}"


def _ended(text: str) -> str:
    """One way to end lines, so that the same text has the same hash everywhere."""
    return text.replace("\r\n", "\n").rstrip("\n") + "\n"


def _kernels(mechanism: Mechanism) -> list[Callable[..., Any]]:
    """The functions of its steps, and their bounds."""
    return [f for step in mechanism.steps for f in (step.function, step.bound) if f is not None]


def _home(mechanism: Mechanism) -> str | None:
    """The module, not one of politeia's, that its kernels stand in; None if that is not one."""
    homes = {function.__module__ for function in _kernels(mechanism)}
    own = {home for home in homes if not _is_ours(home)}
    return own.pop() if len(own) == 1 else None


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == "politeia"
