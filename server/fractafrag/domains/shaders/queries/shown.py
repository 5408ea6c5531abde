"""What people see of works: cards, pages, versions. Every read takes a viewer; None is a stranger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    desc,
    func,
    literal,
    or_,
    select,
    table,
    tuple_,
)
from sqlalchemy.orm import aliased

from fractafrag.core.db import ReadSession
from fractafrag.core.errors import NotFound
from fractafrag.core.pages import decode_cursor, encode_cursor
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.shaders.cards import author_of, card
from fractafrag.domains.shaders.cursors import moment_key, number_key, whole_key
from fractafrag.domains.shaders.models import RenderRow, ShaderRow, ShaderVersionRow
from fractafrag.domains.shaders.passport import Tier
from fractafrag.domains.shaders.words import Words

Card = dict[str, Any]
Rows = Select[*tuple[Any, ...]]

# Engagement stands above this domain and owns the votes: as with a foreign key, their table is named and not imported.
_votes = table("votes", column("user_id"), column("shader_id"), column("value"))

WEIGHED = 500
FORKS = 24
ANCESTORS = 16
COUNTED = 1000
FIRST_WORDS = 200


@dataclass(frozen=True)
class CardPage:
    """Cards and the cursor of the next page, in the shape of a CardList."""

    items: list[Card]
    next_cursor: str | None


@dataclass(frozen=True)
class Search:
    """What works must have: words, all of these tags, an author's username, a licence, one of these tiers."""

    words: Words | None = None
    tags: tuple[str, ...] = ()
    author: str | None = None
    licence: str | None = None
    tiers: tuple[Tier, ...] = ()


def _me(viewer: Viewer | None) -> str | None:
    return viewer.id if viewer else None


def _visible(viewer: Viewer | None) -> ColumnElement[bool]:
    open_to_all = and_(ShaderRow.status == "published", ShaderRow.visibility != "private")
    return or_(open_to_all, ShaderRow.author_id == viewer.id) if viewer else open_to_all


def _findable(viewer: Viewer | None) -> ColumnElement[bool]:
    """What may stand in a list: nobody finds the unlisted there but its author."""
    found: ColumnElement[bool] = and_(ShaderRow.status == "published", ShaderRow.visibility == "public")
    if viewer is None:
        return found
    return or_(found, and_(ShaderRow.author_id == viewer.id, ShaderRow.status != "archived"))


def _cards(viewer: Viewer | None, *more: Any) -> Rows:
    """The columns that `cards.card` wants, and more."""
    mine = _me(viewer)
    return (
        select(
            ShaderRow.id,
            ShaderRow.title,
            UserRow.username,
            UserRow.display_name,
            ShaderRow.agent,
            ShaderRow.tags,
            ShaderRow.licence,
            ShaderRow.status,
            ShaderRow.visibility,
            ShaderRow.version,
            ShaderRow.published_at,
            ShaderRow.updated_at,
            ShaderRow.up,
            ShaderRow.down,
            ShaderRow.forks,
            ShaderRow.score,
            func.coalesce(_votes.c.value, 0).label("my_vote"),
            cast(ShaderRow.render, Text).label("render"),
            case((ShaderRow.author_id == mine, cast(ShaderRow.render_error, Text))).label("render_error"),
            *more,
        )
        .join(UserRow, UserRow.id == ShaderRow.author_id)
        .outerjoin(_votes, and_(_votes.c.shader_id == ShaderRow.id, _votes.c.user_id == mine))
    )


async def _page(session: ReadSession, rows: Rows, limit: int, kind: str) -> CardPage:
    """One page of a statement that has a column `sort_key`; one row more is read to know whether there is a next."""
    found = (await session.execute(rows.limit(limit + 1))).all()
    shown = found[:limit]
    more = encode_cursor(kind, _plain(shown[-1].sort_key), shown[-1].id) if len(found) > limit else None
    return CardPage([card(row) for row in shown], more)


