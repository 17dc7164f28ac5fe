"""The real server: starts, streams a run, outlives whoever looks on, stops cleanly; addresses, ports, tokens, names."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from politeia.cli import main
from politeia.mistakes import Mistake
from politeia.results import Results
from politeia.web import server

SMALL = {"scale": 0.0003, "seed": 5, "with": ["no-ban"]}
FIRST_S = 60  #: a run shows its first histories within this even on a crowded machine (3 s on an idle one)


class Served:
    """A server in a process of its own."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        command = [sys.executable, "-m", "politeia", *arguments]
        self.process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, (said, self.process.stderr and self.process.stderr.read())
        self.address = found[0]
        self.client = httpx.Client(base_url=self.address.partition("?")[0], timeout=60)
        self._until(lambda: self.client.get("api/status").status_code in (200, 401))

    def _until(self, condition: Callable[[], bool], within_s: float = 120) -> None:
        until = time.monotonic() + within_s
        while True:
            with contextlib.suppress(httpx.ConnectError):
                if condition():
                    return
            assert time.monotonic() < until
            time.sleep(0.05)

    def ready(self) -> None:
        self._until(lambda: bool(self.client.get("api/status").json()["ready"]))

    def until(self, number: str, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        found: dict[str, Any] = {}

        def reached() -> bool:
            found.update(self.client.get(f"api/runs/{number}").json())
            return condition(found)

        self._until(reached)
        return found

    def interrupt(self) -> tuple[int, str, str]:
        """Ctrl-C: exit code, what was said, what was complained of."""
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Served]]:
    source = str(Path(server.__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([source, os.environ.get("PYTHONPATH", "")]))
    running: list[Served] = []

    def start(*arguments: str, cwd: Path = tmp_path) -> Served:
        running.append(Served(*arguments, cwd=cwd))
        return running[-1]

    yield start
    for one in running:
        one.client.close()
        one.process.kill()
        one.process.communicate()


def followed(served: Served, number: str) -> Iterator[tuple[str, dict[str, Any]]]:
    with served.client.stream("GET", f"api/runs/{number}/events") as answer:
        event = ""
        for line in answer.iter_lines():
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: "):
                yield event, json.loads(line.removeprefix("data: "))


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_a_run_is_streamed_outlives_its_watcher_and_is_cancelled(serve: Callable[..., Served], tmp_path: Path) -> None:
    served = serve("serve", "--port", "0", "--threads", "2")
    served.ready()
    began = time.monotonic()
    asked = SMALL | {"histories": 400}
    job = served.client.post("api/runs", json=asked).json()
    watching = followed(served, job["id"])
    first = next(data for name, data in watching if name == "partial")
    assert time.monotonic() - began < FIRST_S
    assert first["histories"] >= 1
    watching.close()  # the page is closed
    seen = served.until(job["id"], lambda run: run["done"] > first["histories"] + 1)
    assert seen["state"] == "running"
    partial = (data for name, data in followed(served, job["id"]) if name == "partial")  # the first may be an old one
    assert any(data["histories"] > first["histories"] for data in partial), "another watcher sees it go on"
    served.client.delete(f"api/runs/{job['id']}")
    cancelled = served.until(job["id"], lambda run: run["state"] != "running")
    assert cancelled["state"] == "cancelled"
    kept = Results.load(tmp_path / "results" / job["experiment"])
    assert cancelled["done"] <= len(kept.histories) < 400

    other = served.client.post("api/runs", json=asked).json()
    watching = followed(served, other["id"])
    next(data for name, data in watching if name == "partial")
    code, out, err = served.interrupt()  # with a run under way and somebody looking on
    assert (code, out.splitlines()[-1]) == (0, "stopped")
    assert "Traceback" not in err
    assert len(Results.load(tmp_path / "results" / job["experiment"]).histories) >= len(kept.histories)
    assert [path.name for path in tmp_path.iterdir()] == ["results"], "nothing is written beside the results"


def test_another_address_asks_for_a_token(serve: Callable[..., Served]) -> None:
    served = serve("serve", "--host", "0.0.0.0", "--port", "0")
    token = served.address.partition("token=")[2]
    assert len(token) >= 16
    port = served.address.partition("/?")[0].rpartition(":")[2]
    here = f"http://127.0.0.1:{port}"
    assert httpx.get(f"{here}/api/status").status_code == 401
    assert httpx.get(f"{here}/").json()["error"]
    with httpx.Client(base_url=here, follow_redirects=True) as client:
        assert client.get(f"/?token={token}").status_code == 200
        assert client.get("/api/status").json()["live"]


def test_open_once(serve: Callable[..., Served], stored: Path, name: str) -> None:
    command = [sys.executable, "-m", "politeia", "open", name[:-3], "--out", str(stored), "--port", "0", "--once"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"/?experiment={name}" in done.stdout


def test_what_open_means(stored: Path, name: str, tmp_path: Path) -> None:
    assert server.find(None, stored) == (stored, name)
    assert server.find(name, stored) == (stored, name)
    assert server.find("party", stored) == (stored, name)
    assert server.find(str(stored / name), tmp_path) == (stored.resolve(), name)
    assert server.find(None, tmp_path / "none") == (tmp_path / "none", "")
    with pytest.raises(Mistake, match="does not exist"):
        server.find("nope", stored)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serve", "--port", "99999"], "allowed: 1 to 65535"),
        (["serve", "--port", "-1"], "0 for any"),
        (["serve", "--host", "203.0.113.7"], "no address of this machine"),
        (["serve", "--host", "no.such.host.invalid"], "no address of this machine"),
        (["serve", "--token", "short"], "16 to 128"),
        (["serve", "--out", "file"], "is a file"),
        (["open", "nope"], "'nope' does not exist"),
    ],
)
def test_mistakes(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert said in err


def test_a_busy_port_is_a_sentence_and_the_next_free_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(Mistake, match=f"{port} is taken"):
            server._listening("127.0.0.1", port)
        monkeypatch.setattr(server, "PORT", port)
        with server._listening("127.0.0.1", None) as found:
            assert port < found.getsockname()[1] <= port + 50


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.9.9.9", True), ("0.0.0.0", False), ("lab", False)],
)
def test_a_token_is_made_where_others_can_come(host: str, own: bool) -> None:
    made = server._token(None, host)
    assert (made is None) == own
    assert server._token("a-token-of-some-length", host) == "a-token-of-some-length"
    assert own or made != server._token(None, host)
