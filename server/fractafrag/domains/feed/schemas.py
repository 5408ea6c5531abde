"""How the feed looks from outside."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from fractafrag.domains.shaders.schemas import ShaderCard


class Because(BaseModel):
    """The work by which an interest is known."""

    id: str
    title: str


class Reason(BaseModel):
    """Why a work comes next."""

    code: str = Field(
        description="`interest`, `session`, `followed`, `explored`, `mood`, `together`, `fresh`, `hot`, `unmet`, "
        "`again`; in other lists their name."
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


Share = Annotated[float, Field(ge=0, le=1)]


class Interest(BaseModel):
    """One thing that somebody likes, shown by works."""

    id: str = Field(description="Stays the same while the interest does; of no meaning else.")
    share: Share = Field(description="What part of the taste it is; those of all interests add up to 1.")
    muted: bool = Field(description="The feed brings nothing of this kind.")
    pinned: bool = Field(description="It neither fades nor gives way to another.")
    works: list[ShaderCard] = Field(
        description="Up to four works that it is made of, the most typical first; empty when none is public any more."
    )


class Taste(BaseModel):
    """What the feed believes that somebody likes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "interests": [
                        {"id": "3kTMd9hQeW2z", "share": 1.0, "muted": False, "pinned": True, "works": []},
                    ],
                    "dislike": None,
                    "session": [],
                    "surprise": 0.5,
                    "learned_from": 12,
                }
            ]
        }
    )

    interests: list[Interest] = Field(
        description="The strongest first: up to eight that are heard, and those that were muted."
    )
    dislike: ShaderCard | None = Field(description="The work that is most like what was disliked.")
    session: list[ShaderCard] = Field(description="Up to four works that were enjoyed in the last half hour.")
    surprise: Share = Field(description="The dial, from 0, familiar, to 1, surprise.")
    learned_from: int = Field(description="How many works that were watched or judged it is made of; 200 at most.")


class Steering(BaseModel):
    """What to do with an interest; what is left out stays, but nothing is muted, pinned and forgotten at once."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"muted": True}]})

    muted: bool | None = Field(None, description="True ends a pin.")
    pinned: bool | None = Field(None, description="True lets it be heard again.")
    forgotten: bool | None = Field(
        None,
        description="True: what was liked of it until now counts no more, and it is neither muted nor pinned; it comes "
        "back when such works are liked again. False takes that back.",
    )


class Dial(BaseModel):
    """How much surprise somebody wants."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"surprise": 0.8}]})

    surprise: Share = Field(description="From 0, familiar, to 1, surprise.")
