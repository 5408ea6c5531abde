"""The pools: readers cannot write, nobody is given a dead connection, and no pool makes connections to drop them."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fractafrag.core import db
from fractafrag.core.db import Database
from fractafrag.core.errors import Unavailable
from fractafrag.doors.http import create_app

_END_ALL = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = user"
)


_SOMEBODY = text(
    "INSERT INTO users (id, username, display_name, email, password_hash, bio, role, created_at) "
    "VALUES ('a', 'ada', 'Ada', 'ada@example.org', 'x', '', 'user', now())"
)
_COUNT = text("SELECT count(*) FROM users")


@pytest.mark.parametrize(
    "change", ["DELETE FROM users", "CREATE TABLE x ()", "SELECT id FROM users FOR UPDATE", "TRUNCATE users CASCADE"]
)
async def test_postgresql_refuses_a_reader_who_writes(database: Database, change: str) -> None:
    async with database.read() as session:
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await session.execute(text(change))
    async with database.read() as session:
        assert await session.scalar(_COUNT) == 0


async def test_a_reader_sees_what_was_committed_a_moment_ago(database: Database) -> None:
    async with database.read() as session:
        assert await session.scalar(_COUNT) == 0
        async with database.write() as other:
            await other.execute(_SOMEBODY)
            assert await session.scalar(_COUNT) == 0
        assert await session.scalar(_COUNT) == 1


async def test_readers_hold_no_transaction_open(database: Database) -> None:
    async with database.read() as session:
        await session.execute(text("SELECT 1"))
        async with database.write() as other:
            states = await other.scalars(text("SELECT state FROM pg_stat_activity WHERE datname = current_database()"))
            assert "idle in transaction" not in states.all()


async def _fill(database: Database) -> None:
    """Fills both pools with connections that rest."""

    async def read() -> None:
        async with database.read() as session:
            await session.execute(text("SELECT pg_sleep(0.02)"))

    async def write() -> None:
        async with database.write() as session:
            await session.execute(text("SELECT pg_sleep(0.02)"))

    await asyncio.gather(*(read() for _ in range(3)), *(write() for _ in range(3)))


async def _works(database: Database) -> None:
    async with database.read() as session:
        assert await session.scalar(text("SELECT 1")) == 1
    async with database.write() as session:
        assert await session.scalar(text("SELECT 2")) == 2


async def _end_connections(services: Any) -> None:
    admin = Database(services.database_url, 1)
    async with admin.write() as session:
        await session.execute(_END_ALL)
    await admin.close()


def _never(_: object) -> bool:
    return False


async def test_nobody_is_given_a_connection_that_the_server_has_closed(services: Any) -> None:
    database = Database(services.database_url, 3)
    await _fill(database)
    await _end_connections(services)
    await asyncio.sleep(0.2)
    for _ in range(4):
        await _works(database)
    await database.close()


@pytest.mark.filterwarnings("ignore:unclosed connection:ResourceWarning")
@pytest.mark.parametrize(("rest", "asked"), [(30.0, False), (0.1, True)])
async def test_a_connection_that_rested_long_is_asked_first(
    services: Any, monkeypatch: pytest.MonkeyPatch, rest: float, asked: bool
) -> None:
    monkeypatch.setattr(db, "_LONG_IDLE_S", rest)
    database = Database(services.database_url, 3)
    await _fill(database)
    await _end_connections(services)
    await asyncio.sleep(0.2)
    # A router that forgets a connection tells neither end.
    monkeypatch.setattr("asyncpg.connection.Connection.is_closed", _never)
    if asked:
        await _works(database)
    else:
        with pytest.raises(DBAPIError, match="closed"):
            await _works(database)
    await database.close()


async def test_a_crowd_makes_no_more_connections_than_the_pool_has(services: Any) -> None:
    crowded = Database(services.database_url, 2)
    pids: set[int] = set()

    async def one() -> None:
        async with crowded.read() as session:
            pids.add(await session.scalar(text("SELECT pg_backend_pid() FROM pg_sleep(0.005)")) or 0)

    await asyncio.gather(*(one() for _ in range(30)))
    assert len(pids) == 2
    await crowded.close()


async def test_who_finds_no_connection_for_too_long_is_asked_to_come_again(
    services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_PATIENCE_S", 0.1)
    crowded = Database(services.database_url, 1)
    async with crowded.read() as holder:
        await holder.execute(text("SELECT 1"))
        with pytest.raises(Unavailable, match="at once"):
            await _works(crowded)
        transport = httpx.ASGITransport(create_app(crowded), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as stranger:
            answer = await stranger.get("/feed/new")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert answer.json()["type"] == "/problems/unavailable"
    await _works(crowded)
    await crowded.close()
