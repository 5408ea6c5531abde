"""Pure room: which reports of what was watched can be true."""

from datetime import datetime, timedelta
from typing import Literal

from fractafrag.domains.engagement.impressions import LIFETIME, Impression

LONGEST_MS = 60_000
"""Dwell that one impression can have in all."""
SLACK = timedelta(seconds=2)
"""By how much clocks and roads may differ."""

Refusal = Literal["unknown_impression", "expired", "impossible", "learning_off"]


def refusal(shown: Impression, ms: int | None, at: datetime, now: datetime) -> Refusal | None:
    """Why a report of `ms` of dwell (None: of something else) that happened `at` cannot be taken; None if it can."""
    if shown.served_at > now + SLACK:
        return "unknown_impression"
    if now - min(shown.served_at, at) > LIFETIME:
        return "expired"
    if ms is not None and timedelta(milliseconds=ms) > now - shown.served_at + SLACK:
        return "impossible"
    return None


def happened(shown: Impression, at: datetime, now: datetime) -> datetime:
    """When it happened, of the moment that a watcher's clock told: not before it was served, and not after now."""
    return min(max(at, shown.served_at), max(now, shown.served_at))


def room(served_at: datetime, spent_ms: int, now: datetime) -> int:
    """Milliseconds that somebody can still have watched since `served_at`: one watches one work at a time."""
    return max(0, round((now - served_at + SLACK) / timedelta(milliseconds=1)) - spent_ms)
