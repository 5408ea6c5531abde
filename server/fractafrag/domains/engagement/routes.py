"""The HTTP end of engagement."""

import logging
from collections import Counter
from typing import Any

from fastapi import APIRouter

from fractafrag.core.web import Reading, Writing, problems
from fractafrag.domains.accounts.deps import SignedIn, limited, limited_by_address
from fractafrag.domains.engagement import visitors
from fractafrag.domains.engagement.deps import WatchingInPerson, set_cookie
from fractafrag.domains.engagement.schemas import EventBatch, EventsResult, Learning, Vote, VoteResult
from fractafrag.domains.engagement.service import marks, signals
from fractafrag.domains.shaders.deps import ShaderId, answer

log = logging.getLogger(__name__)

router = APIRouter(tags=["engagement"])


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
    return answer({"accepted": done.accepted, "repeated": done.repeated, "dropped": dropped})


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
