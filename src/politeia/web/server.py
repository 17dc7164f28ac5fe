"""Starting the server: an address of its own, a token where others can reach it, a browser if there is one."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import re
import secrets
import socket
import sys
import threading
import time
import urllib.parse
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from politeia.mistakes import Mistake
from politeia.world import unknown

HOST = "127.0.0.1"
PORT = 8917  #: the first that is tried
_TRIED = 50
_TOKEN = r"[A-Za-z0-9_-]{16,128}"


def serve(
    out: Path | str = "results",
    *,
    host: str = HOST,
    port: int | None = None,
    token: str | None = None,
    threads: int | None = None,
    opened: str = "",
    browse: bool = False,
    once: bool = False,
    say: Callable[[str], None] = print,
) -> int:
    """Serve the laboratory page over the folder of results ``out`` until Ctrl-C; 0 when it ends.

    It listens on this machine alone.  With another ``host`` a ``token`` is required of whoever comes; one is made if
    none is given, and the printed address holds it.  Without ``port`` the first free one from 8917 on is taken; 0 lets
    the system choose.  ``opened`` is the experiment to open, ``browse`` opens the browser, ``once`` answers one request
    of its own and stops.  Raises :class:`~politeia.mistakes.Mistake` for a wrong address, port, token or folder.
    """
    out = Path(out)
    if out.exists() and not out.is_dir():
        raise Mistake(f"--out: '{out}' is a file; allowed: a folder, made if it does not exist")
    token = _token(token, host)
    listening = _listening(host, port)
    try:
        return _serve(listening, out, host, token, threads, opened, browse, once, say)
    finally:
        listening.close()


def find(result: str | None, out: Path | str = "results") -> tuple[Path, str]:
    """The folder of results and the experiment that ``politeia open RESULT`` means: a folder, or a name in ``out``.

    Without a name it is the newest experiment, or none if there is none yet.
    """
    from politeia.web.shelf import Shelf

    out = Path(out)
    if result is None:
        names = Shelf(out).names()
        return out, names[0] if names else ""
    folder = Path(result)
    if (folder / "manifest.json").is_file():
        return folder.resolve().parent, folder.resolve().name
    names = Shelf(out).names()
    begun = [name for name in names if name.startswith(result)]
    if result in names:
        return out, result
    if len(begun) == 1:
        return out, begun[0]
    raise Mistake(f"{unknown(result, names, 'experiment')} `politeia run` makes one; --out names their folder")


def _serve(
    listening: socket.socket,
    out: Path,
    host: str,
    token: str | None,
    threads: int | None,
    opened: str,
    browse: bool,
    once: bool,
    say: Callable[[str], None],
) -> int:
    import uvicorn

    from politeia.web.app import create

    everywhere = host in ("0.0.0.0", "::", "")
    hosts = [socket.gethostname()] if everywhere else [host]
    app = create(out, threads=threads, hosts=hosts, any_address=everywhere, token=token, opened=opened)
    address = _address(listening, opened, token)
    settings: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False, "lifespan": "on"}
    config = uvicorn.Config(app, limit_concurrency=200, timeout_graceful_shutdown=3, **settings)
    server = uvicorn.Server(config)
    ending = server.handle_exit

    def end(number: int, frame: Any) -> None:
        app.state.desk.jobs.closing = True  # whoever follows a run is let go, so that connections can close
        ending(number, frame)

    server.handle_exit = end  # type: ignore[assignment, method-assign]
    say(f"the laboratory is open at {address}")
    say("its interface is described at /api/docs; Ctrl-C stops it, and what is stored is kept")
    failed = threading.Event()
    if once or browse:
        threading.Thread(target=_when_up, args=(server, address, browse, once, failed), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):  # the server hands the signal on after it has stopped
        server.run(sockets=[listening])
    say("stopped")
    return int(failed.is_set() or not server.started)


def _when_up(server: Any, address: str, browse: bool, once: bool, failed: threading.Event) -> None:
    """Open the browser, or ask for the page once and stop, as soon as the server answers."""
    while not server.started and not server.should_exit:
        time.sleep(0.02)
    if browse:
        webbrowser.open(address)
    if once:
        try:
            _ask(address)
        except OSError:
            failed.set()
        server.should_exit = True


def _ask(address: str) -> None:
    """One request, as a browser would make it."""
    with urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(address, timeout=30) as answer:
        answer.read()


def display() -> bool:
    """There is somebody to open a browser for."""
    if not sys.stdout.isatty() or os.environ.get("SSH_CONNECTION"):
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _token(token: str | None, host: str) -> str | None:
    if token is not None and not re.fullmatch(_TOKEN, token):
        raise Mistake("--token: allowed: 16 to 128 letters, digits, - and _")
    return token or (None if _own(host) else secrets.token_urlsafe(24))


def _own(host: str) -> bool:
    """Only this machine reaches it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listening(host: str, port: int | None) -> socket.socket:
    """A socket that listens; a busy port that was asked for is a mistake, else the next free one is taken."""
    if port is not None and not 0 <= port <= 65535:
        raise Mistake(f"--port: given {port}; allowed: 1 to 65535, or 0 for any that is free")
    wanted = range(PORT, PORT + _TRIED) if port is None else (port,)
    for number in wanted:
        try:
            return _bound(host, number)
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Mistake(f"--port: {number} is not for ordinary users; allowed: 1024 to 65535") from None
            if error.errno != errno.EADDRINUSE:
                reason = error.strerror or str(error)
                raise Mistake(f"--host: '{host[:80]}' is no address of this machine ({reason})") from None
    if port is None:
        raise Mistake(f"ports {PORT} to {PORT + _TRIED - 1} are all taken; give --port 0 for any that is free")
    raise Mistake(f"--port: {port} is taken; leave it out for the next free one, or give --port 0 for any")


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host or "0.0.0.0", port, type=socket.SOCK_STREAM)[0]
    found = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(128)
    except OSError:
        found.close()
        raise
    return found


def _address(listening: socket.socket, opened: str, token: str | None) -> str:
    """What to type into a browser."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = socket.gethostname()
    shown = f"[{host}]" if ":" in host else host
    query = {"experiment": opened} if opened else {}
    query |= {"token": token} if token else {}
    return f"http://{shown}:{port}/" + (f"?{urllib.parse.urlencode(query)}" if query else "")
