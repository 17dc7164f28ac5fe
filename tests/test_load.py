"""Whatever a user gives, the door answers with a checked object or with one clear message."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from politeia import load
from politeia.charter import Charter
from politeia.lines import lines
from politeia.load import Mistake
from politeia.world import World

CHARTER = load.resource("templates", "organisation.charter").read_text(encoding="utf-8")
WORLD = load.resource("templates", "organisation.world").read_text(encoding="utf-8")

PLACES = """name,province,population,workshop,services,office,members,districts,exposure,course,front,source
Eastham,East,30000,500,400,100,80,1,0.2,0.1,false,A2
Westham,West,20000,300,"200",50,20,1,0.3,,,A2
"""
SERIES = """name,date,value,source
want,2023-01-01,0.4,A3
menace,2020-01-06,0.1,A3
menace,2021-01-04,0.3,A3
"""
LOSSES = """place,lost,retaken,source
Eastham,2020-05-04,2020-08-03,A2
"""
TABLES = """
[tables]
places = "places.csv"
series = "series.csv"
losses = "losses.csv"

[jitter]
menace = 0.2

[regions]
East = ["Eastham"]
All = []
"""


def line_of(text: str, part: str) -> int:
    """The line (from 1) that holds a part of a text."""
    return text[: text.index(part)].count("\n") + 1


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., str]:
    """Write a text, load it, and give the message of the mistake."""

    def message(text: str | bytes, reader: Callable[[Path], object] = load.either) -> str:
        path = tmp_path / "given.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(Mistake) as caught:
            reader(path)
        return str(caught.value).replace(f"{tmp_path}{os.sep}", "")

    return message


@pytest.fixture
def with_tables(tmp_path: Path) -> Callable[..., World]:
    """Load the template world with its tables, some of them changed."""

    def loaded(extra: str = TABLES, **changed: str) -> World:
        for name, text in {"places": PLACES, "series": SERIES, "losses": LOSSES, **changed}.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        path = tmp_path / "given.toml"
        path.write_text(WORLD + extra, encoding="utf-8")
        return load.world(path)

    return loaded


# ------------------------------------------------------------------------------------------------ right files


def test_templates_load(tmp_path: Path) -> None:
    for text, kind in ((CHARTER, Charter), (WORLD, World)):
        path = tmp_path / "given.toml"
        path.write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8", newline="")
        assert isinstance(load.either(path), kind)


def test_tables_become_items(with_tables: Callable[..., World]) -> None:
    world = with_tables()
    east, west = world.places[-2:]
    assert (east.name, east.people, east.members, east.course) == (
        "Eastham",
        {"workshop": 500, "services": 400, "office": 100},
        80,
        0.1,
    )
    assert (west.course, west.front) == (0.0, False)
    series = {s.name: s for s in world.series}
    assert [p.date for p in series["menace"].points] == [dt.date(2020, 1, 6), dt.date(2021, 1, 4)]
    assert series["menace"].jitter == 0.2
    assert series["want"].points[-1].value == 0.4, "a table adds to a series that the TOML began"
    assert series["want"].jitter == 0.1
    assert world.losses[0].retaken == dt.date(2020, 8, 3)
    assert world.regions == {"East": ("Eastham",), "All": ()}


@pytest.mark.parametrize("kind", ["charters", "worlds"])
def test_everything_in_the_catalog_is_right(kind: str) -> None:
    for name in load.names(kind):
        (load.charter if kind == "charters" else load.world)(name)


# ------------------------------------------------------------------------------------------------ wrong charters


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("filled_by", "filed_by", "organs[1].filed_by", ["unknown field", "did you mean 'filled_by'", "Allowed: "]),
        ('"elected"', '"electd"', "organs[1].filled_by", ["given 'electd'", "'co-opted'", "did you mean 'elected'"]),
        ("seats = 5", 'seats = "many"', "organs[2].seats", ["given 'many' (text)", "a whole number from 1 to 301"]),
        ("seats = 5", "seats = 5.0", "organs[2].seats", ["given 5.0", "a whole number"]),
        ("seats = 5", "seats = 0", "organs[2].seats", ["given 0", "from 1 to 301"]),
        ("press = 0.8", "press = 1.8", "minorities.press", ["given 1.8", "a number from 0 to 1"]),
        ("press = 0.8", "press = nan", "minorities.press", ["given nan", "a number from 0 to 1"]),
        ("press = 0.8", "press = true", "minorities.press", ["given true", "a number from 0 to 1"]),
        ("cap_locked = false", "cap_locked = 0", "officers.cap_locked", ["given 0", "true or false"]),
        ('level = "place"', 'level = "plce"', "organs[2].level", ["'plce' does not exist", "did you mean 'place'"]),
        ('level = "place"', 'level = "cell"', "organs[2].level", ["already has an organ"]),
        ("[admission]", "[admision]", "admision", ["unknown field", "did you mean 'admission'"]),
        ('name = "party"', 'name = "cell"', "levels[3].name", ["appears more than once"]),
        ('title = "An association"', "title = 3", "title", ["given 3", "some text of at most 60 characters"]),
        ('title = "An association"', 'title = "<b>"', "title", ["without < > &"]),
    ],
)
def test_wrong_charter(refused: Callable[..., str], old: str, new: str, field: str, words: list[str]) -> None:
    text = CHARTER.replace(old, new, 1)
    message = refused(text)
    assert f"given.toml, line {line_of(CHARTER, old)}: {field}: " in message
    assert all(word in message for word in words), message


# ------------------------------------------------------------------------------------------------- wrong worlds


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("rooted = 0.7", "rooted = 7", "milieus[2].rooted", ["given 7", "a number from 0 to 1"]),
        ("rooted = 0.7", "roted = 0.7", "milieus[2].roted", ["did you mean 'rooted'"]),
        ("end = 2023", "end = 2019", "end", ["dates out of order", "2019-01-02"]),
        ("end = 2023-01-02", 'end = "never"', "end", ["given 'never' (text)", "a date such as 1917-03-12"]),
        ("end = 2023-01-02", "end = 2023", "end", ["given 2023", "a date such as"]),
        ("end = 2023-01-02", "end = 2023-01-02T10:00:00", "end", ["a date such as"]),
        ("date = 2021-03-01", "date = 2019-03-01", "series[3].points[2].date", ["dates out of order", "'want'"]),
        ("date = 2021-03-01", "date = 2020-01-06", "series[3].points[2].date", ["two values on 2020-01-06"]),
        ("value = 0.5", "value = 1.5", "series[3].points[2].value", ["given 1.5", "0 to 1"]),
        ('name = "want"', 'name = "wnt"', "series[3].name", ["'wnt' does not exist", "did you mean 'want'"]),
        ('place = "Northport"', 'place = "Nortport"', "events[1].place", ["did you mean 'Northport'", "Midton"]),
        ("{ workshop = 700", "{ wrkshop = 700", "places[2].people.wrkshop", ["did you mean 'workshop'"]),
        ("{ workshop = 700", "{ workshop = -7", "places[2].people.workshop", ["given -7"]),
        ("members = 450", "members = 45000", "places[1].members", ["exceed nine tenths"]),
        ('name = "lost-campaign"', 'name = "closure" # again', "events[2]", ["appears more than once in events"]),
        ("deadline = 2021-06-28", "deadline = 2020-06-28", "questions[1].deadline", ["not later than its opening"]),
        ("course = 1.0\n", "course = 0.0\n", "questions[1]", ["must differ from 0"]),
        ('id = "A2"', 'id = "B2"', "assumptions[2].id", ["such as A12"]),
    ],
)
def test_wrong_world(refused: Callable[..., str], old: str, new: str, field: str, words: list[str]) -> None:
    text = WORLD.replace(old, new, 1)
    message = refused(text)
    assert f": {field}" in message
    assert all(word in message for word in words), message
    if not field.endswith("]"):  # a table as a whole is at its header
        assert f"line {line_of(WORLD, old)}: " in message


def test_regions_name_places(refused: Callable[..., str]) -> None:
    message = refused(WORLD + '\n[regions]\nThere = ["Midton",\n  "Mdton"]\n')
    assert "regions.There[2]: place 'Mdton' does not exist; did you mean 'Midton'" in message
    assert f"line {WORLD.count(chr(10)) + 4}: " in message


# ------------------------------------------------------------------------------------------------- wrong files


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["the file is empty"]),
        (b" \n\n", ["the file is empty"]),
        (b"\x00\x01\x02", ["not a text file"]),
        (b"name = '\xff'", ["line 1", "not UTF-8"]),
        (b"a = 1\nb = [1,\n", ["line 2", "not valid TOML"]),
        (b"a = 1\na = 2\n", ["line 2", "not valid TOML"]),
        (b"a = 1\nb 2\n", ["line 2", "not valid TOML"]),
        (b"a = " + b"[" * 5000, ["nested too deeply"]),
        (b"a = " + b"9" * 5000, ["too long"]),
        (b"a = 1\n", ["neither a charter", "nor a world"]),
        (b"organs = 3\nlevels = 4", ["given 3; allowed: a list of 1 to 16", "this field is missing"]),
        (b"places = 3\nseries = 4\nmilieus = 5\n", ["line 1: places: given 3; allowed: a list of 1 to 250"]),
    ],
)
def test_wrong_content(refused: Callable[..., str], content: bytes, words: list[str]) -> None:
    message = refused(content)
    assert all(word in message for word in words), message


def test_several_mistakes_come_together(refused: Callable[..., str]) -> None:
    message = refused(CHARTER.replace("seats", "seets"))
    assert message.startswith("6 mistakes\n")
    assert message.count("did you mean 'seats'") == 2
    assert message.endswith("and 1 more")


def test_wrong_kind_of_file(refused: Callable[..., str]) -> None:
    assert "this is a charter; a world is needed" in refused(CHARTER, load.world)
    assert "this is a world; a charter is needed" in refused(WORLD, load.charter)


def test_wrong_paths(tmp_path: Path) -> None:
    (tmp_path / "mine.charter.toml").write_text(CHARTER)
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (load.LARGEST + 1))
    cases = {
        str(tmp_path): "this is a folder",
        str(tmp_path / "mine.charter.tml"): "no such file; did you mean 'mine.charter.toml'?",
        str(tmp_path / "mine" / "x.toml"): "no such file",
        str(large): "too large; at most 5 MB",
        os.devnull: "not an ordinary file",
        "a" * 5000: "cannot be read",
        "a\0b.toml": "",
        "": "",
    }
    for source, words in cases.items():
        with pytest.raises(Mistake, match=words.replace("?", r"\?") or None):
            load.charter(source)


def test_unknown_name_of_the_catalog() -> None:
    with pytest.raises(Mistake, match=r"charter 'no-such-party' does not exist.*Allowed: .*\.toml file"):
        load.charter("no-such-party")
    with pytest.raises(Mistake, match=r"did you mean 'organisation\.world'"):
        load.resource("templates", "organisation.wrld")


# ------------------------------------------------------------------------------------------------ wrong tables


@pytest.mark.parametrize(
    ("table", "old", "new", "line", "words"),
    [
        ("places", "province", "provnce", 1, ["unknown column 'provnce'", "did you mean 'province'"]),
        ("places", ",office", "", 1, ["column 'office' is missing"]),
        ("places", "0.2,", "much,", 2, ["places[4].exposure", "given 'much' (text)", "from 0 to 1"]),
        ("places", "0.2,", "2,", 2, ["places[4].exposure", "given 2", "from 0 to 1"]),
        ("places", "30000,500", "30000", 2, ["cells in this row"]),
        ("places", ",500,", ",,", 2, ["places[4].people.workshop", "given ''"]),
        ("places", "Westham", "Eastham", 3, ["'Eastham' appears more than once in places"]),
        ("places", "Westham", "Midton", 3, ["'Midton' appears more than once in places"]),
        ("places", '"200"', '"20"0"', 3, ["not a CSV table"]),
        ("places", "false", "perhaps", 2, ["places[4].front", "true or false"]),
        ("series", "2021-01-04", "2019-01-04", 4, ["dates out of order", "'menace'"]),
        ("series", "2021-01-04", "2020-01-06", 4, ["two values"]),
        ("series", "2021-01-04", "4 January", 4, ["given '4 January'", "a date such as"]),
        ("series", "0.3", "3", 4, ["given 3", "allowed: 0 to 1"]),
        ("series", "0.3", "nan", 4, ["given nan", "a number"]),
        ("series", "menace", "menase", 3, ["'menase' does not exist", "did you mean 'menace'"]),
        ("losses", "Eastham", "Eastam", 2, ["place 'Eastam' does not exist", "did you mean 'Eastham'"]),
        ("losses", "2020-08-03", "2020-04-03", 2, ["not later than lost"]),
        ("losses", "place,lost", "place,place", 1, ["'lost' is missing"]),
    ],
)
def test_wrong_table(
    with_tables: Callable[..., World], table: str, old: str, new: str, line: int, words: list[str]
) -> None:
    texts = {"places": PLACES, "series": SERIES, "losses": LOSSES}
    extra = TABLES.replace("menace = 0.2", "") if new == "menase" else TABLES
    with pytest.raises(Mistake) as caught:
        with_tables(extra, **{table: texts[table].replace(old, new)})
    message = str(caught.value)
    assert f"{table}.csv, line {line}: " in message
    assert all(word in message for word in words), message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"places.csv"', '"palces.csv"', ["no such file", "did you mean 'places.csv'"]),
        ('"places.csv"', '"/etc/places.csv"', ["tables.places", "relative to this file"]),
        ('"places.csv"', "3", ["tables.places", "given 3"]),
        ('places = "', 'plces = "', ["tables.plces", "did you mean 'places'"]),
        ("menace = 0.2", "menase = 0.2", ["jitter.menase", "did you mean 'menace'"]),
        ("menace = 0.2", "menace = 2", ["series[8].jitter: given 2", "from 0 to 1"]),
        ("[tables]", "tables = 3\n[elsewhere]", [""]),
    ],
)
def test_wrong_use_of_tables(with_tables: Callable[..., World], old: str, new: str, words: list[str]) -> None:
    with pytest.raises(Mistake) as caught:
        with_tables(TABLES.replace(old, new))
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_empty_and_binary_tables(with_tables: Callable[..., World]) -> None:
    for text, words in (("", "series.csv: the file is empty"), ("a\0b", "series.csv: this is not a text file")):
        with pytest.raises(Mistake, match=words):
            with_tables(series=text)


# --------------------------------------------------------------------------------------------------- line numbers


def test_lines_of_every_kind_of_key() -> None:
    text = '''top = 1 # [not.a.table]
"quoted key" = """
[neither] = 3
"""
a.b = 2
[table]
list = [
  1, # one
  { x = 1, y = [3,
    4] },
]
[[items]]
k = 'it]em'
[items.sub]
z = 1
[[items]]
[[items.deep]]
d = 2020-01-01 10:00:00
[[items.deep]]
d = 3
'''
    tomllib.loads(text)  # the walker relies on it
    found = lines(text)
    assert found["quoted key",] == 2
    assert found["a", "b"] == 5
    assert found["table", "list", 1, "y", 1] == 10
    assert found["items", 0, "sub", "z"] == 15
    assert found["items", 1, "deep", 0, "d"] == 18
    assert found["items", 1, "deep", 1, "d"] == 20
    assert ("neither",) not in found


# ------------------------------------------------------------------------------------------------------ any input

anything = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def survives(path: Path) -> None:
    """Loading gives a valid object or a mistake with a message, never anything else."""
    try:
        assert isinstance(load.either(path), (Charter, World))
    except Mistake as mistake:
        assert str(mistake)  # noqa: PT017


@anything
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.toml"
    path.write_bytes(content)
    survives(path)


@anything
@given(st.sampled_from([CHARTER, WORLD]), st.integers(0, 8000), st.text(max_size=30), st.integers(0, 30))
def test_any_edit_of_a_right_file(tmp_path: Path, text: str, at: int, put: str, drop: int) -> None:
    path = tmp_path / "any.toml"
    path.write_text(text[:at] + put + text[at + drop :], encoding="utf-8", errors="ignore")
    survives(path)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@anything
@given(
    st.sampled_from([*World.model_fields, "tables", "jitter", *Charter.model_fields]),
    values.filter(lambda value: value is not None),
)
def test_any_value_in_any_field(tmp_path: Path, field: str, value: object) -> None:
    import tomlkit

    path = tmp_path / "any.toml"
    for text in (CHARTER, WORLD):
        data = tomllib.loads(text)
        data[field] = value
        try:
            path.write_text(tomlkit.dumps(data), encoding="utf-8")
        except (TypeError, ValueError):  # a list with nothing in it, a lone surrogate: not TOML
            return
        survives(path)


@anything
@given(st.sampled_from(["places", "series", "losses"]), st.text(max_size=200), st.booleans())
def test_any_table(tmp_path: Path, table: str, content: str, keep_header: bool) -> None:
    texts = {"places": PLACES, "series": SERIES, "losses": LOSSES}
    header = texts[table].split("\n", 1)[0] + "\n" if keep_header else ""
    for name, text in {**texts, table: header + content}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", errors="ignore")
    path = tmp_path / "any.toml"
    path.write_text(WORLD + TABLES, encoding="utf-8")
    survives(path)
