"""What every HTTP route shares: sessions, one error shape, addresses, entity tags, limits of a body."""

import hashlib
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from fractafrag.core.db import Database, ReadSession, WriteSession
from fractafrag.core.errors import (
    OF_STATUS,
    Invalid,
    NotFound,
    Problem,
    Stale,
    Unavailable,
    VersionRequired,
    WrongMethod,
    refuses,
    unexpected,
)
from fractafrag.core.limits import Allowance, spend_within
from fractafrag.core.once import Kept
from fractafrag.core.settings import settings

ANY_PAGE = "/{path:path}"
"""The route of the web app's page, behind all others: it takes what a person may type."""


def database(request: Request) -> Database:
    """The database of this application."""
    found: Database = request.app.state.database
    return found


@refuses(Unavailable)
async def _reading(request: Request) -> AsyncIterator[ReadSession]:
    async with database(request).read() as session:
        yield session


@refuses(Unavailable)
async def _writing(request: Request) -> AsyncIterator[WriteSession]:
    async with database(request).write() as session:
        yield session


# scope="function" ends the transaction before the answer leaves: nobody reads a 201 for a row that is not there.
Reading = Annotated[ReadSession, Depends(_reading, scope="function")]
Writing = Annotated[WriteSession, Depends(_writing, scope="function")]

Limit = Annotated[int, Query(ge=1, le=50, description="Rows on a page.")]
Cursor = Annotated[str | None, Query(max_length=512, description="`next_cursor` of the page before.")]


def client_address(request: Request) -> str:
    """The address of the peer; doors/http.py sees to it that only `TRUSTED_PROXIES` may name another."""
    return request.client.host if request.client else "unknown"


async def within_limit(request: Request, name: str, spec: str, who: str) -> None:
    """Spends one use of a limit; raises TooManyRequests at the end of it.

    What is left of the tightest limit of a request is told by `core.asgi.RateLimitHeaders`: FastAPI drops the headers
    of an injected response when a route answers with one of its own, or with a problem.
    """
    allowance = await spend_within(name, spec, who)
    if allowance is None:
        return
    known: Allowance | None = getattr(request.state, "allowance", None)
    if known is None or allowance.remaining < known.remaining:
        request.state.allowance = allowance


def etag(version: int, body: bytes) -> str:
    """The entity tag of a page: the number of the version, for If-Match, and a digest of all, for If-None-Match.

    Votes and pictures change a page without a new version, and must make no edit fail.
    """
    return f'"{version}-{hashlib.blake2b(body, digest_size=8).hexdigest()}"'


_ETAG = r'^(?:W/)?"(\d{1,9})(?:-[0-9a-f]{16})?"$'

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description='The ETag of the version that you saw, or its number in quotes, such as `"3"`.',
        json_schema_extra={"pattern": _ETAG, "examples": ['"3"']},
    ),
]


@refuses(Invalid, Stale)
def _seen_version_if_any(if_match: IfMatch = None) -> int | None:
    if if_match is None:
        return None
    found = re.match(_ETAG, if_match.strip())
    if not found:
        raise Invalid('If-Match must be one ETag of this shader, such as "3".', field="If-Match")
    return int(found[1])


SeenVersionIfAny = Annotated[int | None, Depends(_seen_version_if_any)]
"""The version number in If-Match, or None without one; 400 when it is none."""


@refuses(VersionRequired)
def _seen_version(seen: SeenVersionIfAny) -> int:
    if seen is None:
        raise VersionRequired("Send If-Match with the ETag of the version that you changed.", field="If-Match")
    return seen


SeenVersion = Annotated[int, Depends(_seen_version)]
"""The version number in If-Match; 428 without, 400 when it is none."""


class Replayed(Exception):
    """Raised by a dependency in place of the route's work: the answer was given before."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(kept.status)
        self.kept = kept


class FieldProblem(BaseModel):
    """One thing that is wrong with one field."""

    field: str
    message: str


class ProblemDocument(BaseModel):
    """RFC 9457: the one shape of every error, as application/problem+json. More members may come with its type."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/unprocessable",
                    "title": "Against a rule",
                    "status": 422,
                    "detail": "To be published, a work needs a title.",
                    "field": "title",
                }
            ]
        },
    )

    type: str = Field(description="What kind it is: an address on this instance that explains it.")
    title: str = Field(description="The kind in a few words; the same for all of its kind.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What is wrong with this request.")
    field: str | None = Field(None, description="The field, parameter or header that it is about.")
    errors: list[FieldProblem] | None = Field(None, description="All fields that are wrong, when there are more.")
    needed_scope: str | None = Field(None, description="403 to a program: the scope that its key lacks.")
    current_version: int | None = Field(None, description="412: the version that is the current one.")


