"""The SQL of slates: what somebody watched, what could come next, and the cards of what does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import text

from fractafrag.core.db import ReadSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.embeddings.projection import DIMENSIONS
from fractafrag.domains.feed.queries import CARD, JOINS
from fractafrag.domains.feed.taste import Glance, Matrix, Vector
from fractafrag.domains.shaders.cards import card

HISTORY = 200
"""Views from which a taste is made, the latest; the older ones have faded to a thousandth, or were very many."""
LATEST = 30
"""Views among which is looked whether anything is new."""
HOT, FRESH, FOLLOWED, OF_EACH = 100, 50, 60, 5

_SLOT = "(SELECT slot FROM embedding_models WHERE state = 'active')"
_HISTORY = text(
    f"""
    SELECT w.shader_id, w.y, w.last_at, w.valued_at, s.title, s.listed OR s.author_id = :viewer AS open,
           halfvec_send(e.x) AS x
    FROM views w JOIN shaders s ON s.id = w.shader_id
    LEFT JOIN shader_embeddings e ON e.shader_id = w.shader_id AND e.slot = {_SLOT}
    WHERE w.viewer_id = :watcher ORDER BY w.last_at DESC, w.shader_id LIMIT :rows
    """
)

# What was seen is left out of the two lists while they are read, as their order is a B-tree's; what came by nearness is
# dropped afterwards, because a search among vectors that skips rows comes back short.
_UNMET = """
    s.listed AND s.id <> ALL (CAST(:had AS text[]))
    AND NOT EXISTS (SELECT FROM views w WHERE w.viewer_id = :watcher AND w.shader_id = s.id)
