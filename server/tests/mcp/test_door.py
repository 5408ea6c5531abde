"""Who comes in at the MCP door, through which hosts, in which of the protocol's generations, and what is listed."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from mcp.shared.exceptions import MCPError
from sqlalchemy import select

from fractafrag.core import clock
from fractafrag.domains.accounts import access
from fractafrag.domains.agents.models import AgentActionRow
from fractafrag.doors.mcp.server import OFFERS
from tests.mcp.conftest import ERAS, HOME, Connect
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]
Keys = Callable[..., Awaitable[str]]

DISCOVER: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "server/discover",
    "params": {
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    },
}
MODERN = {
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": "server/discover",
    "Accept": "application/json, text/event-stream",
}


async def names(program: Any) -> set[str]:
    return {tool.name for tool in (await program.client.list_tools()).tools}


@pytest.mark.parametrize("mode", ERAS)
async def test_a_key_says_for_whom_it_acts(mode: str, person: People, key: Keys, connect: Connect) -> None:
    ada = await person("ada")
    async with connect(await key(ada.viewer, "draft", name="Nightly", per_minute=30), mode=mode) as program:
        found = await program.call("whoami")
    assert (found["username"], found["agent"], found["limits"]["agent"]) == ("ada", "Nightly", "30/minute")
    assert [one["scope"] for one in found["scopes"]] == ["browse", "draft"]


async def test_a_person_may_come_with_the_token_of_a_session(person: People, connect: Connect) -> None:
    ada = await person("ada")
    async with connect(access.issue(ada.viewer, "session-1")) as program:
        found = await program.call("whoami")
    assert (found["username"], found.get("agent")) == ("ada", None)
    assert [one["scope"] for one in found["scopes"]] == ["browse", "draft", "publish"]


@pytest.mark.parametrize("path", ["/mcp", "/mcp/readonly"])
@pytest.mark.parametrize(
    "credential", ["Bearer ffk_abcdefgh_" + "x" * 43, "Bearer ", "Basic YTpi", "Bearer " + "x" * 9000, "ffk_a_b"]
)
async def test_a_bad_credential_is_refused_at_both_addresses(path: str, credential: str, http: Connect) -> None:
    async with http(Authorization=credential) as client:
        answer = await client.post(path, json=DISCOVER, headers=MODERN)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


async def test_keys_that_ended_are_refused(person: People, key: Keys, http: Connect) -> None:
    ada = await person("ada")
    now = clock.now()
    for ended in ({"expires_at": now - timedelta(seconds=1)}, {"revoked_at": now}):
        async with http(await key(ada.viewer, **ended)) as client:
            assert (await client.post("/mcp", json=DISCOVER, headers=MODERN)).status_code == 401


async def test_without_a_credential_the_door_says_where_to_get_one(http: Connect) -> None:
    async with http() as client:
        for address in ("/mcp", "/mcp?key=ffk_abcdefgh_" + "x" * 43, "/mcp?access_token=x"):
            answer = await client.post(address, json=DISCOVER, headers=MODERN)
            assert answer.status_code == 401
            assert answer.headers["content-type"] == "application/problem+json"
            told = answer.headers["www-authenticate"]
            assert f'resource_metadata="{HOME}/.well-known/oauth-protected-resource/mcp"' in told


async def test_other_hosts_and_other_sites_pages_are_turned_away(person: People, key: Keys, http: Connect) -> None:
    ada = await person("ada")
    async with http(await key(ada.viewer)) as client:
        good = await client.post("/mcp", json=DISCOVER, headers=MODERN)
        assert good.status_code == 200
        assert good.json()["result"]["cacheScope"] == "public"
        assert "other people's words" in good.json()["result"]["instructions"]
        rebound = await client.post("/mcp", json=DISCOVER, headers=MODERN | {"Host": "evil.example"})
        assert rebound.status_code == 421
        page = await client.post("/mcp", json=DISCOVER, headers=MODERN | {"Origin": "https://evil.example"})
        assert page.status_code == 403
        local = await client.post("/mcp", json=DISCOVER, headers=MODERN | {"Host": "localhost:8000"})
        assert local.status_code == 200


async def test_a_real_name_is_answered_when_it_is_the_public_one(
    database: Any, person: People, key: Keys, setting: Callable[..., None]
) -> None:
    from fractafrag.doors.mcp.app import security

    setting(PUBLIC_URL="https://shaders.example")
    known = security()
    assert known.allowed_hosts == ["shaders.example", "shaders.example:443"]
    assert known.allowed_origins == ["https://shaders.example"]


async def test_no_stream_is_opened_that_would_wait_for_ever(http: Connect) -> None:
    async with http(Accept="text/event-stream") as client:
        for method in ("GET", "DELETE"):
            answer = await client.request(method, "/mcp/readonly")
            assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        listening = {"Mcp-Method": "subscriptions/listen"}
        body = DISCOVER | {"method": "subscriptions/listen", "params": DISCOVER["params"] | {"notifications": {}}}
        answer = await client.post("/mcp/readonly", json=body, headers=MODERN | listening)
        assert answer.json()["error"]["code"] == -32601


async def test_the_body_is_bounded(person: People, key: Keys, http: Connect) -> None:
    ada = await person("ada")
    async with http(await key(ada.viewer)) as client:
        answer = await client.post("/mcp", content=b" " * 1_100_000, headers=MODERN)
    assert answer.status_code == 413


async def test_the_address_is_exact(person: People, key: Keys, http: Connect) -> None:
    ada = await person("ada")
    async with http(await key(ada.viewer)) as client:
        for address in ("/mcp/", "/mcp/other", "/mcp/readonly/"):
            assert (await client.post(address, json=DISCOVER, headers=MODERN)).status_code in (404, 405)


@pytest.mark.parametrize("mode", ERAS)
async def test_a_stranger_reads_at_the_address_for_it_and_nothing_else(
    mode: str, person: People, connect: Connect, renderer: Any
) -> None:
    ada = await person("ada")
    made = await ada.make(title="Open")
    draft = await ada.make(title="Secret", status="draft")
    async with connect(None, "/mcp/readonly", mode) as program:
        assert await names(program) == {name for name, offer in OFFERS.items() if offer.reads}
        assert (await program.call("whoami"))["username"] is None
        assert [one["id"] for one in (await program.call("search_shaders"))["items"]] == [made["id"]]
        assert (await program.call("get_shader", id=made["id"]))["title"] == "Open"
        assert (await program.refused("get_shader", id=draft["id"]))["status"] == 404
        assert (await program.call("validate_shader", code=IMAGE))["ok"]
        blind = await program.refused("render_shader", code=IMAGE)
        assert (blind["status"], "/settings/keys" in blind["next"]) == (401, True)
        assert (await program.refused("save_draft", code=IMAGE))["status"] == 404
    assert not renderer.sheets


async def test_scopes_bind_tools(person: People, key: Keys, connect: Connect, renderer: Any) -> None:
    ada = await person("ada")
    draft = await ada.make(status="draft")
    async with connect(await key(ada.viewer)) as program:
        assert (await program.call("get_shader", id=draft["id"]))["status"] == "draft"
        for tool, arguments in (
            ("save_draft", {"code": IMAGE}),
            ("fork_shader", {"id": draft["id"]}),
            ("render_shader", {"code": IMAGE}),
        ):
            refused = await program.refused(tool, **arguments)
            assert (refused["status"], refused["needed_scope"]) == (403, "draft")
            assert "'draft'" in refused["next"]
    async with connect(await key(ada.viewer, "draft")) as program:
        assert (await program.refused("publish_shader", id=draft["id"]))["needed_scope"] == "publish"
    assert (await ada.get(f"/shaders/{draft['id']}"))["status"] == "draft"


async def test_toolsets_are_chosen_by_the_address(person: People, key: Keys, connect: Connect, http: Connect) -> None:
    ada = await person("ada")
    secret = await key(ada.viewer, "draft", "publish")
    async with connect(secret) as program:
        assert await names(program) == set(OFFERS)
    async with connect(secret, "/mcp?toolsets=browse") as program:
        assert await names(program) == {"search_shaders", "get_shader", "find_similar", "get_guide", "whoami"}
        assert "toolset" in (await program.refused("save_draft", code=IMAGE))["detail"]
    async with connect(secret, "/mcp?toolsets=make,browse", "legacy") as program:
        assert await names(program) == set(OFFERS)
    async with http(secret) as client:
        assert (await client.post("/mcp?toolsets=all", json=DISCOVER, headers=MODERN)).status_code == 400


async def test_a_limit_says_when_to_go_on(
    person: People, key: Keys, connect: Connect, setting: Callable[..., None]
) -> None:
    ada = await person("ada")
    secret = await key(ada.viewer, "draft")
    setting(RATE_LIMITS="on", LIMIT_READ="5/hour", LIMIT_PUBLISH="1/hour")
    async with connect(secret) as program:
        assert await program.call("save_draft", code=IMAGE)
        over = await program.refused("save_draft", code=IMAGE)
        assert over["status"] == 429
        assert "Wait " in over["next"]
        for _ in range(4):
            await program.call("whoami")
        assert (await program.refused("whoami"))["status"] == 429
        with pytest.raises(MCPError, match="limit"):
            await program.client.read_resource("guide://cost")
    answer = await ada.http.get("/shaders")
    assert answer.status_code == 429


async def test_what_a_key_did_is_written_down(person: People, key: Keys, connect: Connect, database: Any) -> None:
    ada = await person("ada")
    async with connect(await key(ada.viewer, "draft")) as program:
        saved = await program.call("save_draft", code=IMAGE)
        await program.refused("publish_shader", id=saved["id"])
        await program.call("whoami")
        await program.call("whoami")
        await program.refused("made_up_name")
    async with database.read() as session:
        rows = (await session.scalars(select(AgentActionRow).order_by(AgentActionRow.id))).all()
    told = {(row.via, row.action, row.target, row.status, row.count) for row in rows}
    assert told == {
        ("mcp", "save_draft", saved["id"], 200, 1),
        ("mcp", "publish_shader", None, 403, 1),
        ("mcp", "whoami", None, 200, 2),
    }


async def test_every_tool_says_what_it_is(person: People, key: Keys, connect: Connect) -> None:
    ada = await person("ada")
    async with connect(await key(ada.viewer)) as program:
        listed = await program.client.list_tools()
    assert (listed.ttl_ms, listed.cache_scope) == (300_000, "public")
    for tool in listed.tools:
        notes = tool.annotations
        assert tool.title
        assert tool.description
        assert tool.output_schema
        assert tool.output_schema["type"] == "object"
        assert notes
        assert notes.open_world_hint is False
        assert notes.destructive_hint is False
        assert notes.read_only_hint is (tool.name not in ("save_draft", "fork_shader", "publish_shader"))
        verb, _, noun = tool.name.partition("_")
        assert (verb, noun) == ("whoami", "") or (verb and noun)


async def test_a_fault_of_ours_tells_nothing_of_itself(
    person: People, key: Keys, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the password is swordfish")

    ada = await person("ada")
    monkeypatch.setattr("fractafrag.domains.shaders.queries.shown.page", broken)
    async with connect(await key(ada.viewer)) as program:
        told = await program.refused("get_shader", id="nobodyKnows1")
        assert told["status"] == 500
        assert "swordfish" not in str(told)
        with pytest.raises(MCPError) as caught:
            await program.client.read_resource("shader://nobodyKnows1/code")
        assert "swordfish" not in str(caught.value)


async def test_mcp_runs_as_a_process_of_its_own(database: Any, person: People, key: Keys) -> None:
    from fractafrag.doors.mcp import create_mcp_app
    from tests.mcp.conftest import living

    ada = await person("ada")
    secret = await key(ada.viewer)
    async with living(create_mcp_app(database)) as app:
        transport = httpx2.ASGITransport(app)
        known = {"Authorization": f"Bearer {secret}"}
        async with httpx2.AsyncClient(transport=transport, base_url=HOME, headers=known) as client:
            assert (await client.get("/health/live")).status_code == 200
            assert (await client.post("/mcp", json=DISCOVER, headers=MODERN)).status_code == 200
            assert (await client.get("/api/v1/shaders")).status_code == 404
