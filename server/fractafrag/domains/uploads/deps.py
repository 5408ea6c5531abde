"""What a route may ask of a picture that is sent: that it has room, that it is one, and where it lies now."""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request

from fractafrag.core.errors import Forbidden, NotFound, TooLarge, Unprocessable, refuses
from fractafrag.core.settings import settings
from fractafrag.core.text import Line
from fractafrag.core.web import database
from fractafrag.domains.agents.deps import Acting
from fractafrag.domains.uploads import service
from fractafrag.domains.uploads.pictures import SUFFIX, NoPicture, Picture, picture_of
from fractafrag.gateways import media

# Decoding takes memory: no more than this many at a time in one process.
_AT_ONCE = asyncio.Semaphore(2)


@dataclass(frozen=True)
class Shelved:
    """A picture whose file is kept already, and what its sender calls it."""

    picture: Picture
    url: str
    name: str


@refuses(Forbidden, TooLarge, Unprocessable)
async def _shelved(
    request: Request,
    viewer: Acting,
    name: Annotated[Line, Query(max_length=120, description="What the file is called.")] = "",
) -> Shelved:
    async with database(request).read() as session:
        await service.check_room(session, viewer)
    sent = await request.body()
    if not sent:
        raise Unprocessable("The body is the file of a picture: PNG, JPEG or WebP.", field="body")
    if len(sent) > settings().upload_bytes:
        raise TooLarge(f"A picture may have {settings().upload_bytes:,} bytes.", field="body")
    async with _AT_ONCE:
        try:
            picture = await asyncio.to_thread(picture_of, sent)
        except NoPicture as error:
            raise Unprocessable(str(error), field="body") from error
    return Shelved(picture, await media.media().put(picture.data, SUFFIX), name)


ShelvedPicture = Annotated[Shelved, Depends(_shelved, scope="function")]
"""The picture in the body, decoded, encoded anew and kept as a file, before any transaction begins."""


@refuses(NotFound)
def _known(sha256: str) -> str:
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise NotFound("You have no such picture.")
    return sha256


Sha256 = Annotated[str, Depends(_known)]
