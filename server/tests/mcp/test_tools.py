"""What a model can do here, call by call: find, read, compile, see, fork, keep."""

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp_types import ImageContent, TextContent

from fractafrag.gateways.media import FakeMedia
from fractafrag.gateways.renderer import FakeRenderer
from tests.mcp.conftest import ERAS, HOME, Connect
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]
Keys = Callable[..., Awaitable[str]]

FEEDBACK = f"""// == Common
float one() {{ return 1.0; }}
// == Buffer A
// iChannel0: buffer Buffer A, linear, clamp
{IMAGE}// == Image
// iChannel0: buffer Buffer A, nearest, clamp
// iChannel2: texture noise-rgba-256, mipmap, repeat
// iChannel3: keyboard, nearest, clamp
{IMAGE}"""


@pytest.mark.parametrize("mode", ERAS)
async def test_from_a_find_to_a_published_fork(
    mode: str, person: People, key: Keys, connect: Connect, renderer: FakeRenderer
) -> None:
    ada, ben = await person("ada"), await person("ben")
    made = await ada.make(title="Quiet plasma", tags=["plasma"], licence="CC-BY-SA-4.0")
    async with connect(await key(ben.viewer, "draft", "publish"), mode=mode) as program:
        found = await program.call("search_shaders", query="plasma", tags=["#Plasma"], licence="CC-BY-SA-4.0")
        assert [one["id"] for one in found["items"]] == [made["id"]]
        fork = await program.call("fork_shader", id=made["id"])
        assert (fork["parent_id"], fork["licence"]) == (made["id"], "CC-BY-SA-4.0")
        assert fork["permitted_licences"] == ["CC-BY-SA-4.0"]
        read = await program.call("get_shader", id=fork["id"])
        broken = read["code"]["text"] + "\n#error mend me\n"
        verdict = await program.call("validate_shader", code=broken)
        assert not verdict["ok"]
        assert verdict["errors"][0]["excerpt"] == "#error mend me"
        saved = await program.call("save_draft", id=fork["id"], version=read["version"], code=broken, title="My plasma")
        assert saved["version"] == 2
        refused = await program.call("publish_shader", id=fork["id"])
        assert (refused["published"], refused["errors"][0]["pass"]) == (False, "Image")
        mended = await program.call("save_draft", id=fork["id"], version=2, code=IMAGE)
        seen = await program.call("render_shader", id=fork["id"])
        assert seen["ok"]
        assert seen["title"] == "My plasma"
        published = await program.call("publish_shader", id=fork["id"], visibility="unlisted")
        assert (published["published"], published["version"]) == (True, mended["version"] + 1)
        again = await program.call("publish_shader", id=fork["id"])
        assert (again["published"], again["version"]) == (True, published["version"])
    page = await ada.get(f"/shaders/{fork['id']}")
    assert (page["author"]["username"], page["author"]["agent"]) == ("ben", "Nightly")
    assert (page["status"], page["visibility"]) == ("published", "unlisted")


async def test_what_get_shader_shows_is_what_save_draft_takes(person: People, key: Keys, connect: Connect) -> None:
    ada = await person("ada")
    async with connect(await key(ada.viewer, "draft")) as program:
        first = await program.call("save_draft", code=FEEDBACK, title="Feedback")
        shown = await program.call("get_shader", id=first["id"])
        assert shown["code"]["text"] + "\n" == FEEDBACK
        assert [one["name"] for one in shown["passes"]] == ["Common", "Buffer A", "Image"]
        same = await program.call("save_draft", id=first["id"], version=1, code=shown["code"]["text"])
        assert same["version"] == 1
    page = await ada.get(f"/shaders/{first['id']}")
    assert page["passes"][2]["inputs"][1]["source"] == "noise-rgba-256"


async def test_passes_are_taken_as_a_list_too(person: People, key: Keys, connect: Connect, renderer: Any) -> None:
    ada = await person("ada")
    passes: list[dict[str, Any]] = [{"type": "buffer", "code": IMAGE}, {"type": "image", "code": IMAGE, "inputs": []}]
    async with connect(await key(ada.viewer, "draft")) as program:
        assert (await program.call("validate_shader", passes=passes))["ok"]
        assert (await program.refused("validate_shader", passes=passes, code=IMAGE))["field"] == "code"
        assert (await program.refused("validate_shader"))["field"] == "code"
        wrong = await program.refused("validate_shader", passes=[{"type": "noise", "code": ""}])
        assert (wrong["status"], wrong["field"]) == (422, "passes.0.type")
        option = await program.refused("validate_shader", code="// iChannel0: keyboard, blurry\n" + IMAGE)
        assert "blurry" in option["detail"]


