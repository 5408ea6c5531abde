"""Views are valued after they are reported, again when more is known, and each once in what is counted."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.domains.engagement.queries import partitions
from fractafrag.doors import worker
from tests.engagement.conftest import Rows, Value, event, report
from tests.works import Person

People = Callable[..., Awaitable[Person]]
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


async def feed(http: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    answer = await http.get("/feed/new")
    return {card["title"]: card for card in answer.json()["items"]}


async def test_a_view_gets_a_value_and_a_fact_tells_of_it(person: People, rows: Rows, value: Value) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    with clock.frozen(NOON):
        card = (await feed(bob.http))["A work"]
        await report(bob.http, event(card, ms=8000), event(card, "replay"), after=10)
    await value()
    (view,) = await rows("SELECT * FROM views")
    assert (view.viewer_id, view.shader_id) == (bob.viewer.id, page["id"])
    assert (view.dwell_ms, view.times, view.last_at) == (8000, 1, NOON)
    # Nobody knows anything of the two yet, so dwell says nothing: what is left is the replay.
    assert view.y == pytest.approx(0.5)
    assert (await rows("SELECT y FROM impressions"))[0].y == pytest.approx(0.5)
    (fact,) = await rows("SELECT body FROM facts WHERE kind = 'ViewsValued'")
    assert fact.body == {"viewer_ids": [bob.viewer.id]}
    assert [tuple(row) for row in await rows("SELECT views, gains FROM shader_engagement")] == [(1, pytest.approx(0.5))]
    await value()
    assert len(await rows("SELECT 1 FROM facts WHERE kind = 'ViewsValued'")) == 1


async def test_longer_views_come_to_more_and_a_skip_to_less(person: People, rows: Rows, value: Value) -> None:
    ada, bob = await person("ada"), await person("bob")
    for title in ("Skipped", "Glanced", "Watched"):
        await ada.make(title=title)
    with clock.frozen(NOON):
        cards = await feed(bob.http)
        events = [event(cards["Skipped"], ms=900), event(cards["Skipped"], "skip")]
        events += [event(cards["Glanced"], ms=6000), event(cards["Watched"], ms=50_000)]
        await report(bob.http, *events, after=90)
    await value()
    y = {row.title: row.y for row in await rows("SELECT title, y FROM views JOIN shaders ON id = shader_id")}
    assert y["Skipped"] < y["Glanced"] <= y["Watched"]
    assert y["Skipped"] <= -0.6


async def test_a_late_event_changes_the_value_and_is_not_counted_twice(
    person: People, rows: Rows, value: Value
) -> None:
    ada, bob = await person("ada"), await person("bob")
    await ada.make()
    with clock.frozen(NOON):
        card = (await feed(bob.http))["A work"]
        await report(bob.http, event(card, ms=3000), after=10)
        await value()
        await report(bob.http, event(card, ms=20_000), event(card, "replay"), after=60)
        await value()
    (view,) = await rows("SELECT * FROM views")
    assert (view.dwell_ms, view.times) == (23_000, 1)
    assert view.y == pytest.approx(0.5)
    counts = await rows("SELECT of, counts FROM dwell_histograms")
    assert {row.of for row in counts} == {bob.viewer.id, "bucket:unknown/2d"}
    assert {sum(row.counts) for row in counts} == {1}
    assert (await rows("SELECT views FROM shader_engagement"))[0].views == 1


async def test_votes_count_wherever_they_were_cast(person: People, rows: Rows, value: Value) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    await bob.vote(page["id"], 1)
    await value()
    (view,) = await rows("SELECT * FROM views")
    assert (view.y, view.dwell_ms, view.times) == (pytest.approx(0.8), None, 0)
    with clock.frozen(NOON):
        card = (await feed(bob.http))["A work"]
        await report(bob.http, event(card, ms=5000), after=10)
    await value()
    assert (await rows("SELECT y FROM views"))[0].y == pytest.approx(0.8)
    await bob.vote(page["id"], -1)
    await value()
    (view,) = await rows("SELECT y, times FROM views")
    assert (view.y, view.times) == (pytest.approx(-1.0), 1)
    kinds = await rows("SELECT kind FROM engagement_events ORDER BY at")
    assert sorted(row.kind for row in kinds) == ["downvote", "upvote", "view"]


async def test_the_last_showing_has_the_last_word(person: People, rows: Rows, value: Value) -> None:
    ada, bob = await person("ada"), await person("bob")
    await ada.make()
    with clock.frozen(NOON):
        first = (await feed(bob.http))["A work"]
    with clock.frozen(NOON + timedelta(minutes=5)):
        second = (await feed(bob.http))["A work"]
        await report(bob.http, event(second, ms=9000), after=20)
        await value()
        await report(bob.http, event(first, ms=1000), event(first, "skip"), after=30)
        await value()
    (view,) = await rows("SELECT * FROM views")
    assert (view.dwell_ms, view.times, view.served_at) == (9000, 2, NOON + timedelta(minutes=5))
    assert view.y > -0.1
    assert len(await rows("SELECT 1 FROM impressions WHERE y IS NOT NULL")) == 2


async def test_what_was_wished_for_last_counts_and_holds(person: People, rows: Rows, value: Value) -> None:
    ada, bob = await person("ada"), await person("bob")
    await ada.make()
    with clock.frozen(NOON):
        card = (await feed(bob.http))["A work"]
        less, more = event(card, "less_like"), event(card, "more_like", at=(NOON + timedelta(seconds=2)).isoformat())
        await report(bob.http, more, less, after=3)
        await value()
    ((y, wish),) = await rows("SELECT y, wish FROM views")
    assert (y, wish) == (pytest.approx(1.2), 1)
    with clock.frozen(NOON + timedelta(hours=1)):
        again = (await feed(bob.http))["A work"]
        await report(bob.http, event(again, ms=3000), after=5)
        await value()
    ((y, wish),) = await rows("SELECT y, wish FROM views")
    assert y > 1
    assert wish == 1
    with clock.frozen(NOON + timedelta(hours=1, minutes=1)):
        await report(bob.http, event(again, "less_like"))
        await value()
    ((y, wish),) = await rows("SELECT y, wish FROM views")
    assert y < -1
    assert wish == -1
    told = await bob.get("/me/engagement")
    assert sorted(one["wish"] for one in told["impressions"]) == [-1, 1]


async def test_ones_own_works_teach_nothing(person: People, rows: Rows, value: Value) -> None:
    ada = await person("ada")
    await ada.make()
    await report(ada.http, event((await feed(ada.http))["A work"], ms=3000), after=10)
    await value()
    assert await rows("SELECT 1 FROM views") == []
    assert await rows("SELECT 1 FROM due_views") == []


async def test_what_was_served_is_logged_without_any_report(person: People, rows: Rows, value: Value) -> None:
    ada = await person("ada")
    await ada.make(title="One")
    await ada.make(title="Two")
    await feed(ada.http)
    await value()
    logged = await rows("SELECT slot, propensity, dwell_ms, y FROM impressions ORDER BY slot")
    assert [tuple(row) for row in logged] == [(0, 1.0, None, None), (1, 1.0, None, None)]
    await value()
    assert len(await rows("SELECT 1 FROM impressions")) == 2


async def test_the_feed_goes_on_without_redis(person: People, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    from redis.asyncio import Redis

    from fractafrag.domains.engagement import served

    ada = await person("ada")
    await ada.make()
    away: Any = Redis.from_url("redis://127.0.0.1:9")  # pyright: ignore[reportUnknownMemberType]
    monkeypatch.setattr(served, "redis_client", lambda: away)
    card = (await feed(ada.http))["A work"]
    assert (await report(ada.http, event(card, ms=1000), after=5))["accepted"] == 1
    assert await served.take(10) == []
    assert len(await rows("SELECT 1 FROM impressions")) == 1


async def parts(rows: Rows, table: str) -> set[str]:
    found = await rows(
        "SELECT c.relname FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid "
        "WHERE inhparent = CAST(:table AS regclass)",
        table=table,
    )
    return {row.relname for row in found}


async def test_weeks_are_made_ahead_and_take_what_came_before_them(
    person: People, rows: Rows, database: Database
) -> None:
    ada = await person("ada")
    await ada.make()
    far = datetime(2031, 3, 5, 12, tzinfo=UTC)
    with clock.frozen(far):
        card = (await feed(ada.http))["A work"]
        await report(ada.http, event(card, ms=1000), after=5)
    where = "SELECT CAST(CAST(tableoid AS regclass) AS text) AS part FROM impressions"
    assert [row.part for row in await rows(where)] == ["partitions.impressions_other"]
    for _ in range(2):
        async with database.write() as session:
            await partitions.make(session, far)
    assert {"impressions_20310303", "impressions_20310331"} <= await parts(rows, "impressions")
    assert "engagement_events_20310303" in await parts(rows, "engagement_events")
    assert [row.part for row in await rows(where)] == ["partitions.impressions_20310303"]


async def test_what_is_too_old_is_dropped_by_the_week(
    person: People, rows: Rows, database: Database, setting: Callable[..., None]
) -> None:
    ada = await person("ada")
    await ada.make()
    old, newer = datetime(2032, 6, 2, tzinfo=UTC), datetime(2032, 6, 23, tzinfo=UTC)
    for moment in (old, newer):
        async with database.write() as session:
            await partitions.make(session, moment)
        with clock.frozen(moment):
            await report(ada.http, event((await feed(ada.http))["A work"], ms=1000), after=5)
    setting(ENGAGEMENT_DAYS="14")
    with clock.frozen(old + timedelta(days=15)):
        await worker.prune(database)
    assert [row.served_at for row in await rows("SELECT served_at FROM impressions")] == [newer]
    assert [row.filed_at for row in await rows("SELECT filed_at FROM engagement_events")] == [newer]
    left = await parts(rows, "impressions")
    assert "impressions_20320531" not in left
    assert "impressions_20320621" in left


async def test_visitors_who_do_not_come_back_are_forgotten(
    client: httpx.AsyncClient, person: People, rows: Rows, value: Value, database: Database
) -> None:
    ada, bob = await person("ada"), await person("bob")
    await ada.make()
    with clock.frozen(NOON):
        for http in (client, bob.http):
            await report(http, event((await feed(http))["A work"], ms=3000), after=10)
        await value()
    for days, left in ((29, 2), (31, 1)):
        with clock.frozen(NOON + timedelta(days=days)):
            await worker.prune(database)
        assert len(await rows("SELECT 1 FROM views")) == left
    assert [row.viewer_id for row in await rows("SELECT viewer_id FROM views")] == [bob.viewer.id]
    assert len(await rows("SELECT 1 FROM dwell_histograms WHERE starts_with(of, 'v-')")) == 0


async def test_a_day_is_counted_for_each_author_and_counting_again_changes_nothing(
    person: People, rows: Rows, database: Database
) -> None:
    ada, bob, eve = [await person(name) for name in ("ada", "bob", "eve")]
    with clock.frozen(NOON):
        page = await ada.make()
        await bob.make(title="Unseen")
        for watcher in (ada, bob, eve):
            await report(watcher.http, event((await feed(watcher.http))["A work"], ms=3000), after=10)
        await bob.vote(page["id"], 1)
        await eve.vote(page["id"], -1)
        assert (await eve.http.post(f"/shaders/{page['id']}/fork")).status_code == 201
    snapshot = "SELECT creator_id, day, shaders, views, upvotes, forks FROM creator_engagement_snapshots"
    expected = [(ada.viewer.id, NOON.date(), 1, 2, 1, 1)]
    with clock.frozen(NOON + timedelta(days=1)):
        await worker.count(database)
        assert [tuple(row) for row in await rows(snapshot)] == expected
        await worker.count(database)
        assert [tuple(row) for row in await rows(snapshot)] == expected


async def test_the_schedule_values_counts_and_keeps_house() -> None:
    scheduled = {entry["task"] for entry in worker.app.conf.beat_schedule.values()}
    assert {"value", "count", "prune", "pictures"} <= scheduled
    assert scheduled <= set(worker.app.tasks)
