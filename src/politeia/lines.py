"""Where each value of a TOML text stands.

The standard parser gives values without positions.  This walks the tokens of a text that it has already
accepted, so it can be short: whatever it meets is well formed.
"""

from __future__ import annotations

import contextlib
import re
import tomllib

from politeia.world import Where

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # strings first: they may hold any other token
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|\n"
    r"|[\[\]{}=,]"
    r"|[^\s\[\]{}=,\"'\#]+",
    re.DOTALL,
)


def lines(text: str) -> dict[Where, int]:
    """Line number (from 1) of every table, key and array item of a valid TOML text."""
    walker = _Walker(text)
    with contextlib.suppress(IndexError, RecursionError):  # what was found so far still helps
        walker.document()
    return walker.found


class _Walker:
    """Reads tokens one after another and notes the line of each path."""

    def __init__(self, text: str) -> None:
        self.found: dict[Where, int] = {}
        self._items: dict[Where, int] = {}  # arrays of tables: how many so far
        self._tokens: list[tuple[str, int]] = []
        self._next = 0
        line = 1
        for match in _TOKEN.finditer(text):
            token = match.group()
            if not token.startswith("#"):
                self._tokens.append((token, line))
            line += token.count("\n")

    def document(self) -> None:
        """Headers and their keys, to the end."""
        here: Where = ()
        while self._next < len(self._tokens):
            if self._peek() == "\n":
                self._take()
            elif self._peek() == "[":
                here = self._header()
            else:
                self._pair(here)

    def _header(self) -> Where:
        line = self._line()
        self._take()
        array = self._peek() == "["
        if array:
            self._take()
        *outer, last = self._key()
        if array:
            self._take()
        where: Where = ()
        for part in outer:
            where = self._latest((*where, part))
        where = (*where, last)
        if array:
            self.found.setdefault(where, line)
            self._items[where] = self._items.get(where, -1) + 1
        where = self._latest(where)
        self.found[where] = line
        return where

    def _latest(self, where: Where) -> Where:
        return (*where, self._items[where]) if where in self._items else where

    def _pair(self, here: Where) -> None:
        line = self._line()
        where = here
        for part in self._key():
            where = (*where, part)
            self.found.setdefault(where, line)
        self._value(where)

    def _key(self) -> list[str]:
        """Parts of a dotted key, up to and with the ``=`` or ``]`` that ends it."""
        parts: list[str] = []
        while (token := self._take()) not in ("=", "]"):
            if token[0] in "\"'":
                parts.append(tomllib.loads(f"k = {token}")["k"])
            else:
                parts += [part for part in token.split(".") if part]
        return parts

    def _value(self, where: Where) -> None:
        self.found.setdefault(where, self._line())
        opening = self._peek()
        if opening == "[":
            self._take()
            self._array(where)
        elif opening == "{":
            self._take()
            self._inline(where)
        else:
            while self._next < len(self._tokens) and self._peek() not in (",", "]", "}", "\n"):
                self._take()

    def _array(self, where: Where) -> None:
        item = 0
        while (token := self._peek()) != "]":
            if token in ("\n", ","):
                self._take()
            else:
                self._value((*where, item))
                item += 1
        self._take()

    def _inline(self, where: Where) -> None:
        while (token := self._peek()) != "}":
            if token in ("\n", ","):
                self._take()
            else:
                self._pair(where)
        self._take()

    def _peek(self) -> str:
        return self._tokens[self._next][0]

    def _line(self) -> int:
        return self._tokens[self._next][1]

    def _take(self) -> str:
        self._next += 1
        return self._tokens[self._next - 1][0]
