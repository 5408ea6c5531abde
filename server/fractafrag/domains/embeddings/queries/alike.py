"""Which works are like one: by where they lie, or by their tags while it has no place yet."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from fractafrag.core.db import ReadSession
from fractafrag.core.pages import decode_cursor, encode_cursor
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.embeddings.queries.near import ACTIVE, nearest, read
from fractafrag.domains.shaders.cursors import known_id

REACH = 200
"""Farther away than so many others, nothing is like a work."""

_FROM_HERE = text(
    f"""
    SELECT s.id, halfvec_send(e.x) AS x
    FROM shaders s LEFT JOIN shader_embeddings e ON e.shader_id = s.id AND e.slot = {ACTIVE}
    WHERE s.id = :id AND (s.status = 'published' AND s.visibility <> 'private' OR s.author_id = :viewer)
    """
)


@dataclass(frozen=True)
class Likeness:
    """A work that is like another, and how much: the cosine between them, −1 to 1."""

    shader_id: str
    cosine: float


@dataclass(frozen=True)
class Alike:
    """One page of works like one, the most alike first; `placed` is False while nobody knows where the one lies."""

    works: list[Likeness]
    next_cursor: str | None
    placed: bool


async def alike(
    session: ReadSession, viewer: Viewer | None, shader_id: str, cursor: str | None, limit: int
) -> Alike | None:
    """Public works like one that this viewer may see, in two statements; None when they may not. Raises Invalid."""
    after = _after(cursor)
    row: Any = (
        await session.execute(_FROM_HERE, {"id": shader_id, "viewer": viewer.id if viewer else None})
    ).one_or_none()
    if row is None:
        return None
    if row.x is None:
        return Alike([], None, placed=False)
    [found] = await nearest(session, viewer, [read(row.x)], REACH + 1)
    ranked = [(-one.cosine, one.shader_id) for one in found if one.shader_id != shader_id][:REACH]
    rest = [one for one in ranked if after is None or one > after]
    page = rest[:limit]
    more = encode_cursor("similar", *page[-1]) if len(rest) > limit else None
    return Alike([Likeness(name, -key) for key, name in page], more, placed=True)


def _after(cursor: str | None) -> tuple[float, str] | None:
    if cursor is None:
        return None
    key, shader_id = decode_cursor("similar", cursor, float, str)
    return key, known_id(shader_id)
