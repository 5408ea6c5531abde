"""The SQL of views: which are due, what is known of them, and what they came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text

from fractafrag.core.db import WriteSession
from fractafrag.domains.engagement.models import DwellHistogramRow

_ALONE = text("SELECT pg_try_advisory_xact_lock(4839201179)")
_TAKE = text(
    """
    DELETE FROM due_views d USING (
        SELECT viewer_id, shader_id, impression_id FROM due_views ORDER BY since LIMIT :rows FOR UPDATE SKIP LOCKED
    ) oldest
    WHERE d.viewer_id = oldest.viewer_id AND d.shader_id = oldest.shader_id
    AND d.impression_id = oldest.impression_id
    RETURNING d.viewer_id, d.shader_id, d.impression_id, d.served_at
    """
)
# A hot read over many tables of this and lower domains, written out so that it is plain what PostgreSQL is asked.
_LOAD = text(
    """
    SELECT d.viewer_id, d.shader_id, i.id AS impression_id, i.served_at, i.dwell_ms, i.replays, i.skipped, i.binned_ms,
           coalesce(i.wish, 0) AS wish,
           s.render -> 'facts' ->> 'tier' AS tier, CAST(s.render -> 'facts' ->> 'motion' AS double precision) AS motion,
           s.tags, coalesce(v.value, 0) AS vote,
           EXISTS (SELECT FROM saves k WHERE k.user_id = d.viewer_id AND k.shader_id = s.id)
           OR EXISTS (SELECT FROM shaders f WHERE f.parent_id = s.id AND f.author_id = d.viewer_id) AS kept,
           EXISTS (SELECT FROM hides h WHERE h.user_id = d.viewer_id AND h.shader_id = s.id)
           OR EXISTS (SELECT FROM reports r WHERE r.reporter_id = d.viewer_id AND r.shader_id = s.id) AS refused,
           w.y AS view_y, w.served_at AS view_served_at, w.impression_id AS view_impression_id,
           w.dwell_ms AS view_dwell_ms, w.times AS view_times, w.last_at AS view_last_at,
           coalesce(w.wish, 0) AS view_wish
    FROM unnest(
        CAST(:viewer_id AS text[]), CAST(:shader_id AS text[]), CAST(:impression_id AS bigint[]),
        CAST(:served_at AS timestamptz[])
    ) AS d (viewer_id, shader_id, impression_id, served_at)
    JOIN shaders s ON s.id = d.shader_id AND s.author_id <> d.viewer_id
    LEFT JOIN views w ON w.viewer_id = d.viewer_id AND w.shader_id = d.shader_id
    LEFT JOIN impressions i ON i.served_at = coalesce(d.served_at, w.served_at)
        AND i.id = CASE WHEN d.impression_id = 0 THEN w.impression_id ELSE d.impression_id END
    LEFT JOIN votes v ON v.user_id = d.viewer_id AND v.shader_id = d.shader_id
    """
)
_IMPRESSIONS = text(
    """
    UPDATE impressions i SET y = told.y, binned_ms = told.binned_ms
    FROM unnest(
        CAST(:served_at AS timestamptz[]), CAST(:id AS bigint[]), CAST(:y AS real[]), CAST(:binned_ms AS integer[])
    ) AS told (served_at, id, y, binned_ms)
    WHERE i.served_at = told.served_at AND i.id = told.id AND i.served_at BETWEEN :first AND :last
    """
)
_VIEWS = text(
    """
    INSERT INTO views (viewer_id, shader_id, y, dwell_ms, impression_id, served_at, times, last_at, wish, valued_at)
    SELECT told.*, CAST(:now AS timestamptz) FROM unnest(
        CAST(:viewer_id AS text[]), CAST(:shader_id AS text[]), CAST(:y AS double precision[]),
        CAST(:dwell_ms AS integer[]), CAST(:impression_id AS bigint[]), CAST(:served_at AS timestamptz[]),
        CAST(:times AS integer[]), CAST(:last_at AS timestamptz[]), CAST(:wish AS smallint[])
    ) AS told
    ON CONFLICT (viewer_id, shader_id) DO UPDATE SET
        y = excluded.y, dwell_ms = excluded.dwell_ms, impression_id = excluded.impression_id,
        served_at = excluded.served_at, times = excluded.times, last_at = excluded.last_at,
        wish = excluded.wish, valued_at = excluded.valued_at
    """
)
_GAINS = text(
    """
    INSERT INTO shader_engagement AS e (shader_id, views, gains)
    SELECT * FROM unnest(
        CAST(:shader_id AS text[]), CAST(:views AS bigint[]), CAST(:gains AS double precision[])
    ) ORDER BY 1
    ON CONFLICT (shader_id) DO UPDATE SET
        views = e.views + excluded.views, gains = greatest(0, e.gains + excluded.gains)
    """
)
_HISTOGRAM = text(
    """
    INSERT INTO dwell_histograms AS h (of, counts, changed_at) VALUES (:of, CAST(:counts AS integer[]), :now)
    ON CONFLICT (of) DO UPDATE SET counts = excluded.counts, changed_at = excluded.changed_at
    """
)


@dataclass(frozen=True)
class Due:
    """A view to be valued; `impression_id` 0 stands for the last that is known, if there is one."""

    viewer_id: str
    shader_id: str
    impression_id: int
    served_at: datetime | None


@dataclass(frozen=True)
class Valued:
    """A view as it is to be kept."""

    viewer_id: str
    shader_id: str
    y: float
    dwell_ms: int | None
    impression_id: int | None
    served_at: datetime | None
    times: int
    last_at: datetime
    wish: int


async def alone(session: WriteSession) -> bool:
    """Whether nobody else values views now; holds that until the commit."""
    return bool(await session.scalar(_ALONE))


async def take(session: WriteSession, rows: int) -> list[Due]:
    """The views that wait longest, taken from the queue by this transaction."""
    found = await session.execute(_TAKE, {"rows": rows})
    return [Due(row.viewer_id, row.shader_id, row.impression_id, row.served_at) for row in found]


async def load(session: WriteSession, due: Sequence[Due]) -> Sequence[Any]:
    """What is known of due views: showing, signs, work, and the view as it was. Works that are gone are left out."""
    names = ("viewer_id", "shader_id", "impression_id", "served_at")
    found = await session.execute(_LOAD, {name: [getattr(one, name) for one in due] for name in names})
    return found.all()


async def histograms(session: WriteSession, names: Sequence[str]) -> dict[str, list[int]]:
    """The 32 counts of those of the histograms that there are."""
    rows = await session.execute(
        select(DwellHistogramRow.of, DwellHistogramRow.counts).where(DwellHistogramRow.of.in_(names))
    )
    return {row.of: list(row.counts) for row in rows}


async def keep_histograms(session: WriteSession, counts: Mapping[str, Sequence[int]], now: datetime) -> None:
    """Keeps histograms as they are now."""
    if counts:
        rows = [{"of": name, "counts": list(one), "now": now} for name, one in sorted(counts.items())]
        await session.execute(_HISTOGRAM, rows)


async def keep_values(session: WriteSession, values: Mapping[tuple[datetime, int], tuple[float, int | None]]) -> None:
    """Keeps y and binned dwell of impressions, by the moment of their serving and their id."""
    if not values:
        return
    moments = [served_at for served_at, _ in values]
    columns = {"y": [y for y, _ in values.values()], "binned_ms": [ms for _, ms in values.values()]}
    keys = {"served_at": moments, "id": [number for _, number in values]}
    await session.execute(_IMPRESSIONS, {**keys, **columns, "first": min(moments), "last": max(moments)})


async def keep_views(session: WriteSession, views: Sequence[Valued], now: datetime) -> None:
    """Keeps views as they are now."""
    names = ("viewer_id", "shader_id", "y", "dwell_ms", "impression_id", "served_at", "times", "last_at", "wish")
    columns = {name: [getattr(one, name) for one in views] for name in names}
    await session.execute(_VIEWS, {**columns, "now": now})


async def add_gains(session: WriteSession, changes: Mapping[str, tuple[int, float]]) -> None:
    """Adds new views and their gains to what works have of them."""
    columns = {
        "shader_id": list(changes),
        "views": [views for views, _ in changes.values()],
        "gains": [gains for _, gains in changes.values()],
    }
    await session.execute(_GAINS, columns)
