"""What a route may ask about its caller: a person or a program, what they may do, and how often."""

from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from fractafrag.core import once
from fractafrag.core.db import Database, WriteSession
from fractafrag.core.errors import (
    Conflict,
    Forbidden,
    NotSignedIn,
    TooManyRequests,
    Unavailable,
    Unprocessable,
    refuses,
)
from fractafrag.core.web import Replayed, Writing, database
from fractafrag.domains.accounts import access
from fractafrag.domains.accounts.deps import count_use
from fractafrag.domains.accounts.limits import LimitName
from fractafrag.domains.accounts.viewer import Viewer, is_of_program
from fractafrag.domains.agents import service

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="Bearer",
    description="An API key (`ffk_…`), a token of OAuth (`ffa_…`), or the access token of a person's session.",
)


async def viewer_of(open_database: Database, credential: str, resource: str = "rest") -> Viewer:
    """Who acts with this credential; in a transaction of its own. Raises NotSignedIn, Forbidden."""
    if not is_of_program(credential):
        return (await access.verify(credential)).viewer
    async with open_database.read() as session:
        return await service.identify(session, credential, resource)


@refuses(NotSignedIn, Forbidden, Unavailable)
async def _maybe_viewer(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> Viewer | None:
    if bearer is None:
        if "authorization" in request.headers:
            # A credential that nobody understands must not pass as none at all.
            raise NotSignedIn("Authorization must be: Bearer CREDENTIAL.")
        return None
    viewer = await viewer_of(database(request), bearer.credentials)
    request.state.viewer = viewer
    return viewer


MaybeViewer = Annotated[Viewer | None, Depends(_maybe_viewer)]
"""Who is asking, or None for a stranger; a credential that is not good is 401, never a stranger."""


@refuses(NotSignedIn, strangers=True)
async def _acting(viewer: MaybeViewer) -> Viewer:
    if viewer is None:
        raise NotSignedIn()
    return viewer


Acting = Annotated[Viewer, Depends(_acting)]
"""A person, or a program that acts for one; 401 for a stranger. The service asks for the scope."""


def limited(name: LimitName) -> Any:
    """Counts a request against a limit, by account (all its programs together), or by address for a stranger.

    A key with a limit of its own is counted against that, too. For `dependencies=[limited("write")]`; answers 429 past
    the limit and `RateLimit-*` headers before it.
    """

    @refuses(TooManyRequests)
    async def count(request: Request, viewer: MaybeViewer) -> None:
        request.state.limit = name
        await count_use(request, name, viewer)

    return Depends(count)


class Repeatable:
    """A POST that may be sent again: `return await repeatable.keep(answer(…))` keeps the answer with the work."""

    def __init__(self, session: WriteSession, owner: str, key: str | None) -> None:
        self._session = session
        self._owner = owner
        self._key = key

    async def keep(self, response: Response) -> Response:
        """Keeps the answer for a repetition, if the request named itself. It must hold no secret."""
        if self._key is not None:
            headers = {name: value for name, value in response.headers.items() if name != "content-length"}
            kept = once.Kept(response.status_code, headers, bytes(response.body))
            await once.keep(self._session, self._owner, self._key, kept)
        return response


@refuses(Unprocessable, Conflict)
async def _repeatable(
    request: Request,
    session: Writing,
    viewer: Acting,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias=once.FIELD,
            pattern=once.KEY_PATTERN,
            max_length=once.MAX_KEY,
            description="A name of your choice for this request, such as a UUID. For 24 hours the same request under "
            "the same name is not carried out again: its first answer is repeated, with `Idempotent-Replayed: true`. "
            "Refusals are not kept.",
        ),
    ] = None,
) -> Repeatable:
    owner = once.owner(viewer.id, viewer.agent.id if viewer.agent else None)
    if idempotency_key is not None:
        address = request.url.path + "?" + request.url.query
        print_ = once.fingerprint(request.method.encode(), address.encode(), await request.body())
        kept = await once.first(session, owner, idempotency_key, print_)
        if kept is not None:
            raise Replayed(kept)
    return Repeatable(session, owner, idempotency_key)


Once = Annotated[Repeatable, Depends(_repeatable)]
"""Makes a POST repeatable by `Idempotency-Key`: a repetition is answered before the route begins."""
