"""Pure room: one engagement value for each view, y in [-1.5, 2].

Shaders loop for ever and cost and habits differ, so seconds mislead. Dwell counts as a quantile: half of it among what
the same person gave other works, half among what everybody gave works of the same kind (after X. Zhan, C. Pei, Q. Su,
J. Wen, X. Wang, G. Mu, D. Zheng, P. Jiang, K. Gai, "Deconfounding duration bias in watch-time prediction for video
recommendation", KDD 2022, where watch time is a quantile within its group).

    t = seconds visible and focused, less the first half second, at most 60
    q = ½·F_person(t) + ½·F_bucket(t)
    y = 0.6·(2q − 1) + 0.5·replay + 0.8·upvote + 1.0·(save or fork) + 1.2·(more like this) − 0.6·(skip under 2 s)
        − 1.0·downvote − 1.5·(less like this) − 3·(hide or report), clipped

What somebody says of a kind weighs more than a vote, which is about one work.

F is the distribution of log(1 + t) over 32 bins of equal width, linear within a bin, and the mean of the Beta
distribution that one view below t and one above it leave after the counts: nobody knows anything of a newcomer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

BINS = 32
IGNORED_S = 0.5
LONGEST_S = 60.0
SKIP_S = 2.0
LOWEST, HIGHEST = -1.5, 2.0
PRIOR = 1.0
STILL = 0.002
"""Motion below which a picture stands still."""

_TOP = math.log1p(LONGEST_S)


@dataclass(frozen=True)
class Signs:
    """What somebody did about a work besides watching it."""

    replayed: bool = False
    skipped: bool = False
    upvoted: bool = False
    downvoted: bool = False
    kept: bool = False
    """Saved or forked."""
    refused: bool = False
    """Hidden or reported."""
    wish: int = 0
    """1 for "more like this", -1 for "less", 0 for neither."""


def counted_s(dwell_ms: int) -> float:
    """The seconds of dwell that count, in [0, 60], of the milliseconds that were visible and focused."""
    return min(max(dwell_ms / 1000 - IGNORED_S, 0.0), LONGEST_S)


def bin_of(seconds: float) -> int:
    """The bin, 0 to 31, into which `seconds` in [0, 60] fall."""
    return min(int(_place(seconds)), BINS - 1)


def quantile(counts: Sequence[float], seconds: float) -> float:
    """F(seconds), in (0, 1), among the views that `counts` (32 numbers, none negative) tell of."""
    place, at = _place(seconds), bin_of(seconds)
    below = math.fsum(counts[:at]) + counts[at] * (place - at)
    return (PRIOR + below) / (2 * PRIOR + math.fsum(counts))


def value(person: Sequence[float], bucket: Sequence[float], dwell_ms: int | None, signs: Signs) -> float:
    """y of one view, by the histograms of the person and of the work's bucket before it.

    `dwell_ms` None: it was not watched where we measure, and only the signs speak.
    """
    y = 0.0
    if dwell_ms is not None:
        t = counted_s(dwell_ms)
        q = 0.5 * quantile(person, t) + 0.5 * quantile(bucket, t)
        y += 0.6 * (2 * q - 1)
        y -= 0.6 * (signs.skipped and dwell_ms < SKIP_S * 1000)
    y += 0.5 * signs.replayed + 0.8 * signs.upvoted + 1.0 * signs.kept
    y -= 1.0 * signs.downvoted + 3.0 * signs.refused
    y += 1.2 * (signs.wish > 0) - 1.5 * (signs.wish < 0)
    return min(max(y, LOWEST), HIGHEST)


def gain(y: float) -> float:
    """What a view adds to the successes of its work, in [0, 1]: y where it is positive, at most one."""
    return min(max(y, 0.0), 1.0)


def bucket(tier: str | None, motion: float | None, tags: Sequence[str]) -> str:
    """The group among which dwell is compared: cost tier × kind (still, 3d or 2d); a name such as "light/3d"."""
    still = motion is not None and motion < STILL
    return f"{tier or 'unknown'}/{'still' if still else '3d' if '3d' in tags else '2d'}"


def _place(seconds: float) -> float:
    return math.log1p(seconds) / _TOP * BINS
