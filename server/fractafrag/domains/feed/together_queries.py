"""The SQL of which works are enjoyed by the same people."""

from collections.abc import Sequence

from sqlalchemy import text

from fractafrag.core.db import WriteSession

_ENJOYED = text("SELECT shader_id FROM shader_engagement WHERE gains > 0 ORDER BY gains DESC, shader_id LIMIT :most")
_PEOPLE = text("SELECT DISTINCT viewer_id FROM views WHERE viewer_id > :after ORDER BY viewer_id LIMIT :most")
_VIEWS = text(
    """
    SELECT viewer_id, shader_id, y FROM views
    WHERE viewer_id = ANY (CAST(:people AS text[])) AND shader_id = ANY (CAST(:works AS text[]))
    """
)
_FORGET = text("DELETE FROM shader_neighbours WHERE shader_id = ANY (CAST(:works AS text[]))")
_FORGET_OTHERS = text("DELETE FROM shader_neighbours WHERE shader_id <> ALL (CAST(:works AS text[]))")
# A work may have been deleted meanwhile.
_KEEP = text(
    """
    INSERT INTO shader_neighbours (shader_id, other_id, weight)
    SELECT n.* FROM unnest(CAST(:works AS text[]), CAST(:others AS text[]), CAST(:weights AS real[]))
        AS n (shader_id, other_id, weight)
    JOIN shaders s ON s.id = n.shader_id JOIN shaders o ON o.id = n.other_id
    """
)


async def enjoyed(session: WriteSession, most: int) -> list[str]:
    """The works that were enjoyed, the most enjoyed first."""
    return list(await session.scalars(_ENJOYED, {"most": most}))


async def people(session: WriteSession, after: str, most: int) -> list[str]:
    """Watchers in the order of their ids, behind one."""
    return list(await session.scalars(_PEOPLE, {"after": after, "most": most}))


async def views(session: WriteSession, people_: Sequence[str], works: Sequence[str]) -> list[tuple[str, str, float]]:
    """(watcher, work, y) of what these people watched of these works."""
    rows = await session.execute(_VIEWS, {"people": list(people_), "works": list(works)})
    return [(row.viewer_id, row.shader_id, row.y) for row in rows]


async def keep(session: WriteSession, works: Sequence[str], pairs: Sequence[tuple[str, str, float]]) -> None:
    """Keeps (work, other, weight) in place of all that was known of these works."""
    await session.execute(_FORGET, {"works": list(works)})
    columns = {"works": [a for a, _, _ in pairs], "others": [b for _, b, _ in pairs], "weights": [w for *_, w in pairs]}
    if pairs:
        await session.execute(_KEEP, columns)


async def forget_others(session: WriteSession, works: Sequence[str]) -> None:
    """Forgets the neighbours of all works but these."""
    await session.execute(_FORGET_OTHERS, {"works": list(works)})
