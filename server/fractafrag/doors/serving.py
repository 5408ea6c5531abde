"""`fractafrag serve` and `fractafrag work`: one process of a stack, in the foreground, until it is told to stop."""

import os
import sys
from typing import Literal, NoReturn

import uvicorn

from fractafrag.core.queue import QUEUES
from fractafrag.core.settings import settings

BEAT_SCHEDULE = "/tmp/beat-schedule"


def serve(what: Literal["api", "mcp"]) -> NoReturn:
    """Becomes the API on HOST and PORT, or the MCP server on HOST and MCP_PORT."""
    if what == "mcp":
        _become("-m", "fractafrag.doors.mcp")
    uvicorn.run(
        "fractafrag.doors.http:create_app",
        factory=True,
        host=settings().host,
        port=settings().port,
        # Whose X-Forwarded-For is believed is a setting of ours, not uvicorn's to guess.
        proxy_headers=False,
        server_header=False,
        access_log=False,
        timeout_graceful_shutdown=20,
        # Every line goes the way of our own.
        log_config=None,
    )
    sys.exit(0)


def work(*, relay: bool, concurrency: int) -> NoReturn:
    """Becomes a worker of all queues, or with `relay` the one that relays facts, values views, keeps the schedule."""
    known = settings()
    name = "beat" if relay else "worker"
    own = (
        ("--pool", "solo", "--queues", "relay", "--beat", "--schedule", BEAT_SCHEDULE)
        if relay
        else ("--queues", ",".join(QUEUES), "--concurrency", str(concurrency))
    )
    _become(
        *("-m", "celery", "-A", "fractafrag.doors.worker:app", "worker"),
        *("--hostname", f"{name}@%h", "--loglevel", known.log_level),
        *("--without-mingle", "--without-gossip", "--without-heartbeat", *own),
    )


def _become(*arguments: str) -> NoReturn:
    # In place of this process: the signals of whoever started it must reach the one that works.
    os.execv(sys.executable, [sys.executable, *arguments])
