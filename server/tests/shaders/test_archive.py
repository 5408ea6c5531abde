"""What leaves comes back: both dialects of Shadertoy, and everything of one's own in one archive."""

import asyncio
import io
import json
import zipfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.shaders.dialects import kept, reading, shadertoy, writing
from fractafrag.domains.shaders.dialects.archive import Archive, slug
from fractafrag.domains.shaders.dialects.imported import Imported, Origin
from fractafrag.domains.shaders.dialects.writing import Dialect, Told
from fractafrag.domains.shaders.passes import FullPass, normalise
from fractafrag.doors import importing
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]

LINEAR = {"filter": "linear"}


def passes() -> list[FullPass]:
    """One of every type, out of order, with inputs of every kind that Shadertoy has."""
    return normalise(
        [
            {"type": "common", "code": "float f;\n"},
            {"type": "sound", "code": "vec2 mainSound(int samp, float time) { return vec2(0); }\n"},
            {"type": "buffer", "name": "C", "code": IMAGE, "inputs": [{"channel": 3, "type": "buffer", "source": "C"}]},
            {"type": "buffer", "name": "A", "code": IMAGE, "inputs": [{"channel": 0, "type": "webcam"}]},
            {
                "type": "cubemap",
                "code": "void mainCubemap(out vec4 c, in vec2 p, in vec3 o, in vec3 d) { c = vec4(d, 1); }\n",
                "inputs": [{"channel": 1, "type": "mic"}, {"channel": 2, "type": "cubemap", "source": "Cube A"}],
            },
            {
                "type": "image",
                "code": IMAGE,
                "inputs": [
                    {"channel": 0, "type": "texture", "source": "noise-rgba-256", "sampler": {"vflip": False}},
                    {"channel": 1, "type": "keyboard"},
                    {"channel": 2, "type": "buffer", "source": "C", "sampler": LINEAR},
                    {"channel": 3, "type": "cubemap", "source": "Cube A"},
                ],
            },
        ]
    )


def one(document: Any) -> Imported:
    (found,) = reading.read(json.dumps(document))
    return found


@pytest.mark.parametrize("dialect", ["api", "site"])
def test_what_is_written_for_shadertoy_reads_back_the_same_in_either_dialect(dialect: Dialect) -> None:
    full = passes()
    document = writing.shadertoy(Told("XsXXDn", "Rain", "ada", 0, full), dialect)
    assert ("Shader" in document) == (dialect == "api")
    assert one(document).passes == full
    # What others leave away is what only we know: without it, the same is read.
    shader = document.get("Shader", document)
    del shader[kept.BLOCK]
    assert one(document).passes == full


def test_each_dialect_has_the_words_of_its_own() -> None:
    work = Told("XsXXDn", "Rain", "ada", 0, passes())
    api = writing.shadertoy(work)["Shader"]["renderpass"][-1]
    site = writing.shadertoy(work, "site")["renderpass"][-1]
    assert (api["outputs"][0]["id"], api["inputs"][2]["ctype"], api["inputs"][2]["id"]) == (37, "buffer", 259)
    assert (site["outputs"][0]["id"], site["inputs"][2]["type"], site["inputs"][2]["id"]) == (
        "4dfGRr",
        "buffer",
        "4sXGR8",
    )
    assert "src" not in site["inputs"][0]


def test_what_only_we_know_comes_back_too() -> None:
    upload = f"upload:{'0' * 64}"
    inputs = [
        {"channel": 0, "type": "texture", "source": upload},
        {"channel": 1, "type": "texture", "source": "letters"},
    ]
    full = normalise([{"type": "image", "code": IMAGE, "inputs": inputs}])
    values = {"values": {"speed": 2.0}, "presets": [{"name": "Calm", "values": {"speed": 0.5}}]}
    origin = {"format": "isf", "author": "Somebody", "url": "https://example.org/x", "changes": ["One thing."]}
    told = Told(
        "XsXXDn", "Rain", "ada", 0, full, licence="MIT", poster_at=3.5, parameters=values, origin=origin, original="x"
    )
    work = one(writing.shadertoy(told))
    assert (work.licence, work.poster_at, work.parameters, work.original) == ("MIT", 3.5, values, "x")
    assert work.passes == full
    assert work.origin == Origin("isf", "Somebody", "https://example.org/x")
    assert work.changes == ["One thing."]


def test_a_work_of_somebody_here_names_its_author_and_its_page() -> None:
    told = Told("3kTMd9hQeW2z", "Rain", "ada", 0, passes(), licence="CC-BY-4.0", url="https://frag.example/s/x")
    work = one(writing.shadertoy(told))
    assert work.origin == Origin("library", "ada", "https://frag.example/s/x")
    assert work.licence == "CC-BY-4.0"
    assert work.changes == []


