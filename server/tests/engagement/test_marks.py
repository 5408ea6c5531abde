"""What people keep, follow, hide and report: said twice it is the same, and it is felt where it should be."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from fractafrag.core import clock
from fractafrag.domains.engagement.service import marks
from tests.engagement.conftest import Rows, Value, event, report
from tests.works import Person

People = Callable[..., Awaitable[Person]]
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


async def put(who: Person, path: str, status: int = 204) -> None:
    assert (await who.http.put(path)).status_code == status


async def gone(who: Person, path: str) -> None:
    assert (await who.http.delete(path)).status_code == 204


async def titles(who: Person, path: str, **params: object) -> list[str]:
    return [card["title"] for card in (await who.get(path, **params))["items"]]


async def test_a_work_is_saved_found_again_and_let_go(person: People, statements: Callable[[], int]) -> None:
    ada, bob = await person("ada"), await person("bob")
    pages: list[dict[str, Any]] = []
    for number in range(3):
        with clock.frozen(NOON + timedelta(minutes=number)):
            pages.append(await ada.make(title=f"Work {number}"))
            for _ in range(2):
                await put(bob, f"/shaders/{pages[-1]['id']}/save")
    before = statements()
    assert await titles(bob, "/me/saves") == ["Work 2", "Work 1", "Work 0"]
    assert statements() - before == 2
    first = await bob.get("/me/saves", limit=2)
    rest = await bob.get("/me/saves", limit=2, cursor=first["next_cursor"])
    assert [card["title"] for card in first["items"] + rest["items"]] == ["Work 2", "Work 1", "Work 0"]
    await gone(bob, f"/shaders/{pages[1]['id']}/save")
    await gone(bob, f"/shaders/{pages[1]['id']}/save")
    await ada.save(pages[0], visibility="private")
    assert await titles(bob, "/me/saves") == ["Work 2"]
    assert (await bob.get("/me/marks"))["saved"] == [pages[2]["id"], pages[0]["id"]]
    assert await titles(ada, "/me/saves") == []


async def test_what_nobody_may_see_is_not_saved_hidden_or_reported(person: People) -> None:
    ada, bob = await person("ada"), await person("bob")
    draft = await ada.make(status="draft")
    for mark in ("save", "hide"):
        await put(bob, f"/shaders/{draft['id']}/{mark}", 404)
    refused = await bob.http.post(f"/shaders/{draft['id']}/report", json={"reason": "other"})
    assert refused.status_code == 404


async def test_following_brings_what_is_published_the_newest_first(person: People) -> None:
    ada, bob, eve = [await person(name) for name in ("ada", "bob", "eve")]
    for number, author in enumerate((ada, bob, ada)):
        with clock.frozen(NOON + timedelta(minutes=number)):
            await author.make(title=f"{author.viewer.username} {number}")
    await ada.make(title="A draft", status="draft")
    assert await titles(eve, "/feed/following") == []
    await put(eve, "/users/Ada/follow")
    await put(eve, "/users/ada/follow")
    assert await titles(eve, "/feed/following") == ["ada 2", "ada 0"]
    page = await eve.get("/feed/following", limit=1)
    assert await titles(eve, "/feed/following", cursor=page["next_cursor"]) == ["ada 0"]
    (followed,) = (await eve.get("/me/following"))["items"]
    assert (followed["username"], followed["display_name"]) == ("ada", "Ada")
    assert (await eve.get("/me/marks"))["following"] == ["ada"]
    await gone(eve, "/users/ada/follow")
    assert (await eve.get("/me/following"))["items"] == []
    await put(eve, "/users/eve/follow", 422)
    await put(eve, "/users/nobody-here/follow", 404)


async def test_what_is_not_for_somebody_is_gone_from_their_feeds(person: People, rows: Rows, value: Value) -> None:
    ada, bob, eve = [await person(name) for name in ("ada", "bob", "eve")]
    hidden, _, _ = await ada.make(title="One"), await ada.make(title="Two"), await eve.make(title="Three")
    await put(bob, f"/shaders/{hidden['id']}/hide")
    await put(bob, "/users/eve/mute")
    for path in ("/feed", "/feed/new", "/feed/trending"):
        assert await titles(bob, path) == ["Two"]
        assert sorted(await titles(ada, path)) == ["One", "Three", "Two"]
    await value()
    assert [row.y for row in await rows("SELECT y FROM views")] == [-1.5]
    await gone(bob, f"/shaders/{hidden['id']}/hide")
    await gone(bob, "/users/eve/mute")
    await value()
    assert sorted(await titles(bob, "/feed/new")) == ["One", "Three", "Two"]
    assert [row.y for row in await rows("SELECT y FROM views")] == [0]
    told = [row.kind for row in await rows("SELECT kind FROM engagement_events ORDER BY at")]
    assert told == ["not_for_me", "mute", "unhide", "unmute"]


async def test_a_report_is_kept_once_a_person_and_told_as_a_fact(person: People, rows: Rows) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    path = f"/shaders/{page['id']}/report"
    for words in ("It strobes.", "It strobes hard."):
        answer = await bob.http.post(path, json={"reason": "flashing", "words": words})
        assert answer.status_code == 204
    (kept,) = await rows("SELECT reason, words, state FROM reports")
    assert tuple(kept) == ("flashing", "It strobes hard.", "open")
    assert {row.body["shader_id"] for row in await rows("SELECT body FROM facts WHERE kind = 'ShaderReported'")} == {
        page["id"]
    }
    assert (await ada.http.post(path, json={"reason": "other"})).status_code == 422
    assert (await bob.http.post(path, json={"reason": "because"})).json()["field"] == "reason"
    assert (await bob.http.post(path, json={"reason": "other", "words": "x" * 1001})).status_code == 422


async def test_saves_and_forks_speak_for_a_work(
    person: People, rows: Rows, value: Value, work_off: Callable[[], Awaitable[int]]
) -> None:
    ada, bob, eve = [await person(name) for name in ("ada", "bob", "eve")]
    page = await ada.make()
    await put(bob, f"/shaders/{page['id']}/save")
    assert (await eve.http.post(f"/shaders/{page['id']}/fork")).status_code == 201
    await work_off()
    await value()
    views = await rows("SELECT viewer_id, y FROM views")
    assert {row.viewer_id: row.y for row in views} == {bob.viewer.id: 1.0, eve.viewer.id: 1.0}


async def test_marks_are_bounded(person: People, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, bob = await person("ada"), await person("bob")
    pages = [await ada.make(title=f"Work {number}") for number in range(3)]
    monkeypatch.setitem(marks.MOST, "save", 2)
    for page in pages[:2]:
        await put(bob, f"/shaders/{page['id']}/save")
    await put(bob, f"/shaders/{pages[2]['id']}/save", 409)


async def test_everything_kept_is_told_and_erased_at_once(
    person: People, rows: Rows, value: Value, client: httpx.AsyncClient
) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    with clock.frozen(NOON):
        for http in (bob.http, client):
            card = (await http.get("/feed/new")).json()["items"][0]
            await report(http, event(card, ms=5000), event(card, "replay"), after=10)
        await value()
    await put(bob, f"/shaders/{page['id']}/save")
    await value()
    export = await bob.get("/me/engagement")
    assert [one["kind"] for one in export["events"]] == ["save", "replay", "view"] or len(export["events"]) == 3
    assert [(one["shader_id"], one["dwell_ms"]) for one in export["impressions"]] == [(page["id"], 5000)]
    assert [one["y"] for one in export["views"]] == [pytest.approx(1.5, abs=0.1)]
    assert (sum(export["dwell"]), export["marks"]["saved"], export["complete"]) == (1, [page["id"]], True)
    stranger = (await client.get("/me/engagement")).json()
    assert (len(stranger["views"]), stranger["marks"], stranger["learning"]) == (1, None, True)

    assert (await bob.http.delete("/me/engagement")).status_code == 204
    assert (await client.delete("/me/engagement")).status_code == 204
    for table in ("engagement_events", "impressions", "views", "due_views"):
        assert await rows(f"SELECT 1 FROM {table}") == [], table
    assert [row.of for row in await rows("SELECT of FROM dwell_histograms")] == ["bucket:unknown/2d"]
    assert [tuple(row) for row in await rows("SELECT views, gains FROM shader_engagement")] == [(0, 0.0)]
    assert await titles(bob, "/me/saves") == ["A work"]
    assert (await bob.get("/me/engagement"))["views"] == []
