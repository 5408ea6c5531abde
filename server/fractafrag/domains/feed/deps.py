"""What a route of the feed may ask: the scroll that a cursor names, and where in it the page begins."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query

from fractafrag.core.errors import Invalid, refuses
from fractafrag.core.ids import new_id
from fractafrag.core.web import Cursor
from fractafrag.domains.engagement.deps import Watching
from fractafrag.domains.feed import scrolls
from fractafrag.domains.feed.minds import NOBODY
from fractafrag.domains.feed.scroll import Scroll, place_of

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
        position = Position(Scroll(new_id(), name, surprise, mood=mood), 0)
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
