"""What every HTTP route shares: sessions, one error shape, addresses, entity tags, limits of a body."""

import logging
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from fractafrag.core.db import Database, ReadSession, WriteSession
from fractafrag.core.errors import Invalid, Problem, Stale, Unavailable, VersionRequired, refuses
from fractafrag.core.limits import Allowance, spend_within
from fractafrag.core.once import Kept
from fractafrag.core.settings import settings

log = logging.getLogger(__name__)


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


def etag(version: int) -> str:
    """The entity tag of a version: its number, quoted."""
    return f'"{version}"'


@refuses(VersionRequired, Invalid, Stale)
def _seen_version(if_match: Annotated[str | None, Header()] = None) -> int:
    if if_match is None:
        raise VersionRequired("Send If-Match with the ETag of the version that you changed.", field="If-Match")
    found = re.fullmatch(r'(?:W/)?"(\d{1,9})"', if_match.strip())
    if not found:
        raise Invalid('If-Match must be one ETag of this shader, such as "3".', field="If-Match")
    return int(found[1])


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
    """RFC 9457: the one shape of every error."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None
    errors: list[FieldProblem] | None = None


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


async def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    body: dict[str, Any] = {
        "type": "/problems/http",
        "title": str(error.detail),
        "status": error.status_code,
        "detail": str(error.detail),
    }
    if error.status_code == 400 and "body" in body["detail"]:
        body["field"] = "body"
    return JSONResponse(body, error.status_code, headers=error.headers, media_type="application/problem+json")


async def _on_anything(request: Request, error: Exception) -> Response:
    log.exception("%s %s broke", request.method, request.url.path, exc_info=error)
    if isinstance(error, OSError):
        return problem_answer(
            Unavailable("The database does not answer; nothing was changed.", headers={"Retry-After": "2"})
        )
    return problem_answer(Problem("This is our fault, not yours; nothing was changed. It is in the log."))


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
