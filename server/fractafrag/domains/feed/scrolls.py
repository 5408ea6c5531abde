"""Where scrolls are kept: in Redis, for an hour after their last page. They may be lost (scroll.py says what then)."""

import logging

from redis.exceptions import RedisError

from fractafrag.core.redis import redis_client
from fractafrag.domains.feed.scroll import Scroll, read, written

log = logging.getLogger(__name__)

KEPT_S = 3600


async def load(scroll_id: str) -> Scroll | None:
    """The scroll of that name; None when it is gone, or Redis is away."""
    try:
        kept = await redis_client().get(f"scroll:{scroll_id}")
        return read(kept) if kept else None
    except (RedisError, OSError, ValueError) as error:
        log.warning("a scroll is not read, Redis is away or holds something else: %s", error)
        return None


async def save(scroll: Scroll) -> None:
    """Keeps a scroll. Never fails."""
    try:
        await redis_client().set(f"scroll:{scroll.id}", written(scroll), ex=KEPT_S)
    except (RedisError, OSError) as error:
        log.warning("a scroll is not kept, Redis is away: %s", error)
