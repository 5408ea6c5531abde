"""Every route against everybody: matrix.md says who gets what, and a new route without a row fails."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from fractafrag.core.db import Database
from fractafrag.doors.http import create_app
from tests.mcp.conftest import living
from tests.oauth.conftest import HOME, Program, program, site
from tests.rest.matrix import ACTORS, TABLE, World, routes, rows, written
from tests.works import Person

__all__ = ["program", "site"]


@pytest.fixture
def app(database: Database, tmp_path: Path, setting: Callable[..., None]) -> Any:
    """The application with a web app that is built."""
    (tmp_path / "index.html").write_text("<!doctype html><title>the app</title>")
    setting(WEB_DIST=str(tmp_path), OUTBOUND_PRIVATE_NETWORKS="127.0.0.0/8", PUBLIC_URL=HOME)
    return create_app(database)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {f"{row.method} {row.path}" for row in rows()} == routes(create_app())


def test_the_table_names_the_actors() -> None:
    assert "| route | " + " | ".join(ACTORS) + " |" in TABLE.read_text()
    assert {len(row.expected) for row in rows()} == {len(ACTORS)}


@pytest.mark.usefixtures("renderer", "media")
async def test_everybody_gets_what_the_table_says(
    app: Any,
    site: httpx.AsyncClient,
    program: Program,
    person: Callable[..., Awaitable[Person]],
    database: Database,
) -> None:
    world = World(site, database, program, await person("ada"))
    wrong: list[str] = []
    async with living(app):
        await world.enter(person)
        for row in rows():
            got = tuple([(await world.ask(row, actor)).status_code for actor in ACTORS])
            if got != row.expected:
                wrong += [f"says {written(row, row.expected)}", f"gets {written(row, got)}"]
    assert not wrong, "\n" + "\n".join(wrong)
