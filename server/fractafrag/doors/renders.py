"""Serves the media of a bucket at `/renders/`, whole or in parts; those of a volume are files that web_app serves."""

import re
from collections.abc import AsyncIterator
from pathlib import PurePath

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from fractafrag.core.errors import NotFound
from fractafrag.gateways import media
from fractafrag.gateways.media import IMMUTABLE, TYPES, Media

router = APIRouter(include_in_schema=False)

CHUNK = 1 << 20
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def span(asked: str | None, size: int) -> tuple[int, int] | None:
    """The bytes from and before which one range of RFC 9110, 14.1.2 names in a file of `size` bytes.

    The whole file for no range, or one that is not understood (several ranges are answered with everything); None for
    one that lies outside of it.
    """
    found = _RANGE.fullmatch(asked.strip()) if asked else None
    if found is None or not (found[1] or found[2]):
        return 0, size
    if not found[1]:
        last = int(found[2])
        return (max(0, size - last), size) if last and size else None
    start, end = int(found[1]), int(found[2]) + 1 if found[2] else size
    return (start, min(end, size)) if start < min(end, size) else None


async def _bytes(kept: Media, name: str, start: int, end: int) -> AsyncIterator[bytes]:
    for begin in range(start, end, CHUNK):
        yield await kept.part(name, begin, min(begin + CHUNK, end))


@router.api_route("/renders/{name}", methods=["GET", "HEAD"])
async def get_render(request: Request, name: str) -> Response:
    """A poster or film, with ranges, as players ask for them."""
    kept = media.media()
    size = await kept.size(name)
    if size is None:
        raise NotFound(f"There is no render {name[:64]}.")
    headers = {"Accept-Ranges": "bytes", "Cache-Control": IMMUTABLE, "ETag": f'"{PurePath(name).stem}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    found = span(request.headers.get("range"), size)
    if found is None:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    start, end = found
    partial = end - start < size
    headers["Content-Length"] = str(end - start)
    if partial:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    body = _bytes(kept, name, start, end) if request.method == "GET" else _bytes(kept, name, 0, 0)
    return StreamingResponse(body, 206 if partial else 200, headers, TYPES[PurePath(name).suffix[1:]])
