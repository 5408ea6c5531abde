"""The HTTP end of embeddings."""

from typing import Any

from fastapi import APIRouter

from fractafrag.core.web import Cursor, Limit, Reading, problems
from fractafrag.domains.agents.deps import MaybeViewer, limited
from fractafrag.domains.embeddings import service
from fractafrag.domains.embeddings.schemas import SimilarList
from fractafrag.domains.shaders.deps import ShaderId, answer

router = APIRouter(tags=["shaders"])


@router.get(
    "/shaders/{shader_id}/similar",
    response_model=SimilarList,
    responses=problems(400),
    dependencies=[limited("read")],
)
async def list_similar(
    shader_id: ShaderId, session: Reading, viewer: MaybeViewer, cursor: Cursor = None, limit: Limit = 12
) -> Any:
    """Public works like this one, the most alike first: in words, look and code."""
    found = await service.similar(session, viewer, shader_id, cursor, limit)
    return answer({"items": found.cards, "next_cursor": found.next_cursor, "by": found.by})