"""
_CANDIDATES = text(
    f"""
    WITH found AS (
        (SELECT s.id, 1 AS source FROM shaders s WHERE {_UNMET} ORDER BY s.heat DESC, s.id DESC LIMIT {HOT})
        UNION ALL
        (SELECT s.id, 2 FROM shaders s WHERE {_UNMET} ORDER BY s.published_at DESC, s.id DESC LIMIT {FRESH})
        UNION ALL
        (SELECT s.id, 4 FROM follows f CROSS JOIN LATERAL (
            SELECT s.id FROM shaders s WHERE s.author_id = f.author_id AND {_UNMET}
            ORDER BY s.updated_at DESC, s.id DESC LIMIT {OF_EACH}
        ) s WHERE f.user_id = :viewer LIMIT {FOLLOWED})
        UNION ALL
        SELECT id, 8 FROM unnest(CAST(:near AS text[])) AS given (id)
    ), once AS (SELECT id, bit_or(source) AS sources FROM found GROUP BY id)
    SELECT s.id, s.author_id, s.published_at, once.sources, halfvec_send(e.x) AS x,
           coalesce(g.views, 0) AS views, coalesce(g.gains, 0) AS gains, s.author_id = :viewer AS own
    FROM once JOIN shaders s ON s.id = once.id AND {_UNMET}
    LEFT JOIN shader_engagement g ON g.shader_id = s.id
    LEFT JOIN shader_embeddings e ON e.shader_id = s.id AND e.slot = {_SLOT}
    WHERE NOT EXISTS (SELECT FROM hides h WHERE h.user_id = :viewer AND h.shader_id = s.id)
    AND NOT EXISTS (SELECT FROM mutes m WHERE m.user_id = :viewer AND m.author_id = s.author_id)
    ORDER BY s.id
    """
)
_AGAIN = text(
    """
    SELECT s.id, s.author_id FROM views w JOIN shaders s ON s.id = w.shader_id
    WHERE w.viewer_id = :watcher AND s.listed AND s.id <> ALL (CAST(:had AS text[]))
    AND NOT EXISTS (SELECT FROM hides h WHERE h.user_id = :viewer AND h.shader_id = s.id)
    AND NOT EXISTS (SELECT FROM mutes m WHERE m.user_id = :viewer AND m.author_id = s.author_id)
    ORDER BY w.last_at, s.id LIMIT :rows
    """
)
_CARDS = text(
    f"""
    {CARD}, (
        SELECT max(valued_at) FROM (
            SELECT w.valued_at FROM views w WHERE w.viewer_id = :watcher ORDER BY w.last_at DESC LIMIT {LATEST}
        ) latest
    ) AS valued_at
    FROM shaders s {JOINS}
    WHERE s.id = ANY (CAST(:ids AS text[])) AND s.listed
    AND NOT EXISTS (SELECT FROM hides h WHERE h.user_id = :viewer AND h.shader_id = s.id)
    AND NOT EXISTS (SELECT FROM mutes m WHERE m.user_id = :viewer AND m.author_id = s.author_id)
    """
)


@dataclass(frozen=True)
class History:
    """What somebody watched that has a vector, oldest first; vectors, and titles of what they may still see, by id.

    `valued_at` is when the latest of these views got its value.
    """

    glances: Sequence[Glance]
    vectors: dict[str, Vector]
    titles: dict[str, str]
    valued_at: float


@dataclass(frozen=True)
class Candidates:
    """Works that could come next, (n,) each: vectors (n, d), zeros where there is none yet; ages in seconds."""

    ids: list[str]
    authors: list[str]
    x: Matrix
    age_s: np.ndarray[Any, np.dtype[np.float64]]
    views: np.ndarray[Any, np.dtype[np.float64]]
    gains: np.ndarray[Any, np.dtype[np.float64]]
    hot: list[bool]
    followed: list[bool]
    own: list[bool]


def _vector(sent: bytes) -> Vector:
    # halfvec_send: two bytes of dimensions, two unused, big-endian halves.
    return np.frombuffer(sent, ">f2", offset=4).astype(np.float32)


def _me(viewer: Viewer | None) -> str | None:
    return viewer.id if viewer else None


async def history(session: ReadSession, viewer: Viewer | None, watcher: str) -> History:
    """The latest views of an account or a visitor."""
    rows = (await session.execute(_HISTORY, {"viewer": _me(viewer), "watcher": watcher, "rows": HISTORY})).all()
    vectors = {row.shader_id: _vector(row.x) for row in rows if row.x is not None}
    return History(
        [
            Glance(row.shader_id, vectors[row.shader_id], row.y, row.last_at.timestamp())
            for row in reversed(rows)
            if row.x is not None
        ],
        vectors,
        {row.shader_id: row.title for row in rows if row.open},
        max((row.valued_at.timestamp() for row in rows), default=0.0),
    )


async def candidates(
    session: ReadSession,
    viewer: Viewer | None,
    watcher: str,
    near: Sequence[str],
    had: Sequence[str],
    now: datetime,
) -> Candidates:
    """Works that the watcher has not met: hot, fresh, of people they follow, and those of `near`, but none of `had`."""
    values = {"viewer": _me(viewer), "watcher": watcher, "near": list(near), "had": list(had)}
    rows = (await session.execute(_CANDIDATES, values)).all()
    x = np.zeros((len(rows), DIMENSIONS), np.float32)
    for place, row in enumerate(rows):
        if row.x is not None:
            x[place] = _vector(row.x)
    return Candidates(
        [row.id for row in rows],
        [row.author_id for row in rows],
        x,
        np.array([(now - row.published_at).total_seconds() for row in rows]),
        np.array([row.views for row in rows], np.float64),
        np.array([row.gains for row in rows], np.float64),
        [bool(row.sources & 1) for row in rows],
        [bool(row.sources & 4) for row in rows],
        [bool(row.own) for row in rows],
    )


async def seen_longest_ago(
    session: ReadSession, viewer: Viewer | None, watcher: str, had: Sequence[str], count: int
) -> list[tuple[str, str]]:
    """(id, author) of works that the watcher has met, those first that they met longest ago, but none of `had`."""
    values = {"viewer": _me(viewer), "watcher": watcher, "had": list(had), "rows": count}
    return [(row.id, row.author_id) for row in await session.execute(_AGAIN, values)]


async def cards(
    session: ReadSession, viewer: Viewer | None, watcher: str, ids: Sequence[str]
) -> tuple[dict[str, dict[str, Any]], float]:
    """Cards by id of those works that the viewer may be shown now, and when the latest of their views got its value."""
    rows = (await session.execute(_CARDS, {"viewer": _me(viewer), "watcher": watcher, "ids": list(ids)})).all()
    valued_at = rows[0].valued_at.timestamp() if rows and rows[0].valued_at else 0.0
    return {row.id: card(row) for row in rows}, valued_at
