"""The trail of a program: what it made, what it read, what it was refused, by REST and by MCP."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fractafrag.core import clock
from fractafrag.core.settings import settings
from fractafrag.domains.agents import service
from tests.agents.conftest import Program
from tests.mcp.conftest import living, program_of
from tests.works import Person

NOON = datetime(2026, 6, 1, 12, 5, tzinfo=UTC)


async def test_a_change_is_told_with_the_work_that_it_is_about(ada: Person, program: Program) -> None:
    bot = await program(ada, "draft", "publish")
    made = await bot.make()
    await bot.save(made, title="New")
    fork = await bot.http.post(f"/shaders/{made['id']}/fork")
    assert fork.headers["location"] == f"/api/v1/shaders/{fork.json()['id']}"
    gone = await bot.http.delete(f"/shaders/{fork.json()['id']}")
    assert gone.status_code == 204
    told = [(one["action"], one["target"], one["status"], one["via"]) for one in await bot.actions()]
    assert told == [
        ("archive_shader", fork.json()["id"], 204, "rest"),
        ("fork_shader", fork.json()["id"], 201, "rest"),
        ("change_shader", made["id"], 200, "rest"),
        ("create_shader", made["id"], 201, "rest"),
    ]


async def test_reads_and_refusals_are_summed_up_by_the_hour(ada: Person, program: Program) -> None:
    bot = await program(ada, "browse")
    for minutes in (0, 10, 70):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            await bot.get("/whoami")
            assert (await bot.http.post("/shaders", json=bot.draft())).status_code == 403
    found = await bot.actions()
    assert {one["summed"] for one in found} == {True}
    assert [(one["action"], one["status"], one["count"]) for one in found if one["at"] < "2026-06-01T13"] in (
        [("whoami", 200, 2), ("create_shader", 403, 2)],
        [("create_shader", 403, 2), ("whoami", 200, 2)],
    )
    assert sum(one["count"] for one in found) == 6


async def test_what_a_person_does_leaves_no_trail_of_a_program(ada: Person, program: Program) -> None:
    bot = await program(ada, "draft", "publish")
    await ada.make()
    await ada.get("/feed/new")
    assert await bot.actions() == []


async def test_a_call_of_mcp_is_told_beside_those_of_rest(fresh_app: Any, ada: Person, program: Program) -> None:
    bot = await program(ada, "draft")
    async with living(fresh_app), program_of(fresh_app, bot.key["secret"]) as agent:
        saved = await agent.call(
            "save_draft", title="Tide", passes=[{"type": "image", "code": "void mainImage(out vec4 c, vec2 p) {}"}]
        )
        await agent.call("search_shaders", query="tide")
    told = {(one["via"], one["action"], one["target"]) for one in await bot.actions()}
    assert ("mcp", "save_draft", saved["id"]) in told
    assert ("mcp", "search_shaders", None) in told


async def test_the_trail_is_read_in_pages_and_costs_two_statements(
    ada: Person, program: Program, statements: Callable[[], int]
) -> None:
    bot = await program(ada, "draft", "publish")
    made = [(await bot.make(status="draft"))["id"] for _ in range(5)]
    path = f"/keys/{bot.key['id']}/actions"
    before = statements()
    page = await ada.get(path, limit=2)
    assert statements() - before == 2  # is it theirs? and the page
    found = page["items"]
    while page["next_cursor"]:
        page = await ada.get(path, limit=2, cursor=page["next_cursor"])
        found += page["items"]
    assert [one["target"] for one in found] == made[::-1]


async def test_what_is_older_than_the_trail_is_forgotten(
    ada: Person, program: Program, database: Any, setting: Callable[..., None]
) -> None:
    setting(AGENT_TRAIL_DAYS="30")
    bot = await program(ada, "browse")
    await bot.get("/whoami")
    with clock.frozen(clock.now() + timedelta(days=settings().agent_trail_days + 1)):
        async with database.write() as session:
            await service.prune(session)
    assert await bot.actions() == []


@pytest.mark.parametrize("name", ["<b>bold</b>", "Robert'); DROP TABLE agents;--", "\N{FIRE}" * 40])
async def test_a_name_is_only_a_name(
    ada: Person, program: Program, person: Callable[..., Awaitable[Person]], name: str
) -> None:
    bot = await program(ada, "draft", "publish", name=name)
    made = await bot.make()
    page = await (await person("eve")).get(f"/shaders/{made['id']}")
    assert page["author"] == {"username": "ada", "display_name": "Ada", "agent": name}
