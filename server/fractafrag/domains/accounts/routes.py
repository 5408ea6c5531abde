"""The HTTP end of accounts: joining, sessions, one's own profile, and those of others."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response

from fractafrag.core.errors import NotSignedIn
from fractafrag.core.settings import settings
from fractafrag.core.web import Reading, Writing, problem_answer, problems
from fractafrag.domains.accounts import access, queries, service
from fractafrag.domains.accounts.deps import (
    CountedRegistration,
    EndedSessions,
    ProvenLogin,
    ProvenPasswordChange,
    SignedIn,
    Welcome,
    limited,
    limited_by_address,
    same_origin,
)
from fractafrag.domains.accounts.schemas import AccessToken, Me, ProfileChange
from fractafrag.domains.accounts.service import Entered, Refused

COOKIE = "fractafrag_refresh"
COOKIE_PATH = "/api/v1/auth"

router = APIRouter(tags=["accounts"])

RefreshCookie = Annotated[str | None, Cookie(alias=COOKIE, description="The refresh token.")]


_SLOWER = "Too many attempts; `Retry-After` says when to go on."
_FOREIGN = "A page of another site asks"
_NO_TOKEN = "Without a good access token."


@router.post(
    "/auth/register",
    status_code=201,
    dependencies=[same_origin],
    responses=problems(
        s403=f"{_FOREIGN}, or the instance takes no new accounts.",
        s409="The name or the address belongs to an account; `field` says which.",
        s422="A field is against a rule; `errors` says which.",
        s429=_SLOWER,
        s503="Too many people are logging in at this moment.",
    ),
)
async def register(response: Response, form: CountedRegistration, session: Writing, welcome: Welcome) -> AccessToken:
    """Makes an account and logs its owner in: an access token, and the refresh token in a cookie.

    What the visitor of this browser watched, and said of their taste, is the account's from now on.
    """
    entered = await service.register(session, form)
    await welcome(session, entered.viewer)
    return _grant(response, entered)


@router.post(
    "/auth/login",
    dependencies=[same_origin],
    responses=problems(
        s401="There is no account with this name and password.",
        s403=f"{_FOREIGN}, or the account is suspended.",
        s422="The form cannot be right; `errors` says why.",
        s429=_SLOWER,
        s503="Too many people are logging in at this moment.",
    ),
)
async def log_in(response: Response, proven: ProvenLogin, session: Writing, welcome: Welcome) -> AccessToken:
    """Logs in by username or e-mail address: an access token, and the refresh token in a cookie.

    An account of which nothing is known yet inherits what the visitor of this browser watched.
    """
    entered = await service.log_in(session, proven)
    await welcome(session, entered.viewer)
    return _grant(response, entered)


@router.post(
    "/auth/refresh",
    response_model=AccessToken,
    dependencies=[same_origin, limited_by_address("write")],
    responses=problems(
        s401="The cookie is missing, expired, or was used before, which ends its session.",
        s403=f"{_FOREIGN}, or the account is suspended.",
        s429=_SLOWER,
    ),
)
async def refresh(
    response: Response, ended: EndedSessions, session: Writing, token: RefreshCookie = None
) -> AccessToken | Response:
    """Exchanges the refresh cookie for a new one and a new access token.

    Each refresh token can be exchanged once. Two tabs that ask within ten seconds both get one; later, a used token
    is taken for stolen and ends the session.
    """
    found = await service.refresh(session, token)
    if isinstance(found, Refused):
        ended.extend(found.ended)
        answer = problem_answer(found.problem)
        _drop_cookie(answer)
        return answer
    return _grant(response, found)


@router.post(
    "/auth/logout",
    status_code=204,
    dependencies=[same_origin, limited_by_address("write")],
    responses=problems(s403=f"{_FOREIGN}.", s429=_SLOWER),
)
async def log_out(
    request: Request, response: Response, ended: EndedSessions, session: Writing, token: RefreshCookie = None
) -> None:
    """Ends the session: its refresh tokens are forgotten and its access tokens void. Never fails for a stranger."""
    ended.extend(await service.log_out(session, _session_of(request), token))
    _drop_cookie(response)


@router.post(
    "/auth/password",
    dependencies=[same_origin],
    responses=problems(
        s401=_NO_TOKEN,
        s403=f"{_FOREIGN}, or the account is suspended.",
        s409="The password was changed a moment ago.",
        s422="The current password is wrong, or the new one is too weak; `field` says which.",
        s429=_SLOWER,
        s503="Too many people are logging in at this moment.",
    ),
)
async def change_password(
    response: Response, change: ProvenPasswordChange, ended: EndedSessions, session: Writing
) -> AccessToken:
    """Changes the password; every session ends, and the caller gets a new one."""
    entered, over = await service.change_password(session, change.owner, change.password_hash)
    ended.extend(over)
    return _grant(response, entered)


@router.get("/me", dependencies=[limited("read")], responses=problems(s401=_NO_TOKEN, s429=_SLOWER))
async def get_me(viewer: SignedIn, session: Reading) -> Me:
    """One's own account."""
    found = await queries.own_account(session, viewer)
    if found is None:
        raise NotSignedIn("This account is no longer there.")
    return Me.model_validate(found)


@router.patch(
    "/me",
    dependencies=[limited("write")],
    responses=problems(
        s401=_NO_TOKEN,
        s409="There is an account with this address.",
        s422="A field is against a rule; `errors` says which.",
        s429=_SLOWER,
    ),
)
async def update_me(form: ProfileChange, viewer: SignedIn, session: Writing) -> Me:
    """Changes one's display name, biography or address; what is absent or null stays."""
    return await service.change_profile(session, viewer, form)


def _grant(response: Response, entered: Entered) -> AccessToken:
    response.set_cookie(
        COOKIE,
        entered.refresh_token,
        max_age=settings().refresh_token_days * 86_400,
        path=COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=settings().cookies_over_https,
    )
    response.headers["Cache-Control"] = "no-store"
    return AccessToken(
        access_token=access.issue(entered.viewer, entered.session_id),
        expires_in=int(access.lifetime().total_seconds()),
        user=entered.me,
    )


def _drop_cookie(response: Response) -> None:
    response.delete_cookie(
        COOKIE, path=COOKIE_PATH, httponly=True, samesite="strict", secure=settings().cookies_over_https
    )


def _session_of(request: Request) -> str | None:
    """The session of the access token, if a good one came along: whoever wants to leave is never asked for one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        return access.read(token.strip()).session_id if scheme.lower() == "bearer" else None
    except NotSignedIn:
        return None
