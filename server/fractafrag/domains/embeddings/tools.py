"""The tool that finds works like one."""

from typing import Annotated, Literal

from mcp_types import CallToolResult
from pydantic import BaseModel, Field

from fractafrag.core.errors import NotFound
from fractafrag.domains.agents.answers import answer
from fractafrag.domains.agents.calls import Ctx, Offer, call_of
from fractafrag.domains.embeddings import service
from fractafrag.domains.shaders.cursors import ID
from fractafrag.domains.shaders.tools.links import page_url

TOO_CLOSE = 0.95


class SimilarWork(BaseModel):
    """A work like the one asked about."""

    id: str
    title: str
    author: str
    licence: str | None
    tags: list[str]
    url: str
    likeness: float | None = Field(None, description="1: the same; 0: nothing in common.")


class SimilarWorks(BaseModel):
    """The most alike first."""

    by: Literal["likeness", "tags"]
    items: list[SimilarWork]
    too_close: list[str] = Field(description="Ids so alike that one may be a copy of the other.")


async def find_similar(
    ctx: Ctx, id: str, limit: Annotated[int, Field(ge=1, le=25)] = 8
) -> Annotated[CallToolResult, SimilarWorks]:
    """Find public shaders like one: in words, look and code."""
    if not ID.fullmatch(id):
        raise NotFound("There is no such shader.")
    call = call_of(ctx)
    async with call.database.read() as session:
        found = await service.similar(session, call.viewer, id, None, limit)
    items = [
        SimilarWork(
            id=card["id"],
            title=card["title"],
            author=card["author"]["username"],
            licence=card["licence"],
            tags=card["tags"],
            url=page_url(card["id"]),
            likeness=None if likeness is None else round(likeness, 2),
        )
        for card, likeness in zip(found.cards, found.likeness, strict=True)
    ]
    close = [one.id for one in items if one.likeness is not None and one.likeness >= TOO_CLOSE]
    return answer(SimilarWorks(by=found.by, items=items, too_close=close))


OFFERS = (Offer(find_similar, "Find similar shaders", toolset="browse"),)
"""What this domain offers to models."""
