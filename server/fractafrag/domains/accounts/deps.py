"""What a route may ask about its caller: who they are, what they may do, and how often."""

import hashlib
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from fractafrag.core.db import WriteSession
from fractafrag.core.errors import Forbidden, NotSignedIn, TooManyRequests, Unavailable, Unprocessable, refuses
from fractafrag.core.settings import settings
from fractafrag.core.web import client_address, database, within_limit
from fractafrag.domains.accounts import access, names, queries, service
from fractafrag.domains.accounts.access import Access
from fractafrag.domains.accounts.limits import LimitName, counters, limit_spec
from fractafrag.domains.accounts.schemas import Login, PasswordChange, Registration
from fractafrag.domains.accounts.service import Proven
from fractafrag.domains.accounts.viewer import Viewer, is_of_program

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="AccessToken",
    bearerFormat="JWT",
    description="The access token of a person's session, from `/auth/login` or `/auth/refresh`; not of a program.",
)


@refuses(NotSignedIn, Forbidden)
async def _access(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> Access | None:
    if bearer is None:
        if "authorization" in request.headers:
            # A credential that nobody understands must not pass as none at all.
            raise NotSignedIn("Authorization must be: Bearer ACCESS_TOKEN.")
        return None
    if is_of_program(bearer.credentials):
        # Whichever program it is, and whether it still may anything: here none may.
        raise Forbidden("A person must do this: no API key and no connected program may.")
    return await access.verify(bearer.credentials)


MaybeAccess = Annotated[Access | None, Depends(_access)]


async def _maybe_viewer(found: MaybeAccess) -> Viewer | None:
    return found.viewer if found else None


MaybeViewer = Annotated[Viewer | None, Depends(_maybe_viewer)]
"""Who is asking in person, or None for a stranger; a token that is not good is 401, one of a program 403."""


@refuses(NotSignedIn, strangers=True)
async def _signed_in(viewer: MaybeViewer) -> Viewer:
    if viewer is None:
        raise NotSignedIn()
    return viewer


SignedIn = Annotated[Viewer, Depends(_signed_in)]
"""Who is asking in person; 401 for a stranger, 403 for a program."""


@refuses(Forbidden)
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


async def count_use(request: Request, name: LimitName, viewer: Viewer | None) -> None:
    """Counts a request of `viewer` against a limit. Raises TooManyRequests."""
    for counter in counters(name, viewer, caller_address(request)):
        await within_limit(request, *counter)


def limited(name: LimitName) -> Any:
    """Counts a request of a person against a limit, or of an address for a stranger.

    For `dependencies=[limited("write")]`; answers 429 past the limit and `RateLimit-*` headers before it.
    """

    @refuses(TooManyRequests)
    async def count(request: Request, viewer: MaybeViewer) -> None:
        await count_use(request, name, viewer)

    return Depends(count)


def limited_by_address(name: LimitName) -> Any:
    """As `limited`, for routes where a bad access token must not stand in the way."""

    @refuses(TooManyRequests)
    async def count(request: Request) -> None:
        await count_use(request, name, None)

    return Depends(count)


@refuses(Forbidden)
async def _same_origin(request: Request) -> None:
    """The cookie must not be spent by a page of somebody else; browsers say which page asks, programs say nothing."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        ours = (request.headers.get("host"), urlsplit(settings().public_url).netloc)
        foreign = origin is not None and origin.partition("://")[2] not in ours
    if foreign:
        raise Forbidden("Another site's page may not do this.")


same_origin = Depends(_same_origin)
"""For `dependencies=[same_origin]` of routes that read or set the refresh cookie: 403 for another site's page."""


async def _ended_sessions() -> AsyncIterator[list[str]]:
    ended: list[str] = []
    yield ended
    await access.void(ended)


EndedSessions = Annotated[list[str], Depends(_ended_sessions, scope="function")]
"""A list for the ids of sessions that a route ends; their access tokens are void before the answer leaves.

It must stand before `Writing` in a route's signature: then it is left after the commit, so that no transaction waits
for Redis, and not at all when the commit fails.
"""


Arrival = Callable[[WriteSession, Request, Viewer], Awaitable[None]]
"""What another domain does when somebody enters, in the same transaction; doors/http.py names them."""


async def _welcome(request: Request) -> Callable[[WriteSession, Viewer], Awaitable[None]]:
    async def welcome(session: WriteSession, viewer: Viewer) -> None:
        arrivals: Sequence[Arrival] = request.app.state.arrivals
        for arrival in arrivals:
            await arrival(session, request, viewer)

    return welcome


Welcome = Annotated[Callable[[WriteSession, Viewer], Awaitable[None]], Depends(_welcome)]
"""To be called with whoever has just made an account or logged in."""


@refuses(TooManyRequests)
async def _registration(request: Request, form: Registration) -> Registration:
    # Counted only once the form is well made: people mistype.
    await count_use(request, "register", None)
    return form


CountedRegistration = Annotated[Registration, Depends(_registration)]
"""A well-made registration, counted against the limit of its address."""


@refuses(TooManyRequests, NotSignedIn, Unavailable)
async def _proven_login(request: Request, form: Login) -> Proven:
    username, email = names.normal_username(form.login), names.normal_email(form.login)
    login = email or username or form.login
    await count_use(request, "login", None)
    # Also for names that nobody has, or the limit would tell which exist; hashed, as it may be 254 characters of spite.
    name = hashlib.sha256(login.encode("utf-8", "surrogatepass")).hexdigest()
    await within_limit(request, "login", limit_spec("login"), f"login:{name}")
    credentials = None
    if username or email:
        # A transaction of its own: the hash takes long, and no connection may wait for it.
        async with database(request).read() as session:
            credentials = await queries.credentials_by_login(session, None, username, email)
    proven = await service.prove(credentials, form.password)
    if proven is None:
        raise NotSignedIn("There is no account with this name and password.")
    return proven


ProvenLogin = Annotated[Proven, Depends(_proven_login)]
"""Somebody who knew name and password; 401 otherwise, 429 after too many attempts from there or on that name."""


class ProvenChange:
    """The owner of an account, who knew the old password, and the hash of the new one."""

    def __init__(self, owner: Proven, password_hash: str) -> None:
        self.owner = owner
        self.password_hash = password_hash


@refuses(TooManyRequests, Unprocessable, Unavailable)
async def _proven_change(request: Request, viewer: SignedIn, form: PasswordChange) -> ProvenChange:
    await count_use(request, "login", viewer)
    async with database(request).read() as session:
        credentials = await queries.own_credentials(session, viewer)
    owner = await service.prove(credentials, form.current_password)
    if owner is None:
        detail = "This is not your password."
        raise Unprocessable(detail, field="current_password", errors=[{"field": "current_password", "message": detail}])
    return ProvenChange(owner, await service.hash_new_password(form, viewer))


ProvenPasswordChange = Annotated[ProvenChange, Depends(_proven_change)]
"""A change of password by the owner: 401 for a stranger, 422 when the old password is wrong or the new one weak."""
