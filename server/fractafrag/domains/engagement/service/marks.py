"""What people may do with works and their authors: vote, save, hide, report; follow and mute."""

from typing import Any

from fractafrag.core import clock
from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.errors import Conflict, NotFound, Unprocessable
from fractafrag.core.facts import record
from fractafrag.core.ids import new_id
from fractafrag.domains.accounts import service as accounts
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.engagement.facts import ShaderReported
from fractafrag.domains.engagement.queries import logged, marked, votes
from fractafrag.domains.shaders import service as shaders
from fractafrag.domains.shaders.cards import Stats
from fractafrag.domains.shaders.heat import after_vote

MOST_SAVES = 5000
MOST_FOLLOWS = 2000
"""How many of each one person may have: whoever lists them reads them all."""
_KINDS = {"save": "save", "hide": "not_for_me"}
MOST = {"save": MOST_SAVES, "hide": MOST_SAVES, "follow": MOST_FOLLOWS, "mute": MOST_FOLLOWS}


async def mark_work(session: WriteSession, viewer: Viewer, name: str, shader_id: str) -> None:
    """Makes the mark `name` ("save" or "hide") on a work, however often it is said. Raises NotFound, Conflict."""
    await _author(session, viewer, shader_id)
    if await _mark(session, viewer, name, shader_id):
        await logged.derive(session, viewer.id, _KINDS[name], clock.now(), shader_id=shader_id)


async def unmark_work(session: WriteSession, viewer: Viewer, name: str, shader_id: str) -> None:
    """Takes the mark `name` away from a work, if it is there: also from one that is no longer seen."""
    if await marked.unmark(session, viewer, name, shader_id):
        await logged.derive(session, viewer.id, f"un{name}", clock.now(), shader_id=shader_id)


async def mark_person(session: WriteSession, viewer: Viewer, name: str, username: str) -> None:
    """Makes the mark `name` ("follow" or "mute") on somebody else. Raises NotFound, Unprocessable, Conflict."""
    author_id = await _person(session, username)
    if author_id == viewer.id:
        raise Unprocessable("Nobody follows or mutes themselves.", field="username")
    if await _mark(session, viewer, name, author_id):
        await logged.derive(session, viewer.id, name, clock.now(), author_id=author_id)


async def unmark_person(session: WriteSession, viewer: Viewer, name: str, username: str) -> None:
    """Takes the mark `name` away from somebody, if it is there. Raises NotFound."""
    author_id = await _person(session, username)
    if await marked.unmark(session, viewer, name, author_id):
        await logged.derive(session, viewer.id, f"un{name}", clock.now(), author_id=author_id)


async def report(session: WriteSession, viewer: Viewer, shader_id: str, reason: str, words: str) -> None:
    """Says that a work is out of place; said again, the reason changes. Raises NotFound, Unprocessable, Conflict."""
    if await _author(session, viewer, shader_id) == viewer.id:
        raise Unprocessable("A work of one's own is archived, not reported.", field="shader_id")
    report_id, now = new_id(), clock.now()
    if not await marked.report(session, viewer, report_id, shader_id, reason, words, now):
        raise Conflict("You reported this work, and it was judged.")
    await record(session, ShaderReported(report_id, shader_id))
    await logged.derive(session, viewer.id, "report", now, shader_id=shader_id)


async def note_fork(session: WriteSession, parent_id: str, author_id: str) -> None:
    """Writes down that somebody forked a work."""
    await logged.derive(session, author_id, "fork", clock.now(), shader_id=parent_id)


async def saves(session: ReadSession, viewer: Viewer, cursor: str | None, limit: int) -> dict[str, Any]:
    """The works that the viewer saved and may still see, the last first, as a CardList."""
    found = await marked.saved(session, viewer, cursor, limit)
    return {"items": await shaders.cards(session, viewer, found.rows), "next_cursor": found.next_cursor}


async def following(session: ReadSession, viewer: Viewer) -> list[dict[str, Any]]:
    """Whom the viewer follows, by name."""
    return await marked.following(session, viewer)


async def works_of_followed(session: ReadSession, viewer: Viewer, cursor: str | None, limit: int) -> dict[str, Any]:
    """The public works of those whom the viewer follows, the newest first, as a CardList."""
    found = await marked.newest_of_followed(session, viewer, cursor, limit)
    return {"items": await shaders.cards(session, viewer, found.rows), "next_cursor": found.next_cursor}


async def _mark(session: WriteSession, viewer: Viewer, name: str, other_id: str) -> bool:
    if await marked.count(session, viewer, name) >= MOST[name]:
        raise Conflict(f"There are {MOST[name]} of these already; take some away first.")
    return await marked.mark(session, viewer, name, other_id, clock.now())


async def _author(session: ReadSession, viewer: Viewer, shader_id: str) -> str:
    author_id = await marked.author_of(session, viewer, shader_id)
    if author_id is None:
        raise NotFound(f"There is no shader {shader_id}, or it is not public.")
    return author_id


async def _person(session: WriteSession, username: str) -> str:
    found = await accounts.viewer_named(session, username)
    if found is None:
        raise NotFound("Nobody has this name.")
    return found.id


async def vote(session: WriteSession, viewer: Viewer, shader_id: str, value: int) -> Stats:
    """Makes `value` (1, -1, or 0 for none) the viewer's vote, however often it is said; the Stats that result.

    Raises NotFound for works that the viewer may not see, Conflict for those that are not published.
    """
    # The work is locked first, so that two votes at once are counted one after the other.
    before = await shaders.standing(session, viewer, shader_id)
    old = await votes.vote_of(session, viewer, shader_id)
    if value == (old[0] if old else 0):
        return await shaders.stand(session, shader_id, before)
    new = (value, clock.now()) if value else None
    await votes.save_vote(session, viewer, shader_id, new)
    kind = {1: "upvote", -1: "downvote", 0: "unvote"}[value]
    await logged.derive(session, viewer.id, kind, clock.now(), shader_id=shader_id)
    return await shaders.stand(session, shader_id, after_vote(before, old, new))
