"""All SQL of oauth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents.models import AgentRow
from fractafrag.domains.oauth.models import OAuthClientRow, OAuthRequestRow


@dataclass(frozen=True)
class Asked:
    """A request and the client that makes it."""

    request: OAuthRequestRow
    client: OAuthClientRow


async def client(session: ReadSession, viewer: None, client_id: str) -> OAuthClientRow | None:
    """The client with this id; who asks is not known before the client is."""
    return await session.scalar(select(OAuthClientRow).where(OAuthClientRow.id == client_id))


async def put_client(session: WriteSession, **values: Any) -> None:
    """A new client, or what is now known of an old one."""
    changed = {name: value for name, value in values.items() if name not in ("id", "kind", "created_at")}
    await session.execute(
        insert(OAuthClientRow)
        .values(**values)
        .on_conflict_do_update(index_elements=["id"], set_=changed, where=OAuthClientRow.kind == values["kind"])
    )


async def count_unused_clients(session: WriteSession) -> int:
    """How many registered clients nobody has let in yet."""
    found = await session.scalar(
        select(func.count())
        .select_from(OAuthClientRow)
        .where(OAuthClientRow.used_at.is_(None), OAuthClientRow.kind == "registered")
    )
    return found or 0


async def mark_client_used(session: WriteSession, client_id: str, now: datetime) -> None:
    """Somebody let the client in."""
    await session.execute(update(OAuthClientRow).where(OAuthClientRow.id == client_id).values(used_at=now))


async def insert_request(session: WriteSession, **values: Any) -> None:
    """A new authorization request."""
    await session.execute(insert(OAuthRequestRow).values(**values))


async def request(session: ReadSession, viewer: Viewer, request_id: str) -> Asked | None:
    """The request with this id: whoever is signed in and has its address may be asked."""
    row = (
        await session.execute(
            select(OAuthRequestRow, OAuthClientRow)
            .join(OAuthClientRow, OAuthClientRow.id == OAuthRequestRow.client_id)
            .where(OAuthRequestRow.id == request_id)
        )
    ).one_or_none()
    return Asked(row[0], row[1]) if row else None


async def decide(
    session: WriteSession,
    viewer: Viewer,
    request_id: str,
    now: datetime,
    *,
    granted: Sequence[str] | None = None,
    code_hash: bytes | None = None,
    code_expires_at: datetime | None = None,
) -> bool:
    """Writes down the answer; False when somebody else was quicker."""
    found = await session.scalar(
        update(OAuthRequestRow)
        .where(OAuthRequestRow.id == request_id, OAuthRequestRow.decided_at.is_(None))
        .values(
            decided_at=now,
            user_id=viewer.id,
            granted=list(granted) if granted is not None else None,
            code_hash=code_hash,
            code_expires_at=code_expires_at,
        )
        .returning(OAuthRequestRow.id)
    )
    return found is not None


async def by_code(session: ReadSession, viewer: None, code_hash: bytes) -> OAuthRequestRow | None:
    """The request that a code came of; the code alone says who may ask."""
    return await session.scalar(select(OAuthRequestRow).where(OAuthRequestRow.code_hash == code_hash))


async def use_code(session: WriteSession, code_hash: bytes, now: datetime) -> Asked | None:
    """The request and client of a code that was not used before, and is now."""
    found = await session.scalar(
        update(OAuthRequestRow)
        .where(OAuthRequestRow.code_hash == code_hash, OAuthRequestRow.code_used_at.is_(None))
        .values(code_used_at=now)
        .returning(OAuthRequestRow)
    )
    if found is None:
        return None
    whose = await client(session, None, found.client_id)
    return Asked(found, whose) if whose else None


async def names(session: ReadSession, viewer: Viewer, client_ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """(name, uri) of those of the clients, which the viewer let in, that are still known."""
    rows = await session.execute(
        select(OAuthClientRow.id, OAuthClientRow.name, OAuthClientRow.uri).where(OAuthClientRow.id.in_(client_ids))
    )
    return {row.id: (row.name, row.uri) for row in rows}


async def prune(
    session: WriteSession, requests_before: datetime, unused_before: datetime, idle_before: datetime
) -> None:
    """Forgets requests that ended before the first moment, and clients that nobody lets in (any more)."""
    await session.execute(delete(OAuthRequestRow).where(OAuthRequestRow.expires_at < requests_before))
    granted = exists().where(AgentRow.client_id == OAuthClientRow.id, AgentRow.revoked_at.is_(None))
    await session.execute(
        delete(OAuthClientRow).where(
            or_(
                and_(OAuthClientRow.used_at.is_(None), OAuthClientRow.created_at < unused_before),
                and_(OAuthClientRow.used_at < idle_before, ~granted),
            )
        )
    )
