"""How often somebody may ask: sliding windows in Redis, kept by the `limits` library."""

import logging
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from limits import RateLimitItem, parse
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

from fractafrag.core import clock
from fractafrag.core.errors import TooManyRequests
from fractafrag.core.redis import redis_client
from fractafrag.core.settings import settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Allowance:
    """What is left of a limit: its name, counts, seconds of its window and until it is free again."""

    name: str
    window_s: int
    allowed: bool
    limit: int
    remaining: int
    reset_s: int

    def headers(self) -> dict[str, str]:
        """What is left, in two spellings, and `Retry-After` once that is nothing.

        `RateLimit-Policy` and `RateLimit` are structured fields of draft-ietf-httpapi-ratelimit-headers-10; the three
        older fields are what most clients read today.
        """
        headers = {
            "RateLimit-Policy": f'"{self.name}";q={self.limit};w={self.window_s}',
            "RateLimit": f'"{self.name}";r={self.remaining};t={self.reset_s}',
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_s),
        }
        return headers if self.allowed else headers | {"Retry-After": str(self.reset_s)}


def _limiter() -> SlidingWindowCounterRateLimiter:
    return _limiter_of(settings().redis_url)


@lru_cache
def _limiter_of(url: str) -> SlidingWindowCounterRateLimiter:
    pool: Any = redis_client().connection_pool
    return SlidingWindowCounterRateLimiter(RedisStorage(f"async+{url}", implementation="redispy", connection_pool=pool))


@lru_cache
def _item(spec: str) -> RateLimitItem:
    return parse(spec)


async def spend(name: str, spec: str, who: str) -> Allowance | None:
    """Counts one use of the limit `name` (such as "60/minute") by `who`.

    None when limits are off, or when Redis is away: a limit that cannot be counted must not close the house.
    """
    if settings().rate_limits == "off":
        return None
    item = _item(spec)
    try:
        allowed = await _limiter().hit(item, name, who)
        stats = await _limiter().get_window_stats(item, name, who)
    except (RedisError, OSError) as error:
        log.warning("rate limit %s not counted, Redis is away: %s", name, error)
        return None
    reset = max(1, math.ceil(stats.reset_time - clock.now().timestamp()))
    return Allowance(name, item.get_expiry(), allowed, item.amount, max(0, stats.remaining), reset)


async def spend_within(name: str, spec: str, who: str) -> Allowance | None:
    """As `spend`, but raises TooManyRequests, with `Retry-After`, once nothing is left."""
    allowance = await spend(name, spec, who)
    if allowance is not None and not allowance.allowed:
        raise TooManyRequests(
            f"The limit is {spec.replace('/', ' per ')}; try again in {allowance.reset_s} seconds.",
            headers=allowance.headers(),
        )
    return allowance
