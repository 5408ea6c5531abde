"""The people and works of these tests, and watchers who tell what they watched."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.core.db import Database
from tests.works import media, person, renderer, work_off

__all__ = ["Rows", "Value", "event", "media", "person", "renderer", "report", "rows", "value", "work_off"]

Rows = Callable[..., Awaitable[list[Any]]]
Value = Callable[[], Awaitable[None]]


def event(card: dict[str, Any] | str, kind: str = "view", ms: int | None = None, **more: Any) -> dict[str, Any]:
    """An event about a served card; `at` is now unless told otherwise."""
    impression = card if isinstance(card, str) else card["impression"]
    made = {"id": str(uuid4()), "impression": impression, "kind": kind, "at": clock.now().isoformat(), "ms": ms}
    return made | more


async def report(http: httpx.AsyncClient, *events: dict[str, Any], after: float = 0.0) -> dict[str, Any]:
    """Reports events, `after` so many seconds, and gives the answer."""
    with clock.frozen(clock.now() + timedelta(seconds=after)):
        answer = await http.post("/events", json={"events": events})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.fixture
def rows(database: Database) -> Rows:
    """What a statement finds: `await rows("SELECT …", name=value)`."""

    async def find(statement: str, **values: Any) -> list[Any]:
        async with database.read() as session:
            return list((await session.execute(text(statement), values)).all())

    return find


@pytest.fixture
def value(database: Database) -> Value:
    """Values what is due, as a worker does every few seconds."""
    from fractafrag.doors import worker

    async def work() -> None:
        await worker.value(database)

    return work


def at(moment: str) -> datetime:
    """A moment of ISO form."""
    return datetime.fromisoformat(moment)
