"""How signals, votes and marks look from outside."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from fractafrag.domains.engagement.dwell import LONGEST_MS, Refusal
from fractafrag.domains.engagement.impressions import MAX_TOKEN
from fractafrag.domains.shaders.schemas import Stats

MAX_EVENTS = 100
MAX_BATCH_BYTES = 65_536

EventKind = Literal["view", "replay", "skip", "fullscreen", "code_opened", "share", "more_like", "less_like"]


class Vote(BaseModel):
    """Up, down, or none."""

    value: Literal[-1, 0, 1]


class VoteResult(BaseModel):
    """The vote as it stands now, and what everybody's votes come to."""

    my_vote: Literal[-1, 0, 1] = Field(description="What this person's vote is now.")
    stats: Stats


class EventDraft(BaseModel):
    """One thing that somebody did with a work that was served to them."""

    id: UUID = Field(description="A new UUID; sent again, the event is kept once.")
    impression: Annotated[str, Field(min_length=1, max_length=MAX_TOKEN)] = Field(
        description="`impression` of the card in the feed; it says who watched what."
    )
    kind: EventKind = Field(
        description="`view`: watched for `ms` more; `replay`: the loop began again while watched; `skip`: left at once."
    )
    at: AwareDatetime = Field(description="When it happened, by the watcher's clock; up to 24 hours ago.")
    ms: Annotated[int, Field(ge=1, le=LONGEST_MS)] | None = Field(
        None, description="Of a `view`: milliseconds visible and focused since the last one of this impression."
    )

    @model_validator(mode="after")
    def _only_views_last(self) -> Self:
        if (self.ms is not None) != (self.kind == "view"):
            raise ValueError("ms belongs to a view, and to nothing else.")
        return self


class EventBatch(BaseModel):
    """What somebody did since the last batch; 64 kB at most."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "events": [
                        {
                            "id": "0c3f2f6e-7a54-4b0c-9a1e-3f0d6a1b2c3d",
                            "impression": "AQAAAZ…",
                            "kind": "view",
                            "at": "2026-01-01T12:00:08Z",
                            "ms": 6400,
                        }
                    ]
                }
            ]
        }
    )

    events: Annotated[list[EventDraft], Field(min_length=1, max_length=MAX_EVENTS)]


class DroppedEvent(BaseModel):
    """An event that was not kept, and why; sending it again changes nothing."""

    id: UUID
    reason: Refusal = Field(
        description="`unknown_impression`: not a token of this instance; `expired`: more than 24 hours ago; "
        "`impossible`: watched for longer than since it was served; `learning_off`: this person said no."
    )


class EventsResult(BaseModel):
    """What became of a batch."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "accepted": 3,
                    "repeated": 1,
                    "dropped": [{"id": "0c3f2f6e-7a54-4b0c-9a1e-3f0d6a1b2c3d", "reason": "expired"}],
                }
            ]
        }
    )

    accepted: int = Field(description="Events that are kept now.")
    repeated: int = Field(description="Events that were kept before.")
    dropped: list[DroppedEvent]


class Learning(BaseModel):
    """Whether the feed learns from what somebody does."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on": False}]})

    on: bool
