"""What somebody may ask and say of their own taste."""

from typing import Any

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import NotFound, Unprocessable
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.service import steering
from fractafrag.domains.engagement.service.steering import Standing
from fractafrag.domains.feed import forgetting, taste
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
    *,
    muted: bool | None = None,
    pinned: bool | None = None,
    forgotten: bool | None = None,
) -> dict[str, Any]:
    """Mutes, pins, forgets, or lets go an interest; the Taste as it is then. Raises Conflict, NotFound, Unprocessable.

    Nothing is muted, pinned and forgotten at once: the one that is asked for ends the others.
    """
    if muted and pinned:
        raise Unprocessable("An interest is muted or pinned, not both.", field="pinned")
    if forgotten and (muted or pinned):
        raise Unprocessable("What is forgotten is neither muted nor pinned.", field="forgotten")
    name = await steering.learned_from(session, watcher, viewer)
    now = clock.now().timestamp()
    recalled = forgotten is False and await steering.recall(session, name, interest)
    mind = await mind_of(session, viewer, name, now)
    found = taste.known_as(mind.taste, interest, mind.vectors)
    if forgotten and (found is None or found.name != interest):
        # Asked again, by whoever did not hear the answer, it must not take what lies beside it.
        recalled = any(one.interest == interest for one in mind.said.forgotten)
    if recalled and muted is None and pinned is None:
        return await _told(session, viewer, mind)
    if found is None:
        raise NotFound("There is no such interest in this taste.")
    weight = taste.weight_at(found, mind.now)
    if forgotten:
        works = forgetting.made_of(mind.taste, found, mind.past.glances, mind.vectors)
        await steering.forget(session, name, Standing(found.name, works, weight, found.muted, found.pinned))
    else:
        works = taste.typical(found, mind.vectors)[: steering.KNOWN_BY]
        mutes = found.muted and not pinned if muted is None else muted
        pins = found.pinned and not muted if pinned is None else pinned
        await steering.steer(session, name, Standing(found.name, works, weight, mutes, pins))
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
