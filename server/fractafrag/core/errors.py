"""Everything that can be answered with "no", as one tree.

Problem
├── Invalid            400  the request cannot be understood
├── NotSignedIn        401  who are you?
├── Forbidden          403  you may not
├── NotFound           404  it is not there, or not for you
├── Conflict           409  it collides with something that exists
├── Stale              412  somebody saved before you
├── TooLarge           413  more than the limit
├── Unprocessable      422  understood, but against a rule; names the field
├── VersionRequired    428  say which version you saw (If-Match)
├── TooManyRequests    429  slower, please
└── Unavailable        503  a part of the platform does not answer
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class Problem(Exception):
    """An answer in the shape of RFC 9457: type, title, status, detail, and the field it is about."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something broke"
    slug: ClassVar[str] = "internal"

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


class NotSignedIn(Problem):
    status = 401
    title = "Sign in first"
    slug = "not-signed-in"

    def __init__(self, detail: str = "This needs an account.", **extra: Any) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"}, **extra)


class Forbidden(Problem):
    status = 403
    title = "Not allowed"
    slug = "forbidden"


class NotFound(Problem):
    status = 404
    title = "Not found"
    slug = "not-found"


class Conflict(Problem):
    status = 409
    title = "It collides with something that exists"
    slug = "conflict"


class Stale(Problem):
    status = 412
    title = "Somebody saved before you"
    slug = "stale"


class TooLarge(Problem):
    status = 413
    title = "Too large"
    slug = "too-large"


class Unprocessable(Problem):
    status = 422
    title = "Against a rule"
    slug = "unprocessable"


class VersionRequired(Problem):
    status = 428
    title = "Say which version you saw"
    slug = "version-required"


class TooManyRequests(Problem):
    status = 429
    title = "Slower, please"
    slug = "too-many-requests"


class Unavailable(Problem):
    status = 503
    title = "A part of the platform does not answer"
    slug = "unavailable"
