"""Everything that can be answered with "no", as one tree.

Problem
├── Invalid            400  the request cannot be understood
├── NotSignedIn        401  who are you?
├── Forbidden          403  you may not
├── NotFound           404  it is not there, or not for you
├── WrongMethod        405  it is there, but not for this method
├── Conflict           409  it collides with something that exists
├── Stale              412  somebody saved before you
├── TooLarge           413  more than the limit
├── Unprocessable      422  understood, but against a rule; names the field
├── VersionRequired    428  say which version you saw (If-Match)
├── TooManyRequests    429  slower, please
├── NotOffered         501  there is no such form of it
└── Unavailable        503  a part of the platform does not answer
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

log = logging.getLogger(__name__)

Function = TypeVar("Function", bound=Callable[..., Any])


class Problem(Exception):
    """An answer in the shape of RFC 9457: type, title, status, detail, and the field it is about."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something broke"
    slug: ClassVar[str] = "internal"
    example: ClassVar[str] = "This is our fault, not yours; nothing was changed. It is in the log."
    meaning: ClassVar[str] = "A fault of the platform, not of the request; nothing was changed. It is in the log."

    def __init__(
        self,
        detail: str,
        *,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.headers = dict(headers or {})
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """The problem+json document."""
        document: dict[str, Any] = {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.field is not None:
            document["field"] = self.field
        return document | self.extra


class Invalid(Problem):
    status = 400
    title = "The request cannot be understood"
    slug = "invalid"
    example = "This cursor is not one that this list gave out."
    meaning = (
        "The request is not well formed: a body that is no JSON, a cursor or a header that this API did not give out."
    )


class NotSignedIn(Problem):
    status = 401
    title = "Sign in first"
    slug = "not-signed-in"
    example = "This needs an account."
    meaning = (
        "The request needs a credential and has none, or one that is not good: unknown, expired, revoked, or of a"
        " session that has ended. Send `Authorization: Bearer …` with an access token or an API key."
    )

    def __init__(self, detail: str = "This needs an account.", **extra: Any) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"}, **extra)


class Forbidden(Problem):
    status = 403
    title = "Not allowed"
    slug = "forbidden"
    example = "Shader 3kTMd9hQeW2z is not yours; fork it to change it."
    meaning = (
        "The credential is good, but does not allow this: the thing is somebody else's, the account is suspended,"
        " a program asks for what only a person may do, or its key lacks the scope in `needed_scope`."
    )


class NotFound(Problem):
    status = 404
    title = "Not found"
    slug = "not-found"
    example = "There is no shader 3kTMd9hQeW2z, or it is not public."
    meaning = "There is nothing at this address, or nothing that this caller may know of."


class WrongMethod(Problem):
    status = 405
    title = "Not with this method"
    slug = "wrong-method"
    example = "/api/v1/shaders is for GET, HEAD, POST."
    meaning = "The address exists, but not for this method; `Allow` lists those that it has."


class Conflict(Problem):
    status = 409
    title = "It collides with something that exists"
    slug = "conflict"
    example = "Only published works are voted on."
    meaning = "The request is sound, but collides with what is there; once that has changed, it may be sent again."


class Stale(Problem):
    status = 412
    title = "Somebody saved before you"
    slug = "stale"
    example = "You changed version 3, but version 4 is the current one."
    meaning = (
        "The version in `If-Match` is no longer the current one. Read again (`current_version` says what it is), "
        "and change that."
    )


class TooLarge(Problem):
    status = 413
    title = "Too large"
    slug = "too-large"
    example = "A request may have 1,048,576 bytes."
    meaning = "The body has more bytes than the limit that `detail` names."


class Unprocessable(Problem):
    status = 422
    title = "Against a rule"
    slug = "unprocessable"
    example = "To be published, a work needs a title."
    meaning = "The request was understood, but breaks a rule; `field` names the first place, `errors` all of them."


class VersionRequired(Problem):
    status = 428
    title = "Say which version you saw"
    slug = "version-required"
    example = "Send If-Match with the ETag of the version that you changed."
    meaning = (
        "A change says in `If-Match` which version it was made from, so that nobody overwrites what they have not seen."
    )


class TooManyRequests(Problem):
    status = 429
    title = "Slower, please"
    slug = "too-many-requests"
    example = "The limit is 60 per minute; try again in 12 seconds."
    meaning = "A rate limit is used up. `Retry-After` says in how many seconds it is worth trying again."


class NotOffered(Problem):
    status = 501
    title = "Not in this form"
    slug = "not-offered"
    example = "The format is json or xml."
    meaning = "The thing is there, but not in the form that was asked for; `detail` says in which it is."


class Unavailable(Problem):
    status = 503
    title = "A part of the platform does not answer"
    slug = "unavailable"
    example = "The renderer does not answer."
    meaning = (
        "A part of the platform does not answer or has no room at this moment; nothing was changed. Try again "
        "after `Retry-After` seconds, or a few."
    )


KINDS: dict[str, type[Problem]] = {kind.slug: kind for kind in (Problem, *Problem.__subclasses__())}
"""Every kind of problem by its slug, the last part of `type`."""


OF_STATUS: dict[int, type[Problem]] = {kind.status: kind for kind in KINDS.values()}
"""The same by status: no two kinds share one."""


def unexpected(error: Exception, method: str, path: str) -> Problem:
    """Logs a fault of ours, and says what the caller is told of it."""
    if _database_away(error):
        log.warning("%s %s: the database does not answer: %s", method, path, error)
        return Unavailable("The database does not answer; try again.", headers={"Retry-After": "2"})
    log.exception("%s %s broke", method, path, exc_info=error)
    return Problem("This is our fault, not yours; nothing was changed. It is in the log.")


def _database_away(error: BaseException | None) -> bool:
    """Whether a connection was refused or lost: by SQLSTATE class 08, or 57P01 to 57P03, said by a stopping server.

    The driver's error is the cause of SQLAlchemy's; neither is told apart by its class alone.
    """
    while error is not None:
        state = getattr(error, "sqlstate", None) or ""
        if isinstance(error, OSError) or state[:2] == "08" or state in ("57P01", "57P02", "57P03"):
            return True
        if getattr(error, "connection_invalidated", False):
            return True
        error = error.__cause__
    return False


@dataclass(frozen=True)
class Refusals:
    """What a dependency of a route may answer "no" with, and whether it lets nobody pass without a credential."""

    kinds: tuple[type[Problem], ...]
    strangers: bool = False


REFUSALS: dict[object, Refusals] = {}


def refuses(*kinds: type[Problem], strangers: bool = False) -> Callable[[Function], Function]:
    """Notes on a dependency what it refuses with: the documentation of each route that has it says so."""

    def note(function: Function) -> Function:
        REFUSALS[function] = Refusals(kinds, strangers)
        return function

    return note
