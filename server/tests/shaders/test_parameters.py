"""The values of a work's parameters: kept with its versions and its forks, drawn with, and bounded."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from fractafrag.core.db import Database
from fractafrag.domains.shaders.parameters import MOST, PRESETS
from fractafrag.gateways.renderer import FakeRenderer
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]
Work = Callable[[], Awaitable[int]]

CODE = "uniform float speed; // @range 0 2 = 1\n" + IMAGE
FULL: dict[str, Any] = {
    "values": {"speed": 1.5, "on": True, "tint": [1.0, 0.5, 0.0], "at": [0.25, 0.75]},
    "presets": [{"name": "Storm", "values": {"speed": 2.0}}, {"name": "Calm", "values": {}}],
}
NONE: dict[str, Any] = {"values": {}, "presets": []}


async def test_a_version_keeps_values_and_presets_and_a_fork_has_them(person: People) -> None:
    ada, ben = await person("ada"), await person("ben")
    page = await ada.make(code=CODE, parameters=FULL)
    assert page["parameters"] == FULL
    renamed = await ada.save(page, title="Another title")
    assert renamed["parameters"] == FULL
    cleared = await ada.save(renamed, parameters={})
    assert cleared["parameters"] == NONE
    first = await ben.get(f"/shaders/{page['id']}/versions/1")
    assert first["parameters"] == FULL
    await ada.http.post(f"/shaders/{page['id']}/versions/1/restore")
    fork = (await ben.http.post(f"/shaders/{page['id']}/fork")).json()
    assert fork["parameters"] == FULL


async def test_a_work_without_parameters_has_none(person: People) -> None:
    ada = await person("ada")
    assert (await ada.make())["parameters"] == NONE


async def test_sending_the_same_values_again_saves_nothing(person: People) -> None:
    ada = await person("ada")
    page = await ada.make(code=CODE, parameters=FULL)
    assert (await ada.save(page, parameters=FULL))["version"] == 1
    assert (await ada.save(page, parameters={"values": {"speed": 1}}))["version"] == 2


async def test_other_values_are_another_picture_and_other_presets_are_not(
    person: People, work_off: Work, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    page = await ada.make(code=CODE)
    await work_off()
    page = await ada.save(page, parameters={"values": {"speed": 2}})
    await work_off()
    assert len(set(renderer.drawn)) == 2
    await ada.save(page, parameters={"values": {"speed": 2}, "presets": FULL["presets"]})
    await work_off()
    assert len(renderer.drawn) == 2


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("parameters.values.2fast", {"values": {"2fast": 1}}),
    ("parameters.values.speed", {"values": {"speed": "quick"}}),
    ("parameters.values.speed", {"values": {"speed": 1e300}}),
    ("parameters.values.speed", {"values": {"speed": None}}),
    ("parameters.values.tint", {"values": {"tint": [1, 2, 3, 4, 5]}}),
    ("parameters.values.tint", {"values": {"tint": [[1], [2]]}}),
    ("parameters.values", {"values": {f"p{number}": 1 for number in range(MOST + 1)}}),
    ("parameters.presets", {"presets": [{"name": f"N{number}"} for number in range(PRESETS + 1)]}),
    ("parameters.presets", {"presets": [{"name": "Same"}, {"name": "Same"}]}),
    ("parameters.presets.0.name", {"presets": [{"name": " "}]}),
    ("parameters.presets.0.name", {"presets": [{"name": "x" * 41}]}),
    ("parameters.presets.0.values.speed", {"presets": [{"name": "A", "values": {"speed": {}}}]}),
    ("parameters", {"values": []}),
]


@pytest.mark.parametrize(("field", "given"), REFUSED)
async def test_what_is_no_value_or_too_much_is_refused_by_its_field(
    person: People, database: Database, field: str, given: dict[str, Any]
) -> None:
    ada = await person("ada")
    answer = await ada.http.post("/shaders", json=ada.draft(code=CODE, parameters=given))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert any(one["field"].startswith(field) for one in answer.json()["errors"]), answer.text


async def test_not_a_number_is_no_value(person: People) -> None:
    ada = await person("ada")
    body = '{"passes": [{"type": "image", "code": ""}], "parameters": {"values": {"speed": NaN}}}'
    answer = await ada.http.post("/shaders", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


async def test_a_stranger_sees_the_values_of_a_public_work(person: People, client: httpx.AsyncClient) -> None:
    ada = await person("ada")
    page = await ada.make(code=CODE, parameters=FULL)
    seen = (await client.get(f"/shaders/{page['id']}")).json()
    assert seen["parameters"] == FULL
