"""The door through which the library comes in: each file of `library/` is a work of the account `fractafrag`.

A work's id is made of its file's name, so seeding again finds it: a changed file becomes a new version, an unchanged
one nothing. What the house has archived stays archived.
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from fractafrag.core.db import Database
from fractafrag.core.ids import id_of
from fractafrag.core.settings import settings
from fractafrag.domains.accounts import service as accounts
from fractafrag.domains.shaders import service as shaders
from fractafrag.domains.shaders.works import Content, parse

log = logging.getLogger(__name__)

FILE_BYTES = 1_048_576

Progress = Callable[[int, int, str], None]
"""Told (works done, works in all, title) as the seeding goes on."""


async def seed_library(database: Database, progress: Progress) -> None:
    """Brings the library into the database. Raises ValueError, naming the file that is not in the library's form."""
    works = await asyncio.to_thread(_read, settings().library_dir)
    async with database.write() as session:
        house = await accounts.ensure_house_account(session)
    progress(0, len(works), "")
    for done, (slug, content) in enumerate(works.items(), 1):
        async with database.write() as session:
            changed = await shaders.put(session, house, shader_id(slug), content)
        log.debug("%s: %s", slug, "a new version" if changed else "unchanged")
        progress(done, len(works), content.title)


def shader_id(slug: str) -> str:
    """The id of the library's work in the file SLUG.glsl: the same on every instance."""
    return id_of(f"library:{slug}")


def _read(folder: Path) -> dict[str, Content]:
    works: dict[str, Content] = {}
    for file in sorted(folder.glob("*.glsl")):
        raw = file.read_bytes()
        if len(raw) > FILE_BYTES:
            raise ValueError(f"{file} is larger than {FILE_BYTES:,} bytes.")
        try:
            works[file.stem] = parse(raw.decode("utf-8"))
        except ValueError as error:
            raise ValueError(f"{file}: {error}") from error
    return works
