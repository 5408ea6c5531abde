"""What a model pays in tokens for reading us, counted with a real vocabulary (o200k), as nobody publishes a newer one.

A host shows a model either the text of a result or its structure; both are the same, so one is counted. A picture is
counted as 750 pixels a token.
"""

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
import rs_bpe
from mcp_types import CallToolResult, ImageContent

from fractafrag.core.settings import ROOT
from fractafrag.domains.shaders import guide
from fractafrag.doors.mcp import create_server
from fractafrag.gateways.renderer import FakeRenderer, HttpRenderer
from tests.mcp.conftest import Connect
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]
Keys = Callable[..., Awaitable[str]]

PIXELS = 750
VOCABULARY: Any = cast(Any, rs_bpe).openai.o200k_base()
WORDS = "A slow plasma of sines bent by sines, shaded like satin, in the colours of an evening in September"


def tokens(value: Any) -> int:
    """Tokens of a text, or of the compact JSON of any other value."""
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return int(VOCABULARY.count(text))


def tokens_of(result: CallToolResult) -> int:
    """What a host shows of a result: its structure (which its text repeats), and its picture."""
    told = result.structured_content
    assert told is not None
    sheet: dict[str, int] = told.get("sheet") or {}
    return tokens(told) + -(-sheet.get("width", 0) * sheet.get("height", 0) // PIXELS)


async def test_all_tools_together(services: Any) -> None:
    listed = [
        tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in await create_server().list_tools()
    ]
    assert len(listed) == 10
    assert tokens(listed) <= 6000


async def test_a_page_of_a_search(person: People, key: Keys, connect: Connect) -> None:
    ada = await person("a_rather_long_name_of_1")
    for number in range(12):
        await ada.make(
            title=f"Quiet plasma of the evening, number {number}",
            description=f"{WORDS}. {WORDS}.",
            tags=["plasma", "colourful", "2d", "calm"],
            licence="CC-BY-NC-SA-4.0",
        )
    async with connect(await key(ada.viewer)) as program:
        assert tokens_of(await program.raw("search_shaders", query="plasma")) <= 1500


@pytest.mark.parametrize("count", [1, 4, 9])
async def test_a_picture_with_its_numbers(
    count: int, person: People, key: Keys, connect: Connect, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    made = await ada.make(title="Quiet plasma of the evening")
    times = [number * 1.37 for number in range(count)]
    async with connect(await key(ada.viewer, "draft")) as program:
        for aspect in ("16:9", "1:1", "9:16"):
            told = await program.raw("render_shader", id=made["id"], times=times, width=640, aspect=aspect)
            assert tokens_of(told) <= 2000


async def test_errors_are_short_however_many_there_are(
    person: People, key: Keys, connect: Connect, renderer: Any
) -> None:
    ada = await person("ada")
    async with connect(await key(ada.viewer)) as program:
        result = await program.raw("validate_shader", code=("#error " + "no " * 200 + "\n") * 90 + IMAGE)
        assert result.structured_content
        assert result.structured_content["errors_left_out"] == 78
        assert tokens_of(result) <= 3000


def test_the_guide_is_read_at_once() -> None:
    assert {topic: tokens(guide.text(topic)) <= 3000 for topic in guide.TOPICS} == dict.fromkeys(guide.TOPICS, True)


@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
async def test_a_real_picture_is_as_small_as_said(
    aspect: str, person: People, key: Keys, connect: Connect, compiler: HttpRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fractafrag.gateways.renderer.renderer", lambda: compiler)
    ada = await person("ada")
    plasma = (ROOT / "library" / "plasma.glsl").read_text().split("// == Image\n")[1]
    async with connect(await key(ada.viewer, "draft")) as program:
        seen = await program.raw(
            "render_shader", code=plasma, times=[0, 1, 2, 3, 4, 5, 6, 7, 8], width=640, aspect=aspect
        )
        broken = await program.call("validate_shader", code=plasma.replace("float t = 0.7", "float t = 7"))
        fine = await program.call("validate_shader", code=plasma)
    assert tokens_of(seen) <= 2000
    told = seen.structured_content
    assert told
    assert (told["ok"], told["facts"]["blank"], told["facts"]["static"], len(told["cells"])) == (True, False, False, 9)
    picture = seen.content[1]
    assert isinstance(picture, ImageContent)
    data = base64.b64decode(picture.data)
    assert data.startswith(b"\xff\xd8\xff")
    assert len(data) <= 400_000
    error = broken["errors"][0]
    assert (error["pass"], error["line"]) == ("Image", plasma[: plasma.index("float t = 0.7")].count("\n") + 1)
    assert error["excerpt"].split("\n")[0] == "    float t = 7 * iTime;"
    assert fine["cost"]["tier"] in ("light", "medium")
