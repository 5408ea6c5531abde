"""The HTTP end of engagement."""

import logging
from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.background import BackgroundTask

from fractafrag.core import queue
from fractafrag.core.errors import Unprocessable, refuses
from fractafrag.core.web import Cursor, Limit, Reading, Writing, problems
from fractafrag.domains.accounts.deps import SignedIn, limited, limited_by_address
from fractafrag.domains.engagement import visitors
from fractafrag.domains.engagement.deps import WatchingInPerson, set_cookie
from fractafrag.domains.engagement.schemas import (
    EngagementExport,
    EventBatch,
    EventsResult,
    FollowedList,
    Learning,
    Marks,
    ReportDraft,
    Vote,
    VoteResult,
)
from fractafrag.domains.engagement.service import marks, memory, signals
from fractafrag.domains.shaders.deps import ShaderId, answer
from fractafrag.domains.shaders.schemas import CardList

log = logging.getLogger(__name__)

router = APIRouter(tags=["engagement"])

Username = Annotated[str, Path(max_length=64)]


@router.post("/events", response_model=EventsResult, dependencies=[limited_by_address("events")])
async def report_events(batch: EventBatch, session: Writing) -> Any:
    """Takes what somebody watched and did, of people and strangers alike: the signed impressions say whose it is.

    Each event is answered for itself, so a batch can be sent again whole. No more dwell is kept than can have passed
    since the work was served, a minute for one impression at most, and one work at a time.
    """
    done = await signals.record(session, batch.events)
    if done.dropped:
        log.info("events dropped: %s", dict(Counter(reason for _, reason in done.dropped)))
    dropped = [{"id": str(one), "reason": reason} for one, reason in done.dropped]
    response = answer({"accepted": done.accepted, "repeated": done.repeated, "dropped": dropped})
    if done.wished:
        # Views are valued every few seconds; whoever says what they want is not to wait for that.
        response.background = BackgroundTask(queue.poke_valuing)
    return response


@router.get("/me/learning", response_model=Learning, dependencies=[limited("read")])
async def get_learning(watcher: WatchingInPerson, session: Reading) -> Any:
    """Whether the feed learns from what one does; of a stranger, whether their browser has said no."""
    on = await signals.is_learning(session, watcher.viewer) if watcher.viewer else watcher.id is not None
    return answer({"on": on})


@router.put("/me/learning", response_model=Learning, dependencies=[limited("write")])
async def set_learning(wanted: Learning, watcher: WatchingInPerson, session: Writing) -> Any:
    """Switches learning on or off. Off, nothing of what one watches and does is kept; a stranger's no is a cookie."""
    response = answer({"on": wanted.on})
    if watcher.viewer:
        await signals.set_learning(session, watcher.viewer, wanted.on)
    else:
        set_cookie(response, (watcher.visitor or visitors.new_visitor()) if wanted.on else visitors.OFF)
    return response


@router.put(
    "/shaders/{shader_id}/vote",
    response_model=VoteResult,
    responses=problems(409),
    dependencies=[limited("write")],
)
async def vote(shader_id: ShaderId, wanted: Vote, session: Writing, viewer: SignedIn) -> Any:
    """Votes a work up or down, or takes the vote back; saying it twice changes nothing."""
    stats = await marks.vote(session, viewer, shader_id, wanted.value)
    return answer({"my_vote": wanted.value, "stats": stats})


@router.put("/shaders/{shader_id}/save", status_code=204, responses=problems(409), dependencies=[limited("write")])
async def save_shader(shader_id: ShaderId, session: Writing, viewer: SignedIn) -> None:
    """Saves a work, to find it again under `/me/saves`."""
    await marks.mark_work(session, viewer, "save", shader_id)


@router.delete("/shaders/{shader_id}/save", status_code=204, dependencies=[limited("write")])
async def unsave_shader(shader_id: ShaderId, session: Writing, viewer: SignedIn) -> None:
    """Takes a work out of what one saved."""
    await marks.unmark_work(session, viewer, "save", shader_id)


