"""The guard: host names, tokens, other pages, sizes, headers, and errors that are always a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from politeia.web import experiments
from politeia.web.limits import BODY, depth

TOKEN = "a-token-of-some-length"


@pytest.mark.parametrize("host", ["localhost", "localhost:8917", "127.0.0.1:1", "[::1]:8917", "LOCALHOST"])
def test_our_own_names(api: Any, host: str) -> None:
    assert api.get("/api/status", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "192.168.1.5", "", "127.0.0.1.evil.example"]
)
def test_a_name_pointed_at_us_is_refused(api: Any, host: str) -> None:
    for path in ("/", "/api/status", "/api/docs"):
        answer = api.get(path, headers={"Host": host})
        assert answer.status_code == 421
        assert answer.json()["error"]


def test_an_asked_host_and_any_number(client: Any) -> None:
    asked = client(hosts=["lab.example"])
    assert asked.get("/api/status", headers={"Host": "lab.example:80"}).status_code == 200
    everywhere = client(any_address=True)
    assert everywhere.get("/api/status", headers={"Host": "192.168.1.5:8917"}).status_code == 200
    assert everywhere.get("/api/status", headers={"Host": "evil.example"}).status_code == 421


def test_without_the_token_nothing_is_served(client: Any) -> None:
    locked = client(token=TOKEN)
    for path in ("/", "/api/status", "/api/docs", "/api/openapi.json", f"/?token={TOKEN}x", "/?token="):
        answer = locked.get(path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    for given in (TOKEN[:-1], TOKEN + "x", "", "é"):
        assert locked.get("/api/status", headers={"Authorization": f"Bearer {given}".encode()}).status_code == 401
    assert locked.post("/api/runs", json={}).status_code == 401


def test_the_token_in_a_header_or_once_in_the_address(client: Any) -> None:
    locked = client(token=TOKEN)
    assert locked.get("/api/status", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert locked.get("/api/status", headers={"X-Token": TOKEN}).status_code == 200
    answer = locked.get(f"/?experiment=x&token={TOKEN}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?experiment=x")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert locked.get("/api/status").status_code == 200
    away = locked.get(f"//evil.example?token={TOKEN}", follow_redirects=False)
    assert not away.headers.get("location", "/").startswith("//")


FOREIGN = [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:9999"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_page_changes_nothing(api: Any, headers: dict[str, str]) -> None:
    for answer in (api.post("/api/runs", json={}, headers=headers), api.delete("/api/runs/ab", headers=headers)):
        assert answer.status_code == 403
        assert answer.json()["error"]
    assert api.get("/api/runs").json() == []


def test_our_own_page_may(api: Any) -> None:
    headers = {"Origin": "http://localhost:8917", "Sec-Fetch-Site": "same-origin"}
    assert api.post("/api/charter/check", json={"toml": "x"}, headers=headers).status_code == 200
    assert api.delete("/api/runs/ab", headers=headers).status_code == 404


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_can_send_is_refused(api: Any, kind: str) -> None:
    answer = api.post("/api/runs", content=b"{}", headers={"Content-Type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{" * 5, 422),
        (b"", 422),
        (b"\xff", 422),
        (b'{"toml": ' + b"1" * 6000 + b"}", 422),
        (b'{"toml": ' + b"[" * 33 + b"]" * 33 + b"}", 422),
        (b'{"toml": "' + b"x" * BODY + b'"}', 413),
        (b"[]", 422),
        (b'{"toml": NaN}', 422),
        (b'{"toml": "a", "more": 1}', 422),
        (b'{"toml": "\\ud800", "\\ud801": 1}', 422),
    ],
)
def test_bodies(api: Any, content: bytes, status: int) -> None:
    answer = api.post("/api/charter/check", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_body_without_a_length_is_cut_too(api: Any) -> None:
    pieces = (b"x" * 1000 for _ in range(BODY // 1000 + 2))
    answer = api.post("/api/charter/check", content=pieces, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_depth_counts_outside_strings_only() -> None:
    assert depth(b'{"a": [1, {"b": "[[[[\\"[["}]}') == 3
    assert depth(b"") == 0


def test_headers_on_every_answer(api: Any) -> None:
    for path in ("/", "/api/status", "/api/docs", "/nothing", "/api/experiments/x/document"):
        headers = api.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert "script" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-store" if path.startswith("/api") else "no-cache")
    assert "content-security-policy" in api.get("/", headers={"Host": "evil.example"}).headers


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods(api: Any, method: str) -> None:
    answer = api.request(method, "/api/status", headers={"Content-Type": "application/json"})
    assert answer.status_code == 405
    assert answer.json()["error"]
    assert "GET" in answer.headers["allow"]


def test_a_defect_inside_is_a_sentence_too(api: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(experiments, "_measure", broken)
    answer = api.get(f"/api/experiments/{name}/measures/members")
    assert answer.status_code == 500
    assert set(answer.json()) == {"error"}
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
