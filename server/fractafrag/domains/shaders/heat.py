"""Pure room: how good a work is by its votes, and how hot it is now, without ever recomputing the rest.

Quality is the lower bound of the score interval of E. B. Wilson, "Probable inference, the law of succession, and
statistical inference", Journal of the American Statistical Association 22 (1927), 209-212:

    W = (p + z²/2n − z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)

with p the share of upvotes among n votes. Every work starts with one vote of each kind, so that a newcomer is neither
worthless nor above what people have tried.

Attention decays exponentially: an event of weight w at time t is worth w·e^(−λ(now−t)) now. The sum of all events
falls by the same factor for every work, so the order by L = ln Σ w·e^(λt) is the order by the decayed sum, at every
moment: nothing is recomputed as time goes by, and L can stand in an index (forward decay: G. Cormode, V. Shkapenyuk,
D. Srivastava, B. Xu, "Forward decay: a practical time decay model for streaming systems", ICDE 2009). An event updates
it in log space, where e^(λt) cannot overflow.

    heat = ln W + L
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

Z = 1.28
"""90 % one-sided confidence."""
PRIOR_UP = 1
PRIOR_DOWN = 1
HALF_LIFE_S = 48 * 3600.0
DECAY = math.log(2) / HALF_LIFE_S
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
PUBLICATION = 1.0
UPVOTE = 1.0


@dataclass(frozen=True)
class Standing:
    """A work among the others: votes, heat, and when it appeared."""

    up: int
    down: int
    heat: float
    published_at: datetime


def wilson(up: int, down: int) -> float:
    """The lower bound of a work's true share of upvotes, in (0, 1), after the two votes it starts with."""
    ups, n = up + PRIOR_UP, up + down + PRIOR_UP + PRIOR_DOWN
    share, z2 = ups / n, Z * Z
    spread = Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (share + z2 / (2 * n) - spread) / (1 + z2 / n)


def at_publication(published_at: datetime, up: int = 0, down: int = 0) -> float:
    """The heat of a work whose only event is its publication."""
    return math.log(wilson(up, down)) + _log_weight(PUBLICATION, published_at)


def after_vote(before: Standing, old: tuple[int, datetime] | None, new: tuple[int, datetime] | None) -> Standing:
    """The standing once somebody's vote `old` has become `new`, each a value (±1) and its moment, or None.

    Only upvotes are events; a downvote acts through W. Taking an upvote back is exact up to rounding, which leaves
    about what a vote of forty half-lives ago would; the publication itself can never be taken back.
    """
    up, down = before.up, before.down
    log_sum = before.heat - math.log(wilson(up, down))
    if old:
        up, down = up - (old[0] > 0), down - (old[0] < 0)
        if old[0] > 0:
            log_sum = _less(log_sum, _log_weight(UPVOTE, old[1]))
    if new:
        up, down = up + (new[0] > 0), down + (new[0] < 0)
        if new[0] > 0:
            log_sum = _plus(log_sum, _log_weight(UPVOTE, new[1]))
    log_sum = max(log_sum, _log_weight(PUBLICATION, before.published_at))
    return Standing(up, down, math.log(wilson(up, down)) + log_sum, before.published_at)


def _log_weight(weight: float, at: datetime) -> float:
    return math.log(weight) + DECAY * (at - EPOCH).total_seconds()


def _plus(log_a: float, log_b: float) -> float:
    high, low = max(log_a, log_b), min(log_a, log_b)
    return high + math.log1p(math.exp(low - high))


def _less(log_a: float, log_b: float) -> float:
    return log_a + math.log1p(-math.exp(log_b - log_a)) if log_b < log_a else -math.inf