async def test_long_code_comes_in_pieces(person: People, key: Keys, connect: Connect) -> None:
    ada = await person("ada")
    code = "".join(f"// line {number} {'x' * 90}\n" for number in range(1, 501)) + IMAGE
    made = await ada.make(code=code)
    async with connect(await key(ada.viewer)) as program:
        first = (await program.call("get_shader", id=made["id"], include=["code"]))["code"]
        assert (first["from_line"], first["lines"]) == (1, 501)
        assert len(first["text"].encode()) <= 24_000
        text, next_line = first["text"], first["next_line"]
        while next_line:
            piece = (await program.call("get_shader", id=made["id"], include=["code"], from_line=next_line))["code"]
            text, next_line = f"{text}\n{piece['text']}", piece.get("next_line")
        assert text + "\n" == code
        few = await program.call("get_shader", id=made["id"], include=["code"], from_line=3, to_line=4)
        assert few["code"]["text"].count("\n") == 1


async def test_a_picture_comes_as_a_picture_and_never_inside_the_text(
    person: People, key: Keys, connect: Connect, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    async with connect(await key(ada.viewer, "draft")) as program:
        result = await program.raw("render_shader", code=IMAGE, times=[1, 2], width=200, aspect="9:16")
        text, picture = result.content
        assert isinstance(picture, ImageContent)
        assert isinstance(text, TextContent)
        assert base64.b64decode(picture.data)
        assert picture.mime_type == "image/jpeg"
        assert picture.data[:40] not in text.text
        assert picture.data[:40] not in json.dumps(result.structured_content)
        told = result.structured_content
        assert told is not None
        assert told["times"] == [1.0, 2.0]
        assert told["sheet"] == {"width": 400, "height": 356, "columns": 2, "rows": 1}
        assert result.meta is not None
        assert result.meta["fractafrag/passes"][0]["code"].startswith("void mainImage")
        renderer.blank = True
        dark = await program.call("render_shader", code=IMAGE)
        assert "one flat colour" in dark["notes"][0]
        broken = await program.call("render_shader", code="#error no\n")
        assert (broken["ok"], broken["reason"], broken["errors"][0]["line"]) == (False, "compile", 1)
        renderer.away = True
        away = await program.refused("render_shader", code=IMAGE)
        assert away["status"] == 503
        assert "Wait 5 seconds" in away["next"]


async def test_a_preview_is_the_poster(
    person: People, key: Keys, connect: Connect, work_off: Any, media: FakeMedia
) -> None:
    ada = await person("ada")
    made = await ada.make()
    async with connect(await key(ada.viewer)) as program:
        assert len((await program.raw("get_shader", id=made["id"], include=["preview"])).content) == 1
        await work_off()
        result = await program.raw("get_shader", id=made["id"], include=["preview", "stats"])
        picture = result.content[1]
        assert isinstance(picture, ImageContent)
        assert base64.b64decode(picture.data) == await media.get(
            (await ada.get(f"/shaders/{made['id']}"))["render"]["poster_url"]
        )
        assert result.structured_content
        assert result.structured_content["cost"]["tier"] == "light"


async def test_what_is_like_a_work_is_found_by_tags_until_it_was_looked_at(
    person: People, key: Keys, connect: Connect
) -> None:
    ada = await person("ada")
    one = await ada.make(title="Pond", tags=["water", "calm"])
    two = await ada.make(title="Lake", tags=["water"])
    async with connect(await key(ada.viewer)) as program:
        found = await program.call("find_similar", id=one["id"])
        assert (found["by"], [work["id"] for work in found["items"]], found["too_close"]) == ("tags", [two["id"]], [])
        assert (await program.refused("find_similar", id="nothing"))["status"] == 404


async def test_lineage_and_versions_are_told_when_asked_for(person: People, key: Keys, connect: Connect) -> None:
    ada, ben = await person("ada"), await person("ben")
    root = await ada.make(title="Root")
    child = await ben.make(title="Child", parent_id=root["id"])
    await ben.save(child, title="Child, grown")
    async with connect(await key(ada.viewer)) as program:
        shown = await program.call("get_shader", id=child["id"], include=["lineage", "versions"])
        assert [one["id"] for one in shown["lineage"]["ancestors"]] == [root["id"]]
        assert shown["parent"] == {"id": root["id"], "title": "Root", "author": "ada"}
        assert [one["number"] for one in shown["versions"]] == [2, 1]
        assert "code" not in shown


async def test_pages_of_a_search_go_on_with_the_cursor(person: People, key: Keys, connect: Connect) -> None:
    ada = await person("ada")
    made = {(await ada.make(title=f"Wave {number}"))["id"] for number in range(5)}
    async with connect(await key(ada.viewer)) as program:
        first = await program.call("search_shaders", limit=3, sort="new", author="ada")
        rest = await program.call("search_shaders", limit=3, sort="new", author="ada", cursor=first["next_cursor"])
        assert {one["id"] for one in (*first["items"], *rest["items"])} == made
        assert (first["total"], rest["shown"]) == (5, 2)
        assert "next_cursor" not in rest
        assert first["items"][0]["url"] == f"{HOME}/s/{first['items'][0]['id']}"
        full = await program.call("search_shaders", limit=1, detail="full")
        assert full["items"][0]["stats"]["score"] == 0
        forged = await program.refused("search_shaders", cursor="AAAA")
        assert (forged["status"], forged["field"]) == (400, "cursor")


async def test_a_draft_is_saved_once_for_one_name(person: People, key: Keys, connect: Connect) -> None:
    ada = await person("ada")
    async with connect(await key(ada.viewer, "draft")) as program:
        first = await program.call("save_draft", code=IMAGE, title="Once", idempotency_key="run-7")
        again = await program.call("save_draft", code=IMAGE, title="Once", idempotency_key="run-7")
        assert again == first | {"replayed": True}
        other = await program.refused("save_draft", code=IMAGE, title="Twice", idempotency_key="run-7")
        assert (other["status"], other["field"]) == (422, "idempotency_key")
    assert len((await ada.get("/me/shaders"))["items"]) == 1


async def test_a_change_needs_the_version_that_was_seen(person: People, key: Keys, connect: Connect) -> None:
    ada, ben = await person("ada"), await person("ben")
    draft = await ada.make(status="draft")
    public = await ada.make()
    async with connect(await key(ada.viewer, "draft", "publish")) as program:
        assert (await program.refused("save_draft", id=draft["id"], title="New"))["field"] == "version"
        await program.call("save_draft", id=draft["id"], version=1, title="New")
        stale = await program.refused("save_draft", id=draft["id"], version=1, title="Newer")
        assert (stale["status"], stale["field"], stale["current_version"]) == (412, "version", 2)
        assert "get_shader" in stale["next"]
        assert (await program.refused("save_draft", id=draft["id"], version=2))["status"] == 422
        seen_at_once = await program.refused("save_draft", id=public["id"], version=1, title="Changed")
        assert seen_at_once["status"] == 409
    assert (await ada.get(f"/shaders/{public['id']}"))["title"] == "A work"
    async with connect(await key(ben.viewer, "draft", "publish")) as program:
        assert (await program.refused("save_draft", id=public["id"], version=1, title="Mine"))["status"] == 403
        assert (await program.refused("save_draft", id=draft["id"], version=2, title="Mine"))["status"] == 404
        assert (await program.refused("publish_shader", id=draft["id"]))["status"] == 404
        assert (await program.refused("publish_shader", id=public["id"]))["status"] == 403


async def test_a_wrong_argument_is_named_and_not_repeated(person: People, key: Keys, connect: Connect) -> None:
    ada = await person("ada")
    async with connect(await key(ada.viewer, "draft")) as program:
        long = await program.refused("search_shaders", limit=1000)
        assert (long["status"], long["field"]) == (422, "limit")
        secret = await program.refused("get_shader", id=["a secret"])
        assert "a secret" not in json.dumps(secret)
        title = await program.refused("save_draft", code=IMAGE, title="x" * 200)
        assert title["field"] == "title"
        assert (await program.refused("get_shader", id="nobodyKnows1"))["status"] == 404
        assert (await program.refused("get_shader", id="' OR 1=1 --"))["status"] == 404
        assert (await program.refused("make_coffee"))["status"] == 404


async def test_of_a_stored_work_that_flashes_the_viewer_is_warned(
    person: People, key: Keys, connect: Connect, renderer: FakeRenderer, work_off: Callable[[], Awaitable[int]]
) -> None:
    renderer.flashing = True
    ada = await person("ada")
    made = await ada.make()
    await work_off()
    async with connect(await key(ada.viewer, "draft")) as program:
        assert (await program.call("render_shader", id=made["id"]))["flashing"] is True
        assert "flashing" not in await program.call("render_shader", code=IMAGE)


async def test_values_of_parameters_are_drawn_with_told_to_the_viewer_and_saved(
    person: People, key: Keys, connect: Connect, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    code = "uniform float speed; // @range 0 2 = 1\n" + IMAGE
    presets = [{"name": "Storm", "values": {"speed": 2.0}}]
    made = await ada.make(code=code, status="draft", parameters={"values": {"speed": 0.5}, "presets": presets})
    async with connect(await key(ada.viewer, "draft")) as program:
        plain = await program.raw("render_shader", code=code)
        assert plain.meta is not None
        assert "fractafrag/parameters" not in plain.meta
        turned = await program.raw("render_shader", code=code, parameters={"speed": 1.5})
        assert turned.meta is not None
        assert turned.meta["fractafrag/parameters"] == {"speed": 1.5}
        assert len(set(renderer.sheets)) == 2
        stored = await program.raw("render_shader", id=made["id"], parameters={"glow": True})
        assert stored.meta is not None
        assert stored.meta["fractafrag/parameters"] == {"speed": 0.5, "glow": True}
        refused = await program.refused("render_shader", code=code, parameters={"speed": "quick"})
        assert "parameters.speed" in refused["detail"]
        await program.call("save_draft", id=made["id"], version=1, parameters={"speed": 1.25})
        new = await program.call("save_draft", code=code, parameters={"speed": 0.25})
    assert (await ada.get(f"/shaders/{made['id']}"))["parameters"] == {"values": {"speed": 1.25}, "presets": presets}
    assert (await ada.get(f"/shaders/{new['id']}"))["parameters"]["values"] == {"speed": 0.25}
