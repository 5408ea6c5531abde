"""Pictures drawn again: behind what people wait for, the old one shown until the new one is there, each kind once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.domains.shaders import tasks
from fractafrag.doors import redrawing
from fractafrag.doors.supervisor.trouble import Trouble
from fractafrag.gateways.media import FakeMedia
from fractafrag.gateways.renderer import FakeRenderer
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]
Work = Callable[[], Awaitable[int]]
Shell = Callable[..., Awaitable[str]]


@pytest.fixture
def shell(database: Database, renderer: FakeRenderer) -> Shell:
    """`fractafrag render-all`, and what it says; a minute after what went before."""

    async def run(**options: Any) -> str:
        said: list[str] = []
        wanted: dict[str, Any] = {"scope": "outdated", "limit": None, "dry": False, "wait": False} | options
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            await redrawing.run(said.append, **wanted)
        return "\n".join(said)

    return run


async def status() -> str:
    said: list[str] = []
    await redrawing.status(said.append)
    return "\n".join(said)


@pytest.fixture
def later(work_off: Work) -> Work:
    """Does what is due two minutes from now, until nothing is."""

    async def work() -> int:
        with clock.frozen(clock.now() + timedelta(minutes=2)):
            done = 0
            while found := await work_off():
                done += found
            return done

    return work


async def shown(eyes: Person, page: dict[str, Any]) -> dict[str, Any]:
    render: dict[str, Any] = (await eyes.get(f"/shaders/{page['id']}"))["render"]
    return render


async def test_a_new_version_of_the_renderer_draws_again_what_an_earlier_one_drew(
    person: People, work_off: Work, later: Work, shell: Shell, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    pages = [await ada.make(title=f"Work {number}", code=f"{IMAGE}// {number}") for number in range(3)]
    await work_off()
    assert await shell() == "Nothing is to be drawn again: renderer fake has drawn everything."
    renderer.draws_as, renderer.measured = "fake2/1", {"tier": "medium"}
    told = "3 would be drawn again by renderer fake2, first:\n  Work 0\n  Work 1\n  Work 2"
    assert await shell(dry=True) == told
    assert (await shell()).startswith("0 of 3 drawn again. Going on for")
    assert [(await shown(ada, page))["facts"]["tier"] for page in pages] == ["light"] * 3
    await later()
    assert [(await shown(ada, page))["facts"]["tier"] for page in pages] == ["medium"] * 3
    assert len(renderer.drawn) == 6
    assert (await status()).startswith("3 of 3 drawn again. Ended")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert "has drawn everything" in await shell()


async def test_what_is_liked_comes_first_and_a_limit_is_kept(
    person: People, work_off: Work, later: Work, shell: Shell, renderer: FakeRenderer
) -> None:
    ada, bob = await person("ada"), await person("bob")
    pages = [await ada.make(title=f"Work {number}", code=f"{IMAGE}// {number}") for number in range(4)]
    await work_off()
    await bob.vote(pages[2]["id"], 1)
    renderer.draws_as, renderer.measured = "fake2/1", {"tier": "medium"}
    assert (await shell(dry=True, limit=1)).endswith("first:\n  Work 2")
    await shell(limit=1)
    await later()
    tiers = [(await shown(ada, page))["facts"]["tier"] for page in pages]
    assert tiers == ["light", "light", "medium", "light"]
    assert (await status()).startswith("1 of 1 drawn again. Ended")


async def test_works_that_look_the_same_are_drawn_again_once(
    person: People, work_off: Work, later: Work, shell: Shell, renderer: FakeRenderer
) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    await work_off()
    fork = (await bob.http.post(f"/shaders/{page['id']}/fork")).json()
    fork = await bob.save(fork, status="published")
    await work_off()
    renderer.draws_as = "fake2/1"
    await shell()
    await later()
    assert len(renderer.drawn) == 2
    assert (await shown(ada, page))["posters"] == (await shown(bob, fork))["posters"]
    assert (await status()).startswith("2 of 2 drawn again. Ended")


async def test_what_cannot_be_drawn_again_keeps_its_picture_and_is_named(
    person: People, work_off: Work, later: Work, shell: Shell, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    page = await ada.make()
    await work_off()
    before = await shown(ada, page)
    renderer.draws_as, renderer.blank = "fake2/1", True
    await shell()
    await later()
    assert await shown(ada, page) == before
    told = await status()
    assert told.startswith("0 of 1 drawn again, 1 could not be drawn and keep what they had. Ended")
    assert f"  {page['id']}: Every moment that was tried shows one flat colour." in told


async def test_pictures_that_failed_are_tried_again_and_their_authors_hear_of_it(
    person: People, work_off: Work, later: Work, shell: Shell, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    renderer.blank = True
    page = await ada.make()
    await work_off()
    assert (await shown(ada, page))["status"] == "failed"
    renderer.blank = False
    assert "has drawn everything" in await shell()
    await shell(scope="failed")
    await later()
    render = await shown(ada, page)
    assert (render["status"], render["error"]) == ("ready", None)
    assert len((await ada.get("/feed"))["items"]) == 1


async def test_it_goes_on_after_the_renderer_was_away_and_can_be_stopped(
    person: People, work_off: Work, later: Work, shell: Shell, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    for number in range(2):
        await ada.make(code=f"{IMAGE}// {number}")
    await work_off()
    renderer.draws_as = "fake2/1"
    await shell(limit=1)
    renderer.away = True
    await later()
    assert (await status()).startswith("0 of 1 drawn again. Going on")
    renderer.away = False
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        await later()
    assert (await status()).startswith("1 of 1 drawn again. Ended")
    with clock.frozen(clock.now() + timedelta(minutes=9)):
        await shell()
        said: list[str] = []
        await redrawing.stop(said.append)
        assert said[0].startswith("0 of 1 drawn again. Ended")
        await later()
    assert len(renderer.drawn) == 3


async def test_another_renderer_begins_by_itself_and_a_stop_holds_until_the_next(
    person: People, work_off: Work, later: Work, shell: Shell, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    for number in range(2):
        await ada.make(code=f"{IMAGE}// {number}")
    await work_off()

    async def look(hours: int) -> str:
        with clock.frozen(clock.now() + timedelta(hours=hours)):
            await tasks.keep_pictures_current()
            await later()
        return await status()

    assert await look(1) == "Nothing was ever asked to be drawn again."
    renderer.away, renderer.draws_as = True, "fake2/1"
    assert await look(2) == "Nothing was ever asked to be drawn again."
    renderer.away = False
    assert (await look(3)).startswith("2 of 2 drawn again. Ended")
    assert (await look(4)).startswith("2 of 2 drawn again. Ended")
    assert len(renderer.drawn) == 4
    renderer.draws_as = "fake3/1"
    with clock.frozen(clock.now() + timedelta(hours=5)):
        await tasks.keep_pictures_current()
        said: list[str] = []
        await redrawing.stop(said.append)
    assert (await look(6)).startswith("0 of 2 drawn again. Ended")
    assert (await look(24 * 30)).startswith("0 of 2 drawn again. Ended")
    renderer.draws_as = "fake4/1"
    assert (await look(24 * 31)).startswith("2 of 2 drawn again. Ended")


async def test_what_could_not_be_drawn_is_no_reason_to_begin_again_for_a_week(
    person: People, work_off: Work, later: Work, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    await ada.make()
    await work_off()
    renderer.draws_as, renderer.blank = "fake2/1", True
    for hours, tries in ((1, 2), (3, 2), (24 * 8, 3)):
        with clock.frozen(clock.now() + timedelta(hours=hours)):
            await tasks.keep_pictures_current()
            await later()
        assert len(renderer.drawn) == tries
    assert (await status()).startswith("0 of 1 drawn again, 1 could not be drawn")


async def test_what_is_most_watched_comes_first(
    person: People, work_off: Work, shell: Shell, renderer: FakeRenderer, database: Database
) -> None:
    ada, bob = await person("ada"), await person("bob")
    pages = [await ada.make(title=f"Work {number}", code=f"{IMAGE}// {number}") for number in range(3)]
    await work_off()
    await bob.vote(pages[1]["id"], 1)
    async with database.write() as session:
        watched = text("INSERT INTO shader_engagement (shader_id, views, gains) VALUES (:id, 40, 1)")
        await session.execute(watched, {"id": pages[2]["id"]})
    renderer.draws_as = "fake2/1"
    assert (await shell(dry=True)).endswith("first:\n  Work 2\n  Work 1\n  Work 0")


async def test_a_work_that_was_drawn_again_is_looked_at_again(
    person: People, work_off: Work, later: Work, shell: Shell, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    await ada.make()
    for _ in range(2):
        await work_off()
    assert len(renderer.sheets) == 1
    renderer.draws_as = "fake2/1"
    await shell()
    # The look follows the picture.
    for _ in range(2):
        await later()
    assert len(renderer.sheets) == 2


async def test_without_a_renderer_nothing_is_asked(database: Database, shell: Shell, renderer: FakeRenderer) -> None:
    renderer.away = True
    with pytest.raises(Trouble, match="start it"):
        await shell()
    assert await status() == "Nothing was ever asked to be drawn again."


async def test_replaced_files_go_after_some_days_unless_something_shows_them(
    person: People, work_off: Work, later: Work, shell: Shell, renderer: FakeRenderer, media: FakeMedia
) -> None:
    ada = await person("ada")
    page = await ada.make()
    await work_off()
    # A version of the same work that shows the same files, and is not the one that is drawn again.
    await ada.save(page, title="Renamed")
    await work_off()
    other = await ada.make(code=f"{IMAGE}// other")
    await work_off()
    old = {one["url"] for one in (await shown(ada, other))["posters"]}
    shared = {one["url"] for one in (await shown(ada, page))["posters"]}
    renderer.draws_as = "fake2/1"
    await shell()
    await later()
    kept = {f"/renders/{name}" for name in media.kept}
    assert old | shared <= kept
    await tasks.drop_replaced_media()
    assert {f"/renders/{name}" for name in media.kept} == kept
    with clock.frozen(clock.now() + timedelta(days=3)):
        await tasks.drop_replaced_media()
    kept = {f"/renders/{name}" for name in media.kept}
    assert not old & kept
    assert shared <= kept
    assert {one["url"] for one in (await shown(ada, other))["posters"]} <= kept
