"""Many works of one person do not keep anybody else waiting for the picture of their first."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.doors import worker
from fractafrag.gateways.renderer import FakeRenderer
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]
Work = Callable[[], Awaitable[int]]

MANY = 120


async def flood(person: Person, works: int = MANY) -> None:
    for number in range(works):
        await person.make(code=f"{IMAGE}// {person.viewer.username} {number}")


async def sent(database: Database) -> list[int]:
    """What the relay gives to the broker for the queue of people's pictures, in its order."""
    return [delivery for delivery, task in await worker.relay(database) if task == "shaders.render_preview"]


async def test_the_first_work_of_somebody_is_drawn_before_the_second_of_somebody_who_brought_many(
    person: People, database: Database, work_off: Work, renderer: FakeRenderer
) -> None:
    ada, bob = await person("ada"), await person("bob")
    await flood(ada)
    await bob.make(code=f"{IMAGE}// bob")
    broker = await sent(database)
    assert len(broker) == MANY + 1
    for delivery in broker[:2]:
        await worker.deliver(database, delivery)
    assert renderer.owners == [ada.viewer.id, bob.viewer.id]


async def test_whoever_comes_late_waits_for_one_round_only(
    person: People, database: Database, work_off: Work, renderer: FakeRenderer
) -> None:
    ada, bob, cleo = await person("ada"), await person("bob"), await person("cleo")
    await flood(ada)
    await flood(bob, 5)
    broker = await sent(database)
    for delivery in broker[:30]:
        await worker.deliver(database, delivery)
    first = renderer.owners[:10]
    assert (first.count(ada.viewer.id), first.count(bob.viewer.id)) == (5, 5)
    await cleo.make(code=f"{IMAGE}// cleo")
    broker += await sent(database)
    for delivery in broker[30:32]:
        await worker.deliver(database, delivery)
    assert cleo.viewer.id in renderer.owners[30:]
    for delivery in broker[32:]:
        await worker.deliver(database, delivery)
    assert len(renderer.owners) == MANY + 6


async def test_what_broke_a_moment_ago_waits_for_its_time_and_not_for_its_turn(
    person: People, database: Database, work_off: Work, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    await flood(ada, 2)
    one, two = await sent(database)
    renderer.away = True
    await worker.deliver(database, one)
    renderer.away = False
    await worker.deliver(database, two)
    await worker.deliver(database, one)
    assert len(renderer.drawn) == 1
    with clock.frozen(clock.now() + timedelta(seconds=3)):
        assert await work_off() == 1
    assert len(renderer.drawn) == 2
