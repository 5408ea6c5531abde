"""The SQL of grants of OAuth and their tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.ids import new_id
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents.models import AgentRow, GrantTokenRow
from fractafrag.domains.agents.queries import Bearer

TokenKind = Literal["access", "refresh"]

_LIVE = text("kind = 'oauth' AND revoked_at IS NULL")


@dataclass(frozen=True)
class GrantedBearer:
    """A token, its grant, and the grant's owner."""

    token: GrantTokenRow
    bearer: Bearer


async def bearer_by_token(
    session: ReadSession, viewer: None, token_hash: bytes, kind: TokenKind
) -> GrantedBearer | None:
    """The token with this digest, whoever shows it."""
    row = (
        await session.execute(
            select(GrantTokenRow, AgentRow, UserRow.username, UserRow.role, UserRow.banned_at)
            .join(AgentRow, AgentRow.id == GrantTokenRow.agent_id)
            .join(UserRow, UserRow.id == AgentRow.user_id)
            .where(GrantTokenRow.token_hash == token_hash, GrantTokenRow.kind == kind)
        )
    ).one_or_none()
    return GrantedBearer(row[0], Bearer(row[1], row[2], row[3], row[4])) if row else None


async def lock_by_token(session: WriteSession, token_hash: bytes, kind: TokenKind) -> GrantedBearer | None:
    """As `bearer_by_token`, after the grant is locked, so that of two requests one sees what the other did."""
    agent_id = await session.scalar(
        select(AgentRow.id)
        .join(GrantTokenRow, GrantTokenRow.agent_id == AgentRow.id)
        .where(GrantTokenRow.token_hash == token_hash)
        .with_for_update(of=AgentRow, key_share=True)
    )
    # Read only now: a statement sees what was committed before it began, and the lock may have been waited for.
    return await bearer_by_token(session, None, token_hash, kind) if agent_id else None


async def put_grant(
    session: WriteSession,
    *,
    user_id: str,
    client_id: str,
    resource: str,
    name: str,
    scopes: Sequence[str],
    now: datetime,
    expires_at: datetime,
) -> str:
    """The id of the one live grant of this person to this client for this resource, made or changed, and locked."""
    told = {"name": name, "scopes": list(scopes), "expires_at": expires_at}
    found = await session.scalar(
        insert(AgentRow)
        .values(
            id=new_id(), kind="oauth", user_id=user_id, client_id=client_id, resource=resource, created_at=now, **told
        )
        .on_conflict_do_update(index_elements=["user_id", "client_id", "resource"], index_where=_LIVE, set_=told)
        .returning(AgentRow.id)
    )
    assert found is not None, "an upsert returns its row"
    return found


async def prolong(session: WriteSession, agent_id: str, expires_at: datetime) -> None:
    """The grant was used: it lives on."""
    await session.execute(update(AgentRow).where(AgentRow.id == agent_id).values(expires_at=expires_at))


async def insert_token(
    session: WriteSession,
    token_hash: bytes,
    agent_id: str,
    family: str,
    kind: TokenKind,
    scopes: Sequence[str],
    now: datetime,
    expires_at: datetime,
) -> None:
    """A new token of the family."""
    await session.execute(
        insert(GrantTokenRow).values(
            token_hash=token_hash,
            agent_id=agent_id,
            family=family,
            kind=kind,
            scopes=list(scopes),
            created_at=now,
            expires_at=expires_at,
        )
    )


async def mark_rotated(session: WriteSession, token_hash: bytes, now: datetime) -> None:
    """The refresh token has been exchanged; from now on its use gives a thief away."""
    await session.execute(update(GrantTokenRow).where(GrantTokenRow.token_hash == token_hash).values(rotated_at=now))


async def end_family(session: WriteSession, family: str, agent_id: str | None = None) -> None:
    """Ends all tokens of one authorization."""
    statement = delete(GrantTokenRow).where(GrantTokenRow.family == family)
    await session.execute(statement if agent_id is None else statement.where(GrantTokenRow.agent_id == agent_id))


async def end_token(session: WriteSession, token_hash: bytes) -> None:
    """Ends one token."""
    await session.execute(delete(GrantTokenRow).where(GrantTokenRow.token_hash == token_hash))


async def prune_tokens(session: WriteSession, agent_id: str, now: datetime, families: int, of_family: int) -> None:
    """Forgets the grant's expired tokens, all but its newest `families`, and all but the newest tokens of each."""
    await session.execute(
        delete(GrantTokenRow).where(GrantTokenRow.agent_id == agent_id, GrantTokenRow.expires_at <= now)
    )
    old = (
        select(GrantTokenRow.family)
        .where(GrantTokenRow.agent_id == agent_id)
        .group_by(GrantTokenRow.family)
        .order_by(func.max(GrantTokenRow.created_at).desc())
        .offset(families)
        .scalar_subquery()
    )
    await session.execute(
        delete(GrantTokenRow).where(GrantTokenRow.agent_id == agent_id, GrantTokenRow.family.in_(old))
    )
    place = func.row_number().over(
        partition_by=(GrantTokenRow.family, GrantTokenRow.kind), order_by=GrantTokenRow.created_at.desc()
    )
    ranked = select(GrantTokenRow.token_hash, place.label("place")).where(GrantTokenRow.agent_id == agent_id).subquery()
    await session.execute(
        delete(GrantTokenRow).where(
            GrantTokenRow.token_hash.in_(select(ranked.c.token_hash).where(ranked.c.place > of_family))
        )
    )


async def revoke(session: WriteSession, viewer: Viewer, grant_id: str, now: datetime) -> bool:
    """Ends the viewer's grant and all its tokens; False when they have no such grant."""
    found = await session.scalar(
        update(AgentRow)
        .where(AgentRow.id == grant_id, AgentRow.user_id == viewer.id, AgentRow.kind == "oauth")
        .values(revoked_at=func.coalesce(AgentRow.revoked_at, now))
        .returning(AgentRow.id)
    )
    if found is not None:
        await session.execute(delete(GrantTokenRow).where(GrantTokenRow.agent_id == grant_id))
    return found is not None


async def prune_expired(session: WriteSession, now: datetime) -> None:
    """Forgets every token that has expired."""
    await session.execute(delete(GrantTokenRow).where(GrantTokenRow.expires_at <= now))
