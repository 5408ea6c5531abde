"""ASGI layers below the routes: a size for every body, a name for every request, limits told in every answer."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson
import structlog

from fractafrag.core.errors import Problem, TooLarge
from fractafrag.core.ids import new_id
from fractafrag.core.limits import Allowance

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_REQUEST_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
]


class BodyLimit:
    """Answers 413 once a request has sent more than `limit` bytes, whatever its Content-Length said."""

    def __init__(self, app: App, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self.limit:
            await _refuse(send, TooLarge(f"A request may have {self.limit:,} bytes.", field="body"))
            return
        seen = 0
        refused = False

        async def counting_receive() -> Message:
            nonlocal seen, refused
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit and not refused:
                # Answered here: an exception would reach the route as just another unreadable body.
                refused = True
                await _refuse(send, TooLarge(f"A request may have {self.limit:,} bytes.", field="body"))
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


async def _refuse(send: Send, problem: Problem) -> None:
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": orjson.dumps(problem.body())})
