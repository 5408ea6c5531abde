"""The Celery door: relays facts to their reactions and carries out deliveries, one event loop a process."""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import Future
from datetime import timedelta
from typing import Any

import celery.bootsteps
import celery.signals
import structlog
from celery.schedules import crontab
from redis.exceptions import RedisError

from fractafrag.core import facts, once, queue
from fractafrag.core.db import Database
from fractafrag.core.ids import new_id
from fractafrag.core.log import set_up_logging
from fractafrag.core.queue import GiveUp, Later, Task
from fractafrag.core.redis import redis_client
from fractafrag.core.settings import settings
from fractafrag.domains.agents import service as agents
from fractafrag.domains.embeddings import service as embeddings
from fractafrag.domains.engagement import served
from fractafrag.domains.engagement.service import signals as reported
from fractafrag.domains.engagement.service import snapshots, valuing
from fractafrag.domains.feed import openings, together, weights
from fractafrag.domains.oauth import service as oauth
from fractafrag.domains.shaders.tasks import drop_replaced_media, keep_pictures_current
from fractafrag.domains.webhooks import service as webhooks
from fractafrag.doors.worker_signs import ALIVE_KEY, ALIVE_S, FILE_S
from fractafrag.reactions import REACTIONS

log = logging.getLogger(__name__)
signals: Any = celery.signals  # without types, like all of Celery

SWEEP_S = 5.0
VALUE_S = 3.0
SERVED_AT_ONCE = 1000
PRUNE_S = 3600.0
PRUNED_AT_ONCE, PRUNED_BATCHES = 1000, 50
KEEP_UP_S = 3600.0
REFIT_S = 3600.0
OPENINGS_S = 2.0
PICTURES_S = 900.0
HEARTBEAT_S = 5.0
LONGEST_DELAY = timedelta(minutes=5)

app = queue.celery_app()
# What takes moments and is missed within seconds goes with the relay, whose process draws nothing: where every worker
# drew films, what people watched would be learned minutes later.
app.conf.beat_schedule = {
    "sweep": {"task": "relay", "schedule": SWEEP_S, "options": {"queue": "relay", "expires": SWEEP_S}},
    "value": {"task": "value", "schedule": VALUE_S, "options": {"queue": "relay", "expires": VALUE_S}},
    "openings": {"task": "openings", "schedule": OPENINGS_S, "options": {"queue": "relay", "expires": OPENINGS_S}},
    "keep-up": {"task": "keep-up", "schedule": KEEP_UP_S, "options": {"queue": "background", "expires": KEEP_UP_S}},
    "pictures": {"task": "pictures", "schedule": PICTURES_S, "options": {"queue": "background", "expires": PICTURES_S}},
    "count": {"task": "count", "schedule": crontab(hour="0", minute="20"), "options": {"queue": "background"}},
    "neighbours": {
        "task": "neighbours",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"queue": "background"},
    },
    "refit": {"task": "refit", "schedule": REFIT_S, "options": {"queue": "background", "expires": REFIT_S}},
    "prune": {"task": "prune", "schedule": PRUNE_S, "options": {"queue": "background", "expires": PRUNE_S}},
}

MOST_OVERLAPPING = 64


