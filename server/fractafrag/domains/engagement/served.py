"""What was just served, on its way to the log: a list in Redis, so that serving a page writes nothing to PostgreSQL.

It may be lost. What was reported on is kept all the same, since its token says everything; what was served and never
reported on is then missing, and is not in the count of what was served (docs/feed.md).
"""

import logging
from collections.abc import Sequence
from typing import Any

from redis.exceptions import RedisError

from fractafrag.core.redis import redis_client

log = logging.getLogger(__name__)

KEY = "served-impressions"
MOST = 100_000
"""Tokens that may wait; the oldest go first."""


async def note(tokens: Sequence[str]) -> None:
    """Puts down the tokens of a page that was served. Never fails."""
    if not tokens:
        return
    try:
        client: Any = redis_client()
        if await client.rpush(KEY, *tokens) > MOST:
            await client.ltrim(KEY, -MOST, -1)
    except (RedisError, OSError) as error:
        log.warning("what was served is not noted, Redis is away: %s", error)


async def take(most: int) -> list[str]:
    """Takes the oldest tokens away. None while Redis is away."""
    client: Any = redis_client()
    try:
        return await client.lpop(KEY, most) or []
    except (RedisError, OSError) as error:
        log.warning("what was served is not read, Redis is away: %s", error)
        return []
