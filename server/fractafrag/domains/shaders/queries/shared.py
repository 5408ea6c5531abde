"""What other sites are told of a work: enough for a card, a player and its picture, and no source."""

from sqlalchemy import Text, cast, select

from fractafrag.core.db import ReadSession
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.shaders.models import ShaderRow
from fractafrag.domains.shaders.queries.shown import not_found
from fractafrag.domains.shaders.sharing import Shared, shared_of


async def shared(session: ReadSession, viewer: Viewer | None, shader_id: str) -> Shared:
    """A work that everybody with its address may see. Raises NotFound, for its author, too, while it is private.

    The viewer makes no difference: what is told goes on to places where nobody is asked who they are.
    """
    found = await session.execute(
        select(
            ShaderRow.id,
            ShaderRow.title,
            ShaderRow.description,
            ShaderRow.visibility,
            UserRow.username,
            UserRow.display_name,
            ShaderRow.agent,
            cast(ShaderRow.render, Text).label("render"),
        )
        .join(UserRow, UserRow.id == ShaderRow.author_id)
        .where(ShaderRow.id == shader_id, ShaderRow.status == "published", ShaderRow.visibility != "private")
    )
    row = found.one_or_none()
    if row is None:
        raise not_found(shader_id)
    return shared_of(row)