class Sign(celery.bootsteps.StartStopStep):
    """Touches WORKER_SIGN from the loop that takes tasks, and only while it holds its connection to the broker."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **_: Any) -> None:
        self.timer: Any = None

    def start(self, parent: Any) -> None:
        sign = settings().worker_sign
        if sign is not None:
            sign.touch()
            self.timer = parent.timer.call_repeatedly(FILE_S, sign.touch)

    def stop(self, parent: Any) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


app.steps["consumer"].add(Sign)

_loop: asyncio.AbstractEventLoop | None = None
_room = threading.BoundedSemaphore(MOST_OVERLAPPING)


def _begin(work: Coroutine[Any, Any, Any]) -> Future[Any]:
    # Made on first use: a loop or a connection from before the fork would be shared by all children.
    global _loop
    if _loop is None:
        _loop = asyncio.new_event_loop()
        threading.Thread(target=_loop.run_forever, name="tasks", daemon=True).start()
    return asyncio.run_coroutine_threadsafe(work, _loop)


def carry_out(work: Coroutine[Any, Any, Any]) -> None:
    """Carries out work in the one event loop of this process."""
    _begin(work).result()


def begin_without_waiting(work: Coroutine[Any, Any, Any]) -> None:
    """Begins work in the same loop; what a dying process takes with it is delivered again once its lease is over."""
    _room.acquire()
    _begin(work).add_done_callback(_over)


def _over(done: Future[Any]) -> None:
    _room.release()
    error = None if done.cancelled() else done.exception()
    if error is not None:
        log.error("an overlapping task broke", exc_info=error)


@signals.setup_logging.connect
def _logging(**_: Any) -> None:
    set_up_logging()


@signals.worker_process_init.connect
def _start(**_: Any) -> None:
    queue.set_worker_database(
        Database(settings().database_url, pool_size=3, on_news=lambda: _ignore(queue.poke_relay()))
    )


@signals.worker_process_shutdown.connect
def _stop(**_: Any) -> None:
    carry_out(queue.worker_database().close())


@signals.beat_init.connect
def _first_sweep(**_: Any) -> None:
    queue.poke_relay()


def _ignore(_: object) -> None:
    """The poke is a courtesy; the sweep comes anyway."""


async def prune(database: Database) -> None:
    """Forgets what was kept for a while only."""
    async with database.write() as session:
        await once.prune(session)
        await agents.prune(session)
        await oauth.prune(session)
        await webhooks.prune(session)
    async with database.write() as session:
        await reported.keep_house(session)
    for _ in range(PRUNED_BATCHES):
        async with database.write() as session:
            if await facts.prune(session, PRUNED_AT_ONCE) < PRUNED_AT_ONCE:
                break


async def value(database: Database) -> None:
    """Writes down what was served, and values the views that were reported on since the last time."""
    while tokens := await served.take(SERVED_AT_ONCE):
        async with database.write() as session:
            await reported.keep_served(session, tokens)
    due = valuing.AT_ONCE
    while due == valuing.AT_ONCE:
        async with database.write() as session:
            due = await valuing.value_views(session)


async def count(database: Database) -> None:
    """Counts what authors' works were to others on the days that are over."""
    async with database.write() as session:
        await snapshots.count_days(session)


