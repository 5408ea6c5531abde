"""How signals, votes and marks look from outside."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from fractafrag.core.text import Prose
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
        description="`view`: watched for `ms` more; `replay`: the loop began again while watched; `skip`: left at "
        "once; `more_like`, `less_like`: what is wished for, the last one counts."
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


ReportReason = Literal["not_theirs", "hateful", "sexual", "flashing", "broken", "other"]


class ReportDraft(BaseModel):
    """Why a work is out of place."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "flashing", "words": "Strobes at 20 Hz."}]})

    reason: ReportReason = Field(
        description="`not_theirs`: somebody else's work; `flashing`: could harm people with photosensitive epilepsy."
    )
    words: Annotated[Prose, StringConstraints(max_length=1000)] = ""


class Followed(BaseModel):
    """Somebody who is followed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"username": "ada", "display_name": "Ada L.", "followed_at": "2026-01-01T12:00:00Z"}]
        }
    )

    username: str
    display_name: str
    followed_at: datetime


class FollowedList(BaseModel):
    """Whom somebody follows, by name; a list has 2,000 at most."""

    items: list[Followed]


class Marks(BaseModel):
    """What somebody has marked, the last first: enough to draw every heart and every follow button."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"saved": ["3kTMd9hQeW2z"], "hidden": [], "following": ["ada"], "muted": ["trickster"]}]
        }
    )

    saved: list[str] = Field(description="Ids of works.")
    hidden: list[str] = Field(description="Ids of works.")
    following: list[str] = Field(description="Usernames.")
    muted: list[str] = Field(description="Usernames.")


class KeptEvent(BaseModel):
    """One event, as it is kept."""

    at: datetime
    kind: str
    shader_id: str | None
    author_id: str | None
    impression_id: int | None
    ms: int | None


class KeptImpression(BaseModel):
    """One showing, as it is kept; `y` is what it was worth, `wish` 1 for "more like this" and -1 for "less".

    `features` are the numbers by which the feed judged how likely the work was to be enjoyed (docs/feed.md).
    """

    id: int
    served_at: datetime
    shader_id: str
    version: int
    slot: int
    reason: str
    policy: str
    propensity: float
    dwell_ms: int | None
    replays: int
    skipped: bool
    y: float | None
    wish: int
    features: list[float] | None


class KeptView(BaseModel):
    """What one work came to."""

    shader_id: str
    y: float
    dwell_ms: int | None
    times: int
    last_at: datetime


class KeptSteer(BaseModel):
    """An interest that was muted or pinned, by the works that it is known by."""

    works: list[str]
    muted: bool
    pinned: bool


class KeptForgetting(BaseModel):
    """An interest that was forgotten, by the works that it was made of, and what it was until then."""

    works: list[str]
    muted: bool
    pinned: bool
    forgotten_at: datetime


class KeptTaste(BaseModel):
    """What somebody said of their taste; what was watched before `since` says nothing of it."""

    surprise: float | None
    since: datetime | None
    session_since: datetime | None
    steers: list[KeptSteer]
    forgotten: list[KeptForgetting]


class EngagementExport(BaseModel):
    """All that is kept of what somebody watched and did; `complete` is false where a list was cut at 10,000."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "viewer": "v-3kTMd9hQeW2z",
                    "learning": True,
                    "events": [],
                    "impressions": [],
                    "views": [
                        {
                            "shader_id": "3kTMd9hQeW2z",
                            "y": 0.42,
                            "dwell_ms": 6400,
                            "times": 1,
                            "last_at": "2026-01-01T12:00:00Z",
                        }
                    ],
                    "dwell": [0, 0, 1, 0],
                    "taste": None,
                    "marks": None,
                    "complete": True,
                }
            ]
        }
    )

    viewer: str | None = Field(description="The account's id, or the visitor's name in the cookie.")
    learning: bool
    events: list[KeptEvent]
    impressions: list[KeptImpression]
    views: list[KeptView]
    dwell: list[int] | None = Field(description="How many views were how long: 32 bins of log(1 + seconds).")
    taste: KeptTaste | None = Field(description="What was said of the taste that these views come to.")
    marks: Marks | None = Field(description="Of an account.")
    complete: bool
