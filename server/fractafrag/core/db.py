"""PostgreSQL: one engine a process, one transaction a request or task step, committed in one place."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, NewType

from sqlalchemy import MetaData, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

ReadSession = NewType("ReadSession", AsyncSession)
"""A session inside a READ ONLY transaction: what a GET holds."""
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


_ALL_CONNECTIONS = {"hnsw.ef_search": "100", "hnsw.iterative_scan": "relaxed_order"}
"""A search among vectors that leaves some rows out goes on until it has as many as were asked for (pgvector ≥ 0.8)."""


class Database:
    """An engine and its two kinds of transaction.

    `on_news` is called after a commit that recorded facts; it must neither block nor raise.
    """

    def __init__(
        self, url: str, pool_size: int = 10, on_news: Callable[[], None] | None = None, **engine_options: Any
    ) -> None:
        self.engine: AsyncEngine = create_async_engine(
            async_dsn(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            connect_args={"server_settings": _ALL_CONNECTIONS},
            **engine_options,
        )
        self._on_news = on_news
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[ReadSession]:
        """A READ ONLY transaction: PostgreSQL itself refuses a write in it."""
        async with self._sessions() as session:
            await session.connection(execution_options={"postgresql_readonly": True})
            yield ReadSession(session)

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[WriteSession]:
        """A transaction that is committed when the block ends well, and undone when it does not."""
        async with self._sessions() as session:
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
        await self.engine.dispose()
