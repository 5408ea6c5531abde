"""What every test stands on: a real PostgreSQL 16, a real Redis-protocol server, the real application."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis
from hypothesis import HealthCheck
from hypothesis import settings as examples
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import event, text

from fractafrag.core.settings import settings
from fractafrag.doors import migrations
from fractafrag.doors.supervisor import postgres, valkey
from fractafrag.doors.supervisor.layout import Layout

# A crowded machine is no fault of what is tested.
# Under CI the parent draws the same examples each time.
examples.register_profile("patient", examples.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("patient")


@dataclass(frozen=True)
class Services:
    """The addresses of the servers that run for the whole session."""

    database_url: str
    redis_url: str


@contextmanager
def _valkey(layout: Layout) -> Generator[str]:
    server = valkey.prepare(layout, None, "test")
    process = subprocess.Popen(server.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client: Any = redis.Redis.from_url(server.url())  # pyright: ignore[reportUnknownMemberType]
        for _ in range(200):
            try:
                client.ping()
                break
            except RedisConnectionError:
                time.sleep(0.05)
        client.close()
        yield server.url()
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    # Not pytest's own folder: every new run closes it to other users, and as root the database runs as another.
    data = Path(tempfile.mkdtemp(prefix="house with a space "))
    layout = Layout(data)
    layout.prepare()
    with postgres.running(layout) as database_url, _valkey(layout) as redis_url:
        media = tmp_path_factory.mktemp("renders")
        os.environ.update(
            DATABASE_URL=database_url,
            REDIS_URL=redis_url,
            MEDIA_DIR=str(media),
            RENDERER_URL="http://127.0.0.1:9",
            RATE_LIMITS="off",
            JWT_SECRET="a-secret-for-tests-only-0123456789abcdef",
        )
        settings.cache_clear()
        migrations.upgrade(database_url)
        yield Services(database_url, redis_url)
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
async def open_database(services: Services) -> AsyncIterator[Any]:
    from fractafrag.core.db import Database
    from fractafrag.core.redis import redis_client

    database = Database(services.database_url, pool_size=10)
    yield database
    await database.close()
    await redis_client().aclose()


@pytest.fixture(scope="session")
async def emptying(open_database: Any) -> str:
    """One statement that empties every table which has rows: TRUNCATE of all would cost a third of a second."""
    async with open_database.read() as session:
        rows = await session.execute(
            text(
                "SELECT quote_ident(tablename) FROM pg_tables "
                "WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
            )
        )
        deletes = [f"IF EXISTS (SELECT FROM {name}) THEN DELETE FROM {name}; END IF;" for (name,) in rows]
        # A graph of vectors keeps what was deleted until it is vacuumed, and searches lose their way in it.
        deletes.append("IF pg_relation_size('shader_embeddings') > 0 THEN TRUNCATE shader_embeddings; END IF;")
        # As a replica, neither foreign keys nor guards against deletion are asked.
        return f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {' '.join(deletes)} END $$"


@pytest.fixture
async def database(open_database: Any, emptying: str, services: Services) -> Any:
    """An empty database; Valkey is emptied too."""
    from fractafrag.core.redis import redis_client

    async with open_database.write() as session:
        await session.execute(text(emptying))
    await redis_client().flushdb()  # pyright: ignore[reportUnknownMemberType]
    return open_database


@pytest.fixture(scope="session")
async def whole_app(open_database: Any) -> Any:
    from fractafrag.doors.http import create_app

    return create_app(open_database)


@pytest.fixture
async def app(database: Any, whole_app: Any) -> AsyncIterator[Any]:
    """The application on an empty database: one for all tests, as making it takes longer than most of them."""
    before = list(whole_app.routes)
    yield whole_app
    assert whole_app.routes == before, "a test changed the application of all tests: take fresh_app"


@pytest.fixture
async def fresh_app(database: Any) -> Any:
    """An application of the test's own: for those who start its lifespan, change it, or read what it counts."""
    from fractafrag.doors.http import create_app

    return create_app(database)


@pytest.fixture
async def client(app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A stranger's HTTP client; paths are relative to /api/v1."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as stranger:
        yield stranger


@pytest.fixture
def statements(database: Any) -> Iterator[Callable[[], int]]:
    """Counts the SQL statements that the application sends from now on."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engines = [engine.sync_engine for engine in (database.reader, database.writer)]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield lambda: len(seen)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[Callable[..., None]]:
    """Changes settings for one test: `setting(RATE_LIMITS="on")`."""

    def change(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()
