"""Resources and prompts: the code and picture of a work, the guide, the viewer, and where conversations begin."""

import base64
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp.shared.exceptions import MCPError
from mcp_types import BlobResourceContents, TextContent, TextResourceContents

from fractafrag.domains.shaders import guide
from tests.mcp.conftest import ERAS, Connect
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]
Keys = Callable[..., Awaitable[str]]


async def text_at(program: Any, uri: str) -> str:
    (contents,) = (await program.client.read_resource(uri)).contents
    assert isinstance(contents, TextResourceContents)
    return contents.text


@pytest.mark.parametrize("mode", ERAS)
async def test_code_and_picture_are_read_by_address(
    mode: str, person: People, key: Keys, connect: Connect, work_off: Any, media: Any
) -> None:
    ada, ben = await person("ada"), await person("ben")
    made = await ada.make()
    draft = await ada.make(status="draft")
    async with connect(await key(ben.viewer), mode=mode) as program:
        assert await text_at(program, f"shader://{made['id']}/code") == IMAGE
        with pytest.raises(MCPError, match="no picture yet"):
            await program.client.read_resource(f"shader://{made['id']}/preview")
        await work_off()
        (picture,) = (
            await program.client.read_resource(f"shader://{made['id']}/preview", cache_mode="bypass")
        ).contents
        assert isinstance(picture, BlobResourceContents)
        assert picture.mime_type == "image/webp"
        assert base64.b64decode(picture.blob).startswith(b"RIFF")
        for uri in (f"shader://{draft['id']}/code", "shader://nobodyKnows1/code", "shader://..%2F..%2Fetc/code"):
            with pytest.raises(MCPError):
                await program.client.read_resource(uri)


async def test_the_guide_is_listed_and_read(connect: Connect, person: People) -> None:
    async with connect(None, "/mcp/readonly") as program:
        listed = {str(one.uri) for one in (await program.client.list_resources()).resources}
        assert listed == {"ui://fractafrag/viewer", *(f"guide://{topic}" for topic in guide.TOPICS)}
        for topic in guide.TOPICS:
            assert await text_at(program, f"guide://{topic}") == guide.text(topic)
            result = await program.raw("get_guide", topic=topic)
            assert isinstance(result.content[0], TextContent)
            assert result.content[0].text == guide.text(topic)


async def test_the_viewer_comes_from_the_built_web_app(
    person: People, key: Keys, connect: Connect, setting: Callable[..., None], tmp_path: Path
) -> None:
    ada = await person("ada")
    secret = await key(ada.viewer, "draft")
    setting(WEB_DIST=str(tmp_path))
    async with connect(secret) as program:
        (tool,) = [one for one in (await program.client.list_tools()).tools if one.meta]
        assert tool.name == "render_shader"
        assert tool.meta == {"ui": {"resourceUri": "ui://fractafrag/viewer"}}
        with pytest.raises(MCPError, match="not built"):
            await program.client.read_resource("ui://fractafrag/viewer")
        (tmp_path / "viewer.html").write_text("<!doctype html><title>viewer</title>")
        (page,) = (await program.client.read_resource("ui://fractafrag/viewer", cache_mode="bypass")).contents
    assert isinstance(page, TextResourceContents)
    assert page.mime_type == "text/html;profile=mcp-app"
    assert page.text.endswith("viewer</title>")
    assert page.meta
    assert page.meta["ui"]["csp"]["connectDomains"] == []


async def test_prompts_begin_with_our_words_and_carry_the_wish_apart(
    person: People, key: Keys, connect: Connect
) -> None:
    ada = await person("ada")
    made = await ada.make()
    async with connect(await key(ada.viewer)) as program:
        names = [one.name for one in (await program.client.list_prompts()).prompts]
        assert set(names) == {"write_shader", "remix_shader", "critique_render"}
        remix = await program.client.get_prompt("remix_shader", {"id": made["id"], "wish": "more red"})
        assert [message.content.type for message in remix.messages] == ["text", "resource", "text"]
        with pytest.raises(MCPError, match="no such shader"):
            await program.client.get_prompt("critique_render", {"id": "../x"})
    async with connect(None, "/mcp/readonly") as program:
        assert [one.name for one in (await program.client.list_prompts()).prompts] == ["critique_render"]
