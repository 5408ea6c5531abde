"""Log lines: for people in a terminal, or as JSON for machines."""

import logging
import sys
from typing import Any

import structlog

from fractafrag.core.settings import settings


def set_up_logging() -> None:
    """Sends everything that the process logs to stderr, in the format that the settings name."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(allow=["seconds"]),
    ]
    last: Any = (
        structlog.processors.JSONRenderer()
        if settings().log_format == "json"
        # Without the values of variables: they take seconds to write out, and may be secrets.
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *([structlog.processors.format_exc_info] if settings().log_format == "json" else []),
            last,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings().log_level.upper())
    for chatty in (
        "httpx",
        "httpcore",
        # Each sweep would be three lines, every five seconds; what was done is told by the deliveries.
        "celery.app.trace",
        "celery.beat",
        "celery.worker.strategy",
        "uvicorn.access",
        "mcp.server.streamable_http",
        "mcp.server.streamable_http_manager",
    ):
        logging.getLogger(chatty).setLevel(logging.WARNING)
