"""Citations of a model, in BibTeX: the program, the literature of its mechanisms, the sources of its archive.

Short names such as ``Hirschman 1970`` are looked up in ``catalog/sources.bib``; a source that is not there is cited
by its own words, so that none is lost.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import politeia
from politeia import evidence
from politeia.declare import Mechanism
from politeia.mistakes import Mistake
from politeia.model import Model

SOURCES = Path(__file__).parent / "catalog" / "sources.bib"
TABLES = ("series.csv", "votes.csv", "events.csv", "territory.csv")  #: of the archive
METHODS = ("Grimm et al. 2020", "Steele, Lea and Flood 2014")  #: the form of the document, and the random numbers

#: What an installed package says of itself; these hold where it is used without being installed.
AUTHOR, LICENSE = "The politeia developers", "Apache-2.0"

_ENTRY = re.compile(r"^@(?P<kind>\w+)\{(?P<key>[^,\s]+),\n(?P<fields>.*?)^\}$", re.MULTILINE | re.DOTALL)
_SHORT = re.compile(r"^  short = \{(.*)\},\n", re.MULTILINE)
#: Up to a full stop that ends the sentence: not that of an initial, nor of "et al. 2003".
_NAMED = re.compile(r"\bSources?:\s+(.+?)(?:(?<!\b[A-Z])\.(?=\s+[A-Z`])|\.?\s*\Z)", re.DOTALL)
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "&%$#_"},
    "{": "(",  # a brace, even escaped, unsettles programs that count them
    "}": ")",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of ``sources.bib``: its key, its text without the short names, and these."""

    key: str
    text: str
    short: tuple[str, ...]


def bibtex(model: Model) -> str:
    """Everything to cite with results of this model: a BibTeX file, the same for the same model."""
    keys = references(model)
    known = {entry.key: entry.text for entry in bibliography().values()}
    literature = {key: known.get(key) or misc(key, name) for name, key in keys.items()}
    return "\n\n".join([_software(model), *literature.values(), *_archive(model)]) + "\n"


def references(model: Model) -> dict[str, str]:
    """Short name of every source that the mechanisms name, and its BibTeX key."""
    known = bibliography()
    names = [*METHODS, *(name for mechanism in model.mechanisms for name in sources(mechanism))]
    return {name: known[name].key if name in known else _key("source", name) for name in names}


def sources(mechanism: Mechanism) -> tuple[str, ...]:
    """Short names of the sources of one mechanism: those it lists, those of its text and of its parameters."""
    given = [*literature(mechanism), *(p.source for p in mechanism.parameters.values())]
    names = (short_name(text) for text in given if not re.fullmatch(r"A[0-9]+", text))
    return tuple(dict.fromkeys(names))


def literature(mechanism: Mechanism) -> list[str]:
    """The sources that a mechanism lists and those that its text names after ``Sources:``, as they are written."""
    named = [" ".join(text.split()) for found in _NAMED.findall(mechanism.text or "") for text in found.split(";")]
    return [*mechanism.sources, *filter(None, named)]


def short_name(source: str) -> str:
    """The name by which ``sources.bib`` knows a source (``Kuran 1991, ch. 2`` is ``Kuran 1991``), or the source."""
    table = re.search(r"\w+\.csv", source)
    plain = re.split(r" \(| for | and others", source)[0]
    candidates = (table[0] if table else plain, plain, plain.partition(",")[0])
    return next((name for name in candidates if name in bibliography()), source)


@functools.cache
def bibliography(path: Path = SOURCES) -> Mapping[str, Entry]:
    """The entries of a file of sources, by each of their short names."""
    try:
        found = list(_ENTRY.finditer(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise Mistake(f"{path}: cannot be read: {error}") from None
    entries: dict[str, Entry] = {}
    for match in found:
        names = [name.strip() for text in _SHORT.findall(match[0]) for name in text.split(";")]
        entry = Entry(match["key"], _SHORT.sub("", match[0]), tuple(names))
        for name in names:
            if name in entries:
                raise Mistake(f"{path}: '{name}' is the short name of both '{entries[name].key}' and '{entry.key}'")
            entries[name] = entry
    return entries


def misc(key: str, title: str, url: str = "", note: str = "") -> str:
    """An entry for a source of which only the words are known."""
    fields = {"title": f"{{{escaped(title)}}}", "url": _url(url), "note": escaped(note)}
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def escaped(text: str) -> str:
    """A text for LaTeX: its special letters are escaped, braces become round brackets."""
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def _url(url: str) -> str:
    """An address is read letter by letter: only what would end the field is coded."""
    return url.strip().replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _key(kind: str, *words: str) -> str:
    """A key that depends on nothing but the source, so that it is the same in every version."""
    slug = "-".join(re.findall(r"[a-z0-9]+", words[0].lower())[:3])
    return f"{kind}-{slug}-{hashlib.blake2b('|'.join(words).encode(), digest_size=4).hexdigest()}"


def _software(model: Model) -> str:
    """The program, with the model that was used."""
    author, licence = _about()
    what = (politeia.__doc__ or "").strip().rstrip(".")
    changed = "".join(f", {name} = {value:g}" for name, value in sorted(model.settings.items()))
    note = f"Charter {model.charter.name}, world {model.world.name}{changed}; model fingerprint {model.fingerprint}"
    fields = {
        "author": f"{{{author}}}",
        "title": f"politeia: {what[:1].lower()}{what[1:]}",
        "version": politeia.__version__,
        "license": licence,
        "note": escaped(note),
    }
    return "\n".join(["@software{politeia,", *(f"  {name} = {{{value}}}," for name, value in fields.items()), "}"])


def _about() -> tuple[str, str]:
    """Author and licence."""
    try:
        about = metadata.metadata("politeia").json
    except metadata.PackageNotFoundError:
        return AUTHOR, LICENSE
    return str(about.get("author") or AUTHOR), str(about.get("license_expression") or LICENSE)


def archive() -> dict[tuple[str, str], Counter[str]]:
    """Every source of the archive with its address, and how many rows of each table it gives."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for table in TABLES:
        for source, url in _sources(evidence.CATALOG / table):
            found.setdefault((source, url), Counter())[table] += 1
    return found


def _sources(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if source := " ".join(row["source"].split()):
                yield source, row["url"].strip()


def _archive(model: Model) -> Iterator[str]:
    """The archive's sources; a world without regions is not set beside it."""
    if not model.world.regions:
        return
    for (source, url), counts in sorted(archive().items()):
        used = ", ".join(f"{count} in {table}" for table, count in counts.items())
        yield misc(_key("evidence", source, url), source, url, f"rows of the archive: {used}")
