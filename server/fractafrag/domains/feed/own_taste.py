"""What somebody may ask and say of their own taste."""

from typing import Any

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import NotFound, Unprocessable
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.service import steering
from fractafrag.domains.feed import taste
from fractafrag.domains.feed.minds import Mind, mind_of
from fractafrag.domains.shaders import service as shaders

TILES = 4
"""Works that show what an interest is."""
_SPARE = 4
"""As many more are asked for, because some may no longer be public."""


async def told(session: ReadSession, viewer: Viewer | None, watcher: str | None) -> dict[str, Any]:
    """The taste of an account or a visitor, as a Taste, in three statements or four. Raises Conflict."""
    name = await steering.learned_from(session, watcher, viewer)
    mind = await mind_of(session, viewer, name, clock.now().timestamp())
    return await _told(session, viewer, mind)


async def steer(
    session: WriteSession,
    viewer: Viewer | None,
    watcher: str | None,
    interest: str,
    muted: bool | None,
    pinned: bool | None,
) -> dict[str, Any]:
    """Mutes, pins, or lets go an interest; the Taste as it is then. Raises Conflict, NotFound, Unprocessable.

    Nothing is muted and pinned at once: the one that is asked for ends the other.
    """
    if muted and pinned:
        raise Unprocessable("An interest is muted or pinned, not both.", field="pinned")
    name = await steering.learned_from(session, watcher, viewer)
    mind = await mind_of(session, viewer, name, clock.now().timestamp())
    found = taste.known_as(mind.taste, interest, mind.vectors)
    if found is None:
        raise NotFound("There is no such interest in this taste.")
    await steering.steer(
        session,
        name,
        found.name,
        taste.typical(found, mind.vectors)[:TILES],
        taste.weight_at(found, mind.now),
        muted=found.muted and not pinned if muted is None else muted,
        pinned=found.pinned and not muted if pinned is None else pinned,
    )
    return await _told(session, viewer, await mind_of(session, viewer, name, mind.now))


async def begin_anew(session: WriteSession, viewer: Viewer | None, watcher: str | None) -> None:
    """Lets nothing that was watched until now count for the taste any more. Raises Conflict."""
    await steering.begin_anew(session, await steering.learned_from(session, watcher, viewer))


async def end_session(session: WriteSession, viewer: Viewer | None, watcher: str | None) -> None:
    """Lets what was watched until now be of another session. Raises Conflict."""
    await steering.end_session(session, await steering.learned_from(session, watcher, viewer))


async def turn_dial(session: WriteSession, viewer: Viewer | None, watcher: str | None, surprise: float) -> None:
    """Keeps the dial for scrolls that begin from now on. Raises Conflict."""
    await steering.turn_dial(session, await steering.learned_from(session, watcher, viewer), surprise)


async def _told(session: ReadSession, viewer: Viewer | None, mind: Mind) -> dict[str, Any]:
    typical = [taste.typical(one, mind.vectors)[: TILES + _SPARE] for one in mind.taste.interests]
    disliked = taste.most_disliked(mind.taste, mind.past.glances)
    lately = taste.enjoyed_lately(mind.taste, mind.now)[: TILES + _SPARE]
    wanted = {work for group in (*typical, lately, [disliked] if disliked else []) for work in group}
    found = await shaders.cards(session, viewer, sorted(wanted)) if wanted else []
    cards = {card["id"]: card for card in found}

    def tiles(works: list[str]) -> list[dict[str, Any]]:
        return [cards[work] for work in works if work in cards][:TILES]

    parts = zip(taste.shares(mind.taste, mind.now), mind.taste.interests, typical, strict=True)
    interests = [
        {"id": one.name, "share": share, "muted": one.muted, "pinned": one.pinned, "works": tiles(works)}
        for share, one, works in sorted(parts, key=lambda found: -found[0])
    ]
    return {
        "interests": interests,
        "dislike": cards.get(disliked or ""),
        "session": tiles(lately),
        "surprise": mind.surprise,
        "learned_from": len(mind.past.glances),
    }
