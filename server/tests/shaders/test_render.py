"""After publishing: a picture, once in effect, whatever breaks in between; and a reason when there is none."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.domains.shaders import service, tasks
from fractafrag.domains.shaders.passport import FORM, Passport
from fractafrag.domains.shaders.schemas import ShaderPage
from fractafrag.gateways.media import FakeMedia
from fractafrag.gateways.renderer import FakeRenderer
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]
Work = Callable[[], Awaitable[int]]

BROKEN = IMAGE + "#error on purpose\n"


def code(source: str) -> list[dict[str, Any]]:
    return [{"type": "image", "code": source}]


async def picture(eyes: Person, page: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = (await eyes.get(f"/shaders/{page['id']}"))["render"]
    return shown


async def test_a_published_work_gets_poster_films_and_facts(person: People, work_off: Work, media: FakeMedia) -> None:
    ada = await person("ada")
    page = await ada.make()
    assert await work_off() == 1
    page = await ada.get(f"/shaders/{page['id']}")
    ShaderPage.model_validate(page)
    shown = page["render"]
    assert shown["status"] == "ready"
    assert [film["type"] for film in shown["films"]] == ["video/webm", "video/mp4"]
    assert shown["facts"]["tier"] == "light"
    assert shown["error"] is None
    sizes = [(one["type"], one["width"], one["height"]) for one in shown["posters"]]
    assert sizes == [
        ("image/webp", 640, 360),
        ("image/webp", 960, 540),
        ("image/webp", 1280, 720),
        ("image/jpeg", 1200, 630),
    ]
    assert shown["poster_url"] == shown["posters"][1]["url"]
    shown_media = {one["url"] for one in (*shown["posters"], *shown["films"])}
    assert {url.removeprefix("/renders/") for url in shown_media} == set(media.kept)
    assert (await ada.get("/feed"))["items"][0]["render"] == shown


async def test_a_draft_is_not_rendered(person: People, work_off: Work, renderer: FakeRenderer) -> None:
    ada = await person("ada")
    await ada.make(status="draft")
    assert await work_off() == 0
    assert renderer.drawn == []


async def test_a_shader_that_does_not_compile_tells_its_author_where(
    person: People, client: httpx.AsyncClient, work_off: Work
) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make(code=BROKEN)
    await work_off()
    shown = await picture(ada, page)
    assert shown["status"] == "failed"
    assert shown["error"] == {
        "reason": "compile",
        "message": "'#error' : on purpose",
        "errors": [{"pass": "Image", "line": 2, "column": 0, "message": "'#error' : on purpose"}],
    }
    assert (await ada.get("/me/shaders"))["items"][0]["render"] == shown
    for eyes in (client, bob.http):
        seen = (await eyes.get(f"/shaders/{page['id']}")).json()["render"]
        assert (seen["status"], seen["error"]) == ("failed", None)
        for path in ("/feed", "/feed/new", "/feed/trending", "/shaders"):
            assert (await eyes.get(path)).json()["items"] == []
    fixed = await ada.save(page, passes=code(IMAGE))
    assert fixed["render"]["status"] == "pending"
    assert await work_off() == 1
    assert (await picture(ada, page))["status"] == "ready"
    assert len((await bob.get("/feed"))["items"]) == 1


async def test_a_picture_of_one_flat_colour_is_none(person: People, work_off: Work, renderer: FakeRenderer) -> None:
    ada = await person("ada")
    renderer.blank = True
    page = await ada.make()
    await work_off()
    shown = await picture(ada, page)
    assert (shown["status"], shown["error"]["reason"], shown["poster_url"]) == ("failed", "blank", None)


async def test_the_old_picture_stays_until_the_new_one_is_there(person: People, work_off: Work) -> None:
    ada = await person("ada")
    page = await ada.make()
    await work_off()
    old = (await picture(ada, page))["poster_url"]
    page = await ada.save(await ada.get(f"/shaders/{page['id']}"), passes=code(IMAGE + "// two"))
    assert (page["render"]["status"], page["render"]["poster_url"]) == ("pending", old)
    await work_off()
    shown = await picture(ada, page)
    assert shown["status"] == "ready"
    assert shown["poster_url"] != old
    versions = (await ada.get(f"/shaders/{page['id']}/versions"))["items"]
    assert [one["poster_url"] for one in versions] == [shown["poster_url"], old]


async def test_new_words_need_no_new_picture(person: People, work_off: Work, renderer: FakeRenderer) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    await work_off()
    page = await ada.save(page, title="Another title")
    assert page["render"]["status"] == "ready"
    fork = (await bob.http.post(f"/shaders/{page['id']}/fork")).json()
    fork = await bob.save(fork, status="published")
    assert fork["render"]["status"] == "ready"
    await work_off()
    assert len(renderer.drawn) == 1


async def test_a_task_that_is_delivered_again_draws_nothing_twice(
    person: People, work_off: Work, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    page = await ada.make()
    await work_off()
    shown = await picture(ada, page)
    for _ in range(2):
        await tasks.render_preview.work(shader_id=page["id"], version=1)
    await tasks.render_preview.work(shader_id="nobodyKnows1", version=1)
    assert len(renderer.drawn) == 1
    assert await picture(ada, page) == shown


async def test_only_the_current_version_is_drawn(person: People, work_off: Work, renderer: FakeRenderer) -> None:
    ada = await person("ada")
    page = await ada.make()
    for number in range(3):
        page = await ada.save(page, passes=code(f"{IMAGE}// {number}"))
    assert await work_off() == 4
    assert len(renderer.drawn) == 1
    assert (await picture(ada, page))["status"] == "ready"


async def test_a_renderer_that_comes_back_finds_its_work(
    person: People, work_off: Work, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    renderer.away = True
    page = await ada.make()
    await work_off()
    assert (await picture(ada, page))["status"] == "pending"
    renderer.away = False
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert await work_off() == 1
        assert (await picture(ada, page))["status"] == "ready"


async def test_after_the_last_attempt_the_author_may_ask_again(
    person: People, work_off: Work, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    page = await ada.make()
    address = f"/shaders/{page['id']}/render"
    assert (await ada.http.post(address)).status_code == 409
    renderer.away = True
    for hour in range(1, 12):
        with clock.frozen(clock.now() + timedelta(hours=hour)):
            await work_off()
    shown = await picture(ada, page)
    assert (shown["status"], shown["error"]["reason"]) == ("failed", "unavailable")
    # The work is not to blame, so it stays where people find it.
    assert len((await ada.get("/feed"))["items"]) == 1
    renderer.away = False
    answer = await ada.http.post(address)
    assert (answer.status_code, answer.json()["render"]["status"]) == (202, "pending")
    await work_off()
    assert (await picture(ada, page))["status"] == "ready"
    assert (await ada.http.post(address)).status_code == 409


async def test_a_result_that_comes_too_late_does_not_undo_a_picture(
    person: People, work_off: Work, database: Database
) -> None:
    ada = await person("ada")
    page = await ada.make()
    await work_off()
    async with database.write() as session:
        await service.fail_picture(session, page["id"], 1, "deadline", "too late", [])
    assert (await picture(ada, page))["status"] == "ready"


async def test_a_renderer_is_asked_for_what_the_author_wants(
    person: People, work_off: Work, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    page = await ada.make()
    await ada.save(page, poster_at=4)
    await work_off()
    await ada.make()
    await work_off()
    assert len(renderer.drawn) == 2


async def test_a_strobe_whose_moments_are_flat_is_shown_and_known_to_flash(
    person: People, work_off: Work, renderer: FakeRenderer
) -> None:
    renderer.blank = renderer.flashing = True
    ada = await person("ada")
    page = await ada.make()
    await work_off()
    shown = await picture(ada, page)
    assert (shown["status"], shown["facts"]["flashing"]) == ("ready", True)


VALIDATIONS: list[tuple[list[dict[str, Any]], bool]] = [(code(IMAGE), True), (code(BROKEN), False)]


@pytest.mark.parametrize(("passes", "ok"), VALIDATIONS, ids=["good", "broken"])
async def test_anybody_may_have_passes_compiled(
    client: httpx.AsyncClient,
    database: Database,
    renderer: FakeRenderer,
    statements: Callable[[], int],
    passes: Any,
    ok: bool,
) -> None:
    answer = await client.post("/validate", json={"passes": passes})
    assert answer.status_code == 200
    found = answer.json()
    assert found["ok"] is ok
    assert [error["line"] for error in found["errors"]] == ([] if ok else [2])
    assert statements() == 0


async def test_without_a_renderer_nothing_is_validated(client: httpx.AsyncClient, renderer: FakeRenderer) -> None:
    renderer.away = True
    answer = await client.post("/validate", json={"passes": code(IMAGE)})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_is_no_work_is_refused_before_the_renderer_is_asked(
    client: httpx.AsyncClient, renderer: FakeRenderer
) -> None:
    renderer.away = True
    for bad in ([], [{"type": "noise", "code": ""}], code("#version 300 es"), code(IMAGE) * 2):
        assert (await client.post("/validate", json={"passes": bad})).status_code == 422


async def test_the_passport_says_what_was_measured_and_null_for_what_was_not(
    person: People, work_off: Work, renderer: FakeRenderer
) -> None:
    renderer.measured = {"tier": "gigantic", "motion": float("nan"), "compile_ms": 7, "film": "full", "mood": "good"}
    ada = await person("ada")
    page = await ada.make()
    await work_off()
    told = (await picture(ada, page))["facts"]
    assert set(told) == set(Passport.model_fields)
    assert (told["form"], told["compile_ms"], told["film"]) == (FORM, 7, "full")
    assert (told["tier"], told["motion"], told["film_note"]) == (None, None, None)


async def test_works_are_found_by_what_they_cost(
    person: People, client: httpx.AsyncClient, work_off: Work, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    for tier in ("light", "heavy", "medium"):
        renderer.measured = {"tier": tier}
        await ada.make(title=tier, code=f"{IMAGE}// {tier}")
        await work_off()
    await ada.make(title="not drawn yet", code=f"{IMAGE}// none")

    async def found(cost: str) -> list[str]:
        cards = (await client.get("/shaders", params={"cost": cost, "sort": "new"})).json()["items"]
        return [card["title"] for card in cards]

    assert await found("light") == ["light"]
    assert await found("heavy") == ["medium", "heavy", "light"]
    assert (await client.get("/shaders", params={"cost": "cheap"})).status_code == 422