def _plain(key: Any) -> float | str:
    return key.isoformat() if isinstance(key, datetime) else key


async def list_cards(
    session: ReadSession,
    viewer: Viewer | None,
    *,
    search: Search,
    sort: str = "trending",
    cursor: str | None = None,
    limit: int = 24,
) -> CardPage:
    """Public works that match, by `sort`: relevance (needs words), trending, new or top."""
    asked = _question(search.words) if search.words else None
    key: Any = {
        "trending": ShaderRow.heat,
        "new": ShaderRow.published_at,
        "top": ShaderRow.score,
        "relevance": cast(func.ts_rank(ShaderRow.search, asked), Double),
    }[sort]
    rows = _cards(viewer, key.label("sort_key")).where(*_matching(search)).order_by(desc(key), desc(ShaderRow.id))
    if cursor is not None:
        after = {"new": moment_key, "top": whole_key}.get(sort, number_key)(sort, cursor)
        rows = rows.where(tuple_(key, ShaderRow.id) < after)
    return await _page(session, rows, limit, sort)


async def count_cards(session: ReadSession, viewer: Viewer | None, search: Search) -> int:
    """How many public works match; counting stops at COUNTED."""
    found = select(ShaderRow.id).join(UserRow, UserRow.id == ShaderRow.author_id).where(*_matching(search))
    return await session.scalar(select(func.count()).select_from(found.limit(COUNTED).subquery())) or 0


async def first_words(session: ReadSession, viewer: Viewer | None, shader_ids: Sequence[str]) -> dict[str, str]:
    """The beginnings of the descriptions of those works that this viewer may see."""
    found = await session.execute(
        select(ShaderRow.id, func.left(ShaderRow.description, FIRST_WORDS).label("words")).where(
            ShaderRow.id.in_(shader_ids), _visible(viewer)
        )
    )
    return {row.id: row.words for row in found}


def _matching(search: Search) -> list[Any]:
    rules: list[Any] = [ShaderRow.listed]
    if search.words is not None:
        rules.append(ShaderRow.search.op("@@")(_question(search.words)))
    if search.tags:
        rules.append(ShaderRow.tags.contains(list(search.tags)))
    if search.author is not None:
        rules.append(UserRow.username == search.author.lower())
    if search.licence is not None:
        rules.append(ShaderRow.licence == search.licence)
    if search.tiers:
        rules.append(ShaderRow.render["facts"]["tier"].astext.in_(search.tiers))
    return rules


def _question(words: Words) -> ColumnElement[Any]:
    asked = func.websearch_to_tsquery("english", words.whole).op("||")(func.websearch_to_tsquery("simple", words.whole))
    if not words.prefix:
        return asked
    begun = func.to_tsquery("simple", words.prefix + ":*")
    if words.head:
        begun = func.websearch_to_tsquery("english", words.head).op("&&")(begun)
    return asked.op("||")(begun)


async def own_cards(
    session: ReadSession, viewer: Viewer, *, status: str | None, cursor: str | None, limit: int
) -> CardPage:
    """The viewer's own works, the last changed first; without `status`, all but the archived."""
    rows = _cards(viewer, ShaderRow.updated_at.label("sort_key")).where(ShaderRow.author_id == viewer.id)
    rows = rows.where(ShaderRow.status == status if status else ShaderRow.status != "archived")
    rows = rows.order_by(desc(ShaderRow.updated_at), desc(ShaderRow.id))
    if cursor is not None:
        rows = rows.where(tuple_(ShaderRow.updated_at, ShaderRow.id) < moment_key("mine", cursor))
    return await _page(session, rows, limit, "mine")


