"""How the feed looks from outside."""

from pydantic import BaseModel, Field

from fractafrag.domains.shaders.schemas import ShaderCard


class Because(BaseModel):
    """The work by which an interest is known."""

    id: str
    title: str


class Reason(BaseModel):
    """Why a work comes next."""

    code: str = Field(
        description="`interest`, `session`, `followed`, `explored`, `fresh`, `hot`, `again`; in other lists their name."
    )
    words: str = Field(description="The same in plain words.")
    because: Because | None = Field(description="With `interest`: the work that it is like.")


class FeedCard(ShaderCard):
    """A work that comes next."""

    impression: str | None = Field(
        description="Send it back with what was watched (`POST /api/v1/events`); null where nobody is learned from."
    )
    reason: Reason


class FeedPage(BaseModel):
    """One page of the feed; `next_cursor` is null on the last."""

    items: list[FeedCard]
    next_cursor: str | None
