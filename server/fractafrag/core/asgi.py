"""ASGI layers below the routes: bodies have a size, requests a name, answers what caches and HEAD need."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import orjson
import structlog

from fractafrag.core.errors import Problem, TooLarge, unexpected
from fractafrag.core.ids import new_id
from fractafrag.core.limits import Allowance

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")

_TAG = re.compile(rb'"[^"]*"')

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
]


class BodyLimit:
    """Answers 413 once a request has sent more than `limit` bytes, whatever its Content-Length said.

    `own`: paths with a limit of their own.
    """

    def __init__(self, app: App, limit: int, own: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.limit = limit
        self.own = own or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.own.get(scope["path"], self.limit)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > limit:
            await _refuse(send, TooLarge(f"A request may have {limit:,} bytes.", field="body"))
            return
        seen = 0
        refused = False

        async def counting_receive() -> Message:
            nonlocal seen, refused
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit and not refused:
                # Answered here: an exception would reach the route as just another unreadable body.
                refused = True
                await _refuse(send, TooLarge(f"A request may have {limit:,} bytes.", field="body"))
            return {"type": "http.disconnect"} if refused else message

        async def sparing_send(message: Message) -> None:
            if not refused:
                await send(message)

        await self.app(scope, counting_receive, sparing_send)


class RequestNames:
    """Gives each request an id (the proxy's, or a new one), in its log lines and its answer."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"")
        name = given if _REQUEST_ID.fullmatch(given) else new_id().encode()

        async def naming_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"x-request-id", name), *_HEADERS]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=name.decode()):
            await self.app(scope, receive, naming_send)


class RateLimitHeaders:
    """Tells in each answer what is left of the limit that `core.web.within_limit` counted the request against."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state: MutableMapping[str, Any] = scope.setdefault("state", {})

        async def telling_send(message: Message) -> None:
            allowance: Allowance | None = state.get("allowance")
            if message["type"] == "http.response.start" and allowance is not None:
                said = list(message.get("headers", []))
                names = {name.lower() for name, _ in said}
                left = [(name.lower().encode(), value.encode()) for name, value in allowance.headers().items()]
                # A refusal has told already, of the limit that was at its end.
                message["headers"] = said + [(name, value) for name, value in left if name not in names]
            await send(message)

        await self.app(scope, receive, telling_send)


class Faults:
    """Answers what nobody caught as a problem, inside the other layers, so that it gets their headers too."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noting_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noting_send)
        except Exception as error:
            if begun:
                raise
            await _refuse(send, unexpected(error, scope["method"], scope["path"]))


class ConditionalGet:
    """Gives each JSON answer to a GET below `prefixes` an entity tag, and 304 to whoever has it already.

    A tag that the route gave stays. The answer depends on who asks, so a cache may keep it but must ask each time.
    """

    def __init__(self, app: App, prefixes: tuple[str, ...]) -> None:
        self.app = app
        self.prefixes = prefixes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(self.prefixes):
            await self.app(scope, receive, send)
            return
        known = dict(scope["headers"]).get(b"if-none-match", b"")
        start: Message | None = None

        async def comparing_send(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and message["status"] == 200:
                start = message
                return
            if start is not None:
                body, first, start = message.get("body", b""), start, None
                if not message.get("more_body") and _compare(first, body, known):
                    message = {"type": "http.response.body", "body": b""}
                await send(first)
            await send(message)

        await self.app(scope, receive, comparing_send)


def _compare(start: Message, body: bytes, known: bytes) -> bool:
    """Gives an answer that may be kept its tag; whether it is one of those `known`, and then makes it a 304."""
    headers = [(name.lower(), value) for name, value in start["headers"]]
    given = dict(headers)
    tag = given.get(b"etag")
    if tag is None and b"no-store" in given.get(b"cache-control", b""):
        return False
    if tag is None:
        tag = b'W/"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
        headers.append((b"etag", tag))
    if b"cache-control" not in given:
        headers.append((b"cache-control", b"no-cache"))
    headers.append((b"vary", b"Authorization"))
    # If-None-Match compares weakly (RFC 9110, 13.1.2): W/ counts for nothing.
    same = known.strip() == b"*" or tag.removeprefix(b"W/") in _TAG.findall(known)
    if same:
        start["status"] = 304
        headers = [(name, value) for name, value in headers if name not in (b"content-length", b"content-type")]
    start["headers"] = headers
    return same


class HeadAsGet:
    """Lets every GET be asked for its headers alone, except below `but`, where others answer HEAD themselves."""

    def __init__(self, app: App, but: tuple[str, ...]) -> None:
        self.app = app
        self.but = but

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].startswith(self.but):
            await self.app(scope, receive, send)
            return

        async def bodiless_send(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        as_get = {**scope, "method": "GET"}
        try:
            await self.app(as_get, receive, bodiless_send)
        finally:
            # The layers around read which route it was.
            scope.update({**as_get, "method": "HEAD"})


async def _refuse(send: Send, problem: Problem) -> None:
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    headers += [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": orjson.dumps(problem.body())})
