"""Access tokens: signed, short-lived, and void at once when their session has ended."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
from redis.exceptions import RedisError

from fractafrag.core import clock
from fractafrag.core.errors import NotSignedIn
from fractafrag.core.ids import new_id
from fractafrag.core.redis import redis_client
from fractafrag.core.settings import settings
from fractafrag.domains.accounts.viewer import Role, Viewer

log = logging.getLogger(__name__)

ALGORITHM = "HS256"
ISSUER = "fractafrag"
AUDIENCE = "fractafrag-api"
LEEWAY_S = 5
MAX_TOKEN = 2048

_CLAIMS = ("iss", "aud", "sub", "sid", "jti", "iat", "exp", "username", "role")


@dataclass(frozen=True)
class Access:
    """What a token proves: who, and through which session (`sid`, the id of a refresh family)."""

    viewer: Viewer
    session_id: str


def lifetime() -> timedelta:
    """How long an access token is good."""
    return timedelta(minutes=settings().access_token_minutes)


def issue(viewer: Viewer, session_id: str) -> str:
    """A new access token for `viewer`, bound to the session."""
    now = clock.now()
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": viewer.id,
        "sid": session_id,
        "jti": new_id(),
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime()).timestamp()),
        "username": viewer.username,
        "role": viewer.role.value,
    }
    return jwt.encode(  # pyright: ignore[reportUnknownMemberType]
        claims, settings().jwt_secret.get_secret_value(), ALGORITHM
    )


def read(token: str) -> Access:
    """What the token proves by itself. Raises NotSignedIn when it is forged, of another audience, or expired."""
    if len(token) > MAX_TOKEN:
        raise _refused("This access token is not one of ours.")
    try:
        claims: dict[str, Any] = jwt.decode(  # pyright: ignore[reportUnknownMemberType]
            token,
            settings().jwt_secret.get_secret_value(),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            # The times are checked below: PyJWT reads the wall clock, a test chooses its own.
            options={"require": list(_CLAIMS), "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
        now = clock.now().timestamp()
        issued, expires = int(claims["iat"]), int(claims["exp"])
        viewer = Viewer(str(claims["sub"]), str(claims["username"]), Role(claims["role"]))
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError) as error:
        raise _refused("This access token is not one of ours.") from error
    if expires + LEEWAY_S <= now:
        raise _refused("This access token has expired; refresh it.")
    if issued - LEEWAY_S > now:
        raise _refused("This access token is not valid yet.")
    return Access(viewer, str(claims["sid"]))


async def verify(token: str) -> Access:
    """What the token proves, if its session still stands. Raises NotSignedIn.

    The blocklist is in Redis. While Redis is away a token lives until it expires (minutes) even if its session has
    ended; the session itself, in PostgreSQL, cannot be refreshed.
    """
    found = read(token)
    try:
        ended = await redis_client().exists(_key(found.session_id))
    except (RedisError, OSError) as error:
        log.warning("blocklist not read, Redis is away: %s", error)
        return found
    if ended:
        raise _refused("This session has ended; log in again.")
    return found


async def void(session_ids: Iterable[str]) -> None:
    """Makes every access token of these sessions void, for as long as one could still live."""
    keys = [_key(session_id) for session_id in session_ids]
    if not keys:
        return
    seconds = int(lifetime().total_seconds()) + LEEWAY_S
    try:
        async with redis_client().pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.set(key, 1, ex=seconds)
            await pipe.execute()
    except (RedisError, OSError) as error:
        log.warning("blocklist not written, Redis is away: %s", error)


def _key(session_id: str) -> str:
    return f"ended-session:{session_id}"


def _refused(detail: str) -> NotSignedIn:
    problem = NotSignedIn(detail)
    problem.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return problem
