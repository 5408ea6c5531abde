"""What the routes about works share: the id in the path, the answer's form, the problems to expect."""

from typing import Annotated, Any

import orjson
from fastapi import Depends, Path, Response

from fractafrag.core.errors import NotFound, refuses
from fractafrag.core.web import etag, problems
from fractafrag.domains.shaders.cursors import ID

__all__ = ["ShaderId", "answer", "problems"]


def answer(body: Any, status: int = 200, version: int | None = None) -> Response:
    """A body of plain values as JSON, written without a second look: the queries give what the schemas say.

    A work that was made (201) is told with its address.
    """
    content = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    headers = {} if version is None else {"ETag": etag(version, content)}
    if status == 201:
        headers["Location"] = f"/api/v1/shaders/{body['id']}"
    return Response(content, status, headers, "application/json")


@refuses(NotFound)
def _known(shader_id: Annotated[str, Path(max_length=64)]) -> str:
    if not ID.fullmatch(shader_id):
        raise NotFound("There is no such shader.")
    return shader_id


ShaderId = Annotated[str, Depends(_known)]
