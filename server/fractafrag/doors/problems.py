"""What each kind of refusal means: where the `type` of a problem leads."""

import html
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from fractafrag.core.errors import KINDS, NotFound, Problem
from fractafrag.core.web import problems

CACHE = {"Cache-Control": "public, max-age=3600", "Vary": "Accept"}

router = APIRouter(prefix="/problems", tags=["problems"])


_EXAMPLE: dict[str, Any] = {
    "type": "/problems/not-found",
    "title": NotFound.title,
    "status": NotFound.status,
    "meaning": NotFound.meaning,
}


class ProblemKind(BaseModel):
    """One kind of refusal."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    type: str
    title: str
    status: int
    meaning: str


Accept = Annotated[str, Header(max_length=1024, description="`text/html` gives a page for people.")]


def _shown(kind: type[Problem]) -> ProblemKind:
    return ProblemKind(type=f"/problems/{kind.slug}", title=kind.title, status=kind.status, meaning=kind.meaning)


@router.get("", response_model=list[ProblemKind])
async def list_problems() -> Response:
    """Every kind of refusal."""
    return JSONResponse([_shown(kind).model_dump() for kind in KINDS.values()], headers=CACHE)


@router.get("/{slug}", response_model=ProblemKind, responses=problems(404))
async def get_problem(slug: Annotated[str, Path(max_length=64)], accept: Accept = "*/*") -> Response:
    """What a kind of refusal means, and what to do; as JSON, or as a page where a browser asks."""
    kind = KINDS.get(slug)
    if kind is None:
        raise NotFound(f"There is no kind of problem called {slug!r}.")
    if "text/html" not in accept:
        return JSONResponse(_shown(kind).model_dump(), headers=CACHE)
    title, meaning = html.escape(f"{kind.status} {kind.title}"), html.escape(kind.meaning)
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{meaning}'
    return HTMLResponse(page, headers=CACHE | {"Content-Security-Policy": "default-src 'none'"})
