"""The HTTP end of people's pictures."""

from typing import Any

from fastapi import APIRouter

from fractafrag.core.web import Reading, Writing, problems
from fractafrag.domains.agents.deps import Acting, limited
from fractafrag.domains.uploads import service
from fractafrag.domains.uploads.deps import Sha256, ShelvedPicture
from fractafrag.domains.uploads.schemas import Upload, UploadList

router = APIRouter(tags=["uploads"])

_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The bytes of the file; what it says of itself is not believed.",
        "content": {
            f"image/{kind}": {"schema": {"type": "string", "format": "binary"}} for kind in ("png", "jpeg", "webp")
        },
    }
}


@router.post(
    "/uploads",
    status_code=201,
    response_model=Upload,
    responses=problems(400, 413, 422),
    openapi_extra=_FILE,
    dependencies=[limited("write")],
)
async def upload_picture(shelved: ShelvedPicture, session: Writing, viewer: Acting) -> Upload:
    """Keeps a picture of one's own, for works to read as a texture; sent again, it is the same picture.

    PNG, JPEG or WebP; of an animation the first frame. It is decoded and encoded anew without metadata, and made
    smaller where a side is longer than 2048 pixels. Anybody who knows the address of the kept file can see it.
    """
    return await service.keep(session, viewer, shelved.picture, shelved.url, shelved.name)


@router.get("/uploads", response_model=UploadList, dependencies=[limited("read")])
async def list_uploads(session: Reading, viewer: Acting) -> UploadList:
    """One's own pictures, the newest first."""
    return await service.list_uploads(session, viewer)


@router.delete("/uploads/{sha256}", status_code=204, responses=problems(409), dependencies=[limited("write")])
async def delete_upload(sha256: Sha256, session: Writing, viewer: Acting) -> None:
    """Deletes a picture that no version of a work reads."""
    await service.delete(session, viewer, sha256)
