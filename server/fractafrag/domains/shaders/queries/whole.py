"""One's own works whole, archived ones too, for an archive to take along."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, func, select

from fractafrag.core.db import ReadSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.shaders.models import ShaderRow, ShaderVersionRow


async def count(session: ReadSession, viewer: Viewer) -> int:
    """How many there are."""
    rows = select(func.count()).select_from(ShaderRow).where(ShaderRow.author_id == viewer.id)
    return await session.scalar(rows) or 0


async def works(session: ReadSession, viewer: Viewer, *, after: str, limit: int) -> Sequence[Any]:
    """Those whose ids come after `after`, in the order of their ids."""
    found = await session.execute(
        select(
            ShaderRow.id,
            ShaderRow.title,
            ShaderRow.description,
            ShaderRow.tags,
            ShaderRow.licence,
            ShaderRow.status,
            ShaderRow.visibility,
            ShaderRow.created_at,
            ShaderRow.updated_at,
            ShaderRow.origin,
            ShaderRow.original,
            ShaderVersionRow.passes,
            ShaderVersionRow.parameters,
            ShaderVersionRow.poster_at,
        )
        .join(
            ShaderVersionRow,
            and_(ShaderVersionRow.shader_id == ShaderRow.id, ShaderVersionRow.number == ShaderRow.version),
        )
        .where(ShaderRow.author_id == viewer.id, ShaderRow.id > after)
        .order_by(ShaderRow.id)
        .limit(limit)
    )
    return found.all()
