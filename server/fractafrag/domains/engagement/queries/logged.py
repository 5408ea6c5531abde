"""The SQL of the log: what was served, and what people did about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, text
from sqlalchemy.dialects.postgresql import insert

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.impressions import Impression
from fractafrag.domains.engagement.models import LearningOffRow

_LOCK = text(
    """
    SELECT of.id, pg_advisory_xact_lock(hashtextextended(of.id, 15)),
           EXISTS (SELECT FROM learning_off WHERE user_id = of.id) AS is_off
    FROM (SELECT unnest(CAST(:viewers AS text[])) AS id ORDER BY 1) of
    """
)
_SERVED = text(
    """
    INSERT INTO impressions (served_at, id, viewer_id, shader_id, version, slot, reason, policy, propensity, features)
    SELECT n.served_at, n.id, n.viewer_id, n.shader_id, n.version, n.slot, n.reason, n.policy, n.propensity,
           nullif(n.features, '')
    FROM unnest(
        CAST(:served_at AS timestamptz[]), CAST(:id AS bigint[]), CAST(:viewer_id AS text[]),
        CAST(:shader_id AS text[]), CAST(:version AS integer[]), CAST(:slot AS integer[]),
        CAST(:reason AS text[]), CAST(:policy AS text[]), CAST(:propensity AS real[]),
        CAST(:features AS bytea[])
    ) AS n (served_at, id, viewer_id, shader_id, version, slot, reason, policy, propensity, features)
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
    """
)
_SPENT = text(
    """
    SELECT viewer_id, coalesce(sum(dwell_ms), 0) AS ms,
           coalesce(jsonb_object_agg(id, dwell_ms) FILTER (WHERE id = ANY (:ids) AND dwell_ms > 0), '{}') AS each
    FROM impressions WHERE viewer_id = ANY (:viewers) AND served_at >= :first
    GROUP BY viewer_id
    """
)
_KNOWN = text(
    """
    SELECT id FROM engagement_events
    WHERE filed_at BETWEEN :first AND :last
    AND (filed_at, id) IN (SELECT * FROM unnest(CAST(:filed_at AS timestamptz[]), CAST(:id AS uuid[])))
    """
)
_EVENTS = text(
    """
    INSERT INTO engagement_events (filed_at, id, viewer_id, kind, shader_id, impression_id, ms, at)
    SELECT * FROM unnest(
        CAST(:filed_at AS timestamptz[]), CAST(:id AS uuid[]), CAST(:viewer_id AS text[]), CAST(:kind AS text[]),
        CAST(:shader_id AS text[]), CAST(:impression_id AS bigint[]), CAST(:ms AS integer[]),
        CAST(:at AS timestamptz[])
    )
    ON CONFLICT DO NOTHING
    """
)
_SUMS = text(
    """
    WITH told AS (
        SELECT * FROM unnest(
            CAST(:served_at AS timestamptz[]), CAST(:id AS bigint[]), CAST(:ms AS integer[]),
            CAST(:replays AS integer[]), CAST(:skips AS integer[]), CAST(:wishes AS smallint[])
        ) AS told (served_at, id, ms, replays, skips, wish)
    ), summed AS (
        UPDATE impressions i SET
            dwell_ms = coalesce(i.dwell_ms, 0) + told.ms, replays = least(i.replays + told.replays, 1000),
            skipped = i.skipped OR told.skips > 0, wish = coalesce(told.wish, i.wish)
        FROM told WHERE i.served_at = told.served_at AND i.id = told.id AND i.served_at BETWEEN :first AND :last
        RETURNING i.viewer_id, i.shader_id, i.id, i.served_at
    )
    INSERT INTO due_views (viewer_id, shader_id, impression_id, served_at, since)
    SELECT viewer_id, shader_id, id, served_at, CAST(:now AS timestamptz) FROM summed
    ON CONFLICT DO NOTHING
    """
)
_DERIVED = text(
    """
    WITH willing AS (
        SELECT CAST(:viewer_id AS text) AS viewer_id, CAST(:shader_id AS text) AS shader_id,
               CAST(:author_id AS text) AS author_id, CAST(:now AS timestamptz) AS now
        WHERE NOT EXISTS (SELECT FROM learning_off WHERE user_id = :viewer_id)
    ), told AS (
        INSERT INTO engagement_events (filed_at, id, viewer_id, kind, shader_id, author_id, at)
        SELECT now, gen_random_uuid(), viewer_id, CAST(:kind AS text), shader_id, author_id, now FROM willing
    )
    INSERT INTO due_views (viewer_id, shader_id, impression_id, since)
    SELECT viewer_id, shader_id, 0, now FROM willing WHERE shader_id IS NOT NULL
    ON CONFLICT DO NOTHING
    """
)


WISHES = {"more_like": 1, "less_like": -1}
"""The kinds of event that wish for more or less of a kind of work."""


@dataclass(frozen=True)
class Told:
    """One event that is to be kept; `ms` only of dwell."""

    id: UUID
    kind: str
    shown: Impression
    ms: int | None
    at: datetime


@dataclass(frozen=True)
class Spent:
    """Dwell that a watcher has reported already: in all since a moment, and by impression, in ms."""

    ms: int
    each: dict[int, int]


async def lock(session: WriteSession, viewers: Sequence[str]) -> dict[str, bool]:
    """Holds these watchers until the commit, one report of theirs after the other; whether each may be learned from."""
    rows = await session.execute(_LOCK, {"viewers": list(viewers)})
    return {row.id: not row.is_off for row in rows}


async def keep_impressions(session: WriteSession, shown: Sequence[Impression]) -> None:
    """Writes down what was served, each once."""
    columns = (
        *("served_at", "id", "viewer_id", "shader_id", "version", "slot"),
        *("reason", "policy", "propensity", "features"),
    )
    await session.execute(_SERVED, {name: [getattr(one, name) for one in shown] for name in columns})


async def spent(session: WriteSession, ids: Sequence[int], viewers: Sequence[str], first: datetime) -> dict[str, Spent]:
    """What these watchers have reported of what was served to them since `first`; by impression only for `ids`."""
    rows = await session.execute(_SPENT, {"ids": list(ids), "viewers": list(viewers), "first": first})
    return {row.viewer_id: Spent(row.ms, {int(one): ms for one, ms in row.each.items()}) for row in rows}


async def known(session: WriteSession, told: Sequence[tuple[datetime, UUID]]) -> set[UUID]:
    """Those of the events, each by the moment of its serving and its id, that are kept already."""
    moments = [at for at, _ in told]
    keys = {"filed_at": moments, "id": [one for _, one in told], "first": min(moments), "last": max(moments)}
    return {row.id for row in await session.execute(_KNOWN, keys)}


async def keep_events(session: WriteSession, told: Sequence[Told], now: datetime) -> None:
    """Writes down events of kept impressions, sums them up there, and has the views valued anew."""
    await session.execute(
        _EVENTS,
        {
            "filed_at": [one.shown.served_at for one in told],
            "id": [one.id for one in told],
            "viewer_id": [one.shown.viewer_id for one in told],
            "kind": [one.kind for one in told],
            "shader_id": [one.shown.shader_id for one in told],
            "impression_id": [one.shown.id for one in told],
            "ms": [one.ms for one in told],
            "at": [one.at for one in told],
        },
    )
    about = {one.shown.id: one.shown for one in told}
    sums = {
        number: (
            sum(one.ms or 0 for one in told if one.shown.id == number),
            sum(one.kind == "replay" for one in told if one.shown.id == number),
            sum(one.kind == "skip" for one in told if one.shown.id == number),
        )
        for number in sorted(about)
    }
    moments = [about[number].served_at for number in sums]
    await session.execute(
        _SUMS,
        {
            "served_at": moments,
            "id": list(sums),
            "ms": [ms for ms, _, _ in sums.values()],
            "replays": [replays for _, replays, _ in sums.values()],
            "skips": [skips for _, _, skips in sums.values()],
            "wishes": [_wish([one for one in told if one.shown.id == number]) for number in sums],
            "first": min(moments),
            "last": max(moments),
            "now": now,
        },
    )


def _wish(told: Sequence[Told]) -> int | None:
    """What was said last of all of these; None when nothing was."""
    said = [(one.at, WISHES[one.kind]) for one in told if one.kind in WISHES]
    return max(said)[1] if said else None


async def derive(
    session: WriteSession,
    person_id: str,
    kind: str,
    now: datetime,
    *,
    shader_id: str | None = None,
    author_id: str | None = None,
) -> None:
    """Writes down what somebody did elsewhere, about a work or an author, unless they do not want it kept."""
    await session.execute(
        _DERIVED,
        {"viewer_id": person_id, "kind": kind, "now": now, "shader_id": shader_id, "author_id": author_id},
    )


async def is_learning(session: ReadSession, viewer: Viewer) -> bool:
    """Whether the viewer may be learned from."""
    return not await session.scalar(select(exists().where(LearningOffRow.user_id == viewer.id)))


async def set_learning(session: WriteSession, viewer: Viewer, on: bool, now: datetime) -> None:
    """Whether the viewer may be learned from, from now on."""
    if on:
        await session.execute(delete(LearningOffRow).where(LearningOffRow.user_id == viewer.id))
    else:
        row = insert(LearningOffRow).values(user_id=viewer.id, since=now)
        await session.execute(row.on_conflict_do_nothing())
