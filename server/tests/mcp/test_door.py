"""Who comes in at the MCP door, through which hosts, and in which of the protocol's generations."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.mcp.conftest import ERAS, Connect
from tests.works import Person

People = Callable[..., Awaitable[Person]]
Keys = Callable[..., Awaitable[str]]


@pytest.mark.parametrize("mode", ERAS)
async def test_a_key_says_for_whom_it_acts(mode: str, person: People, key: Keys, connect: Connect) -> None:
    ada = await person("ada")
    async with connect(await key(ada.viewer, "draft", name="Nightly"), mode=mode) as program:
        found = await program.call("whoami")
    assert (found["username"], found["agent"]) == ("ada", "Nightly")
    assert [one["scope"] for one in found["scopes"]] == ["browse", "draft"]


async def test_without_a_credential_the_door_says_where_to_get_one(http: Connect) -> None:
    async with http() as client:
        answer = await client.post("/mcp", json={})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert "/.well-known/oauth-protected-resource/mcp" in answer.headers["www-authenticate"]


@pytest.mark.parametrize("mode", ERAS)
async def test_a_model_searches_and_compiles(
    mode: str, person: People, key: Keys, connect: Connect, renderer: Any
) -> None:
    ada = await person("ada")
    made = await ada.make(title="Quiet plasma", tags=["plasma"])
    async with connect(await key(ada.viewer), mode=mode) as program:
        found = await program.call("search_shaders", query="plasma")
        assert [one["id"] for one in found["items"]] == [made["id"]]
        assert (found["shown"], found["total"]) == (1, 1)
        broken = await program.call("validate_shader", code="void x();\n#error no\n")
    assert broken["ok"] is False
    assert (broken["errors"][0]["pass"], broken["errors"][0]["line"]) == ("Image", 2)
    assert broken["errors"][0]["excerpt"].startswith("#error no")
