"""All SQL of the feed: hot reads, one statement a page, written out so that it is plain what PostgreSQL is asked."""

from typing import Any

from sqlalchemy import text

from fractafrag.core.db import ReadSession
from fractafrag.core.pages import encode_cursor
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.feed.atom import Entry
from fractafrag.domains.shaders.cards import card
from fractafrag.domains.shaders.cursors import moment_key, number_key

CARD = """
    SELECT s.id, s.title, u.username, u.display_name, s.agent, s.tags, s.licence, s.status, s.visibility, s.version,
           s.published_at, s.updated_at, s.up, s.down, s.forks, s.score, coalesce(v.value, 0) AS my_vote,
           s.render::text AS render, CASE WHEN s.author_id = :viewer THEN s.render_error::text END AS render_error,
           s.heat
"""
JOINS = """
    JOIN users u ON u.id = s.author_id
    LEFT JOIN votes v ON v.shader_id = s.id AND v.user_id = :viewer
"""

# What the viewer does not want to meet.
_WANTED = """
    NOT EXISTS (SELECT FROM hides WHERE hides.user_id = :viewer AND hides.shader_id = s.id)
    AND NOT EXISTS (SELECT FROM mutes WHERE mutes.user_id = :viewer AND mutes.author_id = s.author_id)
"""

_NEWEST = text(
    f"""
    {CARD} FROM shaders s {JOINS}
    WHERE s.listed AND {_WANTED} AND (s.published_at, s.id) < (:published_at, :id)
    ORDER BY s.published_at DESC, s.id DESC LIMIT :rows
    """
)

_TRENDING = text(
    f"""
    {CARD} FROM shaders s {JOINS}
    WHERE s.listed AND {_WANTED} AND (s.heat, s.id) < (:heat, :id)
    ORDER BY s.heat DESC, s.id DESC LIMIT :rows
    """
)


def _me(viewer: Viewer | None) -> str | None:
    return viewer.id if viewer else None


async def newest(session: ReadSession, viewer: Viewer | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """Public works as a CardList, the newest first."""
    published_at, after = moment_key("new", cursor)
    key = {"published_at": published_at, "id": after}
    rows = (await session.execute(_NEWEST, {"viewer": _me(viewer), "rows": limit + 1, **key})).all()
    last = rows[limit - 1] if len(rows) > limit else None
    more = last and encode_cursor("new", last.published_at.isoformat(), last.id)
    return {"items": [card(row) for row in rows[:limit]], "next_cursor": more}


async def trending(session: ReadSession, viewer: Viewer | None, cursor: str | None, limit: int) -> dict[str, Any]:
    """Public works as a CardList, the hottest first."""
    heat, after = number_key("trending", cursor)
    key = {"heat": heat, "id": after}
    rows = (await session.execute(_TRENDING, {"viewer": _me(viewer), "rows": limit + 1, **key})).all()
    last = rows[limit - 1] if len(rows) > limit else None
    more = last and encode_cursor("trending", last.heat, last.id)
    return {"items": [card(row) for row in rows[:limit]], "next_cursor": more}


# ── Atom: what strangers may see, whoever asks ──

_ENTRY = """
    s.id, s.title, s.description, s.tags, s.licence, s.agent, s.published_at, s.updated_at,
    s.render ->> 'poster_url' AS poster_url
"""

_ENTRIES = f"SELECT u.username, u.display_name, {_ENTRY} FROM shaders s JOIN users u ON u.id = s.author_id"
_LATEST = "ORDER BY s.published_at DESC, s.id DESC LIMIT :rows"

_NEWEST_ENTRIES = text(f"{_ENTRIES} WHERE s.listed {_LATEST}")
_TRENDING_ENTRIES = text(f"{_ENTRIES} WHERE s.listed ORDER BY s.heat DESC, s.id DESC LIMIT :rows")
_TAGGED_ENTRIES = text(f"{_ENTRIES} WHERE s.listed AND s.tags @> ARRAY[CAST(:tag AS text)] {_LATEST}")
_ENTRIES_BY = text(
    f"""
    SELECT u.username, u.display_name, works.* FROM users u
    LEFT JOIN LATERAL (
        SELECT {_ENTRY} FROM shaders s WHERE s.author_id = u.id AND s.listed {_LATEST}
    ) works ON true
    WHERE u.username = :username ORDER BY works.published_at DESC, works.id DESC
    """
)


def _entry(row: Any) -> Entry:
    return Entry(
        row.id,
        row.title,
        row.description,
        row.tags,
        row.licence,
        row.username,
        row.display_name,
        row.agent,
        row.published_at,
        row.updated_at,
        row.poster_url,
    )


async def newest_entries(session: ReadSession, viewer: None, rows: int) -> list[Entry]:
    """The newest public works."""
    return [_entry(row) for row in await session.execute(_NEWEST_ENTRIES, {"rows": rows})]


async def trending_entries(session: ReadSession, viewer: None, rows: int) -> list[Entry]:
    """The hottest public works."""
    return [_entry(row) for row in await session.execute(_TRENDING_ENTRIES, {"rows": rows})]


async def tagged_entries(session: ReadSession, viewer: None, tag: str, rows: int) -> list[Entry]:
    """The newest public works with a normal tag."""
    return [_entry(row) for row in await session.execute(_TAGGED_ENTRIES, {"tag": tag, "rows": rows})]


async def entries_by(session: ReadSession, viewer: None, username: str, rows: int) -> tuple[str, list[Entry]] | None:
    """The name to show and the newest public works of a normal username; None when nobody has it."""
    found = (await session.execute(_ENTRIES_BY, {"username": username, "rows": rows})).all()
    if not found:
        return None
    return found[0].display_name, [_entry(row) for row in found if row.id is not None]
