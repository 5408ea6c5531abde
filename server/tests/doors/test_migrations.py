"""The migrations are the source of the schema: models, init.sql and database agree with them."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from fractafrag.core.db import Database, Model
from fractafrag.doors import migrations

INIT_SQL = Path(__file__).resolve().parents[3] / "deploy" / "init.sql"

SHAPE = """
SELECT table_name || '.' || column_name, data_type, is_nullable, column_default
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT tablename || ':' || indexname, indexdef, '', '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass || '!' || conname, pg_get_constraintdef(oid), '', ''
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'function ' || proname, prosrc, '', '' FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
    SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL SELECT 'trigger ' || tgname, pg_get_triggerdef(oid), '', '' FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2
"""


async def connect(url: str) -> Any:
    library: Any = asyncpg
    return await library.connect(url)


@pytest.fixture
async def empty(services: Any) -> AsyncIterator[str]:
    """The address of a new, empty database."""
    admin = await connect(services.database_url)
    await admin.execute("DROP DATABASE IF EXISTS other WITH (FORCE)")
    await admin.execute("CREATE DATABASE other")
    yield services.database_url.rsplit("/", 1)[0] + "/other"
    await admin.execute("DROP DATABASE other WITH (FORCE)")
    await admin.close()


async def shape(url: str) -> list[tuple[Any, ...]]:
    connection = await connect(url)
    rows = [tuple(row) for row in await connection.fetch(SHAPE)]
    await connection.close()
    return rows


async def test_the_models_say_what_the_migrations_built(database: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), Model.metadata))

    async with database.reader.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_init_sql_builds_the_same_schema_as_the_migrations(empty: str, services: Any) -> None:
    connection = await connect(empty)
    await connection.execute(INIT_SQL.read_text())
    await connection.close()
    built = await shape(empty)
    assert len(built) > 50
    assert built == await shape(services.database_url)


async def test_a_database_made_from_init_sql_is_up_to_date(empty: str) -> None:
    connection = await connect(empty)
    await connection.execute(INIT_SQL.read_text())
    await connection.close()
    before = await shape(empty)
    await asyncio.to_thread(migrations.upgrade, empty)
    assert await shape(empty) == before


async def test_two_processes_that_migrate_at_once_do_it_once(empty: str, services: Any) -> None:
    program = "import sys; from fractafrag.doors import migrations; migrations.upgrade(sys.argv[1])"
    runs = [await asyncio.create_subprocess_exec(sys.executable, "-c", program, empty) for _ in range(2)]
    assert [await run.wait() for run in runs] == [0, 0]
    assert await shape(empty) == await shape(services.database_url)
