"""What a route may ask about its caller: a person or a program, what they may do, and how often."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from fractafrag.core.db import Database
from fractafrag.core.errors import NotSignedIn
from fractafrag.core.web import database, within_limit
from fractafrag.domains.accounts import access
from fractafrag.domains.accounts.deps import LimitName, caller_address, limit_spec
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.agents import service, tokens

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="Bearer",
    description="An API key (`ffk_…`), a token of OAuth (`ffa_…`), or the access token of a person's session.",
)


async def viewer_of(open_database: Database, credential: str, resource: str = "rest") -> Viewer:
    """Who acts with this credential; in a transaction of its own. Raises NotSignedIn, Forbidden."""
    if not tokens.looks_like_one(credential):
        return (await access.verify(credential)).viewer
    async with open_database.read() as session:
        return await service.identify(session, credential, resource)


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

    async def count(request: Request, response: Response, viewer: MaybeViewer) -> None:
        who = f"account:{viewer.id}" if viewer else caller_address(request)
        await within_limit(response, name, limit_spec(name), who)
        if viewer and viewer.agent and viewer.agent.per_minute:
            await within_limit(response, "agent", f"{viewer.agent.per_minute}/minute", f"agent:{viewer.agent.id}")

    return Depends(count)
