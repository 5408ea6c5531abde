"""A work comes in: drafts, publication, and everything that must not come in."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from fractafrag.domains.shaders.contract import LIMITS
from fractafrag.domains.shaders.schemas import ShaderPage
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]


async def test_a_published_work_comes_back_whole_and_in_full_form(person: People, client: httpx.AsyncClient) -> None:
    ada = await person("ada")
    made = await ada.http.post(
        "/shaders",
        json={
            "title": "  Feedback ",
            "description": "Two lines\r\nof prose",
            "tags": ["#2D", "Deep Dream", "2d"],
            "licence": "CC0-1.0",
            "visibility": "public",
            "status": "published",
            "passes": [
                {"type": "common", "code": "float one() { return 1.0; }"},
                {
                    "type": "Buffer",
                    "name": "b",
                    "code": IMAGE,
                    "inputs": [{"channel": 1, "type": "buffer", "source": "buffer B", "sampler": {"vflip": "true"}}],
                },
                {
                    "type": "image",
                    "code": IMAGE,
                    "inputs": [
                        {"channel": 3, "type": "texture", "source": "noise-rgba-64"},
                        {"channel": 2, "type": "mic", "sampler": {"filter": "nearest", "vflip": True}},
                    ],
                },
            ],
        },
    )
    assert made.status_code == 201
    assert made.headers["etag"].startswith('"1-')
    page = made.json()
    assert page == (await client.get(f"/shaders/{page['id']}")).json()
    ShaderPage.model_validate(page)
    assert page["title"] == "Feedback"
    assert page["description"] == "Two lines\nof prose"
    assert page["tags"] == ["2d", "deep-dream"]
    assert page["author"] == {"username": "ada", "display_name": "Ada", "agent": None}
    assert page["version"] == 1
    assert page["published_at"]
    assert page["stats"] == {"up": 0, "down": 0, "forks": 0, "score": 0}
    assert page["render"] == {
        "status": "pending",
        "poster_url": None,
        "posters": [],
        "films": [],
        "facts": None,
        "error": None,
    }
    assert [one["name"] for one in page["passes"]] == ["Common", "Buffer B", "Image"]
    assert page["passes"][1]["inputs"] == [
        {
            "channel": 1,
            "type": "buffer",
            "source": "Buffer B",
            "sampler": {"filter": "nearest", "wrap": "clamp", "vflip": False, "srgb": False},
        }
    ]
    assert page["passes"][2]["inputs"] == [
        {
            "channel": 2,
            "type": "mic",
            "source": "mic",
            "sampler": {"filter": "linear", "wrap": "clamp", "vflip": False, "srgb": False},
        },
        {
            "channel": 3,
            "type": "texture",
            "source": "noise-rgba-64",
            "sampler": {"filter": "nearest", "wrap": "repeat", "vflip": False, "srgb": False},
        },
    ]


async def test_a_draft_needs_neither_title_nor_licence_nor_image(person: People) -> None:
    ada = await person("ada")
    page = await ada.make(title="", licence=None, status="draft", passes=[{"type": "common", "code": ""}])
    assert (page["status"], page["published_at"], page["licence"]) == ("draft", None, None)


@pytest.mark.parametrize(
    ("lack", "field"),
    [
        ({"title": "  "}, "title"),
        ({"licence": None}, "licence"),
        ({"licence": ""}, "licence"),
        ({"licence": "CC-BY-ND-4.0"}, "licence"),
        ({"passes": [{"type": "buffer", "code": IMAGE}]}, "passes"),
        ({"passes": []}, "passes"),
        ({"passes": [{"type": "image", "code": "#version 300 es\n" + IMAGE}]}, "passes.0.code"),
        ({"passes": [{"type": "image", "code": "  # /**/ include <x>\n" + IMAGE}]}, "passes.0.code"),
        ({"visibility": "secret"}, "visibility"),
        ({"status": "archived"}, "status"),
        ({"poster_at": -1}, "poster_at"),
        ({"title": "a" * (LIMITS.title_characters + 1)}, "title"),
        ({"description": "a" * (LIMITS.description_characters + 1)}, "description"),
        ({"title": "turned \u202e round"}, "title"),
        ({"tags": ["a"] * 51}, "tags"),
        ({"tags": [f"tag{number}" for number in range(LIMITS.tags + 1)]}, "tags"),
        ({"tags": ["fine", "a" * (LIMITS.tag_characters + 1)]}, "tags.1"),
        ({"tags": ["<script>"]}, "tags.0"),
        ({"tags": ["a\x00b"]}, "tags.0"),
        ({"tags": "2d"}, "tags"),
        ({"parent_id": "nobodyKnows1"}, "parent_id"),
        ({"parent_id": "\x00"}, "parent_id"),
    ],
)
async def test_what_may_not_be_published_is_refused_by_field(person: People, lack: dict[str, Any], field: str) -> None:
    ada = await person("ada")
    answer = await ada.http.post("/shaders", json=ada.draft(**lack))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == field


BUFFER = {"type": "buffer", "name": "Buffer A", "code": IMAGE}
LAST = {"type": "image", "code": IMAGE}


def reading(source: Any, **more: Any) -> dict[str, Any]:
    return {**LAST, "inputs": [{"channel": 0, "type": "buffer", "source": source, **more}]}


@pytest.mark.parametrize(
    ("passes", "field"),
    [
        ([{"type": "noise", "code": ""}], "passes.0.type"),
        ([{"type": "image"}], "passes.0.code"),
        ([{"type": "image", "code": 7}], "passes.0.code"),
        ([{"type": "image", "code": "a\x00b"}], "passes.0.code"),
        ([{"type": "image", "code": "/" * (LIMITS.pass_bytes + 1)}], "passes.0.code"),
        ([{"type": "image", "code": "é" * (LIMITS.pass_bytes // 2 + 1)}], "passes.0.code"),
        ([LAST, LAST], "passes.1.name"),
        ([BUFFER, BUFFER, LAST], "passes.1.name"),
        ([{**BUFFER, "name": "Buffer E"}, LAST], "passes.0.name"),
        ([{**BUFFER, "name": None}] * 5 + [LAST], "passes.4.name"),
        ([LAST] * 17, "passes"),
        ([LAST] * 9, "passes"),
        ([reading("Buffer A")], "passes.0.inputs.0.source"),
        ([BUFFER, reading("Buffer Z")], "passes.1.inputs.0.source"),
        ([BUFFER, reading("A", channel=4)], "passes.1.inputs.0.channel"),
        ([BUFFER, reading("A", type="film")], "passes.1.inputs.0.type"),
        ([reading("wood", type="video")], "passes.0.inputs.0.source"),
        ([reading("Cube A", type="cubemap")], "passes.0.inputs.0.source"),
        ([BUFFER, reading("A", sampler={"filter": "cubic"})], "passes.1.inputs.0.sampler.filter"),
        ([BUFFER, reading("A", sampler={"vflip": "perhaps"})], "passes.1.inputs.0.sampler.vflip"),
        ([reading("noise", type="texture")], "passes.0.inputs.0.source"),
        ([{**LAST, "inputs": [{"channel": 0, "type": "keyboard"}] * 2}], "passes.0.inputs.1.channel"),
        ([{"type": "common", "code": "", "inputs": [{"channel": 0, "type": "keyboard"}]}, LAST], "passes.0.inputs"),
    ],
)
async def test_passes_that_make_no_sense_are_refused_by_field(person: People, passes: Any, field: str) -> None:
    ada = await person("ada")
    answer = await ada.http.post("/shaders", json=ada.draft(status="draft", passes=passes))
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field


async def test_six_full_passes_are_more_than_a_work_may_have(person: People) -> None:
    ada = await person("ada")
    full = "/" * LIMITS.pass_bytes
    buffers = [{"type": "buffer", "code": full} for _ in range(4)]
    answer = await ada.http.post("/shaders", json=ada.draft(passes=[*buffers, {"type": "image", "code": full}]))
    assert (answer.status_code, answer.json()["field"]) == (422, "passes")


async def test_a_macro_bomb_is_refused_before_any_compiler_sees_it(person: People) -> None:
    ada = await person("ada")
    bomb = "#define A0 x+x\n" + "".join(f"#define A{n} A{n - 1} A{n - 1}\n" for n in range(1, 40)) + "float x=A39;\n"
    answer = await ada.http.post("/shaders", json=ada.draft(code=bomb + IMAGE))
    assert (answer.status_code, answer.json()["field"]) == (422, "passes.0.code")
    assert "macros" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"title": "\xff\xfe"}', 400),
        (b"{", 400),
        (b"[]", 422),
        (b"null", 422),
        (b'{"passes": [{"type": "image", "code": "\\ud800"}]}', 422),
        (b"[" * 100_000, 400),
        (b" " * 10_485_760, 413),
    ],
    ids=["invalid UTF-8", "half a brace", "a list", "null", "half a character", "a deep hole", "ten megabytes"],
)
async def test_a_body_that_is_no_work_gets_a_problem(person: People, body: bytes, status: int) -> None:
    ada = await person("ada")
    answer = await ada.http.post("/shaders", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == status


async def test_a_stranger_makes_nothing(client: httpx.AsyncClient) -> None:
    assert (await client.post("/shaders", json={"passes": [LAST]})).status_code == 401
