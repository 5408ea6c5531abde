"""What may be done with accounts and sessions: join, log in, refresh, log out, change.

A session is a family of refresh tokens. Each refresh exchanges the token for a new one; when an exchanged token
comes back later than `GRACE`, two parties hold it, one of them a thief, and the whole family ends. Within `GRACE`
it is only a second tab that asked at the same moment, and gets a sibling token of the same family.
"""

import hashlib
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Never

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import Conflict, Forbidden, NotFound, NotSignedIn, Problem, Unprocessable
from fractafrag.core.ids import new_id
from fractafrag.core.settings import settings
from fractafrag.domains.accounts import access, names, passwords, queries, strength
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.accounts.queries import Credentials
from fractafrag.domains.accounts.schemas import Me, PasswordChange, ProfileChange, Registration
from fractafrag.domains.accounts.viewer import Role, Viewer

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=10)
"""How long an exchanged refresh token still gives a sibling."""
MAX_SESSIONS = 50
"""Sessions an account may have at once; the one that was used longest ago ends for the next."""
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Entered:
    """A session, new or refreshed, and the refresh token that its owner must keep."""

    me: Me
    viewer: Viewer
    session_id: str
    refresh_token: str


@dataclass(frozen=True)
class Refused:
    """No session; `ended` are the ids of sessions that were ended by the attempt itself, which must be committed."""

    problem: Problem
    ended: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Proven:
    """Somebody who knew the password; `renewed_hash` is its hash at today's cost, if the stored one is outdated."""

    credentials: Credentials
    renewed_hash: str | None = None


async def prove(credentials: Credentials | None, password: str) -> Proven | None:
    """Checks a password, slowly, and therefore outside of any transaction; None when it is not the one."""
    stored = credentials.password_hash if credentials else None
    if not await passwords.matches(stored, password) or credentials is None or stored is None:
        return None
    outdated = passwords.is_outdated(stored)
    return Proven(credentials, await passwords.hash_password(password) if outdated else None)


async def register(session: WriteSession, form: Registration) -> Entered:
    """Makes an account and logs its owner in. Raises Forbidden, Unprocessable, Conflict."""
    if not settings().registration_open:
        raise Forbidden("This instance takes no new accounts at the moment.")
    _refuse_weak("password", form.password, form.username, form.email)
    # Before the first statement, so that no connection waits for it.
    password_hash = await passwords.hash_password(form.password)
    username = form.username.lower()
    user = await queries.insert_user(
        session,
        id=new_id(),
        username=username,
        display_name=form.username,
        email=form.email,
        password_hash=password_hash,
        created_at=clock.now(),
    )
    if user is None:
        _refuse_taken(await queries.taken(session, username, form.email))
    return await _enter(session, user)


async def log_in(session: WriteSession, proven: Proven) -> Entered:
    """Begins a session for somebody who knew the password. Raises NotSignedIn, Forbidden."""
    user = await queries.lock_proven(session, proven.credentials)
    if user is None:
        raise NotSignedIn("The password was changed a moment ago; log in with the new one.")
    if user.banned_at is not None:
        raise _suspended()
    if proven.renewed_hash is not None:
        await queries.set_password(session, user.id, proven.renewed_hash)
    return await _enter(session, user)


async def refresh(session: WriteSession, token: str | None) -> Entered | Refused:
    """Exchanges a refresh token. A refusal is returned, not raised: what it ended must be committed."""
    found = await queries.lock_token(session, _digest(token)) if token else None
    now = clock.now()
    if found is None or token is None or found.expires_at <= now:
        return Refused(NotSignedIn("This session has ended; log in again."))
    if found.user.banned_at is not None:
        await queries.end_family(session, found.family_id)
        return Refused(_suspended(), [found.family_id])
    if found.rotated_at is None:
        await queries.mark_rotated(session, _digest(token), now)
    elif now - found.rotated_at > GRACE:
        log.warning("a used refresh token of %s came back; its session is ended", found.user.username)
        await queries.end_family(session, found.family_id)
        return Refused(
            NotSignedIn("This session was used from two places and has been ended; log in again."), [found.family_id]
        )
    await queries.prolong_family(session, found.family_id, now, _expiry())
    return await _hand_over(session, found.user, found.family_id)


async def log_out(session: WriteSession, session_id: str | None, token: str | None) -> list[str]:
    """Ends the session of the access token and that of the refresh token; the ids of those that ended."""
    ended: list[str] = []
    if session_id is not None:
        await queries.end_family(session, session_id)
        ended.append(session_id)
    if token:
        ended.extend(await queries.end_family_of_token(session, _digest(token)))
    return ended


