"""The SQL of marks: what people keep, whom they follow, and what they do not want to meet."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, desc, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.pages import Slice, encode_cursor
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.models import FollowRow, HideRow, MuteRow, ReportRow, SaveRow
from fractafrag.domains.shaders.cursors import moment_key
from fractafrag.domains.shaders.models import ShaderRow

MARKS: dict[str, tuple[Any, str, str]] = {
    "save": (SaveRow, "shader_id", "saved_at"),
    "hide": (HideRow, "shader_id", "hidden_at"),
    "follow": (FollowRow, "author_id", "followed_at"),
    "mute": (MuteRow, "author_id", "muted_at"),
}
"""By name: the table, what is marked, and the moment."""


async def author_of(session: ReadSession, viewer: Viewer, shader_id: str) -> str | None:
    """The id of the author of a work that the viewer may see; None for any other."""
    seen = or_(
        and_(ShaderRow.status == "published", ShaderRow.visibility != "private"), ShaderRow.author_id == viewer.id
    )
    return await session.scalar(select(ShaderRow.author_id).where(ShaderRow.id == shader_id, seen))


async def mark(session: WriteSession, viewer: Viewer, name: str, other_id: str, now: datetime) -> bool:
    """Makes the mark; False when it was there."""
    table, other, moment = MARKS[name]
    row = insert(table).values(**{"user_id": viewer.id, other: other_id, moment: now})
    made = await session.execute(row.on_conflict_do_nothing().returning(table.user_id))
    return made.one_or_none() is not None


async def unmark(session: WriteSession, viewer: Viewer, name: str, other_id: str) -> bool:
    """Takes the mark away; False when there was none."""
    table, other, _ = MARKS[name]
    gone = delete(table).where(table.user_id == viewer.id, getattr(table, other) == other_id).returning(table.user_id)
    return (await session.execute(gone)).one_or_none() is not None


async def count(session: ReadSession, viewer: Viewer, name: str) -> int:
    """How many marks of this name the viewer has."""
    table = MARKS[name][0]
    return await session.scalar(select(func.count()).select_from(table).where(table.user_id == viewer.id)) or 0


async def report(
    session: WriteSession, viewer: Viewer, report_id: str, shader_id: str, reason: str, words: str, now: datetime
) -> bool:
    """Writes the viewer's report down, or its new words while it is open; False when it was judged already."""
    row = insert(ReportRow).values(
        id=report_id, shader_id=shader_id, reporter_id=viewer.id, reason=reason, words=words, reported_at=now
    )
    kept = row.on_conflict_do_update(
        constraint="uq_reports_reporter_id_shader_id",
        set_={"reason": reason, "words": words},
        where=ReportRow.state == "open",
    ).returning(ReportRow.id)
    return (await session.execute(kept)).one_or_none() is not None


async def saved(session: ReadSession, viewer: Viewer, cursor: str | None, limit: int) -> Slice[str]:
    """The ids of the works that the viewer saved, the last first."""
    rows = select(SaveRow.shader_id, SaveRow.saved_at).where(SaveRow.user_id == viewer.id)
    rows = rows.order_by(desc(SaveRow.saved_at), desc(SaveRow.shader_id)).limit(limit + 1)
    if cursor is not None:
        rows = rows.where(tuple_(SaveRow.saved_at, SaveRow.shader_id) < moment_key("saves", cursor))
    found = (await session.execute(rows)).all()
    last = found[limit - 1] if len(found) > limit else None
    more = encode_cursor("saves", last.saved_at.isoformat(), last.shader_id) if last else None
    return Slice([row.shader_id for row in found[:limit]], more)


async def newest_of_followed(session: ReadSession, viewer: Viewer, cursor: str | None, limit: int) -> Slice[str]:
    """The ids of the public works of those whom the viewer follows, the newest first."""
    published_at, after = moment_key("following", cursor)
    rows = (
        select(ShaderRow.id, ShaderRow.published_at)
        .join(FollowRow, FollowRow.author_id == ShaderRow.author_id)
        .where(FollowRow.user_id == viewer.id, ShaderRow.listed)
        .where(tuple_(ShaderRow.published_at, ShaderRow.id) < (published_at, after))
        .order_by(desc(ShaderRow.published_at), desc(ShaderRow.id))
        .limit(limit + 1)
    )
    found = (await session.execute(rows)).all()
    last = found[limit - 1] if len(found) > limit else None
    more = encode_cursor("following", last.published_at.isoformat(), last.id) if last and last.published_at else None
    return Slice([row.id for row in found[:limit]], more)


async def following(session: ReadSession, viewer: Viewer) -> list[dict[str, Any]]:
    """Whom the viewer follows, by name; there are at most `service.marks.MOST_FOLLOWS` of them."""
    found = await session.execute(
        select(UserRow.username, UserRow.display_name, FollowRow.followed_at)
        .join(FollowRow, FollowRow.author_id == UserRow.id)
        .where(FollowRow.user_id == viewer.id)
        .order_by(UserRow.username)
    )
    return [{"username": row[0], "display_name": row[1], "followed_at": row[2]} for row in found]


async def names(session: ReadSession, viewer: Viewer) -> dict[str, list[str]]:
    """What the viewer has marked: ids of works saved and hidden, usernames followed and muted."""
    told: dict[str, list[str]] = {}
    for name, (table, other, moment) in MARKS.items():
        if other == "shader_id":
            rows = select(table.shader_id).where(table.user_id == viewer.id)
        else:
            rows = select(UserRow.username).join(table, table.author_id == UserRow.id).where(table.user_id == viewer.id)
        told[name] = list(await session.scalars(rows.order_by(desc(getattr(table, moment)))))
    return told
