"""Which tags works carry."""

from typing import Any

from sqlalchemy import desc, func, select, true

from fractafrag.core.db import ReadSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.shaders.models import ShaderRow

TAGS = 100
TAGGED_WORKS = 10_000


async def tags(session: ReadSession, viewer: Viewer | None) -> dict[str, Any]:
    """The tags of the newest ten thousand public works and how many of them carry each, as a TagList."""
    newest = (
        select(ShaderRow.tags).where(ShaderRow.listed).order_by(desc(ShaderRow.published_at)).limit(TAGGED_WORKS)
    ).subquery()
    tag = func.unnest(newest.c.tags).table_valued("tag").render_derived()
    found = await session.execute(
        select(tag.c.tag, func.count().label("works"))
        .select_from(newest.join(tag, true()))
        .group_by(tag.c.tag)
        .order_by(desc("works"), tag.c.tag)
        .limit(TAGS)
    )
    return {"items": [{"tag": row.tag, "count": row.works} for row in found]}
