"""Sessions of clients before 2026-07-28, and the fixtures of the conformance suite: whose they are, and where."""

from collections.abc import Awaitable, Callable

import pytest
from pydantic import ValidationError

from fractafrag.core.settings import Settings
from fractafrag.doors.mcp import create_server
from tests.mcp.conftest import Connect
from tests.works import Person

People = Callable[..., Awaitable[Person]]
Keys = Callable[..., Awaitable[str]]

OPENING = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}
ACCEPT = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}


async def test_a_session_serves_only_the_key_that_opened_it(person: People, key: Keys, http: Connect) -> None:
    ada, bob = await person("ada"), await person("bob")
    asked = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}
    async with http(await key(ada.viewer), **ACCEPT) as hers, http(await key(bob.viewer), **ACCEPT) as his:
        opened = await hers.post("/mcp", json=OPENING)
        session = {"Mcp-Session-Id": opened.headers["mcp-session-id"]}
        await hers.post("/mcp", json={"jsonrpc": "2.0", "method": "notifications/initialized"}, headers=session)
        assert (await hers.post("/mcp", json=asked, headers=session)).status_code == 200
        assert (await his.post("/mcp", json=asked, headers=session)).status_code == 404
        assert (await hers.delete("/mcp", headers=session)).status_code == 200
        assert (await hers.post("/mcp", json=asked, headers=session)).status_code == 404


async def test_a_stranger_gets_no_session(http: Connect) -> None:
    async with http(**ACCEPT) as stranger:
        opened = await stranger.post("/mcp/readonly", json=OPENING)
    assert opened.status_code == 200
    assert "mcp-session-id" not in opened.headers


@pytest.fixture
def one_of_several(setting: Callable[..., None]) -> None:
    """The process that is tested shares its address with others."""
    setting(MCP_SESSIONS="false")


@pytest.mark.usefixtures("one_of_several")
async def test_no_sessions_where_several_processes_serve(person: People, key: Keys, http: Connect) -> None:
    async with http(await key((await person("ada")).viewer), **ACCEPT) as program:
        opened = await program.post("/mcp", json=OPENING)
        listed = await program.post("/mcp", json={"jsonrpc": "2.0", "id": 2, "method": "tools/list"})
    assert (opened.status_code, listed.status_code) == (200, 200)
    assert "mcp-session-id" not in opened.headers


async def test_fixtures_are_offered_only_where_they_were_asked_for(setting: Callable[..., None]) -> None:
    async def names() -> set[str]:
        return {tool.name for tool in await create_server().list_tools()}

    real = await names()
    assert not [name for name in real if name.startswith("test_")]
    setting(MCP_CONFORMANCE_FIXTURES="true")
    assert "test_simple_text" in await names() - real


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "shaders.example.org"])
def test_fixtures_are_refused_beyond_loopback(host: str) -> None:
    with pytest.raises(ValidationError, match="fixtures are for tests"):
        Settings(host=host, mcp_conformance_fixtures=True)
