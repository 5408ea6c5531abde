"""The library comes in: once, and again only where a file has changed."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from fractafrag.core.db import Database
from fractafrag.core.settings import ROOT
from fractafrag.domains.shaders import glsl, tasks, works
from fractafrag.doors.seed import seed_library, shader_id
from fractafrag.gateways.renderer import FakeRenderer

HEADER = "// title: {title}\n// description: Calm.\n// tags: 2d, calm\n// licence: CC0-1.0\n// poster: 1.5\n//\n"
BODY = "// == Image\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(1.0); }\n"
FEEDBACK = (
    "// == Common\nfloat one() { return 1.0; }\n"
    "// == Buffer A\n// iChannel0: buffer Buffer A, linear, clamp\nvoid mainImage(out vec4 c, in vec2 p) {}\n"
    "// == Image\n// iChannel1: texture noise-rgba-64, mipmap, repeat, no-vflip\n// iChannel0: keyboard\n\n" + BODY[12:]
)


def quietly(_done: int, _total: int, _title: str) -> None:
    """Nobody watches the progress."""


@pytest.fixture
def folder(tmp_path: Path, setting: Callable[..., None]) -> Path:
    setting(LIBRARY_DIR=str(tmp_path))
    (tmp_path / "still.glsl").write_text(HEADER.format(title="Still") + BODY)
    (tmp_path / "echo.glsl").write_text(HEADER.format(title="Echo") + FEEDBACK)
    (tmp_path / "README.md").write_text("not a work")
    return tmp_path


async def test_the_library_is_published_by_the_house_once(
    folder: Path, database: Database, client: httpx.AsyncClient, work_off: Callable[[], Awaitable[int]]
) -> None:
    said: list[tuple[int, int, str]] = []
    for _ in range(2):
        await seed_library(database, lambda done, total, title: said.append((done, total, title)))
    assert said == [(0, 2, ""), (1, 2, "Echo"), (2, 2, "Still")] * 2
    found = (await client.get("/feed/new")).json()["items"]
    assert {card["title"] for card in found} == {"Still", "Echo"}
    assert {(card["author"]["username"], card["version"], card["licence"]) for card in found} == {
        ("fractafrag", 1, "CC0-1.0")
    }
    # A still and a film each.
    assert await work_off() == 4
    page = (await client.get(f"/shaders/{shader_id('echo')}")).json()
    assert (page["tags"], page["poster_at"]) == (["2d", "calm"], 1.5)
    assert [one["name"] for one in page["passes"]] == ["Common", "Buffer A", "Image"]
    assert page["passes"][1]["inputs"][0]["sampler"] == {
        "filter": "linear",
        "wrap": "clamp",
        "vflip": False,
        "srgb": False,
    }
    image = page["passes"][2]
    assert [one["type"] for one in image["inputs"]] == ["keyboard", "texture"]
    assert image["inputs"][1]["sampler"]["vflip"] is False
    assert image["code"].startswith("\nvoid mainImage")


async def test_stills_come_first_and_stay_while_films_are_drawn(
    folder: Path,
    database: Database,
    client: httpx.AsyncClient,
    work_off: Callable[[], Awaitable[int]],
    renderer: FakeRenderer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await seed_library(database, quietly)
    seen: list[dict[str, Any]] = []
    draw = renderer.render

    async def watched(*wish: Any, **more: Any) -> Any:
        seen.append((await client.get(f"/shaders/{shader_id('still')}")).json()["render"])
        return await draw(*wish, **more)

    monkeypatch.setattr(renderer, "render", watched)
    for task in (tasks.render_poster, tasks.render_preview_later):
        await task.work(shader_id=shader_id("still"), version=1)
    final = (await client.get(f"/shaders/{shader_id('still')}")).json()["render"]
    assert [(shown["status"], bool(shown["poster_url"])) for shown in [*seen, final]] == [
        ("pending", False),
        ("pending", True),
        ("ready", True),
    ]


async def test_a_changed_file_is_a_new_version_and_the_rest_stays(
    folder: Path, database: Database, client: httpx.AsyncClient, renderer: FakeRenderer
) -> None:
    await seed_library(database, quietly)
    (folder / "still.glsl").write_text(HEADER.format(title="Stiller") + BODY)
    await seed_library(database, quietly)
    versions = {card["title"]: card["version"] for card in (await client.get("/shaders")).json()["items"]}
    assert versions == {"Stiller": 2, "Echo": 1}


@pytest.mark.parametrize(
    "broken",
    [
        "",
        BODY,
        HEADER.format(title="No pass"),
        HEADER.format(title="Twice") + "// title: Twice\n" + BODY,
        HEADER.format(title="Channel") + "// == Image\n// iChannel0: buffer Buffer A\n" + BODY[12:],
        HEADER.format(title="Option") + "// == Image\n// iChannel0: keyboard, loud\n" + BODY[12:],
        HEADER.format(title="Order") + BODY + "// == Buffer A\n",
        HEADER.format(title="Licence").replace("CC0-1.0", "Beerware") + BODY,
        HEADER.format(title="Poster").replace("1.5", "soon") + BODY,
    ],
)
async def test_a_file_that_is_no_work_is_named(folder: Path, database: Database, broken: str) -> None:
    (folder / "broken.glsl").write_text(broken)
    with pytest.raises(ValueError, match=r"broken\.glsl"):
        await seed_library(database, quietly)


def test_every_work_of_our_library_is_in_its_form_and_passes_the_gate() -> None:
    files = sorted((ROOT / "library").glob("*.glsl"))
    assert files
    for file in files:
        content = works.parse(file.read_text(encoding="utf-8"))
        glsl.check(content.passes)
        assert glsl.drawable(content.passes)
        assert content.licence == "CC0-1.0"
