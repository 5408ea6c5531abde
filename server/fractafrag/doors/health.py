"""Alive? Ready? Answers for supervisors and load balancers."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from fractafrag.core.redis import redis_client
from fractafrag.core.settings import settings
from fractafrag.core.web import database
from fractafrag.doors.worker_signs import ALIVE_KEY
from fractafrag.gateways import media
from fractafrag.gateways.renderer import renderer

router = APIRouter(tags=["health"])

PATIENCE_S = 2.0

Part = Literal["database", "redis", "worker", "renderer", "media"]


class AbsentError(Exception):
    """A part is not there; the message says how one knows."""


class Liveness(BaseModel):
    """This process answers."""

    status: Literal["alive"] = "alive"


class Readiness(BaseModel):
    """Each part and whether it answers; `reasons` says why one does not."""

    status: Literal["ready", "not ready"]
    parts: dict[str, bool]
    reasons: dict[str, str]


@router.get("/health/live")
async def live() -> Liveness:
    """200 as long as this process answers at all."""
    return Liveness()


@router.get("/health/ready", responses={503: {"model": Readiness, "description": "A part does not answer."}})
async def ready(
    request: Request,
    response: Response,
    parts: Annotated[list[Part] | None, Query(description="Ask these only; none: all.")] = None,
) -> Readiness:
    """200 only when every part answers: database and its schema, Redis, renderer, worker, media folder."""
    known: dict[Part, Callable[[], Awaitable[None]]] = {
        "database": database(request).check,
        "redis": _redis,
        "worker": _worker,
        "renderer": renderer().check,
        "media": _media,
    }
    checks = {name: check for name, check in known.items() if not parts or name in parts}
    found = await asyncio.gather(*(_reason(check()) for check in checks.values()))
    reasons = {name: reason for name, reason in zip(checks, found, strict=True) if reason}
    response.status_code = 503 if reasons else 200
    response.headers["Cache-Control"] = "no-store"
    return Readiness(
        status="not ready" if reasons else "ready",
        parts={name: name not in reasons for name in checks},
        reasons=reasons,
    )


async def _reason(check: Awaitable[None]) -> str:
    try:
        await asyncio.wait_for(check, PATIENCE_S)
    except TimeoutError:
        return f"no answer within {PATIENCE_S:g} seconds"
    except AbsentError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
    return ""


async def _redis() -> None:
    await redis_client().ping()  # pyright: ignore[reportGeneralTypeIssues, reportUnknownMemberType]


async def _worker() -> None:
    if not await redis_client().exists(ALIVE_KEY):
        raise AbsentError("no worker has swept for 30 seconds")


async def _media() -> None:
    if settings().media_store != "volume":
        await media.media().size("0" * 32 + ".webp")
        return
    folder = settings().media_dir
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    if not await asyncio.to_thread(os.access, folder, os.W_OK):
        raise AbsentError(f"{folder} cannot be written")
