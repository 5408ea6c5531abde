"""All SQL of agents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, delete, desc, func, insert, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.pages import Slice, decode_cursor, encode_cursor, moment
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents.models import AgentActionRow, AgentRow

USED_AGAIN_AFTER = timedelta(minutes=1)
"""How exact `last_used_at` is: a row that is written at every request would be a queue of its own."""
LISTED = 200
_LAST_ID = 2**63 - 1


@dataclass(frozen=True)
class Bearer:
    """An agent and its owner, as a credential is checked against them."""

    agent: AgentRow
    username: str
    role: str
    banned_at: datetime | None


@dataclass(frozen=True)
class Owner:
    """Who wants another key, and how many of theirs work at this moment."""

    banned_at: datetime | None
    active_keys: int


@dataclass(frozen=True)
class Introduction:
    """What a viewer does not know of themselves."""

    display_name: str
    expires_at: datetime | None


async def bearer_by_prefix(session: ReadSession, viewer: None, prefix: str) -> Bearer | None:
    """The key that a credential claims to be; its secret is still to be checked."""
    row = (
        await session.execute(
            select(AgentRow, UserRow.username, UserRow.role, UserRow.banned_at)
            .join(UserRow, UserRow.id == AgentRow.user_id)
            .where(AgentRow.prefix == prefix)
        )
    ).one_or_none()
    return Bearer(row[0], row[1], row[2], row[3]) if row else None


async def introduction(session: ReadSession, viewer: Viewer) -> Introduction | None:
    """The name that people see of the viewer, and until when their program may act; None when they are gone."""
    row = (
        await session.execute(
            select(UserRow.display_name, AgentRow.expires_at)
            .outerjoin(AgentRow, AgentRow.id == (viewer.agent.id if viewer.agent else None))
            .where(UserRow.id == viewer.id)
        )
    ).one_or_none()
    return Introduction(row.display_name, row.expires_at) if row else None


async def own_agents(session: ReadSession, viewer: Viewer, kind: str, now: datetime) -> Sequence[AgentRow]:
    """The viewer's agents of a kind: those that work, then those that did, the newest first, at most `LISTED`."""
    over = or_(AgentRow.revoked_at.is_not(None), and_(AgentRow.expires_at.is_not(None), AgentRow.expires_at <= now))
    rows = await session.scalars(
        select(AgentRow)
        .where(AgentRow.user_id == viewer.id, AgentRow.kind == kind)
        .order_by(case((over, 1), else_=0), desc(AgentRow.created_at), desc(AgentRow.id))
        .limit(LISTED)
    )
    return rows.all()


async def actions(
    session: ReadSession, viewer: Viewer, kind: str, agent_id: str, cursor: str | None, limit: int
) -> Slice[AgentActionRow] | None:
    """What an agent of the viewer did, the newest first; None when they have none of this id. Raises Invalid."""
    after = None
    if cursor is not None:
        stamp, number = decode_cursor("actions", cursor, str, int)
        after = (moment(stamp), max(0, min(number, _LAST_ID)))
    mine = and_(AgentRow.id == agent_id, AgentRow.kind == kind, AgentRow.user_id == viewer.id)
    if await session.scalar(select(AgentRow.id).where(mine)) is None:
        return None
    rows = (
        select(AgentActionRow)
        .where(AgentActionRow.agent_id == agent_id)
        .order_by(desc(AgentActionRow.at), desc(AgentActionRow.id))
        .limit(limit + 1)
    )
    if after is not None:
        rows = rows.where(tuple_(AgentActionRow.at, AgentActionRow.id) < after)
    found = (await session.scalars(rows)).all()
    last = found[limit - 1] if len(found) > limit else None
    return Slice(found[:limit], encode_cursor("actions", last.at.isoformat(), last.id) if last else None)


async def lock_owner(session: WriteSession, viewer: Viewer, now: datetime) -> Owner | None:
    """The viewer's account, locked, so that of two new keys at once one sees the other; None when it is gone."""
    row = (
        await session.execute(select(UserRow.banned_at).where(UserRow.id == viewer.id).with_for_update(key_share=True))
    ).one_or_none()
    if row is None:
        return None
    active = await session.scalar(
        select(func.count()).where(
            AgentRow.user_id == viewer.id,
            AgentRow.kind == "key",
            AgentRow.revoked_at.is_(None),
            or_(AgentRow.expires_at.is_(None), AgentRow.expires_at > now),
        )
    )
    return Owner(row.banned_at, active or 0)


async def insert_agent(session: WriteSession, **values: Any) -> AgentRow:
    """A new agent."""
    row = await session.scalar(insert(AgentRow).values(**values).returning(AgentRow))
    assert row is not None, "an insert gave nothing back"
    return row


async def revoke_key(session: WriteSession, viewer: Viewer, key_id: str, now: datetime) -> bool:
    """Ends a key of the viewer, once; False when they have none of this id."""
    found = await session.scalar(
        update(AgentRow)
        .where(AgentRow.id == key_id, AgentRow.kind == "key", AgentRow.user_id == viewer.id)
        .values(revoked_at=func.coalesce(AgentRow.revoked_at, now))
        .returning(AgentRow.id)
    )
    return found is not None


async def note_action(
    session: WriteSession,
    agent_id: str,
    now: datetime,
    *,
    via: str,
    action: str,
    target: str | None,
    status: int,
    summed: bool,
) -> None:
    """Writes down that an agent was used and what it did, in one statement; what is summed up adds to its hour."""
    used = (
        update(AgentRow)
        .where(
            AgentRow.id == agent_id,
            or_(AgentRow.last_used_at.is_(None), AgentRow.last_used_at <= now - USED_AGAIN_AFTER),
        )
        .values(last_used_at=now)
        .cte("used")
    )
    row = upsert(AgentActionRow).values(
        agent_id=agent_id,
        at=now.replace(minute=0, second=0, microsecond=0) if summed else now,
        via=via,
        action=action,
        target=None if summed else target,
        status=status,
        summed=summed,
    )
    if summed:
        row = row.on_conflict_do_update(
            index_elements=["agent_id", "at", "via", "action", "status"],
            index_where=text("summed"),
            set_={"count": AgentActionRow.count + 1},
        )
    await session.execute(row.add_cte(used))


async def forget_actions(session: WriteSession, before: datetime) -> None:
    """Forgets what was done before a moment."""
    await session.execute(delete(AgentActionRow).where(AgentActionRow.at < before))
