"""To publish asks the person where their client can, and only then."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ElicitRequestParams, ElicitResult

from tests.mcp.conftest import ERAS, Connect, Program
from tests.mcp.live import Live, live
from tests.works import Person

People = Callable[..., Awaitable[Person]]
Keys = Callable[..., Awaitable[str]]


__all__ = ["live"]


class Asked:
    """A person at a client: notes what they are asked, and answers."""

    def __init__(self, action: Any, content: dict[str, Any] | None = None) -> None:
        self.questions: list[str] = []
        self.result = ElicitResult(action=action, content=content)

    async def __call__(self, context: Any, params: ElicitRequestParams) -> ElicitResult:
        self.questions.append(params.message)
        return self.result


@asynccontextmanager
async def over_a_port(live: Live, secret: str, mode: str, asked: Asked) -> AsyncGenerator[Program]:
    # A question to a client of before comes in the middle of a stream.
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {secret}"}) as client:
        transport = streamable_http_client(live.address + "/mcp", http_client=client)
        async with Client(transport, mode=mode, elicitation_callback=asked) as connected:
            yield Program(connected)


@pytest.mark.parametrize("mode", ERAS)
@pytest.mark.parametrize(
    ("action", "content", "published"),
    [
        ("accept", {"publish": True}, True),
        ("accept", {"publish": False}, False),
        ("decline", None, False),
        ("cancel", None, False),
    ],
)
async def test_the_person_decides(
    mode: str,
    action: str,
    content: dict[str, Any] | None,
    published: bool,
    person: People,
    key: Keys,
    live: Live,
    renderer: Any,
) -> None:
    ada = await person("ada")
    draft = await ada.make(status="draft", title="Mine")
    asked = Asked(action, content)
    secret = await key(ada.viewer, "draft", "publish")
    async with over_a_port(live, secret, mode, asked) as program:
        told = await program.call("publish_shader", id=draft["id"])
    assert told["published"] is published
    assert len(asked.questions) == 1
    assert "“Mine” (CC-BY-4.0)" in asked.questions[0]
    assert (await ada.get(f"/shaders/{draft['id']}"))["status"] == ("published" if published else "draft")


async def test_without_sessions_a_client_of_before_is_not_asked_and_goes_on(
    setting: Callable[..., None], person: People, key: Keys, database: Any, request: pytest.FixtureRequest
) -> None:
    setting(MCP_SESSIONS="false")
    from fractafrag.doors.http import create_app
    from tests.mcp.conftest import living, program_of

    request.getfixturevalue("renderer")
    ada = await person("ada")
    draft = await ada.make(status="draft")
    asked = Asked("decline")
    async with (
        living(create_app(database)) as app,
        program_of(app, await key(ada.viewer, "publish"), "/mcp", "legacy", elicitation_callback=asked) as program,
    ):
        assert (await program.call("publish_shader", id=draft["id"]))["published"]
    assert not asked.questions


async def test_nobody_is_asked_what_cannot_be(person: People, key: Keys, connect: Connect, renderer: Any) -> None:
    ada = await person("ada")
    untitled = await ada.make(status="draft", title="", licence=None)
    archived = await ada.make()
    assert (await ada.http.delete(f"/shaders/{archived['id']}")).status_code == 204
    asked = Asked("accept", {"publish": True})
    async with connect(await key(ada.viewer, "publish"), elicitation_callback=asked) as program:
        lacking = await program.refused("publish_shader", id=untitled["id"])
        assert (lacking["status"], lacking["field"]) == (422, "title")
        assert (await program.refused("publish_shader", id=archived["id"]))["status"] == 409
        assert len(asked.questions) == 1
        renderer.away = True
        assert (await program.refused("publish_shader", id=untitled["id"]))["status"] == 503
