"""A backup restored into an empty instance is the same instance; a damaged one changes nothing."""

import io
import tarfile
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy import text

from fractafrag.core.db import Database
from fractafrag.doors import backup as door
from fractafrag.doors.backup import BackupError
from fractafrag.gateways.media import FakeMedia
from tests.works import Person, media, person, renderer, work_off

__all__ = ["media", "person", "renderer", "work_off"]

People = Callable[[str], Awaitable[Person]]


def quiet(_what: str, _done: int) -> None: ...


@pytest.fixture
async def elsewhere(services: Any) -> AsyncIterator[Database]:
    """Another, empty database on the same server."""
    url = services.database_url.rpartition("/")[0] + "/elsewhere"
    library: Any = asyncpg
    admin = await library.connect(services.database_url)
    await admin.execute("DROP DATABASE IF EXISTS elsewhere WITH (FORCE)")
    await admin.execute("CREATE DATABASE elsewhere TEMPLATE template0")
    await admin.close()
    database = Database(url, 2)
    yield database
    await database.close()


@pytest.fixture
async def archive(services: Any, person: People, media: FakeMedia, work_off: Callable[[], Awaitable[int]]) -> bytes:
    ada = await person("ada")
    page = await ada.make(title="One ☄", status="published")
    await work_off()
    await ada.vote(page["id"], 1)
    await ada.make(title="A draft", status="draft")
    target = io.BytesIO()
    manifest = await door.backup(services.database_url, media, target, quiet)
    assert manifest.media == len(media.kept) == 6
    return target.getvalue()


async def everything(database: Database) -> dict[str, list[str]]:
    async with database.read() as session:
        tables = await session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        )
        return {
            name: sorted((await session.scalars(text(f'SELECT t::text FROM "{name}" t'))).all())
            for name in tables.all()
        }


def members(archive: bytes) -> list[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        return [(one.name, opened.extractfile(one).read()) for one in opened]  # pyright: ignore[reportOptionalMemberAccess]


def packed(members: list[tuple[str, bytes]]) -> io.BytesIO:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as opened:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            opened.addfile(info, io.BytesIO(data))
    target.seek(0)
    return target


def url_of(database: Database) -> str:
    return database.writer.url.render_as_string(hide_password=False).replace("+asyncpg", "")


async def test_what_is_restored_is_the_same_in_every_row_and_every_file(
    database: Database, elsewhere: Database, archive: bytes, media: FakeMedia
) -> None:
    fresh = FakeMedia()
    await door.restore(url_of(elsewhere), fresh, io.BytesIO(archive), quiet)
    assert fresh.kept == media.kept
    assert await everything(elsewhere) == await everything(database)
    from fractafrag.doors.http import create_app

    transport = httpx.ASGITransport(create_app(elsewhere))
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
        cards = (await client.get("/feed")).json()["items"]
    assert [(card["title"], card["stats"]["up"]) for card in cards] == [("One ☄", 1)]


async def test_a_damaged_dump_leaves_the_database_empty(elsewhere: Database, archive: bytes) -> None:
    parts = members(archive)
    name, data = parts[0]
    damaged = [(name, data[: len(data) // 2]), *parts[1:]]
    with pytest.raises(BackupError, match=r"damaged|no archive"):
        await door.restore(url_of(elsewhere), FakeMedia(), packed(damaged), quiet)
    assert not await elsewhere.has_tables()


@pytest.mark.parametrize("left", [0, 1, 3, -1])
async def test_an_archive_without_its_end_is_refused(elsewhere: Database, archive: bytes, left: int) -> None:
    with pytest.raises(BackupError, match="too early"):
        await door.restore(url_of(elsewhere), FakeMedia(), packed(members(archive)[:left]), quiet)


async def test_a_picture_that_does_not_fit_its_name_is_refused(elsewhere: Database, archive: bytes) -> None:
    wrong = [(name, b"other" if name.startswith("renders/") else data) for name, data in members(archive)]
    with pytest.raises(BackupError, match="damaged"):
        await door.restore(url_of(elsewhere), FakeMedia(), packed(wrong), quiet)


async def test_a_full_database_refuses_the_dump_and_stays_as_it_is(
    services: Any, database: Database, archive: bytes
) -> None:
    before = await everything(database)
    with pytest.raises(BackupError, match="already exists"):
        await door.restore(services.database_url, FakeMedia(), io.BytesIO(archive), quiet)
    assert await everything(database) == before


async def test_what_is_no_archive_is_refused(elsewhere: Database) -> None:
    with pytest.raises(BackupError, match="no archive"):
        await door.restore(url_of(elsewhere), FakeMedia(), io.BytesIO(b"hello" * 1000), quiet)
