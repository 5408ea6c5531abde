"""What services read and write of features, spaces and points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import and_, delete, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.embeddings import parts
from fractafrag.domains.embeddings.models import EmbeddingRow, FeaturesRow, SpaceRow
from fractafrag.domains.embeddings.projection import DIMENSIONS, Floats, Space
from fractafrag.domains.embeddings.queries.near import written
from fractafrag.domains.shaders.models import ShaderRow, ShaderVersionRow

_LOCK = 0x656D6265
"""Of those who make a new space, so that two never do at once."""


@dataclass(frozen=True)
class Subject:
    """A published work that is to be looked at: whose it is, and its current content."""

    shader_id: str
    version: int
    owner: str
    title: str
    description: str
    tags: tuple[str, ...]
    passes: tuple[Any, ...]
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Known:
    """A space as it is kept."""

    version: int
    slot: int
    state: str
    recipe: int
    fitted_on: int
    explained: float
    space: Space


@dataclass(frozen=True)
class Progress:
    """How far the looking has come: works to look at, looked at, asked for; the active space, and one being filled."""

    works: int
    ready: int
    asked: int
    active: int | None
    fitted_on: int
    explained: float
    placed: int
    filling: int | None
    filled: int


async def subject(session: WriteSession, shader_id: str, version: int, *, again: bool) -> Subject | None:
    """The work, unless it is no longer published in this version, or was looked at already and is not to be `again`."""
    seen = and_(
        FeaturesRow.shader_id == ShaderRow.id,
        FeaturesRow.version == version,
        FeaturesRow.recipe == parts.RECIPE,
        FeaturesRow.made_at >= func.coalesce(FeaturesRow.asked_at, FeaturesRow.made_at),
    )
    found = await session.execute(
        select(
            ShaderRow.author_id,
            ShaderVersionRow.title,
            ShaderVersionRow.description,
            ShaderVersionRow.tags,
            ShaderVersionRow.passes,
            ShaderVersionRow.parameters,
        )
        .join(ShaderVersionRow, and_(ShaderVersionRow.shader_id == ShaderRow.id, ShaderVersionRow.number == version))
        .outerjoin(FeaturesRow, seen)
        .where(
            ShaderRow.id == shader_id,
            ShaderRow.version == version,
            ShaderRow.status == "published",
            literal(again) | FeaturesRow.shader_id.is_(None),
        )
    )
    row = found.one_or_none()
    if row is None:
        return None
    return Subject(
        shader_id,
        version,
        row.author_id,
        row.title,
        row.description,
        tuple(row.tags),
        tuple(row.passes),
        row.parameters,
    )


async def keep_features(
    session: WriteSession, subject: Subject, words: bytes, seen: bytes | None, code: bytes, traits: list[str]
) -> None:
    """What was found out about a version of a work, in place of what was known before."""
    values: dict[str, Any] = {
        "version": subject.version,
        "recipe": parts.RECIPE,
        "words": words,
        "look": seen,
        "code": code,
        "traits": traits,
        "made_at": clock.now(),
    }
    await session.execute(
        insert(FeaturesRow)
        .values(shader_id=subject.shader_id, **values)
        .on_conflict_do_update(index_elements=["shader_id"], set_=values)
    )


async def ask(session: WriteSession, limit: int, again_before: datetime, *, everything: bool) -> list[tuple[str, int]]:
    """(id, version) of published works that are to be looked at, noted as asked for: the hottest first.

    Those that were asked for after `again_before` are left in peace; `everything` asks for what is known, too.
    """
    stale = or_(FeaturesRow.recipe != parts.RECIPE, FeaturesRow.version.is_distinct_from(ShaderRow.version))
    rows = await session.execute(
        select(ShaderRow.id, ShaderRow.version)
        .outerjoin(FeaturesRow, FeaturesRow.shader_id == ShaderRow.id)
        .where(
            ShaderRow.status == "published",
            literal(everything) | FeaturesRow.shader_id.is_(None) | stale,
            FeaturesRow.asked_at.is_(None) | (FeaturesRow.asked_at < again_before),
        )
        .order_by(ShaderRow.heat.desc(), ShaderRow.id)
        .limit(limit)
    )
    found = [(row.id, row.version) for row in rows]
    if found:
        now = clock.now()
        asked = insert(FeaturesRow).values([{"shader_id": shader_id, "asked_at": now} for shader_id, _ in found])
        await session.execute(
            asked.on_conflict_do_update(index_elements=["shader_id"], set_={"asked_at": asked.excluded.asked_at})
        )
    return found


async def at_least(session: WriteSession, count: int) -> bool:
    """Whether so many works were looked at in today's way."""
    some = select(FeaturesRow.shader_id).where(FeaturesRow.recipe == parts.RECIPE).limit(count).subquery()
    return (await session.scalar(select(func.count()).select_from(some)) or 0) >= count


async def sample(session: WriteSession, most: int) -> tuple[list[str], Floats]:
    """(ids, raw rows) of at most so many works; ids are random, so their order is a fair one."""
    columns = (FeaturesRow.shader_id, FeaturesRow.words, FeaturesRow.look, FeaturesRow.code)
    rows = await session.execute(
        select(*columns).where(FeaturesRow.recipe == parts.RECIPE).order_by(FeaturesRow.shader_id).limit(most)
    )
    return _raw(rows.all())


async def standing(session: WriteSession) -> dict[str, Known]:
    """The spaces in use by their state: "active", and "filling" while there is a new one."""
    rows = await session.scalars(select(SpaceRow).where(SpaceRow.state != "retired"))
    return {row.state: _known(row) for row in rows}


