"""Which pictures are to be drawn again, which come first, and how far that is. No viewer: it tells of no work."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, desc, insert, select, text, update

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.shaders.models import RedrawRow, RenderRow
from fractafrag.domains.shaders.passport import FORM

OUTDATED = """
    r.status = 'ready'
    AND (coalesce((r.facts ->> 'form')::int, 0) < :form OR split_part(r.renderer, '/', 1) <> :renderer)
"""
SCOPES = {"outdated": OUTDATED, "failed": "r.status = 'failed'", "all": "r.status IN ('ready', 'failed')"}

# Old and much watched: each day of age counts as much as the work has views, votes and forks.
_OF_SCOPE = """
    FROM shaders s JOIN renders r ON r.shader_id = s.id AND r.version = s.version
    LEFT JOIN shader_engagement e ON e.shader_id = s.id
    WHERE s.status = 'published' AND ({rule}) AND r.finished_at < CAST(:asked_at AS timestamptz)
          AND (r.redrawn_at IS NULL OR r.redrawn_at < :asked_at)
"""
_FIRST = """
    ORDER BY (extract(epoch FROM CAST(:asked_at AS timestamptz) - r.finished_at) / 86400 + 1)
             * (1 + coalesce(e.views, 0) + s.up + s.forks) DESC, s.id
