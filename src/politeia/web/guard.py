"""The guard before every request: which host, which token, which page asks, how large; and headers on every answer.

The laboratory listens on this machine, where any web page that the user visits can send it requests.  Hence: the
``Host`` must be a name of ours (a name that was pointed at us later is refused), a request that changes something must
come from our own page and carry JSON (which another page cannot send unasked), and a token is compared in constant
time.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import logging
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from politeia.web.limits import BODY, DEPTH, Refusal, depth

COOKIE = "politeia-token"
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
#: Styles may be written into elements, as charts do; scripts may not.
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SAFE = ("GET", "HEAD", "OPTIONS")
_log = logging.getLogger("politeia.web")


class Json(JSONResponse):
    """JSON in ASCII: whatever text a user sent can be said back."""

    def render(self, content: object) -> bytes:
        """The bytes; a number that is not finite is a defect, never sent."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode()


def refused(status: int, sentence: str) -> Response:
    """The answer to what is not served."""
    extra = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return Json({"error": sentence}, status_code=status, headers=extra)


class Guard:
    """Middleware: refuses what must not come in, and dresses what goes out.

    ``hosts`` are the names under which we may be asked for; with ``any_address`` every numeric address is one too
    (no name stands behind it that could be pointed elsewhere).
    """

    def __init__(
        self, app: ASGIApp, *, hosts: Iterable[str] = (), any_address: bool = False, token: str | None = None
    ) -> None:
        self.app = app
        self.hosts = LOCAL | {host.lower() for host in hosts}
        self.any_address = any_address
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or refuse."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        dressed = _Dressed(send, scope)
        try:
            answer = self._entrance(scope)
            if answer is None:
                body = await _body(scope, receive)
                await self.app(scope, _replayed(body, receive), dressed)
                return
        except Refusal as refusal:
            answer = refused(refusal.status, str(refusal))
        except Exception:
            _log.exception("%s %s failed", scope["method"], scope["path"])
            if dressed.begun:
                raise
            answer = refused(500, "Something failed inside the laboratory; what it was stands where it was started.")
        await answer(scope, receive, dressed)

    def _entrance(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = _name(headers.get("host", ""))
        if host not in self.hosts and not (self.any_address and _numeric(host)):
            raise Refusal(421, "This laboratory does not answer under that host name; use the address it printed.")
        if scope["method"] not in _SAFE:
            _check_origin(headers)
            if scope["method"] != "DELETE" and not _is_json(headers):
                raise Refusal(415, "Send JSON: the header Content-Type must be application/json.")
        return self._admitted(scope, headers)

    def _admitted(self, scope: Scope, headers: Headers) -> Response | None:
        """Who has the token: in a header, a cookie, or once in the address, which then becomes a cookie."""
        if self.token is None:
            return None
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if self._right(bearer.strip() if scheme.lower() == "bearer" else headers.get("x-token", "")):
            return None
        if self._right(cookie_parser(headers.get("cookie", "")).get(COOKIE, "")):
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] == "GET" and self._right(dict(query).get("token", "")):
            rest = urlencode([(key, value) for key, value in query if key != "token"])
            answer = RedirectResponse("/" + scope["path"].lstrip("/") + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
            return answer
        raise Refusal(401, "This laboratory asks for its token: open the address that was printed when it started.")

    def _right(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), (self.token or "").encode())


class _Dressed:
    """Adds the headers to an answer."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self.begun = False
        self._send = send
        self._private = scope["path"].startswith("/api")

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store" if self._private else "no-cache")
        await self._send(message)


async def _body(scope: Scope, receive: Receive) -> bytes | None:
    """The whole body of a request that has one, within its limits."""
    if scope["method"] in _SAFE:
        return None
    too_large = Refusal(413, f"The request is too large; at most {BODY:,} bytes.")
    length = Headers(scope=scope).get("content-length", "0")
    if not length.isdecimal() or int(length[:12]) > BODY:
        raise too_large
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > BODY:
            raise too_large
    if depth(body) > DEPTH:
        raise Refusal(422, f"The request is nested too deeply; at most {DEPTH} lists and tables within each other.")
    return body


def _replayed(body: bytes | None, receive: Receive) -> Receive:
    """The body once more, then whatever comes."""
    if body is None:
        return receive
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


def _check_origin(headers: Headers) -> None:
    """What changes something comes from our own page, or from a program (which sends neither header)."""
    origin = headers.get("origin")
    foreign = origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower()
    if foreign or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refusal(403, "Another page may not change anything here; use the laboratory's own page.")


def _is_json(headers: Headers) -> bool:
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _name(host: str) -> str:
    """The host without its port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
