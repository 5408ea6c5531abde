"""From a publication to a place among the others, and what people then find there."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import numpy as np
import pytest
from sqlalchemy import text

from fractafrag.core.db import Database
from fractafrag.domains.embeddings import moods as mood_rooms
from fractafrag.domains.embeddings import service
from fractafrag.doors import worker
from fractafrag.gateways.renderer import FakeRenderer
from tests.works import Person

People = Callable[[str], Awaitable[Person]]
WorkOff = Callable[[], Awaitable[int]]

WATER = "void mainImage(out vec4 c, in vec2 p) { float wave = sin(p.x * 0.1 + iTime); c = vec4(0.0, wave, 1.0, 1.0); }"
FIRE = "float noise(vec2 p) { return fract(p.x); }\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(noise(p)); }"


async def all_done(work_off: WorkOff, database: Database) -> None:
    """Until nothing is due: what is done may have something done in turn."""
    for _ in range(30):
        await work_off()
        async with database.read() as session:
            waiting = "SELECT count(*) FROM deliveries WHERE state = 'waiting'"
            unrelayed = "SELECT count(*) FROM facts WHERE relayed_at IS NULL"
            if not await session.scalar(text(waiting)) and not await session.scalar(text(unrelayed)):
                return
    raise AssertionError("there is always more to do")


@pytest.fixture
async def crowd(person: People, work_off: WorkOff, database: Database) -> dict[str, Any]:
    """Nine works about water, nine about fire, each looked at; the author and the pages by title."""
    ada = await person("ada")
    pages: dict[str, Any] = {"ada": ada}
    for number in range(9):
        water, fire = f"Water {number}", f"Fire {number}"
        pages[water] = await ada.make(title=water, tags=["water"], code=f"{WATER}// {number}")
        pages[fire] = await ada.make(title=fire, tags=["fire"], code=f"{FIRE}// {number}")
    await all_done(work_off, database)
    return pages


def titles(page: dict[str, Any]) -> list[str]:
    return [card["title"] for card in page["items"]]


async def test_a_published_work_finds_its_place_by_itself(crowd: dict[str, Any], database: Database) -> None:
    async with database.read() as session:
        found = await service.progress(session, None)
        vectors = await service.vectors_of(session, None, [crowd["Water 1"]["id"], crowd["Fire 1"]["id"]])
    assert (found.works, found.ready, found.asked, found.placed) == (18, 18, 0, 18)
    assert found.active is not None
    assert found.filling is None
    assert all(abs(np.linalg.norm(x) - 1) < 0.01 for x in vectors.values())
    assert len(vectors) == 2


async def test_what_is_alike_comes_first_page_by_page(crowd: dict[str, Any], statements: Callable[[], int]) -> None:
    ada: Person = crowd["ada"]
    address = f"/shaders/{crowd['Water 3']['id']}/similar"
    before = statements()
    first = await ada.get(address, limit=6)
    assert statements() - before == 3
    assert first["by"] == "likeness"
    assert all(title.startswith("Water") for title in titles(first))
    second = await ada.get(address, limit=6, cursor=first["next_cursor"])
    third = await ada.get(address, limit=6, cursor=second["next_cursor"])
    whole = titles(first) + titles(second) + titles(third)
    assert len(whole) == len(set(whole)) == 17
    assert "Water 3" not in whole
    assert third["next_cursor"] is None


async def test_only_what_everybody_may_see_is_alike(crowd: dict[str, Any], client: httpx.AsyncClient) -> None:
    ada: Person = crowd["ada"]
    await ada.save(crowd["Water 0"], visibility="private")
    await ada.save(crowd["Water 1"], status="archived")
    await ada.save(crowd["Water 2"], visibility="unlisted")
    found = await client.get(f"/shaders/{crowd['Water 5']['id']}/similar?limit=50")
    assert not {"Water 0", "Water 1", "Water 2"} & set(titles(found.json()))
    assert (await client.get(f"/shaders/{crowd['Water 0']['id']}/similar")).status_code == 404
    assert (await ada.get(f"/shaders/{crowd['Water 0']['id']}/similar"))["by"] == "likeness"


@pytest.mark.parametrize("cursor", ["x", "WyJzaW1pbGFyIiwxXQ", "WyJuZXciLDEuMCwieCJd"])
async def test_a_cursor_that_was_made_up_is_refused(crowd: dict[str, Any], cursor: str) -> None:
    answer = await crowd["ada"].http.get(f"/shaders/{crowd['Fire 1']['id']}/similar", params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["field"] == "cursor"


async def test_a_work_that_cannot_be_drawn_has_its_words_and_code(
    person: People, work_off: WorkOff, renderer: FakeRenderer, database: Database, crowd: dict[str, Any]
) -> None:
    page = await crowd["ada"].make(title="Broken water", tags=["water"], code=f"{WATER}\n#error")
    await all_done(work_off, database)
    async with database.read() as session:
        assert page["id"] in await service.vectors_of(session, None, [page["id"]])
        look = "SELECT look FROM shader_features WHERE shader_id = :id"
        assert await session.scalar(text(look), {"id": page["id"]}) is None


async def test_a_new_version_moves_its_work(crowd: dict[str, Any], work_off: WorkOff, database: Database) -> None:
    ada: Person = crowd["ada"]
    page = crowd["Water 4"]
    await ada.save(page, title="Fire and flames", tags=["fire"], passes=[{"type": "image", "code": FIRE}])
    await all_done(work_off, database)
    found = await ada.get(f"/shaders/{page['id']}/similar", limit=5)
    assert all(title.startswith("Fire") for title in titles(found))


async def test_what_was_missed_is_asked_for_once_and_found(
    crowd: dict[str, Any], work_off: WorkOff, database: Database
) -> None:
    async with database.write() as session:
        await session.execute(text("DELETE FROM shader_features"))
        await session.execute(text("DELETE FROM shader_embeddings"))
    await worker.keep_up(database)
    async with database.write() as session:
        assert await service.request(session) == 0
        assert (await service.progress(session, None)).asked == 18
    await all_done(work_off, database)
    async with database.read() as session:
        assert (await service.progress(session, None)).placed == 18


async def test_a_new_space_is_filled_beside_the_old_one_and_lies_as_it_did(
    crowd: dict[str, Any], work_off: WorkOff, database: Database
) -> None:
    ids = [page["id"] for title, page in crowd.items() if title != "ada"]
    ada: Person = crowd["ada"]
    for number in range(12):
        await ada.make(title=f"Smoke {number}", tags=["smoke"], code=f"{FIRE}{WATER[5:0]}// smoke {number}")
    async with database.read() as session:
        old = await service.vectors_of(session, None, ids)
        first = (await service.progress(session, None)).active
    async with database.write() as session:
        assert await service.refit(session, always=True)
    async with database.write() as session:
        assert await service.fill(session)
        # People still look around in the old one.
        assert (await service.progress(session, None)).active == first
    await all_done(work_off, database)
    await worker.keep_up(database)
    await all_done(work_off, database)
    async with database.read() as session:
        now = await service.progress(session, None)
        new = await service.vectors_of(session, None, ids)
        leftovers = await session.scalar(text("SELECT count(DISTINCT slot) FROM shader_embeddings"))
    assert first is not None
    assert now.active is not None
    assert now.active > first
    assert (now.filling, now.placed, leftovers) == (None, 30, 1)
    assert float(np.mean([new[one] @ old[one] for one in ids])) > 0.8


async def test_two_who_refit_at_once_make_one_space(crowd: dict[str, Any], database: Database) -> None:
    for _ in range(2):
        async with database.write() as session:
            assert await service.refit(session, always=True)
    async with database.read() as session:
        spaces = await session.scalar(text("SELECT count(*) FROM embedding_models WHERE state = 'filling'"))
    assert spaces == 1


async def test_moods_are_asked_like_any_other_place(crowd: dict[str, Any], database: Database) -> None:
    async with database.read() as session:
        found = {name: await service.mood(session, None, name) for name in mood_rooms.MOODS}
        assert await service.mood(session, None, "sleepy") is None
        moods = {name: mood for name, mood in found.items() if mood is not None}
        assert set(moods) == {"calm", "dark", "hypnotic", "colourful", "3d", "audio"}
        assert all(abs(float(np.linalg.norm(mood.x)) - 1) < 1e-3 for mood in moods.values())
        assert all(service.LEAST_OF_MOOD <= mood.works <= service.MOST_OF_MOOD for mood in moods.values())
        calm = moods["calm"]
        assert len((await service.neighbours(session, None, [calm.x], 5, calm.traits))[0]) == 5
        audio = moods["audio"]
        assert await service.neighbours(session, None, [audio.x], 5, audio.traits) == [[]]
