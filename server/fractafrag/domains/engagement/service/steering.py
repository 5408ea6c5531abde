"""What watchers may say of their taste: mute, pin and forget interests, turn the dial, and begin anew."""

from dataclasses import replace
from datetime import datetime

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import Conflict
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.queries import logged, steered
from fractafrag.domains.engagement.queries.steered import Standing

MOST_PINNED = 8
MOST_MUTED = 24
MOST_FORGOTTEN = 24
KNOWN_BY = 4
"""Works by which an interest is known that was muted or pinned."""


async def learned_from(session: ReadSession, watcher_id: str | None, viewer: Viewer | None) -> str:
    """The watcher's id. Raises Conflict for whoever said that they do not want to be learned from."""
    if watcher_id is None or (viewer is not None and not await logged.is_learning(session, viewer)):
        raise Conflict("Learning is switched off, so there is no taste: PUT /api/v1/me/learning switches it on.")
    return watcher_id


async def steer(session: WriteSession, watcher_id: str, one: Standing) -> None:
    """Mutes or pins an interest, known by its works, or neither. Raises Conflict."""
    now = clock.now()
    await logged.lock(session, [watcher_id])
    await steered.touch(session, watcher_id, now)
    await _steer(session, watcher_id, one, now)


async def forget(session: WriteSession, watcher_id: str, one: Standing) -> None:
    """Lets what was liked of an interest until now count no more; its works are all that it is made of.

    It is no longer muted or pinned, and that it was is kept for who takes it back.
    """
    now = clock.now()
    await logged.lock(session, [watcher_id])
    await steered.touch(session, watcher_id, now)
    await steered.leave(session, watcher_id, one.interest)
    await steered.forget(session, watcher_id, one, now, MOST_FORGOTTEN)


async def recall(session: WriteSession, watcher_id: str, interest: str) -> bool:
    """Takes back that an interest was forgotten, and mutes or pins it if it was; whether it was forgotten at all.

    `interest` may be any of its works. Raises Conflict.
    """
    now = clock.now()
    await logged.lock(session, [watcher_id])
    was = await steered.recall(session, watcher_id, interest)
    if was is None:
        return False
    await steered.touch(session, watcher_id, now)
    if was.muted or was.pinned:
        await _steer(session, watcher_id, replace(was, works=was.works[:KNOWN_BY]), now)
    return True


async def _steer(session: WriteSession, watcher_id: str, one: Standing, now: datetime) -> None:
    if not one.muted and not one.pinned:
        await steered.leave(session, watcher_id, one.interest)
        return
    others_pinned, others_muted = await steered.others(session, watcher_id, one.interest)
    if one.pinned and others_pinned >= MOST_PINNED:
        raise Conflict(f"{MOST_PINNED} interests are pinned already; let one go first.")
    if one.muted and others_muted >= MOST_MUTED:
        raise Conflict(f"{MOST_MUTED} interests are muted already; let one be heard first.")
    await steered.steer(session, watcher_id, one, now)


async def begin_anew(session: WriteSession, watcher_id: str) -> None:
    """Lets nothing that was watched until now count for the taste, and forgets what was muted, pinned and forgotten."""
    now = clock.now()
    await logged.lock(session, [watcher_id])
    await steered.touch(session, watcher_id, now, since=now, session_since=now)
    await steered.leave_all(session, watcher_id)


async def end_session(session: WriteSession, watcher_id: str) -> None:
    """Lets what was watched until now be of another session."""
    now = clock.now()
    await logged.lock(session, [watcher_id])
    await steered.touch(session, watcher_id, now, session_since=now)


async def turn_dial(session: WriteSession, watcher_id: str, surprise: float) -> None:
    """Keeps the dial, from 0, familiar, to 1, surprise, for scrolls that begin from now on."""
    await logged.lock(session, [watcher_id])
    await steered.touch(session, watcher_id, clock.now(), surprise=surprise)
