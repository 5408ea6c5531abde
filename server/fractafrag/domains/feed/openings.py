"""How somebody's feed will begin, chosen once they have stopped watching: in Redis, and it may be lost.

A choice asks the database six times; who comes back within the hour gets the one that was made while they were away. It
holds as any other does: `service.page` chooses anew where somebody has watched or said something since.
"""

import logging
from collections.abc import Sequence
from typing import Any

from redis.exceptions import RedisError

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.core.redis import redis_client
from fractafrag.domains.accounts import service as accounts
from fractafrag.domains.engagement.visitors import is_visitor
from fractafrag.domains.feed import scrolls, service
from fractafrag.domains.feed.scroll import Scroll

log = logging.getLogger(__name__)

KEPT_S = scrolls.KEPT_S - 600
"""Whoever takes one has ten minutes until its scroll may be gone."""
QUIET_S = 30.0
"""Who watched something so lately may still be watching: what is chosen now would not hold."""
AT_ONCE = 8
MOST_DUE = 10_000
_DUE = "feed-openings-due"


def _key(watcher: str) -> str:
    return f"feed-opening:{watcher}"


async def expect(watchers: Sequence[str]) -> None:
    """Notes that these have just watched, so that how their feed begins is to be chosen anew. Never fails."""
    now = clock.now().timestamp()
    try:
        async with redis_client().pipeline(transaction=False) as pipe:
            pipe.zadd(_DUE, dict.fromkeys(watchers, now))
            pipe.zremrangebyrank(_DUE, 0, -MOST_DUE - 1)
            pipe.expire(_DUE, scrolls.KEPT_S)
            await pipe.execute()
    except (RedisError, OSError) as error:
        log.warning("how feeds begin is not prepared, Redis is away: %s", error)


async def take(watcher: str | None) -> Scroll | None:
    """What was chosen for them, once. None where nothing was, or Redis is away; the next one is then expected."""
    if watcher is None:
        return None
    client: Any = redis_client()
    try:
        name = await client.getdel(_key(watcher))
    except (RedisError, OSError) as error:
        log.warning("how a feed begins is not read, Redis is away: %s", error)
        return None
    scroll = await scrolls.load(name) if name else None
    if scroll is None or scroll.watcher != watcher:
        return None
    await expect([watcher])
    return scroll


async def prepare(database: Database) -> int:
    """Chooses how the feed begins for those who stopped watching, the longest ago first; for how many."""
    due = await _due()
    if not due:
        return 0
    async with database.read() as session:
        viewers = await accounts.viewers(session, [one for one in due if not is_visitor(one)])
    for watcher in due:
        viewer = viewers.get(watcher)
        if viewer is None and not is_visitor(watcher):
            continue
        async with database.read() as session:
            scroll = await service.opening(session, viewer, watcher)
        if scroll.ended:
            # There is not much: what is new may change all of it, and choosing is quick.
            continue
        await scrolls.save(scroll)
        await _keep(watcher, scroll.id)
    return len(due)


async def _due() -> list[str]:
    """Who has been quiet for long enough; nobody else is told of them."""
    client: Any = redis_client()
    try:
        latest = clock.now().timestamp() - QUIET_S
        found = await client.zrangebyscore(_DUE, "-inf", latest, start=0, num=AT_ONCE)
        return [one for one in found if await client.zrem(_DUE, one)]
    except (RedisError, OSError) as error:
        log.warning("nothing is prepared, Redis is away: %s", error)
        return []


async def _keep(watcher: str, name: str) -> None:
    try:
        await redis_client().set(_key(watcher), name, ex=KEPT_S)
    except (RedisError, OSError) as error:
        log.warning("how a feed begins is not kept, Redis is away: %s", error)
