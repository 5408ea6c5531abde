"""How the feed looks from outside."""

from pydantic import BaseModel, Field

from fractafrag.domains.shaders.schemas import ShaderCard


class FeedCard(ShaderCard):
    """A work that comes next."""

    impression: str | None = Field(
        description="Send it back with what was watched (`POST /api/v1/events`); null where nobody is learned from."
    )


class FeedPage(BaseModel):
    """One page of the feed; `next_cursor` is null on the last."""

    items: list[FeedCard]
    next_cursor: str | None