_ODD: list[Any] = [None, True, -1, 2, 1e9, "", "Image", "texture", "https://x", [], [1], {}, {"filter": []}]
ODD: st.SearchStrategy[Any] = st.sampled_from(_ODD)
INPUT: st.SearchStrategy[Any] = st.fixed_dictionaries(dict.fromkeys(("channel", "type", "source", "sampler"), ODD))
BLOCKS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"licence": ODD, "poster_at": ODD, "parameters": ODD, "original": ODD, "url": ODD},
    optional={
        "origin": ODD | st.fixed_dictionaries(dict.fromkeys(("format", "author", "url", "changes"), ODD)),
        "inputs": ODD | st.fixed_dictionaries({"Image": ODD | st.lists(INPUT, max_size=3)}),
    },
)


@given(BLOCKS)
def test_no_block_breaks_the_reader_or_the_work(block: dict[str, Any]) -> None:
    image = {"type": "image", "name": "Image", "outputs": [{"id": 37}], "inputs": [], "code": IMAGE}
    work = shadertoy.read({"info": {"name": "Rain"}, "renderpass": [image], kept.BLOCK: block})
    assert normalise(work.passes)[0]["code"] == IMAGE
    assert work.poster_at is None or 0 <= work.poster_at <= 600


def test_an_archive_is_whole_though_it_was_never_gone_back_in() -> None:
    archive = Archive("ada", "https://frag.example")
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    titles = ["Slow | rain", "Ünïcode", "../../etc", "雨"]
    pieces = [
        archive.add(Told(f"id{at}", title, "ada", 0, passes(), licence="MIT"), "draft", when)
        for at, title in enumerate(titles)
    ]
    with zipfile.ZipFile(io.BytesIO(b"".join([*pieces, archive.finish(when)]))) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [
            "works/slow-rain-id0.json",
            "works/unicode-id1.json",
            "works/etc-id2.json",
            "works/shader-id3.json",
            "README.md",
            "LICENCES.md",
        ]
        assert "| Slow \\| rain | `works/slow-rain-id0.json` | draft |" in opened.read("README.md").decode()
        assert "| 雨 | ada | MIT |" in opened.read("LICENCES.md").decode()
        assert opened.infolist()[0].date_time == (2026, 1, 2, 3, 4, 4)
    assert slug("x" * 100) == "x" * 60


async def test_all_of_ones_own_works_leave_in_one_archive_and_come_back_once(
    person: People, tmp_path: Path, statements: Callable[[], int]
) -> None:
    ada, eve = await person("ada"), await person("eve")
    await eve.make(title="Not ada's")
    values: dict[str, Any] = {"values": {"speed": 2.0}, "presets": []}
    first = await ada.make(title="First", parameters=values, poster_at=2.5, licence="MIT")
    for at in range(22):
        await ada.make(title=f"Draft {at}", status="draft", licence=None)
    archived = await ada.make(title="Old")
    assert (await ada.change(archived, status="archived")).status_code == 200
    before = statements()
    answer = await ada.http.get("/me/archive")
    assert answer.status_code == 200
    # The count, and a handful of works at a time.
    assert statements() - before <= 5
    assert answer.headers["works"] == "24"
    assert answer.headers["content-disposition"] == 'attachment; filename="ada-shaders.zip"'
    file = tmp_path / "mine.zip"
    file.write_bytes(answer.content)
    with zipfile.ZipFile(file) as opened:
        assert opened.testzip() is None
        assert len(opened.namelist()) == 24 + 2
        assert "| Old |" in opened.read("README.md").decode()

    report = await asyncio.to_thread(importing.run, [file], "eve", "private")
    assert (report.made, report.failures) == (24, [])
    again = await asyncio.to_thread(importing.run, [file], "eve", "private")
    assert (again.made, again.there) == (0, 24)
    theirs = (await eve.get("/me/shaders", limit=50))["items"]
    page = await eve.get(f"/shaders/{next(card['id'] for card in theirs if card['title'] == 'First')}")
    assert (page["licence"], page["poster_at"], page["parameters"]) == ("MIT", 2.5, values)
    assert page["passes"] == first["passes"]
    assert (page["origin"]["format"], page["origin"]["author"]) == ("library", "ada")
    assert page["origin"]["url"].endswith(f"/s/{first['id']}")


async def test_an_archive_of_nothing_is_an_archive(person: People) -> None:
    answer = await (await person("ada")).http.get("/me/archive")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert opened.namelist() == ["README.md", "LICENCES.md"]


async def test_a_work_whose_pictures_are_not_here_comes_without_them(person: People, tmp_path: Path) -> None:
    ada = await person("ada")
    inputs = [{"channel": 1, "type": "texture", "source": f"upload:{'0' * 64}"}]
    full = normalise([{"type": "image", "code": IMAGE, "inputs": inputs}])
    (tmp_path / "a.json").write_text(json.dumps(writing.shadertoy(Told("XsXXDn", "Rain", "eve", 0, full))))
    report = await asyncio.to_thread(importing.run, [tmp_path], "ada", "private")
    assert (report.made, report.failures) == (1, [])
    assert "its own pictures are not here" in " ".join(report.lines())
    (card,) = (await ada.get("/me/shaders"))["items"]
    assert (await ada.get(f"/shaders/{card['id']}"))["passes"][0]["inputs"] == []
