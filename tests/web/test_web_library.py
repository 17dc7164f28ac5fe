"""What the laboratory tells of itself, and checks of texts."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from typing import Any

import pytest

import politeia
from politeia import load
from politeia.web.app import UNBUILT


def test_status(api: Any) -> None:
    assert api.get("/api/status").json() == {"version": politeia.__version__, "live": True, "ready": False, "runs": 0}


def test_the_engine_is_ready_before_anybody_asks(client: Any) -> None:
    warmed = client(warm=True)
    until = time.monotonic() + 120
    while not warmed.get("/api/status").json()["ready"]:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_catalogs(api: Any) -> None:
    interventions = {row["id"]: row for row in api.get("/api/interventions").json()}
    assert set(interventions) == set(load.names("interventions"))
    assert interventions["no-ban"]["title"]
    assert {row["id"] for row in api.get("/api/mechanisms").json()} >= {f"M{n}" for n in range(1, 67)}
    claims = api.get("/api/claims").json()
    assert [row["id"] for row in claims] == [f"C{n}" for n in range(1, 72)]
    assert all(row["tested"] or row["asks_fr"] for row in claims)


def test_a_right_charter_and_world(api: Any) -> None:
    for kind in ("charter", "world"):
        text = load.resource(f"{kind}s", "party-1917").read_text(encoding="utf-8")
        assert api.post(f"/api/{kind}/check", json={"toml": text}).json() == {"ok": True, "errors": []}


def test_a_wrong_charter_names_line_and_field(api: Any) -> None:
    text = load.resource("charters", "party-1917").read_text(encoding="utf-8")
    line = text.splitlines().index(next(row for row in text.splitlines() if row.startswith("seats"))) + 1
    wrong = text.replace("seats = ", "seats = -", 1)
    found = api.post("/api/charter/check", json={"toml": wrong}).json()
    assert not found["ok"]
    assert found["errors"][0]["line"] == line
    assert found["errors"][0]["field"] == "organs[1].seats"
    assert found["errors"][0]["message"].startswith("given -")


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("charter", "", "empty"),
        ("charter", "a = [", "not valid TOML"),
        ("charter", "x" + ".x" * 40_000 + " = 1", "nested too deeply"),
        ("charter", "x = " + "[" * 4_000, "nested too deeply"),
        ("charter", "\x00", "not valid TOML"),
        ("world", "x = 1", ""),
        ("world", '[tables]\nplaces = "../../../etc/passwd.csv"', "does not exist"),
        ("world", '[tables]\nplaces = "/etc/passwd.csv"', "relative"),
        ("world", '[tables]\nplaces = "party-1917/../party-1917/places.csv"', "does not exist"),
    ],
)
def test_wrong_texts_are_told_soon_and_in_words(api: Any, kind: str, text: str, said: str) -> None:
    began = time.monotonic()
    answer = api.post(f"/api/{kind}/check", content=_json(text), headers={"Content-Type": "application/json"})
    assert time.monotonic() - began < 3
    assert answer.status_code == 200
    assert not answer.json()["ok"]
    assert any(said in error["message"] for error in answer.json()["errors"])


def _json(text: str) -> bytes:
    import json

    return json.dumps({"toml": text}).encode()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_documentation_asks_for_no_outside_file_and_holds_every_route(api: Any) -> None:
    page = api.get("/api/docs")
    assert page.headers["content-type"].startswith("text/html")
    links = _Links()
    links.feed(page.text)
    assert all(link.startswith(("#", "/api/")) for link in links.found)
    routes = api.get("/api/openapi.json").json()["paths"]
    assert {"/api/runs/{id}/events", "/api/experiments/{name}/document", "/api/world/check"} <= set(routes)
    assert all(f"{path}</code>" in page.text for path in routes)
    assert "delete" not in routes["/api/experiments/{name}/document"]
    assert api.get("/docs").status_code == api.get("/redoc").status_code == 404


def test_every_operation_declares_its_errors_as_sentences(api: Any) -> None:
    for path, operations in api.get("/api/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            assert {"401", "421", "422"} <= set(errors), (path, method)
            for answer in errors.values():
                assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/Refused")


def test_a_page_that_is_not_built_says_how(client: Any, tmp_path: Any) -> None:
    unbuilt = client(static=tmp_path / "none")
    assert unbuilt.get("/").text == UNBUILT
    assert unbuilt.get("/favicon.ico").status_code == 204


def test_the_built_page_and_nothing_beside_it(client: Any, tmp_path: Any) -> None:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><title>built</title>")
    (static / "assets" / "a.js").write_text("1")
    (tmp_path / "secret").write_text("secret")
    served = client(static=static)
    assert "built" in served.get("/?experiment=x").text
    assert served.get("/assets/a.js").headers["content-type"].startswith(("text/javascript", "application/javascript"))
    for path in ("/../secret", "/%2e%2e/secret", "/..%2fsecret", "/assets/../../secret", "/%2fetc/passwd"):
        answer = served.get(path)
        assert answer.status_code == 404
        assert "error" in answer.json()
    assert served.get("/api/status").status_code == 200