"""

_REPLACE = text(
    """
    UPDATE renders SET status = 'ready', content_hash = :content_hash, renderer = drawn.renderer,
           poster_url = drawn.poster_url, posters = drawn.posters, films = drawn.films, facts = drawn.facts,
           error = NULL, finished_at = :now, redrawn_at = :now
    FROM (
        SELECT renderer, poster_url, posters, films, facts FROM renders
        WHERE content_hash = :content_hash AND status = 'ready' AND finished_at >= :asked_at
        ORDER BY finished_at DESC LIMIT 1
    ) AS drawn
    WHERE shader_id = :shader_id AND version = :version AND status IN ('ready', 'failed')
    RETURNING version
    """
)


_RETIRE = text(
    """
    INSERT INTO retired_media (url, retired_at)
    SELECT DISTINCT media.url, CAST(:now AS timestamptz)
    FROM renders, LATERAL (
        SELECT poster_url AS url UNION SELECT one ->> 'url' FROM jsonb_array_elements(posters || films) AS one
    ) AS media
    WHERE shader_id = :shader_id AND version = :version AND media.url IS NOT NULL
    ON CONFLICT (url) DO UPDATE SET retired_at = excluded.retired_at
    """
)

_UNSHOWN = text(
    """
    WITH old AS (
        DELETE FROM retired_media WHERE url IN (
            SELECT url FROM retired_media WHERE retired_at < :before ORDER BY retired_at LIMIT :rows
        ) RETURNING url
    )
    SELECT old.url FROM old WHERE NOT EXISTS (
        SELECT FROM renders
        WHERE poster_url = old.url OR (posters || films) @> jsonb_build_array(jsonb_build_object('url', old.url))
    )
    """
)


def _bound(scope: str, renderer: str, asked_at: datetime) -> dict[str, Any]:
    bound: dict[str, Any] = {"asked_at": asked_at}
    return bound | ({"form": FORM, "renderer": renderer} if scope == "outdated" else {})


async def count(session: ReadSession, viewer: Viewer | None, scope: str, renderer: str, asked_at: datetime) -> int:
    """How many pictures there are to draw again, whoever asks."""
    found = await session.scalar(
        text(f"SELECT count(*) {_OF_SCOPE.format(rule=SCOPES[scope])}"), _bound(scope, renderer, asked_at)
    )
    return int(found or 0)


async def any_due(session: WriteSession, renderer: str, tried_before: datetime) -> bool:
    """Whether a picture is outdated that nobody failed to draw again since then."""
    rule = f"{OUTDATED} AND (r.error IS NULL OR r.redrawn_at < :tried_before)"
    bound = _bound("outdated", renderer, clock.now()) | {"tried_before": tried_before}
    return bool(await session.scalar(text(f"SELECT EXISTS (SELECT 1 {_OF_SCOPE.format(rule=rule)})"), bound))


async def first(
    session: ReadSession, viewer: Viewer | None, scope: str, renderer: str, asked_at: datetime, limit: int
) -> Sequence[tuple[str, int, str, str]]:
    """(shader, version, title, status of its picture) of those that come first, whoever asks."""
    chosen = f"SELECT s.id, s.version, s.title, r.status {_OF_SCOPE.format(rule=SCOPES[scope])} {_FIRST} LIMIT :rows"
    rows = await session.execute(text(chosen), _bound(scope, renderer, asked_at) | {"rows": limit})
    return [(row.id, row.version, row.title, row.status) for row in rows]


async def newest(session: ReadSession, viewer: Viewer | None) -> RedrawRow | None:
    """The last wish to draw many again."""
    found = await session.scalars(select(RedrawRow).order_by(desc(RedrawRow.asked_at)).limit(1))
    return found.one_or_none()


async def failures(
    session: ReadSession, viewer: Viewer | None, asked_at: datetime, limit: int
) -> Sequence[tuple[str, str]]:
    """(shader, reason) of pictures that could not be drawn again since then."""
    rows = await session.execute(
        select(RenderRow.shader_id, RenderRow.error["message"].astext)
        .where(RenderRow.redrawn_at >= asked_at, RenderRow.error.is_not(None))
        .order_by(RenderRow.redrawn_at, RenderRow.shader_id)
        .limit(limit)
    )
    return [(row[0], str(row[1])) for row in rows]


async def going_on(session: WriteSession, redraw_id: str | None = None) -> RedrawRow | None:
    """The wish that is being fulfilled, if it is this one, held until the commit."""
    chosen = select(RedrawRow).where(RedrawRow.ended_at.is_(None)).with_for_update()
    if redraw_id is not None:
        chosen = chosen.where(RedrawRow.id == redraw_id)
    return (await session.scalars(chosen)).one_or_none()


async def insert_redraw(session: WriteSession, **values: Any) -> None:
    """A new wish."""
    await session.execute(insert(RedrawRow).values(**values))


async def end(session: WriteSession, redraw_id: str, total: int | None = None) -> None:
    """This wish is over; `total`: with so many, which were all that there were. One that was stopped has fewer."""
    ended = {"ended_at": clock.now()} | ({} if total is None else {"total": total})
    await session.execute(update(RedrawRow).where(RedrawRow.id == redraw_id).values(ended))


async def step(session: WriteSession, redraw_id: str, outcome: str) -> None:
    """One more is "done" or has "failed"."""
    column = {"done": RedrawRow.done, "failed": RedrawRow.failed}[outcome]
    await session.execute(update(RedrawRow).where(RedrawRow.id == redraw_id).values({column: column + 1}))


def _finished(shader_id: str, version: int) -> tuple[ColumnElement[bool], ...]:
    return RenderRow.shader_id == shader_id, RenderRow.version == version, RenderRow.status.in_(("ready", "failed"))


async def replace(session: WriteSession, shader_id: str, version: int, content_hash: str, **drawn: Any) -> bool:
    """A picture takes the place of the one that is there; False when there is none to be replaced."""
    now = clock.now()
    changed = await session.scalar(
        update(RenderRow)
        .where(*_finished(shader_id, version))
        .values(status="ready", content_hash=content_hash, error=None, finished_at=now, redrawn_at=now, **drawn)
        .returning(RenderRow.version)
    )
    return changed is not None


async def take_drawn(
    session: WriteSession, shader_id: str, version: int, content_hash: str, asked_at: datetime
) -> bool:
    """Takes the picture of a work that looks the same and was drawn since then; False when there is none."""
    bound = {"shader_id": shader_id, "version": version, "content_hash": content_hash}
    return await session.scalar(_REPLACE, bound | {"asked_at": asked_at, "now": clock.now()}) is not None


async def note_failure(session: WriteSession, shader_id: str, version: int, error: Mapping[str, Any]) -> None:
    """It could not be drawn again, and why; a picture that is there stays."""
    await session.execute(
        update(RenderRow).where(*_finished(shader_id, version)).values(error=dict(error), redrawn_at=clock.now())
    )


async def retire(session: WriteSession, shader_id: str, version: int) -> None:
    """The files of this picture are about to be replaced."""
    await session.execute(_RETIRE, {"shader_id": shader_id, "version": version, "now": clock.now()})


async def take_unshown(session: WriteSession, before: datetime, limit: int) -> Sequence[str]:
    """Files that were replaced `before` and that no picture shows; they are spoken of once."""
    return (await session.scalars(_UNSHOWN, {"before": before, "rows": limit})).all()
