"""The SQL of slates: what somebody watched, what could come next, and the cards of what does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import text

from fractafrag.core.db import ReadSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.embeddings.projection import DIMENSIONS
from fractafrag.domains.feed.forgetting import Forgotten
from fractafrag.domains.feed.neighbours import together
from fractafrag.domains.feed.queries import CARD, JOINS
from fractafrag.domains.feed.taste import Glance, Matrix, Steer, Vector, unit
from fractafrag.domains.shaders.cards import card

HISTORY = 200
"""Views from which a taste is made, the latest; the older ones have faded to a thousandth, or were very many."""
LATEST = 30
"""Views among which is looked whether anything is new."""
KNOWN_BY = 4
"""Works that say where a steered or forgotten interest lies."""
HOT, FRESH, FOLLOWED, OF_EACH, BESIDE = 100, 50, 60, 5, 100
NEAR = 8
"""The bit of a candidate that was found by where it lies."""

_SLOT = "(SELECT slot FROM embedding_models WHERE state = 'active')"
_HISTORY = text(
    f"""
    SELECT w.shader_id, w.y, w.wish, w.last_at, w.valued_at, s.title, s.listed OR s.author_id = :viewer AS open,
           halfvec_send(e.x) AS x
    FROM views w JOIN shaders s ON s.id = w.shader_id
    LEFT JOIN shader_embeddings e ON e.shader_id = w.shader_id AND e.slot = {_SLOT}
    WHERE w.viewer_id = :watcher
    AND w.last_at > coalesce((SELECT since FROM tastes WHERE viewer_id = :watcher), '-infinity')
    ORDER BY w.last_at DESC, w.shader_id LIMIT :rows
    """
)
# One row for each work by which a steered or forgotten interest is known; one alone where there is none.
_SAID = text(
    f"""
    SELECT t.surprise, t.session_since, t.changed_at, r.*, s.id, s.title,
           s.listed OR s.author_id = :viewer AS open, halfvec_send(e.x) AS x
    FROM tastes t LEFT JOIN LATERAL (
        SELECT interest, works, weight, muted, pinned, changed_at AS steered_at, false AS forgotten
        FROM steers WHERE viewer_id = t.viewer_id
        UNION ALL
        SELECT interest, works, weight, muted, pinned, forgotten_at, true
        FROM forgotten_interests WHERE viewer_id = t.viewer_id
    ) r ON true
    LEFT JOIN shaders s ON s.id = ANY (r.works[1:{KNOWN_BY}])
    LEFT JOIN shader_embeddings e ON e.shader_id = s.id AND e.slot = {_SLOT}
    WHERE t.viewer_id = :watcher
    """
)

# What was seen is left out of the two lists while they are read, as their order is a B-tree's; what came by nearness is
# dropped afterwards, because a search among vectors that skips rows comes back short. NOT IN, not NOT EXISTS: it is
# read once, by the watcher, and hashed, where the other may look through all who watched a work, hot ones too. And it
# is read before all else: inside the joins PostgreSQL would count it anew for each row, and rather read all works.
_UNMET = "s.listed AND s.id <> ALL (CAST(:had AS text[])) AND s.id NOT IN (SELECT shader_id FROM met)"
_CANDIDATES = text(
    f"""
    WITH met AS MATERIALIZED (SELECT shader_id FROM views WHERE viewer_id = :watcher), beside AS (
        SELECT n.other_id AS id, array_agg(n.weight) AS weights, sum(n.weight) AS total
        FROM shader_neighbours n WHERE n.shader_id = ANY (CAST(:liked AS text[])) GROUP BY n.other_id
    ), found AS (
        (SELECT s.id, 1 AS source FROM shaders s WHERE {_UNMET} ORDER BY s.heat DESC, s.id DESC LIMIT {HOT})
        UNION ALL
        (SELECT s.id, 2 FROM shaders s WHERE {_UNMET} ORDER BY s.published_at DESC, s.id DESC LIMIT {FRESH})
        UNION ALL
        (SELECT s.id, 4 FROM follows f CROSS JOIN LATERAL (
            SELECT s.id FROM shaders s WHERE s.author_id = f.author_id AND {_UNMET}
            ORDER BY s.updated_at DESC, s.id DESC LIMIT {OF_EACH}
        ) s WHERE f.user_id = :viewer LIMIT {FOLLOWED})
        UNION ALL
        (SELECT id, 16 FROM beside ORDER BY total DESC, id LIMIT {BESIDE})
        UNION ALL
        SELECT id, {NEAR} FROM unnest(CAST(:near AS text[])) AS given (id)
    ), once AS (
        SELECT id, bit_or(source) AS sources FROM found WHERE id NOT IN (SELECT shader_id FROM met) GROUP BY id
    )
    SELECT s.id, s.author_id, s.published_at, once.sources, halfvec_send(e.x) AS x,
           coalesce(g.views, 0) AS views, coalesce(g.gains, 0) AS gains, s.author_id = :viewer AS own,
           beside.weights
    FROM once JOIN shaders s ON s.id = once.id AND s.listed AND s.id <> ALL (CAST(:had AS text[]))
    LEFT JOIN beside ON beside.id = s.id
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
    AND (CAST(:of AS text[]) IS NULL OR s.id = ANY (CAST(:of AS text[])))
    AND NOT EXISTS (SELECT FROM hides h WHERE h.user_id = :viewer AND h.shader_id = s.id)
    AND NOT EXISTS (SELECT FROM mutes m WHERE m.user_id = :viewer AND m.author_id = s.author_id)
    ORDER BY w.last_at, s.id LIMIT :rows
    """
)
_CARDS = text(
    f"""
    {CARD}, greatest((
        SELECT max(valued_at) FROM (
            SELECT w.valued_at FROM views w WHERE w.viewer_id = :watcher ORDER BY w.last_at DESC LIMIT {LATEST}
        ) latest
    ), (SELECT t.changed_at FROM tastes t WHERE t.viewer_id = :watcher)) AS known_at
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
class Said:
    """What somebody said of their taste; vectors, and titles of what they may still see, of works that steers name.

    `surprise` is None for who never turned the dial, the moments are 0 for who never said anything.
    """

    surprise: float | None = None
    session_since: float = 0.0
    changed_at: float = 0.0
    steers: Sequence[Steer] = ()
    forgotten: Sequence[Forgotten] = ()
    vectors: Mapping[str, Vector] = field(default_factory=dict[str, Vector])
    titles: Mapping[str, str] = field(default_factory=dict[str, str])


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
    together: np.ndarray[Any, np.dtype[np.float64]]


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
            Glance(row.shader_id, vectors[row.shader_id], row.y, row.last_at.timestamp(), row.wish)
            for row in reversed(rows)
            if row.x is not None
        ],
        vectors,
        {row.shader_id: row.title for row in rows if row.open},
        max((row.valued_at.timestamp() for row in rows), default=0.0),
    )


