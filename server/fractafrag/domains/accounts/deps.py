"""What a route may ask about its caller: who they are, what they may do, and how often."""

import ipaddress
from typing import Annotated, Any, Literal

from fastapi import Depends, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from fractafrag.core.errors import Forbidden, NotSignedIn
from fractafrag.core.settings import settings
from fractafrag.core.web import client_address, within_limit
from fractafrag.domains.accounts import access
from fractafrag.domains.accounts.access import Access
from fractafrag.domains.accounts.viewer import Viewer

LimitName = Literal["read", "write", "login", "register", "publish", "validate"]

_bearer = HTTPBearer(auto_error=False, scheme_name="access token", bearerFormat="JWT")


async def _access(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> Access | None:
    if bearer is None:
        if "authorization" in request.headers:
            # A credential that nobody understands must not pass as none at all.
            raise NotSignedIn("Authorization must be: Bearer ACCESS_TOKEN.")
        return None
    return await access.verify(bearer.credentials)


MaybeAccess = Annotated[Access | None, Depends(_access)]


async def _maybe_viewer(found: MaybeAccess) -> Viewer | None:
    return found.viewer if found else None


MaybeViewer = Annotated[Viewer | None, Depends(_maybe_viewer)]
"""Who is asking, or None for a stranger; a token that is not good is 401, never a stranger."""


async def _signed_in(viewer: MaybeViewer) -> Viewer:
    if viewer is None:
        raise NotSignedIn()
    return viewer


SignedIn = Annotated[Viewer, Depends(_signed_in)]
"""Who is asking; 401 for a stranger."""


async def _moderator(viewer: SignedIn) -> Viewer:
    if not viewer.moderates:
        raise Forbidden("This is for moderators.")
    return viewer


Moderator = Annotated[Viewer, Depends(_moderator)]
"""A moderator or admin; 401 for a stranger, 403 for anybody else."""


def caller_address(request: Request) -> str:
    """The address to count by: an IPv4 address, or the /64 that one IPv6 household has all of."""
    address = client_address(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"address:{address[:64]}"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return f"address:{ipaddress.ip_network((parsed, 64), strict=False)}"
    return f"address:{getattr(parsed, 'ipv4_mapped', None) or parsed}"


def limit_spec(name: LimitName) -> str:
    """The setting of a limit, such as "60/minute"."""
    spec: str = getattr(settings(), f"limit_{name}")
    return spec


def limited(name: LimitName) -> Any:
    """Counts a request against a limit, by account, or by address for a stranger.

    For `dependencies=[limited("write")]`; answers 429 past the limit and `RateLimit-*` headers before it.
    """

    async def count(request: Request, response: Response, viewer: MaybeViewer) -> None:
        who = f"account:{viewer.id}" if viewer else caller_address(request)
        await within_limit(response, name, limit_spec(name), who)

    return Depends(count)


def limited_by_address(name: LimitName) -> Any:
    """As `limited`, for routes where a bad access token must not stand in the way."""

    async def count(request: Request, response: Response) -> None:
        await within_limit(response, name, limit_spec(name), caller_address(request))

    return Depends(count)
