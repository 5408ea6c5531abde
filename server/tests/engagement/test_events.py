"""What was watched is reported once, by whoever it was served to, and cannot be made up."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from fractafrag.core import clock
from fractafrag.domains.engagement.schemas import EventsResult
from tests.engagement.conftest import Rows, Value, event, report
from tests.works import Person

People = Callable[..., Awaitable[Person]]
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)

DWELL = "SELECT sum(dwell_ms) FROM impressions"


async def feed(http: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await http.get("/feed/new")
    assert answer.status_code == 200
    cards: list[dict[str, Any]] = answer.json()["items"]
    return cards


async def test_an_event_is_kept_with_its_impression(person: People, rows: Rows) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    with clock.frozen(NOON):
        card = (await feed(bob.http))[0]
        done = await report(bob.http, event(card, ms=6400), event(card, "replay"), event(card, "fullscreen"), after=10)
    EventsResult.model_validate(done)
    assert done == {"accepted": 3, "repeated": 0, "dropped": []}
    (shown,) = await rows("SELECT * FROM impressions")
    assert (shown.viewer_id, shown.shader_id, shown.version) == (bob.viewer.id, page["id"], 1)
    assert (shown.slot, shown.reason, shown.policy, shown.propensity) == (0, "new", "new", 1.0)
    assert (shown.served_at, shown.dwell_ms, shown.replays, shown.skipped) == (NOON, 6400, 1, False)
    events = await rows("SELECT kind, ms, viewer_id, impression_id FROM engagement_events ORDER BY kind")
    assert [(one.kind, one.ms) for one in events] == [("fullscreen", None), ("replay", None), ("view", 6400)]
    assert {(one.viewer_id, one.impression_id) for one in events} == {(bob.viewer.id, shown.id)}


async def test_the_same_event_is_kept_once_however_often_it_comes(person: People, rows: Rows) -> None:
    ada = await person("ada")
    await ada.make()
    card = (await feed(ada.http))[0]
    seen, again = event(card, ms=1500), event(card, ms=1000)
    await report(ada.http, seen, after=5)
    done = await report(ada.http, seen, again, again, after=6)
    assert done == {"accepted": 1, "repeated": 2, "dropped": []}
    await asyncio.gather(*(report(ada.http, seen, again, after=7) for _ in range(5)))
    assert (await rows(DWELL))[0][0] == 2500
    assert (await rows("SELECT count(*) FROM engagement_events"))[0][0] == 2


async def test_two_batches_at_once_count_each_event_once(person: People, rows: Rows) -> None:
    ada = await person("ada")
    await ada.make()
    card = (await feed(ada.http))[0]
    events = [event(card, ms=100) for _ in range(10)]
    done = await asyncio.gather(*(report(ada.http, *events, after=30) for _ in range(4)))
    assert sum(one["accepted"] for one in done) == 10
    assert (await rows(DWELL))[0][0] == 1000


async def test_nobody_can_report_what_was_never_served(person: People, rows: Rows) -> None:
    ada = await person("ada")
    await ada.make()
    card = (await feed(ada.http))[0]
    token = card["impression"]
    forged = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    events = [event(forged, ms=1000), event("nonsense", "skip"), event(card, ms=1000)]
    done = await report(ada.http, *events, after=5)
    assert done["accepted"] == 1
    assert done["dropped"] == [{"id": one["id"], "reason": "unknown_impression"} for one in events[:2]]
    assert len(await rows("SELECT 1 FROM engagement_events")) == 1


async def test_nobody_watches_for_longer_than_since_it_was_served(person: People, rows: Rows) -> None:
    ada = await person("ada")
    await ada.make()
    with clock.frozen(NOON):
        card = (await feed(ada.http))[0]
        hour = event(card, ms=60_000)
        done = await report(ada.http, hour, after=20)
    assert done["dropped"] == [{"id": hour["id"], "reason": "impossible"}]
    assert await rows("SELECT 1 FROM impressions WHERE dwell_ms IS NOT NULL") == []


async def test_one_impression_is_a_minute_at_most(person: People, rows: Rows) -> None:
    ada = await person("ada")
    await ada.make()
    with clock.frozen(NOON):
        card = (await feed(ada.http))[0]
        for minutes in range(1, 5):
            await report(ada.http, event(card, ms=40_000), after=60 * minutes)
    assert (await rows(DWELL))[0][0] == 60_000


async def test_one_person_watches_one_work_at_a_time(person: People, rows: Rows) -> None:
    ada = await person("ada")
    for number in range(10):
        await ada.make(title=f"Work {number}")
    with clock.frozen(NOON):
        cards = await feed(ada.http)
        await report(ada.http, *(event(card, ms=30_000) for card in cards[:5]), after=40)
        assert (await rows(DWELL))[0][0] <= 42_000
        await report(ada.http, *(event(card, ms=30_000) for card in cards[5:]), after=50)
    assert (await rows(DWELL))[0][0] <= 52_000


async def test_what_comes_late_counts_for_a_day(person: People, rows: Rows) -> None:
    ada = await person("ada")
    await ada.make()
    with clock.frozen(NOON):
        card = (await feed(ada.http))[0]
        late, too_late = event(card, ms=5000), event(card, ms=5000)
        assert (await report(ada.http, late, after=23 * 3600))["accepted"] == 1
        done = await report(ada.http, too_late, late, after=25 * 3600)
    assert {one["reason"] for one in done["dropped"]} == {"expired"}
    assert (await rows(DWELL))[0][0] == 5000


async def test_a_wrong_clock_of_a_watcher_does_no_harm(person: People, rows: Rows) -> None:
    ada = await person("ada")
    await ada.make()
    with clock.frozen(NOON):
        card = (await feed(ada.http))[0]
        early = event(card, ms=1000, at=(NOON - timedelta(hours=3)).isoformat())
        ahead = event(card, ms=1000, at=(NOON + timedelta(days=400)).isoformat())
        assert (await report(ada.http, early, ahead, after=10))["accepted"] == 2
    moments = [row.at for row in await rows("SELECT at FROM engagement_events ORDER BY at")]
    assert moments == [NOON, NOON + timedelta(seconds=10)]


async def test_a_stranger_is_known_by_a_cookie_from_page_to_page(
    client: httpx.AsyncClient, person: People, rows: Rows, value: Value
) -> None:
    ada = await person("ada")
    await ada.make()
    with clock.frozen(NOON):
        first, second = (await feed(client))[0], (await feed(client))[0]
        cookie = client.cookies["fractafrag_visitor"]
        done = await report(client, event(first, ms=3000), event(second, ms=3000), after=20)
    assert done["accepted"] == 2
    viewers = {row.viewer_id for row in await rows("SELECT viewer_id FROM impressions")}
    assert viewers == {cookie}
    assert cookie.startswith("v-")
    await value()
    (view,) = await rows("SELECT viewer_id, times FROM views")
    assert (view.viewer_id, view.times) == (cookie, 2)


async def test_a_made_up_cookie_is_replaced(client: httpx.AsyncClient, person: People) -> None:
    ada = await person("ada")
    await ada.make()
    for made_up in (ada.viewer.id, "v-short", "v-" + "0" * 12):
        answer = await client.get("/feed/new", headers={"Cookie": f"fractafrag_visitor={made_up}"})
        assert made_up not in answer.headers["set-cookie"]


async def test_whoever_switched_learning_off_leaves_no_trace(person: People, rows: Rows, value: Value) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    card = (await feed(bob.http))[0]
    answer = await bob.http.put("/me/learning", json={"on": False})
    assert (answer.status_code, answer.json()) == (200, {"on": False})
    assert await bob.get("/me/learning") == {"on": False}
    one = event(card, ms=1000)
    assert (await report(bob.http, one, after=5))["dropped"] == [{"id": one["id"], "reason": "learning_off"}]
    await bob.vote(page["id"], 1)
    await feed(bob.http)
    await value()
    for table in ("engagement_events", "impressions", "views", "due_views"):
        assert await rows(f"SELECT 1 FROM {table}") == [], table
    await bob.http.put("/me/learning", json={"on": True})
    assert (await report(bob.http, one, after=5))["accepted"] == 1


async def test_a_stranger_can_say_no_too(client: httpx.AsyncClient, person: People, rows: Rows, value: Value) -> None:
    ada = await person("ada")
    await ada.make()
    assert (await client.get("/me/learning")).json() == {"on": True}
    assert (await client.put("/me/learning", json={"on": False})).status_code == 200
    assert (await client.get("/me/learning")).json() == {"on": False}
    assert [card["impression"] for card in await feed(client)] == [None]
    await value()
    assert await rows("SELECT 1 FROM impressions") == []
    await client.put("/me/learning", json={"on": True})
    assert (await feed(client))[0]["impression"]


async def test_a_program_reads_the_feed_and_is_not_taken_for_its_owner(
    person: People, client: httpx.AsyncClient
) -> None:
    ada = await person("ada")
    await ada.make()
    key = (await ada.http.post("/keys", json={"name": "Reader", "scopes": ["browse"]})).json()["secret"]
    answer = await client.get("/feed/new", headers={"Authorization": f"Bearer {key}"})
    assert [card["impression"] for card in answer.json()["items"]] == [None]
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "upvote"},
        {"id": "not-a-uuid"},
        {"ms": None},
        {"ms": 0},
        {"ms": 60_001},
        {"at": "2026-11-30T12:00:00"},
        {"impression": "x" * 257},
        {"kind": "skip", "ms": 5},
    ],
)
async def test_an_event_without_form_is_refused(person: People, change: dict[str, Any]) -> None:
    ada = await person("ada")
    answer = await ada.http.post("/events", json={"events": [event("token", ms=1000) | change]})
    assert answer.status_code == 422
    assert answer.json()["field"].startswith("events.0")


async def test_a_batch_is_bounded_in_number_and_size(person: People) -> None:
    ada = await person("ada")
    many = [event("token", "skip") for _ in range(101)]
    assert (await ada.http.post("/events", json={"events": many})).status_code == 422
    assert (await ada.http.post("/events", json={"events": []})).status_code == 422
    large = await ada.http.post("/events", content=b" " * 65_537, headers={"Content-Type": "application/json"})
    assert large.status_code == 413


async def test_the_number_of_statements_does_not_grow_with_the_batch(
    person: People, statements: Callable[[], int]
) -> None:
    ada = await person("ada")
    for number in range(8):
        await ada.make(title=f"Work {number}")
    with clock.frozen(NOON):
        cards = await feed(ada.http)
        for batch in (cards[:1], cards):
            before = statements()
            await report(ada.http, *(event(card, ms=500) for card in batch), after=60)
            assert statements() - before <= 6


async def test_batches_are_limited_by_address(person: People, setting: Callable[..., None]) -> None:
    ada = await person("ada")
    setting(RATE_LIMITS="on", LIMIT_EVENTS="2/minute")
    body = {"events": [event("token", "skip")]}
    answers = [(await ada.http.post("/events", json=body)).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