async def lock(session: WriteSession, *, shared: bool = False) -> None:
    """Until the commit nobody else makes or fills a space; `shared`: nor does this one, and newcomers need not wait."""
    kind = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    await session.execute(text(f"SELECT {kind}(:lock)"), {"lock": _LOCK})


async def insert_space(
    session: WriteSession, slot: int, space: Space, moods: dict[str, Floats], fitted_on: int, explained: float
) -> int:
    """A new space, to be filled; its version."""
    version = (await session.scalar(select(func.max(SpaceRow.version))) or 0) + 1
    await session.execute(
        insert(SpaceRow).values(
            version=version,
            slot=slot,
            state="filling",
            recipe=parts.RECIPE,
            mean=space.mean.astype("<f4").tobytes(),
            scale=space.scale.astype("<f4").tobytes(),
            axes=space.axes.astype("<f4").tobytes(),
            moods={name: [round(float(value), 6) for value in x] for name, x in moods.items()},
            fitted_on=fitted_on,
            explained=explained,
            created_at=clock.now(),
        )
    )
    return version


async def unplaced(session: WriteSession, space: Known, limit: int) -> tuple[list[str], Floats]:
    """(ids, raw rows) of works that have no point in this space yet."""
    columns = (FeaturesRow.shader_id, FeaturesRow.words, FeaturesRow.look, FeaturesRow.code)
    placed = and_(
        EmbeddingRow.shader_id == FeaturesRow.shader_id,
        EmbeddingRow.slot == space.slot,
        EmbeddingRow.version == space.version,
    )
    rows = await session.execute(
        select(*columns)
        .outerjoin(EmbeddingRow, placed)
        .where(FeaturesRow.recipe == space.recipe, EmbeddingRow.shader_id.is_(None))
        .limit(limit)
    )
    return _raw(rows.all())


_PLACE = text(
    f"""
    INSERT INTO shader_embeddings (shader_id, slot, version, x)
    SELECT shader_id, :slot, :version, CAST(point AS halfvec({DIMENSIONS}))
    FROM unnest(CAST(:ids AS text[]), CAST(:points AS text[])) AS given (shader_id, point)
    ON CONFLICT (shader_id, slot) DO UPDATE SET version = excluded.version, x = excluded.x
    """
)


async def place(session: WriteSession, space: Known, shader_ids: Sequence[str], points: Floats) -> None:
    """Puts works to their points, (n, 128)."""
    values = {"slot": space.slot, "version": space.version, "ids": list(shader_ids)}
    await session.execute(_PLACE, values | {"points": [written(x) for x in points]})


async def activate(session: WriteSession, space: Known) -> None:
    """From the commit on everybody looks around in this space; the points of the one before are forgotten."""
    await session.execute(update(SpaceRow).where(SpaceRow.state == "active").values(state="retired"))
    active = {"state": "active", "activated_at": clock.now()}
    await session.execute(update(SpaceRow).where(SpaceRow.version == space.version).values(**active))
    await session.execute(delete(EmbeddingRow).where(EmbeddingRow.slot != space.slot))


async def progress(session: ReadSession, viewer: Viewer | None) -> Progress:
    """How far the looking has come; it tells of no work."""
    published = ShaderRow.status == "published"
    current = and_(FeaturesRow.recipe == parts.RECIPE, FeaturesRow.version == ShaderRow.version)
    joined = select(func.count()).select_from(ShaderRow).join(FeaturesRow, FeaturesRow.shader_id == ShaderRow.id)
    works = await session.scalar(select(func.count()).where(published)) or 0
    ready = await session.scalar(joined.where(published, current)) or 0
    asked = await session.scalar(joined.where(published, ~current)) or 0
    spaces = {row.state: row for row in await session.scalars(select(SpaceRow).where(SpaceRow.state != "retired"))}
    counts = select(EmbeddingRow.version, func.count()).group_by(EmbeddingRow.version)
    points = {row[0]: row[1] for row in await session.execute(counts)}
    active, filling = spaces.get("active"), spaces.get("filling")
    return Progress(
        works,
        ready,
        asked,
        active.version if active else None,
        active.fitted_on if active else 0,
        active.explained if active else 0.0,
        points.get(active.version, 0) if active else 0,
        filling.version if filling else None,
        points.get(filling.version, 0) if filling else 0,
    )


async def moods(session: ReadSession, viewer: Viewer | None) -> tuple[dict[str, Floats], int]:
    """The directions of moods in the active space, and how many works it was fitted on; none while there is none."""
    found = (
        await session.execute(select(SpaceRow.moods, SpaceRow.fitted_on).where(SpaceRow.state == "active"))
    ).one_or_none()
    if found is None:
        return {}, 0
    return {name: np.asarray(x, np.float32) for name, x in found.moods.items()}, found.fitted_on


def _raw(rows: Sequence[Any]) -> tuple[list[str], Floats]:
    found = [parts.raw_row(row.words, row.look, row.code) for row in rows]
    return [row.shader_id for row in rows], np.stack(found) if found else np.zeros((0, parts.COLUMNS), np.float32)


def _known(row: SpaceRow) -> Known:
    mean, scale, axes = (np.frombuffer(part, "<f4") for part in (row.mean, row.scale, row.axes))
    space = Space(mean, scale, axes.reshape(DIMENSIONS, -1))
    return Known(row.version, row.slot, row.state, row.recipe, row.fitted_on, row.explained, space)