async def page(session: ReadSession, viewer: Viewer | None, shader_id: str) -> dict[str, Any]:
    """A work alone, as a ShaderPage. Raises NotFound when it is not there, or not for this viewer."""
    parent, parent_author = aliased(ShaderRow), aliased(UserRow)
    # The credit outlives the parent's being archived; a draft's or a private work's title stays its author's secret.
    credited = or_(
        and_(parent.published_at.is_not(None), parent.visibility != "private"), parent.author_id == _me(viewer)
    )
    row = (
        await session.execute(
            _cards(
                viewer,
                ShaderRow.description,
                ShaderRow.created_at,
                ShaderRow.origin,
                ShaderVersionRow.passes,
                ShaderVersionRow.poster_at,
                ShaderVersionRow.parameters,
                parent.id.label("parent_id"),
                parent.title.label("parent_title"),
                parent_author.username.label("parent_username"),
                parent_author.display_name.label("parent_display_name"),
                parent.agent.label("parent_agent"),
            )
            .join(
                ShaderVersionRow,
                and_(ShaderVersionRow.shader_id == ShaderRow.id, ShaderVersionRow.number == ShaderRow.version),
            )
            .outerjoin(parent, and_(parent.id == ShaderRow.parent_id, credited))
            .outerjoin(parent_author, parent_author.id == parent.author_id)
            .where(ShaderRow.id == shader_id, _visible(viewer))
        )
    ).one_or_none()
    if row is None:
        raise not_found(shader_id)
    credit = row.parent_id and {
        "id": row.parent_id,
        "title": row.parent_title,
        "author": {
            "username": row.parent_username,
            "display_name": row.parent_display_name,
            "agent": row.parent_agent,
        },
    }
    return {
        **card(row),
        "description": row.description,
        "created_at": row.created_at,
        "origin": row.origin,
        "passes": row.passes,
        "poster_at": row.poster_at,
        "parameters": row.parameters,
        "parent": credit or None,
    }


def not_found(shader_id: str) -> NotFound:
    """What a stranger is told of a draft, too: that it exists is nobody's business."""
    return NotFound(f"There is no shader {shader_id}, or it is not public.")


def _versions(viewer: Viewer | None, shader_id: str, *more: Any) -> Rows:
    seen = or_(ShaderVersionRow.public, ShaderRow.author_id == viewer.id) if viewer else ShaderVersionRow.public
    return (
        select(
            ShaderVersionRow.number,
            ShaderVersionRow.name,
            ShaderVersionRow.created_at,
            ShaderVersionRow.title,
            ShaderVersionRow.total_bytes,
            RenderRow.poster_url,
            UserRow.username,
            UserRow.display_name,
            ShaderVersionRow.agent,
            *more,
        )
        .join(ShaderRow, ShaderRow.id == ShaderVersionRow.shader_id)
        .join(UserRow, UserRow.id == ShaderVersionRow.author_id)
        .outerjoin(RenderRow, and_(RenderRow.shader_id == shader_id, RenderRow.version == ShaderVersionRow.number))
        .where(ShaderVersionRow.shader_id == shader_id, _visible(viewer), seen)
    )


def _version(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "created_at": row.created_at,
        "title": row.title,
        "total_bytes": row.total_bytes,
        "author": author_of(row),
        "poster_url": row.poster_url,
    }