def problems(*statuses: int, **said: str) -> dict[int | str, dict[str, Any]]:
    """What a route itself refuses with, for its documentation: `problems(404, s409="The name is taken.")`.

    What its dependencies refuse with is known already (core/errors.py, `refuses`).
    """
    return {
        **{status: {"description": OF_STATUS[status].meaning} for status in statuses},
        **{int(status[1:]): {"description": why} for status, why in said.items()},
    }


def tagged(status: int = 200) -> dict[int | str, dict[str, Any]]:
    """That the answer carries the entity tag of a version, and the address of what was made, for the documentation."""
    names = ("ETag", "Location") if status == 201 else ("ETag",)
    return {status: {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}}}


def problem_answer(problem: Problem) -> JSONResponse:
    """The problem as application/problem+json."""
    return JSONResponse(problem.body(), problem.status, headers=problem.headers, media_type="application/problem+json")


def _field(location: tuple[int | str, ...]) -> str:
    parts = location[1:] if location and location[0] in ("body", "query", "path", "header") else location
    return ".".join(str(part) for part in parts) or "body"


async def _on_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_answer(error)


async def _on_replayed(_: Request, error: Exception) -> Response:
    assert isinstance(error, Replayed)
    return Response(error.kept.body, error.kept.status, {**error.kept.headers, "Idempotent-Replayed": "true"})


async def _on_validation(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    broken = any(found["type"] == "json_invalid" for found in error.errors())
    errors = [
        {
            "field": "body" if broken else _field(tuple(found["loc"])),
            "message": str(found["msg"]).removeprefix("Value error, "),
        }
        for found in error.errors()[:20]
    ]
    body: dict[str, Any] = {
        "type": "/problems/" + ("invalid" if broken else "unprocessable"),
        "title": "The body is not JSON" if broken else "Against a rule",
        "status": 400 if broken else 422,
        "detail": f"{errors[0]['field']}: {errors[0]['message']}",
        "field": errors[0]["field"],
        "errors": errors,
    }
    return JSONResponse(body, body["status"], media_type="application/problem+json")


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code in (404, 405):
        return problem_answer(nowhere(request))
    body: dict[str, Any] = {
        "type": "/problems/http",
        "title": str(error.detail),
        "status": error.status_code,
        "detail": str(error.detail),
    }
    known = OF_STATUS.get(error.status_code)
    if known is not None:
        body |= {"type": f"/problems/{known.slug}", "title": known.title}
    if error.status_code == 400 and "body" in body["detail"]:
        body["field"] = "body"
    return JSONResponse(body, error.status_code, headers=error.headers, media_type="application/problem+json")


def nowhere(request: Request) -> Problem:
    """Why no route takes this request: none has its address, or none for its method, and then for which.

    Asked of all routes, as Starlette knows only the first that fits, and the web app's page fits every address.
    """
    path, allowed = request.url.path, set[str]()
    for route in iter_route_contexts(request.app.routes):
        fits = getattr(route, "path_regex", None)
        if fits is not None and route.methods and route.path != ANY_PAGE and fits.match(path):
            allowed |= route.methods
    if not allowed:
        return NotFound(f"There is nothing at {path}.")
    if "GET" in allowed:
        allowed.add("HEAD")
    methods = ", ".join(sorted(allowed))
    return WrongMethod(f"{path} is for {methods}.", headers={"Allow": methods})


async def _on_anything(request: Request, error: Exception) -> Response:
    return problem_answer(unexpected(error, request.method, request.url.path))


def speak_problems(app: FastAPI) -> None:
    """Makes every error of `app` leave as problem+json."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(Replayed, _on_replayed)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_anything)


def max_body_bytes() -> int:
    """The largest request body."""
    return settings().max_body_bytes