async def neighbours(database: Database) -> None:
    """Works out anew which works the same people enjoy; cut off, it leaves what was known of the rest."""
    async with database.write() as session:
        works = await together.works(session)
    views: list[together.View] = []
    # It begins with somebody else each night, and goes round once.
    first = new_id()
    for begins, ends in ((first, None), ("", first)):
        after: str | None = begins
        for _ in range(together.MOST_PEOPLE // together.PEOPLE_AT_ONCE // 2):
            async with database.write() as session:
                found, after = await together.gather(session, works, after)
            views += [view for view in found if ends is None or view[0] <= ends]
            if after is None or (ends is not None and after > ends):
                break
    pairs = await asyncio.to_thread(together.work_out, works, views)
    for start in range(0, len(works), together.KEPT_AT_ONCE):
        async with database.write() as session:
            await together.keep(session, works[start : start + together.KEPT_AT_ONCE], pairs)
    async with database.write() as session:
        await together.forget_others(session, works)


async def keep_up(database: Database) -> None:
    """Asks for what was missed, and for what has become old."""
    async with database.write() as session:
        await embeddings.keep_up(session)


async def relay(database: Database) -> list[tuple[int, str]]:
    """Plans the deliveries of new facts and takes those that are due; the caller sends what is returned."""
    async with database.write() as session:
        for fact in await facts.unrelayed(session):
            kind = facts.Fact.kinds.get(fact.kind)
            planned = [
                (task.name, {name: fact.body[name] for name in task.parameters})
                for task in (REACTIONS.get(kind, ()) if kind else ())
            ]
            await facts.plan(session, fact, planned)
    async with database.write() as session:
        return list(await facts.take_due(session))


async def deliver(database: Database, delivery_id: int) -> None:
    """Carries out one delivery, if it is still to be done: once in effect, however often it was sent."""
    async with database.write() as session:
        delivery = await facts.claim(session, delivery_id)
    if delivery is None:
        return
    task = queue.TASKS[delivery.task]
    heart = asyncio.create_task(_beat(database, delivery))
    try:
        with structlog.contextvars.bound_contextvars(task=task.name, delivery=delivery.id, attempt=delivery.attempts):
            await _attempt(database, task, delivery)
    finally:
        heart.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await heart


async def _attempt(database: Database, task: Task, delivery: facts.Claim) -> None:
    began = time.perf_counter()
    try:
        await task.work(**delivery.arguments)
    except Later as later:
        async with database.write() as session:
            await facts.try_again(session, delivery, str(later), later.after)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        final = isinstance(error, GiveUp) or delivery.attempts >= task.attempts
        log.warning("%s %s: %s", task.name, "failed for good" if final else "will be tried again", reason)
        if final and task.on_give_up is not None:
            await task.on_give_up(**delivery.arguments)
        async with database.write() as session:
            if final:
                await facts.give_up(session, delivery, reason)
            else:
                delay = timedelta(seconds=task.first_delay_s * 2 ** (delivery.attempts - 1))
                await facts.try_again(session, delivery, reason, min(delay, LONGEST_DELAY))
    else:
        async with database.write() as session:
            await facts.done(session, delivery)
        log.info("%s is done", task.name, extra={"seconds": round(time.perf_counter() - began, 3)})


async def _beat(database: Database, delivery: facts.Claim) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT_S)
        try:
            async with database.write() as session:
                await facts.still_alive(session, delivery)
        except Exception as error:
            # A database that is away for a moment must neither end the work nor the next beat.
            log.warning("the lease of delivery %d was not renewed: %s", delivery.id, error)


async def _say_alive() -> None:
    with contextlib.suppress(RedisError, OSError):
        await redis_client().set(ALIVE_KEY, "1", ex=ALIVE_S)


@app.task(name="relay")
def run_relay() -> None:
    async def work() -> None:
        due = await relay(queue.worker_database())
        for delivery_id, name in due:
            queue.send(name, delivery_id, queue=queue.TASKS[name].queue)
        await _say_alive()

    carry_out(work())


@app.task(name="keep-up")
def run_keep_up() -> None:
    carry_out(keep_up(queue.worker_database()))


@app.task(name="pictures")
def run_pictures() -> None:
    carry_out(keep_pictures_current())


@app.task(name="prune")
def run_prune() -> None:
    carry_out(prune(queue.worker_database()))
    carry_out(drop_replaced_media())


@app.task(name="value")
def run_value() -> None:
    carry_out(value(queue.worker_database()))


@app.task(name="neighbours")
def run_neighbours() -> None:
    carry_out(neighbours(queue.worker_database()))


@app.task(name="refit")
def run_refit() -> None:
    carry_out(weights.refit(queue.worker_database()))


@app.task(name="openings")
def run_openings() -> None:
    carry_out(openings.prepare(queue.worker_database()))


@app.task(name="count")
def run_count() -> None:
    carry_out(count(queue.worker_database()))


def _register(task: Task) -> None:
    @app.task(name=task.name)
    def run(delivery_id: int) -> None:
        work = deliver(queue.worker_database(), delivery_id)
        if task.overlaps:
            begin_without_waiting(work)
        else:
            carry_out(work)

    del run


for _task in queue.TASKS.values():
    _register(_task)
