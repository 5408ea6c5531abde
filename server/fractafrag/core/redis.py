"""Redis: everything in it can be lost without harm."""

from functools import lru_cache

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from fractafrag.core.settings import settings


def redis_client() -> Redis:
    """The client of this process; it answers or fails within half a second."""
    return _client(settings().redis_url)


@lru_cache
def _client(url: str) -> Redis:
    return Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
        url,
        socket_timeout=0.5,
        socket_connect_timeout=0.5,
        retry=Retry(NoBackoff(), 1),
        decode_responses=True,
    )