@router.put("/shaders/{shader_id}/hide", status_code=204, responses=problems(409), dependencies=[limited("write")])
async def hide_shader(shader_id: ShaderId, session: Writing, viewer: SignedIn) -> None:
    """Says that a work is not for oneself: the feed does not bring it again, and brings less like it."""
    await marks.mark_work(session, viewer, "hide", shader_id)


@router.delete("/shaders/{shader_id}/hide", status_code=204, dependencies=[limited("write")])
async def unhide_shader(shader_id: ShaderId, session: Writing, viewer: SignedIn) -> None:
    """Takes that back."""
    await marks.unmark_work(session, viewer, "hide", shader_id)


@router.post("/shaders/{shader_id}/report", status_code=204, responses=problems(409), dependencies=[limited("write")])
@refuses(Unprocessable)
async def report_shader(shader_id: ShaderId, given: ReportDraft, session: Writing, viewer: SignedIn) -> None:
    """Reports a work that is out of place to whoever runs this instance; said again, the reason changes."""
    await marks.report(session, viewer, shader_id, given.reason, given.words)


@router.put("/users/{username}/follow", status_code=204, responses=problems(404, 409), dependencies=[limited("write")])
async def follow_user(username: Username, session: Writing, viewer: SignedIn) -> None:
    """Follows somebody: what they publish comes in `/feed/following`."""
    await marks.mark_person(session, viewer, "follow", username)


@router.delete("/users/{username}/follow", status_code=204, responses=problems(404), dependencies=[limited("write")])
async def unfollow_user(username: Username, session: Writing, viewer: SignedIn) -> None:
    """Does not follow somebody any longer."""
    await marks.unmark_person(session, viewer, "follow", username)


@router.put("/users/{username}/mute", status_code=204, responses=problems(404, 409), dependencies=[limited("write")])
async def mute_user(username: Username, session: Writing, viewer: SignedIn) -> None:
    """Mutes an author: the feed does not bring what they make."""
    await marks.mark_person(session, viewer, "mute", username)


@router.delete("/users/{username}/mute", status_code=204, responses=problems(404), dependencies=[limited("write")])
async def unmute_user(username: Username, session: Writing, viewer: SignedIn) -> None:
    """Takes that back."""
    await marks.unmark_person(session, viewer, "mute", username)


@router.get("/me/saves", response_model=CardList, dependencies=[limited("read")])
async def list_saves(session: Reading, viewer: SignedIn, cursor: Cursor = None, limit: Limit = 20) -> Any:
    """The works that one saved, the last first; those that are no longer public are left out."""
    return answer(await marks.saves(session, viewer, cursor, limit))


@router.get("/me/following", response_model=FollowedList, dependencies=[limited("read")])
async def list_following(session: Reading, viewer: SignedIn) -> Any:
    """Whom one follows, by name."""
    return answer({"items": await marks.following(session, viewer)})


@router.get("/me/marks", response_model=Marks, dependencies=[limited("read")])
async def get_marks(session: Reading, viewer: SignedIn) -> Any:
    """What one has saved and hidden, and whom one follows and has muted."""
    return answer(await memory.marks(session, viewer))


@router.get("/me/engagement", response_model=EngagementExport, dependencies=[limited("read")])
async def export_engagement(watcher: WatchingInPerson, session: Reading) -> Any:
    """All that is kept of what one watched and did, also of a stranger, by their cookie."""
    return answer(await memory.export(session, watcher.id, watcher.viewer))


@router.delete("/me/engagement", status_code=204, dependencies=[limited("write")])
async def erase_engagement(watcher: WatchingInPerson, session: Writing) -> None:
    """Erases what one watched and did, at once and for good; votes, saves and follows stay. A stranger, too."""
    if watcher.id is not None:
        await memory.erase(session, watcher.id)
