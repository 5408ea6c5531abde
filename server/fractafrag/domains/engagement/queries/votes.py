"""The SQL of votes."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.models import VoteRow


async def vote_of(session: ReadSession, viewer: Viewer, shader_id: str) -> tuple[int, datetime] | None:
    """The viewer's vote on a work, its value (±1) and its moment."""
    found = await session.execute(
        select(VoteRow.value, VoteRow.cast_at).where(VoteRow.user_id == viewer.id, VoteRow.shader_id == shader_id)
    )
    row = found.one_or_none()
    return (row.value, row.cast_at) if row else None


async def save_vote(session: WriteSession, viewer: Viewer, shader_id: str, vote: tuple[int, datetime] | None) -> None:
    """Writes the viewer's vote, or takes it away."""
    if vote is None:
        await session.execute(delete(VoteRow).where(VoteRow.user_id == viewer.id, VoteRow.shader_id == shader_id))
        return
    value, cast_at = vote
    await session.execute(
        insert(VoteRow)
        .values(user_id=viewer.id, shader_id=shader_id, value=value, cast_at=cast_at)
        .on_conflict_do_update(
            index_elements=[VoteRow.user_id, VoteRow.shader_id], set_={"value": value, "cast_at": cast_at}
        )
    )
