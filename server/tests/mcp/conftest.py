"""The MCP door as a program meets it: the SDK's own client, the real application, a key of a person's."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, TextContent

from fractafrag.core import clock
from fractafrag.core.ids import new_id
from fractafrag.core.settings import ROOT, settings
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents import tokens
from fractafrag.domains.agents.models import AgentRow
from fractafrag.doors.supervisor import renderer as supervisor
from fractafrag.gateways.renderer import HttpRenderer
from tests.works import media, person, renderer, work_off

__all__ = ["media", "person", "renderer", "work_off"]

HOME = "http://127.0.0.1:8000"
ERAS = ["2026-07-28", "legacy"]

Connect = Callable[..., Any]


@dataclass
class Program:
    """A connected client and the few calls that every test needs."""

    client: Client

    async def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Calls a tool, which must succeed; its structured content, which its text must repeat."""
        result = await self.raw(name, **arguments)
        assert not result.is_error, result.content
        assert isinstance(result.content[0], TextContent)
        assert json.loads(result.content[0].text) == result.structured_content
        assert result.structured_content is not None
        return result.structured_content

    async def refused(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Calls a tool, which must say no; the problem."""
        result = await self.raw(name, **arguments)
        assert result.is_error
        assert result.structured_content is None
        assert isinstance(result.content[0], TextContent)
        problem: dict[str, Any] = json.loads(result.content[0].text)
        assert {"type", "title", "status", "detail", "next"} <= problem.keys()
        return problem

    async def raw(self, name: str, **arguments: Any) -> CallToolResult:
        """Calls a tool."""
        return await self.client.call_tool(name, arguments)


@pytest.fixture
async def key(database: Any) -> Callable[..., Awaitable[str]]:
    """Makes a person's API key: `await key(ada.viewer, "draft")`; the secret."""

    async def make(viewer: Viewer, *scopes: str, name: str = "Nightly", **columns: Any) -> str:
        token = tokens.new_token("key")
        async with database.write() as session:
            session.add(
                AgentRow(
                    id=new_id(),
                    user_id=viewer.id,
                    kind="key",
                    name=name,
                    scopes=["browse", *scopes],
                    prefix=token.prefix,
                    secret_hash=tokens.digest(token.text, settings().api_key_pepper.get_secret_value()),
                    created_at=clock.now(),
                    **columns,
                )
            )
        return token.text

    return make


@asynccontextmanager
async def living(app: Any) -> AsyncGenerator[Any]:
    """Within the block, `app` with its lifespan entered."""
    started, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        # In a task of its own: a fixture's end runs in another one than its beginning, a task group does not permit it.
        async with app.router.lifespan_context(app):
            started.set()
            await over.wait()

    life = asyncio.create_task(live())
    beginning = asyncio.create_task(started.wait())
    await asyncio.wait([beginning, life], return_when=asyncio.FIRST_COMPLETED)
    yield app
    over.set()
    await life


@pytest.fixture
async def app(fresh_app: Any) -> Any:
    """The sessions of MCP can be opened once in an application's life."""
    return fresh_app


@pytest.fixture
async def running(app: Any) -> AsyncIterator[Any]:
    """The application with its lifespan entered."""
    async with living(app) as alive:
        yield alive


def http_of(app: Any, secret: str | None = None, **headers: str) -> httpx2.AsyncClient:
    """A bare HTTP client of the SDK's kind."""
    known = {"Authorization": f"Bearer {secret}"} if secret else {}
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=HOME, headers=known | headers)


@asynccontextmanager
async def program_of(
    app: Any, secret: str | None = None, path: str = "/mcp", mode: str = "2026-07-28", **options: Any
) -> AsyncGenerator[Program]:
    """Connects to a living application."""
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(http_of(app, secret))
        transport = streamable_http_client(HOME + path, http_client=client)
        yield Program(await stack.enter_async_context(Client(transport, mode=mode, **options)))


@pytest.fixture
def http(running: Any) -> Connect:
    """`async with http(secret) as client`."""
    return partial(http_of, running)


@pytest.fixture
def connect(running: Any) -> Connect:
    """`async with connect(secret, mode="legacy") as program`."""
    return partial(program_of, running)


@pytest.fixture(scope="session")
def compiler() -> Iterator[HttpRenderer]:
    """The real renderer."""
    if not (ROOT / "renderer" / "dist" / "main.js").exists():
        pytest.skip("the renderer is not built")
    with supervisor.private() as url:
        yield HttpRenderer(url, 60)
