"""What may be done with pictures of one's own: keep, list, delete; and which of them a work may read."""

from collections.abc import Collection

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import Conflict, NotFound, Unprocessable
from fractafrag.core.facts import record
from fractafrag.core.settings import settings
from fractafrag.domains.accounts.viewer import Scope, Viewer
from fractafrag.domains.uploads import queries
from fractafrag.domains.uploads.facts import UploadDeleted
from fractafrag.domains.uploads.models import UploadRow
from fractafrag.domains.uploads.pictures import PREFIX, Picture
from fractafrag.domains.uploads.schemas import Upload, UploadList


async def list_uploads(session: ReadSession, viewer: Viewer) -> UploadList:
    """All of the viewer's pictures."""
    rows = await queries.uploads(session, viewer)
    return UploadList(
        items=[_shown(row, used) for row, used in rows],
        count_limit=settings().upload_count,
        bytes_limit=settings().upload_total_bytes,
        bytes_used=sum(row.bytes for row, _ in rows),
    )


async def check_room(session: ReadSession, viewer: Viewer, more: int = 1) -> None:
    """Raises Forbidden for a program that may not, Unprocessable where no picture of `more` bytes has room."""
    _need(viewer)
    count, total = await queries.held(session, viewer)
    if count >= settings().upload_count:
        raise Unprocessable(f"You have {count} pictures, which is as many as one may have.", field="body")
    if total + more > settings().upload_total_bytes:
        most = settings().upload_total_bytes
        raise Unprocessable(f"Your pictures would have {total + more:,} bytes; {most:,} are the most.", field="body")


async def keep(session: WriteSession, viewer: Viewer, picture: Picture, url: str, name: str) -> Upload:
    """Adds a picture to the viewer's, once however often it is sent. `url` is where its file lies already.

    Raises Forbidden, Unprocessable when there is no room.
    """
    _need(viewer)
    await queries.lock(session, viewer)
    if await queries.upload(session, viewer, picture.sha256) is None:
        await check_room(session, viewer, len(picture.data))
        await queries.insert_upload(
            session,
            user_id=viewer.id,
            sha256=picture.sha256,
            name=name,
            bytes=len(picture.data),
            width=picture.width,
            height=picture.height,
            channels=picture.channels,
            created_at=clock.now(),
        )
    found = await queries.upload(session, viewer, picture.sha256)
    assert found is not None
    assert url == url_of(picture.sha256)
    return _shown(*found)


async def delete(session: WriteSession, viewer: Viewer, sha256: str) -> None:
    """Takes a picture away. Raises NotFound, Forbidden, Conflict while a version of a work reads it."""
    _need(viewer)
    await queries.lock(session, viewer)
    found = await queries.upload(session, viewer, sha256)
    if found is None:
        raise NotFound("You have no such picture.")
    if found[1]:
        raise Conflict("A version of a work reads this picture, and versions stay as they are.")
    await queries.delete_upload(session, viewer, sha256)
    await record(session, UploadDeleted(sha256))


async def is_wanted(session: WriteSession, sha256: str) -> bool:
    """Whether anybody still has this picture, or a work reads it."""
    return await queries.wanted_by_anybody(session, sha256)


async def use(
    session: WriteSession, viewer: Viewer, shader_id: str, parent_id: str | None, sha256s: Collection[str]
) -> str | None:
    """Notes that a work reads these pictures: the viewer's own, those it read before, those of what it was made from.

    The first that it may not read, if any; then nothing is noted.
    """
    if not sha256s:
        return None
    works = [shader_id] if parent_id is None else [shader_id, parent_id]
    allowed = await queries.readable(session, viewer, sha256s, works)
    strange = next((sha256 for sha256 in sorted(sha256s) if sha256 not in allowed), None)
    if strange is None:
        await queries.insert_uses(session, shader_id, sha256s)
    return strange


def url_of(sha256: str) -> str:
    """Where the file of a picture lies, as `gateways.media` names what it keeps."""
    return f"/renders/{sha256[:32]}.webp"


def _need(viewer: Viewer) -> None:
    """Raises Forbidden for a program that may make neither drafts nor public works."""
    if not viewer.may(Scope.PUBLISH):
        viewer.need(Scope.DRAFT)


def _shown(row: UploadRow, used: bool) -> Upload:
    return Upload(
        sha256=row.sha256,
        source=PREFIX + row.sha256,
        url=url_of(row.sha256),
        name=row.name,
        width=row.width,
        height=row.height,
        channels=4 if row.channels == 4 else 3,
        bytes=row.bytes,
        created_at=row.created_at,
        used=used,
    )
