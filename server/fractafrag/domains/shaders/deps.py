"""What the routes about works share: the id in the path, the answer's form, the problems to expect."""

import logging
from typing import Annotated, Any

import orjson
from fastapi import Depends, Path, Request, Response

from fractafrag.core.errors import NotFound, refuses
from fractafrag.core.settings import settings
from fractafrag.core.web import database, etag, problems
from fractafrag.domains.shaders.cursors import ID
from fractafrag.domains.shaders.queries.shared import shared
from fractafrag.domains.shaders.sharing import Shared, Site

__all__ = ["ShaderId", "SharedIfAny", "answer", "problems", "this_site"]

log = logging.getLogger(__name__)


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


def this_site() -> Site:
    """This instance, as other sites know it."""
    return Site(settings().public_url.rstrip("/"), settings().instance_name)


async def _shared_if_any(request: Request, shader_id: Annotated[str, Path(max_length=64)]) -> Shared | None:
    if not ID.fullmatch(shader_id):
        return None
    try:
        async with database(request).read() as session:
            return await shared(session, None, shader_id)
    except NotFound:
        return None
    except Exception:
        # A page whose head says nothing of the work is worth more than none: the app itself says what is wrong.
        log.warning("no head for the page of %s", shader_id, exc_info=True)
        return None


SharedIfAny = Annotated[Shared | None, Depends(_shared_if_any, scope="function")]
"""The work in the path as strangers may see it; None when they may not, it is not there, or nobody can say."""