async def hash_new_password(form: PasswordChange, viewer: Viewer) -> str:
    """The hash of a good new password. Raises Unprocessable."""
    _refuse_weak("new_password", form.new_password, viewer.username, None)
    return await passwords.hash_password(form.new_password)


async def change_password(session: WriteSession, proven: Proven, password_hash: str) -> tuple[Entered, list[str]]:
    """Changes the password, ends every session and begins a new one; the ids of those that ended.

    Raises Conflict when the password was changed meanwhile, Forbidden when the account is suspended.
    """
    user = await queries.lock_proven(session, proven.credentials)
    if user is None:
        raise Conflict("The password was changed a moment ago.", field="current_password")
    if user.banned_at is not None:
        raise _suspended()
    await queries.set_password(session, user.id, password_hash)
    # A session that was not used for longer than an access token lives has no access token left to make void.
    recently = clock.now() - access.lifetime() - timedelta(seconds=access.LEEWAY_S)
    ended = [session_id for session_id, used_at in await queries.end_families(session, user.id) if used_at >= recently]
    return await _enter(session, user), ended


async def change_profile(session: WriteSession, viewer: Viewer, form: ProfileChange) -> Me:
    """Changes what the form names. Raises Conflict, NotSignedIn."""
    changes = form.model_dump(exclude_none=True)
    try:
        user = await (
            queries.update_profile(session, viewer, **changes) if changes else queries.own_account(session, viewer)
        )
    except queries.EmailTaken as error:
        _refuse_taken(["email"], error)
    if user is None:
        raise NotSignedIn("This account is no longer there.")
    return Me.model_validate(user)


async def ensure_house_account(session: WriteSession) -> Viewer:
    """The account that owns the seeded library; nobody can log in as it."""
    made = await queries.insert_user(
        session,
        id=new_id(),
        username=names.HOUSE,
        display_name="Fractafrag",
        bio="The shaders that every instance starts with.",
        created_at=clock.now(),
    )
    house = made or await queries.person(session, None, names.HOUSE)
    assert house is not None, "an insert that met a conflict left nothing to find"
    return _viewer(house)


async def make_admin(session: WriteSession, username: str) -> Viewer:
    """Gives the account the role of an admin, from its next access token on. Raises NotFound."""
    normal = names.normal_username(username.strip())
    user = await queries.set_role(session, normal, Role.ADMIN) if normal and normal != names.HOUSE else None
    if user is None:
        raise NotFound(f"There is no account named {username[:40]!r}.")
    return _viewer(user)


async def viewer_named(session: ReadSession, username: str) -> Viewer | None:
    """Whoever has this name, in any case."""
    normal = names.normal_username(username.strip())
    user = await queries.person(session, None, normal) if normal else None
    return _viewer(user) if user else None


async def viewers(session: ReadSession, user_ids: Sequence[str]) -> dict[str, Viewer]:
    """Those of these accounts that there are, by id, as who they are in person."""
    return {user.id: _viewer(user) for user in await queries.accounts(session, None, user_ids)}


async def _enter(session: WriteSession, user: UserRow) -> Entered:
    now = clock.now()
    family_id = new_id()
    await queries.prune_families(session, user.id, now, MAX_SESSIONS - 1)
    await queries.insert_family(session, family_id, user.id, now, _expiry())
    return await _hand_over(session, user, family_id)


async def _hand_over(session: WriteSession, user: UserRow, family_id: str) -> Entered:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await queries.insert_token(session, _digest(token), family_id, _expiry())
    return Entered(Me.model_validate(user), _viewer(user), family_id, token)


def _refuse_weak(name: str, password: str, username: str, email: str | None) -> None:
    if flaw := strength.flaw(password, username, email):
        raise Unprocessable(flaw, field=name, errors=[{"field": name, "message": flaw}])


def _refuse_taken(fields: list[str], cause: Exception | None = None) -> Never:
    said = {"username": "This name is taken.", "email": "There is an account with this address."}
    errors = [{"field": name, "message": said[name]} for name in fields or ["username"]]
    raise Conflict(errors[0]["message"], field=errors[0]["field"], errors=errors) from cause


def _suspended() -> Forbidden:
    return Forbidden("This account is suspended.")


def _viewer(user: UserRow) -> Viewer:
    return Viewer(user.id, user.username, Role(user.role))


def _expiry() -> datetime:
    return clock.now() + timedelta(days=settings().refresh_token_days)


def _digest(token: str) -> bytes:
    """What is stored of a refresh token; a plain hash is enough for 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