async def versions(
    session: ReadSession, viewer: Viewer | None, shader_id: str, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """A work's versions, the newest first, as a VersionList; others see those that were public. Raises NotFound."""
    rows = _versions(viewer, shader_id).order_by(desc(ShaderVersionRow.number)).limit(limit + 1)
    if cursor is not None:
        before: int = decode_cursor("versions", cursor, int)[0]
        rows = rows.where(ShaderVersionRow.number < max(0, min(before, 2**31 - 1)))
    found = (await session.execute(rows)).all()
    if not found and cursor is None:
        raise not_found(shader_id)
    more = encode_cursor("versions", found[limit - 1].number) if len(found) > limit else None
    return {"items": [_version(row) for row in found[:limit]], "next_cursor": more}


async def version(session: ReadSession, viewer: Viewer | None, shader_id: str, number: int) -> dict[str, Any]:
    """One version, as a VersionPage. Raises NotFound when it is not there, or not for this viewer."""
    row_of = ShaderVersionRow
    whole = (row_of.description, row_of.tags, row_of.licence, row_of.passes, row_of.parameters)
    found = await session.execute(_versions(viewer, shader_id, *whole).where(ShaderVersionRow.number == number))
    row = found.one_or_none()
    if row is None:
        raise NotFound(f"There is no version {number} of shader {shader_id}, or it is not public.")
    return {
        **_version(row),
        "description": row.description,
        "tags": row.tags,
        "licence": row.licence,
        "passes": row.passes,
        "parameters": row.parameters,
    }


async def _seen(session: ReadSession, viewer: Viewer | None, shader_id: str) -> Any:
    found = await session.execute(
        select(ShaderRow.id, ShaderRow.parent_id, ShaderRow.tags).where(ShaderRow.id == shader_id, _visible(viewer))
    )
    row = found.one_or_none()
    if row is None:
        raise not_found(shader_id)
    return row


async def lineage(session: ReadSession, viewer: Viewer | None, shader_id: str) -> dict[str, list[Card]]:
    """Where a work comes from and what was made from it, as a Lineage, in three statements. Raises NotFound."""
    seen = await _seen(session, viewer, shader_id)
    line = (
        select(ShaderRow.id, ShaderRow.parent_id, literal(1).label("depth"))
        .where(ShaderRow.id == seen.parent_id)
        .cte("line", recursive=True)
    )
    line = line.union_all(
        select(ShaderRow.id, ShaderRow.parent_id, line.c.depth + 1)
        .join(line, ShaderRow.id == line.c.parent_id)
        .where(line.c.depth < ANCESTORS)
    )
    ancestors = await session.execute(
        _cards(viewer).join(line, line.c.id == ShaderRow.id).where(_findable(viewer)).order_by(line.c.depth)
    )
    forks = await session.execute(
        _cards(viewer)
        .where(ShaderRow.parent_id == shader_id, _findable(viewer))
        .order_by(desc(ShaderRow.published_at), desc(ShaderRow.id))
        .limit(FORKS)
    )
    return {"ancestors": [card(row) for row in ancestors], "forks": [card(row) for row in forks]}


async def listed_cards(session: ReadSession, viewer: Viewer | None, shader_ids: Sequence[str]) -> list[Card]:
    """Those of these works that are public, in the order of their ids here."""
    found = await session.execute(_cards(viewer).where(ShaderRow.id.in_(shader_ids), ShaderRow.listed))
    cards = {row.id: card(row) for row in found}
    return [cards[one] for one in shader_ids if one in cards]


async def related(session: ReadSession, viewer: Viewer | None, shader_id: str, limit: int) -> list[Card]:
    """Public works that share the most tags with this one, the hotter first, in two statements. Raises NotFound."""
    tags: Sequence[str] = (await _seen(session, viewer, shader_id)).tags
    # Half of all works may be "2d": only the hottest of those that share a tag are weighed.
    near = (
        select(ShaderRow.id, ShaderRow.tags)
        .where(ShaderRow.listed, ShaderRow.id != shader_id, ShaderRow.tags.overlap(list(tags)))
        .order_by(desc(ShaderRow.heat), desc(ShaderRow.id))
        .limit(WEIGHED)
    ).subquery()
    tag = func.unnest(near.c.tags).table_valued("tag").render_derived()
    shared = select(func.count()).select_from(tag).where(tag.c.tag.in_(tags)).correlate(near).scalar_subquery()
    found = await session.execute(
        _cards(viewer)
        .join(near, near.c.id == ShaderRow.id)
        .order_by(desc(shared), desc(ShaderRow.heat), desc(ShaderRow.id))
        .limit(limit)
    )
    return [card(row) for row in found]
