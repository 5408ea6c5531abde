"""The only place that knows what time it is, so that a test can choose."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_frozen: ContextVar[datetime | None] = ContextVar("frozen_time", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment chosen by `frozen`."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Generator[None]:
    """Within this block, in this task and its children, it is `at`."""
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)
