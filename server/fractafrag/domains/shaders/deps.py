"""What the routes about works share: the id in the path, the answer's form, the problems to expect."""

from typing import Annotated, Any

import orjson
from fastapi import Depends, Path, Response

from fractafrag.core.errors import NotFound, refuses
from fractafrag.core.web import ProblemDocument, etag
from fractafrag.domains.shaders.cursors import ID


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for its documentation."""
    return {status: {"model": ProblemDocument} for status in (*statuses, 429)}


def answer(body: Any, status: int = 200, version: int | None = None) -> Response:
    """A body of plain values as JSON, written without a second look: the queries give what the schemas say."""
    headers = {} if version is None else {"ETag": etag(version)}
    return Response(orjson.dumps(body, option=orjson.OPT_UTC_Z), status, headers, "application/json")


@refuses(NotFound)
def _known(shader_id: Annotated[str, Path(max_length=64)]) -> str:
    if not ID.fullmatch(shader_id):
        raise NotFound("There is no such shader.")
    return shader_id


ShaderId = Annotated[str, Depends(_known)]
