"""All SQL of people's pictures."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, desc, exists, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.uploads.models import UploadRow, UploadUseRow

_USED = exists().where(UploadUseRow.sha256 == UploadRow.sha256)


async def uploads(session: ReadSession, viewer: Viewer) -> list[tuple[UploadRow, bool]]:
    """All of the viewer's, the newest first, and whether a work reads each."""
    found = await session.execute(
        select(UploadRow, _USED)
        .where(UploadRow.user_id == viewer.id)
        .order_by(desc(UploadRow.created_at), UploadRow.sha256)
    )
    return [(row, used) for row, used in found]


async def upload(session: ReadSession, viewer: Viewer, sha256: str) -> tuple[UploadRow, bool] | None:
    """One of the viewer's, and whether a work reads it."""
    found = await session.execute(
        select(UploadRow, _USED).where(UploadRow.user_id == viewer.id, UploadRow.sha256 == sha256)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


async def held(session: ReadSession, viewer: Viewer) -> tuple[int, int]:
    """How many pictures the viewer has, and their bytes together."""
    found = await session.execute(
        select(func.count(), func.coalesce(func.sum(UploadRow.bytes), 0)).where(UploadRow.user_id == viewer.id)
    )
    count, total = found.one()
    return int(count), int(total)


async def lock(session: WriteSession, viewer: Viewer) -> None:
    """Until the commit nobody else adds or takes away a picture of the viewer."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext('uploads'), hashtext(:id))"), {"id": viewer.id})


async def insert_upload(session: WriteSession, **values: Any) -> None:
    """A new picture; nothing when its owner has it already."""
    await session.execute(insert(UploadRow).values(**values).on_conflict_do_nothing())


async def delete_upload(session: WriteSession, viewer: Viewer, sha256: str) -> None:
    """The viewer's picture is gone."""
    await session.execute(delete(UploadRow).where(UploadRow.user_id == viewer.id, UploadRow.sha256 == sha256))


async def wanted_by_anybody(session: WriteSession, sha256: str) -> bool:
    """Whether somebody has this picture, or a work reads it."""
    owned = exists().where(UploadRow.sha256 == sha256)
    used = exists().where(UploadUseRow.sha256 == sha256)
    return bool(await session.scalar(select(or_(owned, used))))


async def readable(
    session: WriteSession, viewer: Viewer, sha256s: Collection[str], shader_ids: Collection[str]
) -> set[str]:
    """Which of these pictures the viewer has, or one of these works reads already; the viewer's are kept from going."""
    # Locked, so that a picture is not deleted between this and the use that is written next.
    owned = await session.scalars(
        select(UploadRow.sha256)
        .where(UploadRow.user_id == viewer.id, UploadRow.sha256.in_(sha256s))
        .with_for_update(key_share=True)
    )
    used = await session.scalars(
        select(UploadUseRow.sha256).where(UploadUseRow.sha256.in_(sha256s), UploadUseRow.shader_id.in_(shader_ids))
    )
    return {*owned, *used}


async def insert_uses(session: WriteSession, shader_id: str, sha256s: Collection[str]) -> None:
    """Notes that a work reads these pictures."""
    rows = [{"sha256": sha256, "shader_id": shader_id} for sha256 in sorted(sha256s)]
    await session.execute(insert(UploadUseRow).values(rows).on_conflict_do_nothing())
