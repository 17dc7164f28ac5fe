"""The store: whole parts or none, damage found and set aside, formats told apart, a full disk told in a sentence."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest

import fake
from politeia import store as store_module
from politeia.load import Mistake
from politeia.packing import pack, rounded, unpack
from politeia.store import Record, Store

ABOUT = {"weeks": 8, "measures": [{"name": "members"}, {"name": "trust"}]}
RECIPE = {"seed": 1}


def record(number: int) -> Record:
    draws = np.random.default_rng(number)
    measures = draws.lognormal(5, 2, (8, 2)).astype("f4")
    log = np.zeros(3, fake.EVENT)
    log["person"] = draws.integers(0, 2**40, 3)
    return Record(number, "captured", "ok", "", measures, draws.random(4), log, {"index": 0.1 + number})


def filled(folder: Path, *batches: range) -> Store:
    store = Store.create(folder, "party", RECIPE, ABOUT)
    for batch in batches:
        store.write([record(number) for number in batch])
    return store


def test_packing_keeps_three_digits_and_every_special_value() -> None:
    draws = np.random.default_rng(1)
    values = (draws.lognormal(0, 8, (50, 626)) * draws.choice([-1, 0, 1], (50, 626))).astype("f4")
    values[0, :4] = [np.nan, np.inf, -np.inf, 3e38]
    back = unpack(pack(values))
    finite = np.isfinite(values) & (values != 0)
    assert np.abs(back[finite] / values[finite] - 1).max() <= 2.0**-11
    assert np.array_equal(back[values == 0], values[values == 0])
    assert np.isnan(back[0, 0])
    assert back[0, 1] == np.inf
    assert back[0, 2] == -np.inf
    assert np.array_equal(rounded(back), back, equal_nan=True)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    filled(tmp_path, range(3), range(3, 5))
    store = Store.open(tmp_path / f"party-{store_module.digest(RECIPE)}")
    assert store.histories == set(range(5))
    frame = store.read(["m.trust", "evidence", "final", "decision_person"])
    assert np.array_equal(store.weekly("trust", frame)[4], rounded(record(4).measures[:, 1].copy()))
    assert frame["evidence"][2].to_list() == record(2).evidence.tolist()
    assert json.loads(frame["final"][1]) == {"index": 1.1}
    assert frame["decision_person"][3].to_list() == record(3).decisions["person"].tolist()


def test_a_failed_history_has_a_reason_and_no_numbers(tmp_path: Path) -> None:
    store = filled(tmp_path)
    store.write([record(0), Record(1, "failed", "error", "ValueError: x", None, np.full(4, np.nan))])
    frame = store.read(["reason", "m.members"])
    assert frame["reason"].to_list() == ["", "ValueError: x"]
    assert np.isnan(store.weekly("members", frame)[1]).all()


@pytest.mark.parametrize("harm", ["truncated", "flipped", "emptied"])
def test_a_damaged_part_is_set_aside(tmp_path: Path, harm: str) -> None:
    store = filled(tmp_path, range(3), range(3, 6))
    part = min(store.parts)
    content = bytearray(part.read_bytes())
    if harm == "flipped":
        content[len(content) // 2] ^= 1
    part.write_bytes({"truncated": content[:-100], "flipped": content, "emptied": b""}[harm])
    again = Store.open(store.folder)
    assert again.histories == {3, 4, 5}
    assert part.with_suffix(".bad").exists()
    assert "damaged" in again.notes[0]


def test_the_same_history_in_two_parts_is_read_once(tmp_path: Path) -> None:
    store = filled(tmp_path, range(4), range(2, 6))
    assert store.read(["outcome"])["history"].to_list() == list(range(6))


@pytest.mark.parametrize(("version", "word"), [(0, "older"), (99, "newer")])
def test_another_format_is_refused_and_untouched(tmp_path: Path, version: int, word: str) -> None:
    store = filled(tmp_path, range(2))
    manifest = store.folder / "manifest.json"
    content = json.loads(manifest.read_text()) | {"format": version}
    manifest.write_text(json.dumps(content))
    with pytest.raises(Mistake, match=word):
        Store.create(tmp_path, "party", RECIPE, ABOUT)
    assert json.loads(manifest.read_text())["format"] == version


def test_a_damaged_manifest_is_written_anew_and_parts_are_kept(tmp_path: Path) -> None:
    store = filled(tmp_path, range(2))
    (store.folder / "manifest.json").write_text('{"format": 1, "rec')
    with pytest.raises(Mistake, match="damaged"):
        Store.open(store.folder)
    again = Store.create(tmp_path, "party", RECIPE, ABOUT)
    assert again.histories == {0, 1}
    assert "set aside" in again.notes[0]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_disk_that_refuses_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    store = filled(tmp_path, range(3))

    def refuse(_: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(store_module.os, "fsync", refuse)
    with pytest.raises(Mistake, match="3 histories are safe"):
        store.write([record(7)])
    monkeypatch.undo()
    assert Store.open(store.folder).histories == {0, 1, 2}
    assert not list(store.folder.rglob("*.tmp"))


def test_no_experiment_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"manifest\.json is missing"):
        Store.open(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")
def test_a_disk_that_is_full_in_the_middle_of_a_part(tmp_path: Path) -> None:
    import resource

    store = filled(tmp_path, range(3))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
        with pytest.raises(Mistake, match=r"Cannot write to .*: File too large.* 3 histories are safe"):
            store.write([record(number) for number in range(3, 30)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert Store.open(store.folder).histories == {0, 1, 2}
    assert not list(store.folder.rglob("*.tmp"))
    store.write([record(3)])
    assert Store.open(store.folder).histories == {0, 1, 2, 3}


def test_a_call_is_remembered_with_the_largest_number(tmp_path: Path) -> None:
    for histories in (5, 9, 4):
        Store.create(tmp_path, "party", RECIPE, ABOUT, {"histories": histories, "charter": "party"})
    assert Store.create(tmp_path, "party", RECIPE, ABOUT).call == {"histories": 9, "charter": "party"}
