"""All SQL of agents."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from fractafrag.core.db import ReadSession
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.agents.models import AgentRow


@dataclass(frozen=True)
class Bearer:
    """An agent and its owner, as a credential is checked against them."""

    agent: AgentRow
    username: str
    role: str
    banned_at: datetime | None


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
