"""What a route may ask: the scroll that a cursor names, where in it a page begins, and how a stranger's feed opens."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Literal

import orjson
from fastapi import Depends, Query, Request

from fractafrag.core.errors import Invalid, TooManyRequests, refuses
from fractafrag.core.ids import new_id
from fractafrag.core.web import Cursor, database
from fractafrag.domains.accounts.deps import count_use
from fractafrag.domains.engagement.deps import Watcher, Watching, watching_stranger
from fractafrag.domains.feed import openings, scrolls, service
from fractafrag.domains.feed.minds import NOBODY
from fractafrag.domains.feed.scroll import Scroll, place_of
from fractafrag.domains.feed.showing import show

log = logging.getLogger(__name__)

FIRST = 8
"""Cards of an opening: as many as the app asks for (web/src/lib/shaders.ts)."""
PATIENCE_S = 0.5
SIGNED_IN = "fractafrag_session"
"""The app's note that somebody may be signed in (web/src/lib/session.ts): whose feed it is is not known here then."""

Surprise = Annotated[
    float | None,
    Query(
        ge=0,
        le=1,
        description="From 0, familiar, to 1, surprise, for a new scroll; without it the dial counts, a cursor keeps "
        "its own.",
    ),
]


Mood = Literal["calm", "dark", "hypnotic", "colourful", "3d", "audio"]
"""The moods of `reasons.MOOD_WORDS`."""
MoodAsked = Annotated[
    Mood | None, Query(description="Only works of this mood, for a new scroll; a cursor keeps its own.")
]


@dataclass
class Position:
    """A scroll and a place in it."""

    scroll: Scroll
    place: int


@refuses(Invalid)
async def _scrolling(
    watcher: Watching, cursor: Cursor = None, surprise: Surprise = None, mood: MoodAsked = None
) -> AsyncIterator[Position]:
    name = watcher.id or NOBODY
    if cursor is None:
        kept = await openings.take(watcher.id) if surprise is None and mood is None else None
        position = Position(kept or Scroll(new_id(), name, surprise, mood=mood), 0)
    else:
        asked = place_of(cursor)
        kept = await scrolls.load(asked.scroll)
        if kept is None or kept.watcher != name or not kept.start <= asked.place <= kept.end:
            # Lost, or somebody else's: it goes on with what the cursor itself remembers, under a new name.
            kept = Scroll(new_id(), name, asked.surprise, asked.place, marks=asked.marks, mood=asked.mood)
        position = Position(kept, asked.place)
    before = (position.scroll.builds, position.scroll.end)
    yield position
    if (position.scroll.builds, position.scroll.end) != before:
        await scrolls.save(position.scroll)


Scrolling = Annotated[Position, Depends(_scrolling, scope="function")]
"""Where somebody is in the feed; 400 for a cursor that this list did not give out.

It must stand before `Reading` in a route's signature: then Redis is read before the transaction begins, and written
after it has ended.
"""


@dataclass(frozen=True)
class Opening:
    """The first page of a stranger's feed, as JSON, and who they are."""

    page: bytes
    watcher: Watcher


async def _opening_if_any(request: Request) -> Opening | None:
    accepts, purpose = request.headers.get("accept", ""), request.headers.get("sec-purpose", "")
    other = {"feed", "mood"} & set(request.query_params)
    if "text/html" not in accepts or "prefetch" in purpose or other or SIGNED_IN in request.cookies:
        return None
    watcher = watching_stranger(request.cookies)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await count_use(request, "read", None)
            scroll = await openings.take(watcher.id) or Scroll(new_id(), watcher.id or NOBODY, None)
            async with database(request).read() as session:
                items, more = await service.page(session, None, scroll, 0, FIRST)
            await scrolls.save(scroll)
    except TooManyRequests:
        return None
    except Exception:
        # A page that must ask for its feed is worth more than none: the app itself says what is wrong.
        log.warning("the front page is served without its feed", exc_info=True)
        return None
    page = {"items": [card for card, _ in items], "next_cursor": more}
    # Not noted as served: most of who loads a page and reports nothing is no person.
    show(page, watcher.id, [slot for _, slot in items])
    return Opening(orjson.dumps(page, option=orjson.OPT_UTC_Z), watcher)


OpeningIfAny = Annotated[Opening | None, Depends(_opening_if_any, scope="function")]
"""How a stranger's feed opens; None for others, for programs that read no HTML, and when nobody can say soon enough."""
