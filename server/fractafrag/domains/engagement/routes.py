"""The HTTP end of votes."""

from typing import Any

from fastapi import APIRouter

from fractafrag.core.web import Writing, problems
from fractafrag.domains.accounts.deps import SignedIn, limited
from fractafrag.domains.engagement import service
from fractafrag.domains.engagement.schemas import Vote, VoteResult
from fractafrag.domains.shaders.deps import ShaderId, answer

router = APIRouter(tags=["engagement"])


@router.put(
    "/shaders/{shader_id}/vote",
    response_model=VoteResult,
    responses=problems(409),
    dependencies=[limited("write")],
)
async def vote(shader_id: ShaderId, wanted: Vote, session: Writing, viewer: SignedIn) -> Any:
    """Votes a work up or down, or takes the vote back; saying it twice changes nothing."""
    stats = await service.vote(session, viewer, shader_id, wanted.value)
    return answer({"my_vote": wanted.value, "stats": stats})
