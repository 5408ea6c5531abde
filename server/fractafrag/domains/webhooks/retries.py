"""Pure room: when a message is tried again, and when a destination is given up."""

from datetime import datetime, timedelta

DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=12),
)
"""Between the attempts: eight of them within 23 hours."""

WORN_OUT_FAILURES = 10
WORN_OUT_AFTER = timedelta(days=3)


def pause(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts (from 1) have failed; None when that was the last."""
    return DELAYS[attempts - 1] if attempts <= len(DELAYS) else None


def worn_out(failures: int, failing_since: datetime, now: datetime) -> bool:
    """Whether a destination that has only failed since then, so many times in a row, is to be switched off."""
    return failures >= WORN_OUT_FAILURES and now - failing_since >= WORN_OUT_AFTER
