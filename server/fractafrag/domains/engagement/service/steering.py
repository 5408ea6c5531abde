"""What watchers may say of their taste: mute and pin interests, turn the dial, and begin anew."""

from collections.abc import Sequence

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import Conflict
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.queries import logged, steered

MOST_PINNED = 8
MOST_MUTED = 24


async def learned_from(session: ReadSession, watcher_id: str | None, viewer: Viewer | None) -> str:
    """The watcher's id. Raises Conflict for whoever said that they do not want to be learned from."""
    if watcher_id is None or (viewer is not None and not await logged.is_learning(session, viewer)):
        raise Conflict("Learning is switched off, so there is no taste: PUT /api/v1/me/learning switches it on.")
    return watcher_id


async def steer(
    session: WriteSession,
    watcher_id: str,
    interest: str,
    works: Sequence[str],
    weight: float,
    *,
    muted: bool,
    pinned: bool,
) -> None:
    """Mutes or pins an interest that weighs `weight` and is known by `works`, or neither. Raises Conflict."""
    now = clock.now()
    await logged.lock(session, [watcher_id])
    await steered.touch(session, watcher_id, now)
    if not muted and not pinned:
        await steered.leave(session, watcher_id, interest)
        return
    others_pinned, others_muted = await steered.others(session, watcher_id, interest)
    if pinned and others_pinned >= MOST_PINNED:
        raise Conflict(f"{MOST_PINNED} interests are pinned already; let one go first.")
    if muted and others_muted >= MOST_MUTED:
        raise Conflict(f"{MOST_MUTED} interests are muted already; let one be heard first.")
    await steered.steer(session, watcher_id, interest, works, weight, now, muted=muted, pinned=pinned)


async def begin_anew(session: WriteSession, watcher_id: str) -> None:
    """Lets nothing that was watched until now count for the taste, and forgets what was muted and pinned."""
    now = clock.now()
    await logged.lock(session, [watcher_id])
    await steered.touch(session, watcher_id, now, since=now, session_since=now)
    await steered.leave(session, watcher_id)


async def end_session(session: WriteSession, watcher_id: str) -> None:
    """Lets what was watched until now be of another session."""
    now = clock.now()
    await logged.lock(session, [watcher_id])
    await steered.touch(session, watcher_id, now, session_since=now)


async def turn_dial(session: WriteSession, watcher_id: str, surprise: float) -> None:
    """Keeps the dial, from 0, familiar, to 1, surprise, for scrolls that begin from now on."""
    await logged.lock(session, [watcher_id])
    await steered.touch(session, watcher_id, clock.now(), surprise=surprise)
