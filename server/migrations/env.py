"""Alembic's entry: runs the migrations over asyncpg, or prints them as SQL."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from fractafrag.core.db import Model, async_dsn
from fractafrag.core.settings import settings
from fractafrag.doors import migrations as door

door.import_models()


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Model.metadata, compare_type=True)
    with context.begin_transaction():
        # Two starting processes must not migrate at once; the lock ends with the transaction.
        context.execute(f"SELECT pg_advisory_xact_lock({door.LOCK})")
        context.run_migrations()


async def run_online(url: str) -> None:
    engine = create_async_engine(async_dsn(url), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


if context.is_offline_mode():
    context.configure(dialect_name="postgresql", literal_binds=True, target_metadata=Model.metadata)
    with context.begin_transaction():
        context.run_migrations()
else:
    asyncio.run(run_online(context.config.get_main_option("sqlalchemy.url") or settings().database_url))
