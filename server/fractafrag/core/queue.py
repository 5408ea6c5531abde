"""Work for later: what a task is, and how it is asked for. Celery itself is met in doors/worker.py only."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError

from fractafrag.core.db import Database
from fractafrag.core.settings import settings

log = logging.getLogger(__name__)

Work = Callable[..., Awaitable[None]]

QUEUES = ("default", "hooks", "renders", "posters", "looks", "background")
"""What a worker takes from, the first that has work first: people before the library, stills and looks before films."""

TASKS: dict[str, "Task"] = {}


@dataclass(frozen=True)
class Task:
    """An idempotent async function that takes ids, and how stubbornly it is tried."""

    name: str
    work: Work
    queue: str
    attempts: int
    first_delay_s: float
    on_give_up: Work | None = None
    overlaps: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the ids it takes."""
        return tuple(inspect.signature(self.work).parameters)


class Later(Exception):
    """Raised by a task that itself knows when it is to go on; however often, it does not fail for it."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"goes on in {after.total_seconds():g} seconds")
        self.after = after


class GiveUp(Exception):
    """Raised by a task for which trying again is useless."""


def task(
    *,
    queue: str = "default",
    attempts: int = 8,
    first_delay_s: float = 2,
    on_give_up: Work | None = None,
    overlaps: bool = False,
) -> Callable[[Work], Task]:
    """Makes an async function a task; between attempts the delay doubles, up to five minutes.

    `on_give_up` gets the same ids after the last attempt, so that people can be told why. A task that `overlaps` spends
    its time waiting for others: its process begins the next one meanwhile.
    """

    def register(work: Work) -> Task:
        name = f"{work.__module__.removeprefix('fractafrag.domains.').removesuffix('.tasks')}.{work.__name__}"
        TASKS[name] = Task(name, work, queue, attempts, first_delay_s, on_give_up, overlaps)
        return TASKS[name]

    return register


_database: Database | None = None


def set_worker_database(database: Database) -> None:
    """Called once by the worker's door, after the fork."""
    global _database
    _database = database


def worker_database() -> Database:
    """The database of this worker process, for tasks."""
    if _database is None:
        raise RuntimeError("tasks run in a worker process, which sets its database at start")
    return _database


@lru_cache
def celery_app() -> Any:  # Celery has no types: what is asked of it is checked by running it
    """The Celery application: producers send by name, only the worker's door registers code."""
    app: Any = Celery("fractafrag", broker=settings().redis_url)
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_default_queue="default",
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": 600,
            "socket_timeout": 5,
            "socket_connect_timeout": 1,
            "max_retries": 1,
            "queue_order_strategy": "priority",
        },
        timezone="UTC",
    )
    return app


def send(name: str, *arguments: Any, queue: str = "default") -> bool:
    """Asks the broker to have `name` run; False when the broker is away, which the sweep makes good."""
    try:
        celery_app().send_task(name, args=arguments, queue=queue, ignore_result=True, retry=False)
    except (OperationalError, OSError, ConnectionError) as error:
        log.warning("broker away, the sweep will send it: %s", error)
        return False
    return True


def poke_relay() -> bool:
    """Tells the relay that there are facts to be told onwards."""
    return send("relay", queue="relay")


def poke_valuing() -> bool:
    """Asks that what was reported on be valued now, and not in some seconds."""
    return send("value", queue="default")


def poke_soon() -> None:
    """The same from inside an event loop, in a thread: the broker may be slow or away, and no answer waits for it."""
    asyncio.get_running_loop().run_in_executor(None, poke_relay)
