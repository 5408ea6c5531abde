"""PostgreSQL: reads statement by statement, writes one transaction a request or task step, committed in one place."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, NewType

from sqlalchemy import MetaData, event, make_url, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from fractafrag.core.errors import Unavailable

ReadSession = NewType("ReadSession", AsyncSession)
"""A session that PostgreSQL lets read alone, each statement by itself: what a GET holds."""
WriteSession = NewType("WriteSession", ReadSession)
"""A session that may write: services that change things accept only this."""


class Model(DeclarativeBase):
    """The root of all tables; constraints get predictable names, so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def async_dsn(url: str) -> str:
    """`postgresql://…` as SQLAlchemy's asyncpg dialect wants it."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def libpq_environment(url: str) -> dict[str, str]:
    """A `postgresql://…` address as the environment variables that PostgreSQL's own programs read."""
    parts = make_url(url)
    given = {"PGHOST": parts.host, "PGPORT": parts.port, "PGUSER": parts.username, "PGPASSWORD": parts.password}
    query = {f"PG{name.upper()}": value for name, value in parts.query.items() if name in ("host", "port", "sslmode")}
    known = {**given, **query, "PGDATABASE": parts.database or ""}
    return {name: str(value) for name, value in known.items() if value is not None}


_ALL_CONNECTIONS = {"hnsw.ef_search": "60", "hnsw.iterative_scan": "relaxed_order"}
"""A search among vectors that leaves some rows out goes on until it has as many as were asked for (pgvector ≥ 0.8).

It looks around among 60 at once, as many as the feed asks for at each point.
"""


_READING = {**_ALL_CONNECTIONS, "default_transaction_read_only": "on"}
"""What readers' connections say on top: PostgreSQL itself refuses a write."""

_PATIENCE_S = 10.0
"""How long somebody waits for a connection that others hold."""
_LONG_IDLE_S = 30.0
"""A connection that was idle for longer is asked whether it still stands: a router may have forgotten it silently."""


def _engine(url: str, pool_size: int, server_settings: dict[str, str], **options: Any) -> AsyncEngine:
    """An engine whose pool gives out no dead connection, and that asks PostgreSQL about it only after a long rest.

    A server that stops or falls closes its connections, which asyncpg sees at once; `pool_pre_ping` would pay for that
    with a round trip before each transaction.
    """
    engine = create_async_engine(
        async_dsn(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_PATIENCE_S,
        connect_args={"server_settings": server_settings},
        **options,
    )

    def rested(_connection: Any, record: Any) -> None:
        record.info["since"] = time.monotonic()

    def alive(connection: Any, record: Any, _holder: Any) -> None:
        if record.driver_connection.is_closed():
            raise InvalidatePoolError
        if time.monotonic() - record.info.get("since", time.monotonic()) > _LONG_IDLE_S:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as gone:
                raise InvalidatePoolError from gone

    event.listen(engine.sync_engine, "checkin", rested)
    event.listen(engine.sync_engine, "checkout", alive)
    return engine


@asynccontextmanager
async def _in_turn() -> AsyncGenerator[None]:
    try:
        yield
    except PoolTimeoutError as error:
        raise Unavailable("Too many ask the database at once; try again.", headers={"Retry-After": "2"}) from error


class Database:
    """The pools of a process: one whose connections only read, statement by statement, one for transactions.

    `on_news` is called after a commit that recorded facts; it must neither block nor raise.
    """

    def __init__(self, url: str, pool_size: int = 10, on_news: Callable[[], None] | None = None) -> None:
        self.reader = _engine(url, pool_size, _READING, isolation_level="AUTOCOMMIT")
        self.writer = _engine(url, pool_size, _ALL_CONNECTIONS)
        self._on_news = on_news
        self._reading = async_sessionmaker(self.reader, expire_on_commit=False, autoflush=False)
        self._writing = async_sessionmaker(self.writer, expire_on_commit=False, autoflush=False)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[ReadSession]:
        """A session for reading, without a transaction around its statements: each sees what is committed by then."""
        async with _in_turn(), self._reading() as session:
            yield ReadSession(session)

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[WriteSession]:
        """A transaction that is committed when the block ends well, and undone when it does not."""
        async with _in_turn(), self._writing() as session:
            yield WriteSession(ReadSession(session))
            await session.commit()
            if session.info.pop("news", False) and self._on_news:
                self._on_news()

    async def check(self) -> None:
        """Raises when the database does not answer, or has not been migrated at all."""
        async with self.read() as session:
            await session.execute(text("SELECT version_num FROM alembic_version"))

    async def has_tables(self) -> bool:
        """Whether anything at all was ever made in this database."""
        async with self.read() as session:
            found = await session.scalar(
                text(
                    "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema'))"
                )
            )
            return bool(found)

    async def close(self) -> None:
        """Closes all connections."""
        await self.reader.dispose()
        await self.writer.dispose()
