"""The way from a client's machine to the `/mcp` of an instance: the SDK's transport on a road that mends itself.

The SDK's transport ends with the first connection that fails, and knows no way back into a session that the instance
has forgotten. On this road a request that cannot be made is answered with an error, which the model reads, and a lost
session (of clients before 2026-07-28) is opened again with what the client said when it opened the first.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx2
from mcp.client._transport import ReadStream, WriteStream
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.message import SessionMessage
from mcp_types import CONNECTION_CLOSED, INTERNAL_ERROR

SESSION = "mcp-session-id"
VERSION = "mcp-protocol-version"
CONNECT_S = 10.0
READ_S = 300.0
MAX_EVENT = 16 * 1024 * 1024
MAX_PROBLEM = 64 * 1024

Incoming = ReadStream[SessionMessage | Exception]
Outgoing = WriteStream[SessionMessage]


class NotAnInstance(Exception):
    """The address or the key is wrong; the text says what to do."""


class NoAnswer(Exception):
    """The instance does not answer now; it may later."""


def endpoint(url: str) -> str:
    """The `/mcp` of the instance at `url`, which may name the endpoint itself. Raises NotAnInstance."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotAnInstance(f"{url[:200]!r} is no address of an instance; it looks like https://shaders.example.org")
    if parts.username or parts.password:
        raise NotAnInstance("An address must not carry a password; the key goes into FRACTAFRAG_KEY.")
    path = parts.path.rstrip("/")
    return urlunsplit((parts.scheme, parts.netloc, path if "/mcp" in path else f"{path}/mcp", parts.query, ""))


class Road(httpx2.AsyncBaseTransport):
    """HTTP to one instance, where every failure is an answer in JSON-RPC and a lost session comes back."""

    def __init__(self, inner: httpx2.AsyncBaseTransport | None = None) -> None:
        self._inner = inner or httpx2.AsyncHTTPTransport(retries=1)
        self._opening: httpx2.Request | None = None
        # What the client calls its session, and what the instance calls it since it forgot the first.
        self._renewed: dict[str, str] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Makes the request; never raises what the network does."""
        body = await request.aread()
        method = _method(body)
        if method == "initialize":
            self._opening, self._renewed = _copy(request, body), {}
        try:
            known = request.headers.get(SESSION)
            answer = await self._send(request, body, known)
            lost = answer.status_code == 404 and request.method == "POST"
            if lost and known is not None and await self._reopen(request, known):
                await answer.aclose()
                answer = await self._send(request, body, known)
        except httpx2.TransportError as error:
            return _refusal(request, 503, CONNECTION_CLOSED, f"{_origin(request)} does not answer ({_why(error)}).")
        if answer.status_code >= 400 and "problem+json" in answer.headers.get("content-type", ""):
            return await _told(request, answer)
        return answer

    async def _send(self, request: httpx2.Request, body: bytes, known: str | None) -> httpx2.Response:
        copy = _copy(request, body)
        if known is not None:
            copy.headers[SESSION] = self._renewed.get(known, known)
        return await self._inner.handle_async_request(copy)

    async def _reopen(self, request: httpx2.Request, known: str) -> bool:
        """Opens a session as the client once did. True when there is one now."""
        if self._opening is None:
            return False
        opening = _copy(self._opening, self._opening.content)
        opening.headers["authorization"] = request.headers.get("authorization", "")
        answer = await self._inner.handle_async_request(opening)
        await answer.aread()
        await answer.aclose()
        found = answer.headers.get(SESSION)
        if answer.status_code != 200 or found is None:
            return False
        self._renewed[known] = found
        said = json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}).encode()
        ready = await self._send(request, said, known)
        await ready.aclose()
        return ready.status_code < 400

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._inner.aclose()


def _client(key: str | None, road: Road) -> httpx2.AsyncClient:
    headers = {"User-Agent": "fractafrag-mcp-stdio"} | ({"Authorization": f"Bearer {key}"} if key else {})
    return httpx2.AsyncClient(transport=road, headers=headers, timeout=httpx2.Timeout(CONNECT_S, read=READ_S))


async def check(url: str, key: str | None) -> str:
    """Asks the instance whose `endpoint` is `url` who we are; returns the name. Raises NotAnInstance, NoAnswer."""
    parts = urlsplit(url)
    address = urlunsplit((parts.scheme, parts.netloc, parts.path.partition("/mcp")[0] + "/api/v1/whoami", "", ""))
    async with httpx2.AsyncClient(timeout=CONNECT_S) as client:
        try:
            answer = await client.get(address, headers={"Authorization": f"Bearer {key}"} if key else {})
        except httpx2.TransportError as error:
            raise NoAnswer(f"{parts.scheme}://{parts.netloc} does not answer ({_why(error)}).") from error
    if answer.status_code in (401, 403):
        raise NotAnInstance(
            f"{parts.netloc} does not take this key: {_detail(answer.content)} "
            f"Make a new one at {parts.scheme}://{parts.netloc}/settings/keys."
        )
    if answer.status_code >= 500:
        raise NoAnswer(f"{parts.netloc} answers {answer.status_code}.")
    try:
        return str(answer.json()["username"])
    except (ValueError, KeyError, TypeError):
        raise NotAnInstance(f"There is no Fractafrag at {parts.scheme}://{parts.netloc}.") from None


@asynccontextmanager
async def streams(url: str, key: str | None, road: Road | None = None) -> AsyncGenerator[tuple[Incoming, Outgoing]]:
    """What comes from the instance, and where to put what goes there, for the length of the block."""
    async with (
        _client(key, road or Road()) as client,
        streamable_http_client(url, http_client=client, max_sse_event_size=MAX_EVENT) as (incoming, outgoing),
    ):
        yield incoming, outgoing


def _copy(request: httpx2.Request, body: bytes) -> httpx2.Request:
    headers = httpx2.Headers([(name, value) for name, value in request.headers.items() if name != "content-length"])
    return httpx2.Request(
        request.method, request.url, headers=headers, content=body or None, extensions=request.extensions
    )


def _method(body: bytes) -> str | None:
    try:
        return json.loads(body).get("method")
    except (ValueError, AttributeError):
        return None


async def _told(request: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
    """A problem of the instance as an error of JSON-RPC: the SDK would say no more than that there was one."""
    text = await answer.aread()
    await answer.aclose()
    return _refusal(request, answer.status_code, INTERNAL_ERROR, _detail(text[:MAX_PROBLEM]))


def _refusal(request: httpx2.Request, status: int, code: int, message: str) -> httpx2.Response:
    body: dict[str, Any] = {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}
    return httpx2.Response(status, json=body, request=request)


def _detail(text: bytes) -> str:
    try:
        told = json.loads(text)
        return str(told.get("detail") or told.get("title"))
    except (ValueError, AttributeError):
        return "it gives no reason."


def _origin(request: httpx2.Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc.decode()}"


def _why(error: httpx2.TransportError) -> str:
    return str(error) or type(error).__name__
