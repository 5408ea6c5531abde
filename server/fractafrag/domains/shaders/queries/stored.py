"""What services read and write of works: rows, versions, pictures. Visibility is asked of here, judged in `service`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, literal_column, or_, select, text, update

from fractafrag.core import clock
from fractafrag.core.db import WriteSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.shaders.cards import NO_PICTURE, Stats, stats
from fractafrag.domains.shaders.heat import Standing
from fractafrag.domains.shaders.models import RenderRow, ShaderRow, ShaderVersionRow
from fractafrag.domains.shaders.works import Content


@dataclass(frozen=True)
class Work:
    """A work as it stands: who made it, its number, its state, its content, and what it was made from."""

    id: str
    author_id: str
    version: int
    status: str
    visibility: str
    published_at: datetime | None
    parent_id: str | None
    content: Content

    @property
    def public(self) -> bool:
        """Whether others may see it."""
        return self.status == "published" and self.visibility != "private"

    def visible_to(self, viewer: Viewer | None) -> bool:
        """Whether this viewer may see it."""
        return self.public or (viewer is not None and viewer.id == self.author_id)


_CONTENT = (
    ShaderVersionRow.title,
    ShaderVersionRow.description,
    ShaderVersionRow.tags,
    ShaderVersionRow.licence,
    ShaderVersionRow.poster_at,
    ShaderVersionRow.passes,
    ShaderVersionRow.parameters,
)


def _content(row: Any) -> Content:
    return Content(
        row.title, row.description, tuple(row.tags), row.licence, row.poster_at, tuple(row.passes), row.parameters
    )


async def work(session: WriteSession, shader_id: str) -> Work | None:
    """The work with its current content."""
    found = await session.execute(
        select(
            ShaderRow.id,
            ShaderRow.author_id,
            ShaderRow.version,
            ShaderRow.status,
            ShaderRow.visibility,
            ShaderRow.published_at,
            ShaderRow.parent_id,
            *_CONTENT,
        )
        .join(
            ShaderVersionRow,
            and_(ShaderVersionRow.shader_id == ShaderRow.id, ShaderVersionRow.number == ShaderRow.version),
        )
        .where(ShaderRow.id == shader_id)
    )
    row = found.one_or_none()
    if row is None:
        return None
    return Work(
        row.id, row.author_id, row.version, row.status, row.visibility, row.published_at, row.parent_id, _content(row)
    )


async def content_of(session: WriteSession, shader_id: str, number: int) -> Content | None:
    """The content of one version."""
    found = await session.execute(
        select(*_CONTENT).where(ShaderVersionRow.shader_id == shader_id, ShaderVersionRow.number == number)
    )
    row = found.one_or_none()
    return _content(row) if row else None


async def name_version(session: WriteSession, shader_id: str, number: int, name: str | None) -> bool:
    """Gives one version a name, or takes it away; False when there is no such version."""
    found = await session.scalars(
        update(ShaderVersionRow)
        .where(ShaderVersionRow.shader_id == shader_id, ShaderVersionRow.number == number)
        .values(name=name)
        .returning(ShaderVersionRow.number)
    )
    return found.one_or_none() is not None


async def inherited_licence(session: WriteSession, shader_id: str) -> str | None:
    """The licence of the very version that a work was made from: what its author grants later changes nothing."""
    return await session.scalar(
        select(ShaderVersionRow.licence)
        .join(
            ShaderRow,
            and_(
                ShaderRow.parent_id == ShaderVersionRow.shader_id, ShaderRow.parent_version == ShaderVersionRow.number
            ),
        )
        .where(ShaderRow.id == shader_id)
    )


async def current_version(session: WriteSession, shader_id: str) -> int | None:
    """The number of the current version."""
    return await session.scalar(select(ShaderRow.version).where(ShaderRow.id == shader_id))


def _search(content: Content, username: str) -> ColumnElement[Any]:
    tags = " ".join(content.tags)
    parts = [
        func.setweight(func.to_tsvector(dictionary, words), literal_column(f"'{weight}'"))
        for dictionary, words, weight in (
            ("english", content.title, "A"),
            ("simple", content.title, "A"),
            ("english", tags, "B"),
            ("simple", tags, "B"),
            ("simple", username, "B"),
            ("english", content.description, "C"),
        )
    ]
    whole: ColumnElement[Any] = parts[0]
    for part in parts[1:]:
        whole = whole.op("||")(part)
    return whole


def _words(content: Content, author: Viewer) -> dict[str, Any]:
    return {
        "title": content.title,
        "description": content.description,
        "tags": list(content.tags),
        "licence": content.licence,
        "search": _search(content, author.username),
    }


async def insert_work(
    session: WriteSession,
    author: Viewer,
    new: Work,
    parent_version: int | None,
    heat: float,
    imported: Mapping[str, Any],
) -> None:
    """Writes a new work and its first version; a work of another counts as a fork of it.

    `imported`: the columns `origin` and `original` of an imported work.
    """
    now = clock.now()
    await session.execute(
        insert(ShaderRow).values(
            id=new.id,
            author_id=new.author_id,
            version=new.version,
            status=new.status,
            visibility=new.visibility,
            parent_id=new.parent_id,
            parent_version=parent_version,
            agent=author.agent_name,
            created_at=now,
            updated_at=now,
            published_at=new.published_at,
            heat=heat,
            render=NO_PICTURE,
            **imported,
            **_words(new.content, author),
        )
    )
    await _insert_version(session, new, author)
    if new.parent_id:
        await session.execute(update(ShaderRow).where(ShaderRow.id == new.parent_id).values(forks=ShaderRow.forks + 1))


async def update_work(session: WriteSession, author: Viewer, changed: Work, seen: int, heat: float | None) -> bool:
    """Writes `changed` with its new version, unless somebody else has gone on from `seen`: then False."""
    fresh = {} if heat is None else {"heat": heat}
    result = await session.execute(
        update(ShaderRow)
        .where(ShaderRow.id == changed.id, ShaderRow.version == seen)
        .values(
            version=changed.version,
            status=changed.status,
            visibility=changed.visibility,
            published_at=changed.published_at,
            updated_at=clock.now(),
            **_words(changed.content, author),
            **fresh,
        )
        .returning(ShaderRow.id)
    )
    if result.one_or_none() is None:
        return False
    await _insert_version(session, changed, author)
    return True


async def _insert_version(session: WriteSession, saved: Work, author: Viewer) -> None:
    await session.execute(
        insert(ShaderVersionRow).values(
            shader_id=saved.id,
            number=saved.version,
            author_id=author.id,
            agent=author.agent_name,
            created_at=clock.now(),
            public=saved.public,
            title=saved.content.title,
            description=saved.content.description,
            tags=list(saved.content.tags),
            licence=saved.content.licence,
            poster_at=saved.content.poster_at,
            passes=list(saved.content.passes),
            parameters=dict(saved.content.parameters),
            total_bytes=saved.content.total_bytes,
        )
    )


# ── pictures ──

_KEEP_DRAWN = text(
    """
    INSERT INTO renders (shader_id, version, status, content_hash, renderer, poster_url, posters, films, facts,
                         requested_at, finished_at)
    SELECT CAST(:shader_id AS text), CAST(:version AS integer), coalesce(drawn.status, 'pending'),
           CAST(:content_hash AS text), drawn.renderer, drawn.poster_url, coalesce(drawn.posters, '[]'),
           coalesce(drawn.films, '[]'), drawn.facts, CAST(:now AS timestamptz), drawn.finished_at
    FROM (SELECT) AS always
    LEFT JOIN LATERAL (
        SELECT * FROM renders WHERE content_hash = CAST(:content_hash AS text) AND status = 'ready'
        ORDER BY finished_at DESC LIMIT 1
    ) AS drawn ON true
    ON CONFLICT (shader_id, version) DO UPDATE SET
        status = excluded.status, renderer = excluded.renderer,
        content_hash = excluded.content_hash,
        poster_url = coalesce(excluded.poster_url, renders.poster_url),
        posters = CASE WHEN excluded.poster_url IS NULL THEN renders.posters ELSE excluded.posters END,
        films = excluded.films, facts = excluded.facts, error = NULL, finished_at = excluded.finished_at
    RETURNING status
    """
)

_SHOW_PICTURE = text(
    """
    UPDATE shaders SET
        render = jsonb_build_object(
            'status', coalesce(present.status, 'pending'),
            'poster_url', shown.poster_url,
            'posters', coalesce(shown.posters, '[]'),
            'films', coalesce(shown.films, '[]'),
            'facts', coalesce(shown.facts, 'null'),
            'error', null
        ),
        render_error = CASE WHEN present.status = 'failed' THEN present.error END,
        broken = coalesce(present.status = 'failed' AND present.error ->> 'reason' <> 'unavailable', false)
    FROM (SELECT) AS always
    LEFT JOIN LATERAL (
        SELECT r.status, r.error FROM renders r JOIN shaders s ON s.id = r.shader_id AND s.version = r.version
        WHERE r.shader_id = :shader_id
    ) AS present ON true
    LEFT JOIN LATERAL (
        SELECT poster_url, posters, films, facts FROM renders
        WHERE shader_id = :shader_id AND poster_url IS NOT NULL ORDER BY version DESC LIMIT 1
    ) AS shown ON true
    WHERE shaders.id = :shader_id
    """
)


async def start_picture(session: WriteSession, shader_id: str, version: int, content_hash: str) -> bool:
    """Begins the picture of a version, or begins it again; True when the same was drawn before and is there already."""
    status = await session.scalar(
        _KEEP_DRAWN,
        {"shader_id": shader_id, "version": version, "content_hash": content_hash, "now": clock.now()},
    )
    return status == "ready"


async def show_picture(session: WriteSession, shader_id: str) -> None:
    """Brings what the card shows up to what `renders` holds."""
    await session.execute(_SHOW_PICTURE, {"shader_id": shader_id})


async def picture_status(session: WriteSession, shader_id: str, version: int) -> str | None:
    """Whether it is "pending", "ready" or "failed"; None when none was ever asked for."""
    return await session.scalar(
        select(RenderRow.status).where(RenderRow.shader_id == shader_id, RenderRow.version == version)
    )


async def keep_poster(
    session: WriteSession, shader_id: str, version: int, poster_url: str, posters: Sequence[Mapping[str, Any]]
) -> None:
    """The still is there, the film is not yet."""
    await session.execute(
        update(RenderRow)
        .where(RenderRow.shader_id == shader_id, RenderRow.version == version, RenderRow.status == "pending")
        .values(poster_url=poster_url, posters=list(posters))
    )


async def finish_picture(
    session: WriteSession,
    shader_id: str,
    version: int,
    *,
    renderer: str,
    poster_url: str | None,
    posters: Sequence[Mapping[str, Any]],
    films: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Any],
) -> bool:
    """The picture is there; False when it was already."""
    return await _set_picture(
        session,
        shader_id,
        version,
        status="ready",
        renderer=renderer,
        poster_url=poster_url,
        posters=list(posters),
        films=list(films),
        facts=dict(facts),
        error=None,
    )


async def fail_picture(session: WriteSession, shader_id: str, version: int, error: Mapping[str, Any]) -> bool:
    """There will be no picture, and why; False when there is one."""
    return await _set_picture(session, shader_id, version, status="failed", error=dict(error))


async def _set_picture(session: WriteSession, shader_id: str, version: int, **values: Any) -> bool:
    changed = await session.scalar(
        update(RenderRow)
        .where(RenderRow.shader_id == shader_id, RenderRow.version == version, RenderRow.status != "ready")
        .values(finished_at=clock.now(), **values)
        .returning(RenderRow.version)
    )
    return changed is not None


# ── votes' counters ──


async def lock_standing(session: WriteSession, viewer: Viewer, shader_id: str) -> tuple[Standing | None, str] | None:
    """(standing, status) of a work that the viewer may see, locked until the commit; None when they may not.

    The standing is None for what was never published.
    """
    found = await session.execute(
        select(ShaderRow.up, ShaderRow.down, ShaderRow.heat, ShaderRow.published_at, ShaderRow.status)
        .where(
            ShaderRow.id == shader_id,
            or_(
                and_(ShaderRow.status == "published", ShaderRow.visibility != "private"),
                ShaderRow.author_id == viewer.id,
            ),
        )
        .with_for_update()
    )
    row = found.one_or_none()
    if row is None:
        return None
    standing = Standing(row.up, row.down, row.heat, row.published_at) if row.published_at else None
    return standing, row.status


async def save_standing(session: WriteSession, shader_id: str, standing: Standing) -> Stats:
    """Writes counters and heat; the Stats that result."""
    found = await session.execute(
        update(ShaderRow)
        .where(ShaderRow.id == shader_id)
        .values(up=standing.up, down=standing.down, heat=standing.heat)
        .returning(ShaderRow.up, ShaderRow.down, ShaderRow.forks, ShaderRow.score)
    )
    return stats(found.one())
