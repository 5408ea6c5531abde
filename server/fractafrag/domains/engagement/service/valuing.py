"""What may be done with views: work out what they were worth (value.py), once their showing was reported on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from fractafrag.core import clock
from fractafrag.core.db import WriteSession
from fractafrag.core.facts import record
from fractafrag.domains.engagement import value
from fractafrag.domains.engagement.facts import ViewsValued
from fractafrag.domains.engagement.queries import valued
from fractafrag.domains.engagement.queries.valued import Valued
from fractafrag.domains.engagement.value import Signs

AT_ONCE = 500
"""Views that one transaction values."""


@dataclass
class _Sums:
    """What valuing changes, before it is kept."""

    histograms: dict[str, list[int]]
    touched: set[str] = field(default_factory=set[str])
    values: dict[tuple[datetime, int], tuple[float, int | None]] = field(
        default_factory=dict[tuple[datetime, int], tuple[float, int | None]]
    )
    views: dict[tuple[str, str], Valued] = field(default_factory=dict[tuple[str, str], Valued])

    def counts(self, name: str) -> list[int]:
        return self.histograms.setdefault(name, [0] * value.BINS)

    def move(self, name: str, dwell_ms: int, step: int) -> None:
        counts, at = self.counts(name), value.bin_of(value.counted_s(dwell_ms))
        counts[at] = max(0, counts[at] + step)
        self.touched.add(name)


async def value_views(session: WriteSession) -> int:
    """Values the views that wait longest, and says so as a fact; how many were due. 0 while somebody else does it."""
    if not await valued.alone(session):
        return 0
    due = await valued.take(session, AT_ONCE)
    if due and (found := await valued.load(session, due)):
        await _value(session, found)
    return len(due)


async def _value(session: WriteSession, found: Sequence[Any]) -> None:
    now = clock.now()
    names = sorted({row.viewer_id for row in found} | {_bucket(row) for row in found})
    sums = _Sums(await valued.histograms(session, names))
    # In the order of serving, so that the last showing has the last word on its view.
    for row in sorted(found, key=lambda row: (row.served_at is None, row.served_at or now)):
        if row.impression_id is None or (row.served_at, row.impression_id) not in sums.values:
            _value_one(sums, row, now)
    await valued.keep_histograms(session, {name: sums.histograms[name] for name in sums.touched}, now)
    await valued.keep_values(session, sums.values)
    await valued.keep_views(session, list(sums.views.values()), now)
    await valued.add_gains(session, _gains(sums, found))
    await record(session, ViewsValued(tuple(sorted({row.viewer_id for row in found}))))


def _value_one(sums: _Sums, row: Any, now: datetime) -> None:
    person, bucket = row.viewer_id, _bucket(row)
    shown = row.impression_id is not None
    dwell_ms: int | None = (row.dwell_ms or 0) if shown else row.view_dwell_ms
    if row.binned_ms is not None:
        # A view is compared with the others, not with itself.
        sums.move(person, row.binned_ms, -1)
        sums.move(bucket, row.binned_ms, -1)
    key = (row.viewer_id, row.shader_id)
    before = sums.views.get(key) or _kept(row)
    # What was wished for holds, though the work was shown again since and nothing said.
    wish = row.wish or (before.wish if before else 0)
    signs = Signs(
        replayed=bool(row.replays),
        skipped=bool(row.skipped),
        upvoted=row.vote > 0,
        downvoted=row.vote < 0,
        kept=row.kept,
        refused=row.refused,
        wish=wish,
    )
    y = value.value(sums.counts(person), sums.counts(bucket), dwell_ms, signs)
    if shown:
        sums.move(person, dwell_ms or 0, 1)
        sums.move(bucket, dwell_ms or 0, 1)
        sums.values[row.served_at, row.impression_id] = (y, dwell_ms)
    times = (before.times if before else 0) + (shown and row.binned_ms is None)
    if shown and before and before.served_at and row.served_at < before.served_at:
        sums.views[key] = replace(before, times=times)
        return
    sums.views[key] = Valued(
        viewer_id=row.viewer_id,
        shader_id=row.shader_id,
        y=y,
        dwell_ms=dwell_ms,
        impression_id=row.impression_id or row.view_impression_id,
        served_at=row.served_at or row.view_served_at,
        times=times,
        last_at=row.served_at or now,
        wish=wish,
    )


def _kept(row: Any) -> Valued | None:
    """The view as it was, if there was one."""
    if row.view_y is None:
        return None
    return Valued(
        viewer_id=row.viewer_id,
        shader_id=row.shader_id,
        y=row.view_y,
        dwell_ms=row.view_dwell_ms,
        impression_id=row.view_impression_id,
        served_at=row.view_served_at,
        times=row.view_times,
        last_at=row.view_last_at,
        wish=row.view_wish,
    )


def _gains(sums: _Sums, found: Sequence[Any]) -> dict[str, tuple[int, float]]:
    """By work: how many watchers are new to it, and by how much their gains have changed."""
    before = {(row.viewer_id, row.shader_id): row.view_y for row in found}
    changes: dict[str, tuple[int, float]] = {}
    for key, view in sums.views.items():
        old: float | None = before[key]
        views, gains = changes.get(view.shader_id, (0, 0.0))
        more = value.gain(view.y) - (value.gain(old) if old is not None else 0.0)
        changes[view.shader_id] = (views + (old is None), gains + more)
    return changes


def _bucket(row: Any) -> str:
    return f"bucket:{value.bucket(row.tier, row.motion, row.tags)}"
