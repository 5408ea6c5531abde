"""Facts reach their reactions at least once, and take effect once, whatever dies in between."""

import asyncio
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from fractafrag import reactions
from fractafrag.core import clock, facts, queue
from fractafrag.core.db import Database
from fractafrag.doors import worker

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class LampLit(facts.Fact):
    """Something that happens in this test only."""

    lamp_id: str
    colour: str


class Lamp:
    """What the reaction did, and how often it is still to break."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.given_up: list[str] = []
        self.breaks = 0


@pytest.fixture
def lamp(monkeypatch: pytest.MonkeyPatch) -> Lamp:
    lamp = Lamp()

    async def shine(lamp_id: str) -> None:
        if lamp.breaks:
            lamp.breaks -= 1
            raise ConnectionError("no current")
        lamp.seen.append(lamp_id)

    async def say_dark(lamp_id: str) -> None:
        lamp.given_up.append(lamp_id)

    task = queue.Task("lamps.shine", shine, "default", attempts=3, first_delay_s=2, on_give_up=say_dark)
    monkeypatch.setitem(queue.TASKS, task.name, task)
    monkeypatch.setitem(reactions.REACTIONS, LampLit, (task,))
    return lamp


async def light(database: Database, lamp_id: str = "one") -> None:
    async with database.write() as session:
        await facts.record(session, LampLit(lamp_id, "green"))


async def sweep(database: Database) -> list[int]:
    return [delivery for delivery, _ in await worker.relay(database)]


async def test_a_fact_reaches_its_reaction_with_the_ids_it_asks_for(database: Database, lamp: Lamp) -> None:
    await light(database)
    for delivery in await sweep(database):
        await worker.deliver(database, delivery)
    assert lamp.seen == ["one"]


async def test_a_fact_of_a_transaction_that_failed_is_never_told(database: Database, lamp: Lamp) -> None:
    async def light_and_fail() -> None:
        async with database.write() as session:
            await facts.record(session, LampLit("one", "green"))
            raise RuntimeError("the row could not be written")

    with pytest.raises(RuntimeError):
        await light_and_fail()
    assert await sweep(database) == []


async def test_a_delivery_that_is_sent_twice_takes_effect_once(database: Database, lamp: Lamp) -> None:
    await light(database)
    (delivery,) = await sweep(database)
    await worker.deliver(database, delivery)
    await worker.deliver(database, delivery)
    assert lamp.seen == ["one"]


async def test_what_the_broker_lost_is_sent_again(database: Database, lamp: Lamp) -> None:
    with clock.frozen(START):
        await light(database)
        assert len(await sweep(database)) == 1
        assert await sweep(database) == []
    with clock.frozen(START + timedelta(seconds=61)):
        (delivery,) = await sweep(database)
        await worker.deliver(database, delivery)
    assert lamp.seen == ["one"]


async def test_the_work_of_a_killed_worker_is_done_by_another(database: Database, lamp: Lamp) -> None:
    with clock.frozen(START):
        await light(database)
        (delivery,) = await sweep(database)
        async with database.write() as session:
            dead = await facts.claim(session, delivery)
        assert dead is not None
        await worker.deliver(database, delivery)
        assert lamp.seen == []
    with clock.frozen(START + facts.LEASE + timedelta(seconds=1)):
        assert await sweep(database) == [delivery]
        await worker.deliver(database, delivery)
        assert lamp.seen == ["one"]
        async with database.write() as session:
            await facts.try_again(session, dead, "I was only asleep", timedelta(0))
        assert await sweep(database) == []


async def test_a_reaction_that_breaks_is_tried_again_later_and_later(database: Database, lamp: Lamp) -> None:
    lamp.breaks = 2
    with clock.frozen(START):
        await light(database)
        (delivery,) = await sweep(database)
        await worker.deliver(database, delivery)
        assert await sweep(database) == []
    with clock.frozen(START + timedelta(seconds=2)):
        assert await sweep(database) == [delivery]
        await worker.deliver(database, delivery)
    with clock.frozen(START + timedelta(seconds=5)):
        assert await sweep(database) == []
    with clock.frozen(START + timedelta(seconds=6)):
        assert await sweep(database) == [delivery]
        await worker.deliver(database, delivery)
    assert lamp.seen == ["one"]
    assert lamp.given_up == []


async def test_after_the_last_attempt_somebody_is_told(database: Database, lamp: Lamp) -> None:
    lamp.breaks = 99
    await light(database)
    for hour in range(5):
        with clock.frozen(clock.now() + timedelta(hours=hour)):
            for delivery in await sweep(database):
                await worker.deliver(database, delivery)
    assert lamp.breaks == 96
    assert lamp.given_up == ["one"]


def test_each_reaction_asks_only_for_what_its_fact_knows() -> None:
    assert reactions.REACTIONS
    for fact, tasks in reactions.REACTIONS.items():
        for task in tasks:
            assert set(task.parameters) <= set(fact.__dataclass_fields__), (fact, task.name)
            assert queue.TASKS[task.name] is task


async def test_a_reaction_that_knows_when_to_go_on_is_done_then_however_often_it_waits(
    database: Database, lamp: Lamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [timedelta(hours=9)] * 5

    async def wait(lamp_id: str) -> None:
        if left:
            raise queue.Later(left.pop())
        lamp.seen.append(lamp_id)

    task = queue.Task("lamps.wait", wait, "default", attempts=2, first_delay_s=2)
    monkeypatch.setitem(queue.TASKS, task.name, task)
    monkeypatch.setitem(reactions.REACTIONS, LampLit, (task,))
    now = START
    with clock.frozen(now):
        await light(database)
    for _ in range(6):
        with clock.frozen(now):
            for delivery in await sweep(database):
                await worker.deliver(database, delivery)
        with clock.frozen(now + timedelta(hours=8)):
            assert await sweep(database) == []
        now += timedelta(hours=9)
    assert lamp.seen == ["one"]


def test_work_that_overlaps_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    ended = threading.Event()

    async def wait_for(signal: asyncio.Event) -> None:
        await signal.wait()
        done.append("slow")
        ended.set()

    async def ring(signal: asyncio.Event) -> None:
        done.append("quick")
        signal.set()

    signal = asyncio.Event()
    worker.begin_without_waiting(wait_for(signal))
    worker.carry_out(ring(signal))
    assert ended.wait(10)
    assert done == ["quick", "slow"]


async def test_a_lease_that_cannot_be_renewed_ends_neither_the_work_nor_the_next_beat(
    database: Database, lamp: Lamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats = 0
    enough = asyncio.Event()

    async def still_alive(*_: object) -> None:
        nonlocal beats
        beats += 1
        if beats == 2:
            enough.set()
        raise ConnectionResetError("the database went away")

    async def slowly(lamp_id: str) -> None:
        await enough.wait()
        lamp.seen.append(lamp_id)

    monkeypatch.setattr(worker, "HEARTBEAT_S", 0.01)
    monkeypatch.setattr(facts, "still_alive", still_alive)
    monkeypatch.setitem(queue.TASKS, "lamps.shine", queue.Task("lamps.shine", slowly, "default", 3, 2))
    await light(database)
    (delivery,) = await sweep(database)
    await worker.deliver(database, delivery)
    assert lamp.seen == ["one"]
    assert beats >= 2


async def test_what_is_done_is_forgotten_after_a_week_and_nothing_else(
    database: Database, lamp: Lamp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PRUNED_AT_ONCE", 2)
    with clock.frozen(START):
        for name in ("one", "two", "three"):
            await light(database, name)
        for delivery in await sweep(database):
            await worker.deliver(database, delivery)
        lamp.breaks = 3
        await light(database, "breaks")
    for minutes in (0, 5, 10):
        with clock.frozen(START + timedelta(minutes=minutes)):
            for delivery in await sweep(database):
                await worker.deliver(database, delivery)
    assert lamp.given_up == ["breaks"]

    async def left() -> list[str]:
        async with database.read() as session:
            return list(await session.scalars(select(facts.FactRow.body["lamp_id"].astext).order_by(facts.FactRow.id)))

    with clock.frozen(START + facts.KEPT):
        await light(database, "waits")
        await worker.prune(database)
        assert len(await left()) == 5
    with clock.frozen(START + facts.KEPT + timedelta(days=1)):
        await worker.prune(database)
        assert await left() == ["breaks", "waits"]