async def said(session: ReadSession, viewer: Viewer | None, watcher: str) -> Said:
    """What an account or a visitor said of their taste; a steer of which no work has a vector says nothing."""
    rows = (await session.execute(_SAID, {"viewer": _me(viewer), "watcher": watcher})).all()
    if not rows:
        return Said()
    vectors = {row.id: _vector(row.x) for row in rows if row.x is not None}
    steers: list[Steer] = []
    forgotten: list[Forgotten] = []
    for row in {(row.interest, row.steered_at, row.forgotten): row for row in rows if row.interest}.values():
        at = row.steered_at.timestamp()
        known = [vectors[work] for work in row.works[:KNOWN_BY] if work in vectors]
        x = unit(np.sum(known, axis=0)) if known else None
        if row.forgotten:
            forgotten.append(Forgotten(row.interest, frozenset(row.works), x, at))
        elif x is not None:
            steers.append(Steer(row.interest, tuple(row.works), x, row.weight, at, row.muted, row.pinned))
    since = rows[0].session_since
    surprise = rows[0].surprise
    return Said(
        None if surprise is None else round(surprise, 3),
        since.timestamp() if since else 0.0,
        rows[0].changed_at.timestamp(),
        steers,
        forgotten,
        vectors,
        {row.id: row.title for row in rows if row.open},
    )


async def candidates(
    session: ReadSession,
    viewer: Viewer | None,
    watcher: str,
    near: Sequence[str],
    had: Sequence[str],
    now: datetime,
    *,
    liked: Sequence[str] = (),
    alone: bool = False,
) -> Candidates:
    """Works that the watcher has not met: hot, fresh, of people they follow, and those of `near`, but none of `had`.

    And those that are enjoyed by who enjoys what is in `liked`. With `alone`, none but those of `near`.
    """
    values = {"viewer": _me(viewer), "watcher": watcher, "near": list(near), "had": list(had)}
    values["liked"] = list(liked)
    found = (await session.execute(_CANDIDATES, values)).all()
    rows = [row for row in found if row.sources & NEAR] if alone else found
    # Column by column: a choice reads hundreds of rows, and asking each for each name would be a tenth of its time.
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * 9
    ids, authors, published_at, sources, sent, views, gains, own, weights = columns
    return Candidates(
        list(ids),
        list(authors),
        _matrix(sent),
        now.timestamp() - np.array([at.timestamp() for at in published_at], np.float64),
        np.array(views, np.float64),
        np.array(gains, np.float64),
        [bool(source & 1) for source in sources],
        [bool(source & 4) for source in sources],
        [bool(one) for one in own],
        together(
            np.array([at for at, given in enumerate(weights) for _ in given or ()], np.intp),
            np.array([weight for given in weights for weight in given or ()], np.float64),
            len(ids),
        ),
    )


def _matrix(sent: Sequence[bytes | None]) -> Matrix:
    """Vectors as `halfvec_send` gives them, (n, d); zeros for those that there are not."""
    x = np.zeros((len(sent), DIMENSIONS), np.float32)
    placed = [place for place, one in enumerate(sent) if one is not None]
    halves = np.frombuffer(b"".join(one for one in sent if one is not None), ">f2")
    # Two bytes of dimensions, two unused, big-endian halves.
    x[placed] = halves.reshape(-1, DIMENSIONS + 2)[:, 2:]
    return x


async def seen_longest_ago(
    session: ReadSession,
    viewer: Viewer | None,
    watcher: str,
    had: Sequence[str],
    count: int,
    of: Sequence[str] | None = None,
) -> list[tuple[str, str]]:
    """(id, author) of works that the watcher has met, those first that they met longest ago, but none of `had`.

    Only works of `of`, unless it is None.
    """
    values = {"viewer": _me(viewer), "watcher": watcher, "had": list(had), "rows": count, "of": of and list(of)}
    return [(row.id, row.author_id) for row in await session.execute(_AGAIN, values)]


async def cards(
    session: ReadSession, viewer: Viewer | None, watcher: str, ids: Sequence[str]
) -> tuple[dict[str, dict[str, Any]], float | None]:
    """Cards by id of those works that the viewer may be shown now, and since when what is known of them is so.

    0 where nothing is known of them; None where there is no card, as nobody said then.
    """
    rows = (await session.execute(_CARDS, {"viewer": _me(viewer), "watcher": watcher, "ids": list(ids)})).all()
    known_at = (rows[0].known_at.timestamp() if rows[0].known_at else 0.0) if rows else None
    return {row.id: card(row) for row in rows}, known_at
