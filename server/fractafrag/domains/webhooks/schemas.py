"""How webhooks look from outside."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from fractafrag.core.text import Line
from fractafrag.domains.shaders.schemas import Author
from fractafrag.domains.webhooks.messages import Event

About = Literal["mine", "public"]
Status = Literal["waiting", "delivered", "failed"]


def _each_once(events: list[Event]) -> list[Event]:
    return sorted(set(events))


Address = Annotated[
    Line,
    Field(
        min_length=1,
        max_length=2048,
        description="`https://` or `http://`, of a host in the open internet; no user, no fragment.",
        examples=["https://example.org/hooks/fractafrag"],
    ),
]
Events = Annotated[
    list[Event], Field(min_length=1, max_length=8, description="What it is told."), AfterValidator(_each_once)
]


class WebhookDraft(BaseModel):
    """A new webhook."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    url: Address
    events: Events = ["shader.published", "shader.rendered"]
    about: About = Field("mine", description="Of whose works: one's own, or all that are public.")


class WebhookChange(BaseModel):
    """A change to a webhook: only what is sent is changed. Switching it on again forgets its failures."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    url: Address | None = None
    events: Events | None = None
    about: About | None = None
    active: bool | None = None


class LastDelivery(BaseModel):
    """How the latest attempt ended, and when."""

    status: Literal["delivered", "failed"]
    at: datetime


class Webhook(BaseModel):
    """A destination that is told of works."""

    id: str
    url: str
    events: list[Event]
    about: About
    active: bool
    created_at: datetime
    disabled_reason: str | None = Field(description="Why it was switched off, unless its owner did it.")
    last_delivery: LastDelivery | None


class WebhookSecret(BaseModel):
    """What messages are signed with; shown this once. The one before signs beside it for another day."""

    secret: str = Field(description="`whsec_` and base64.")


class NewWebhook(Webhook, WebhookSecret):
    """A webhook that was made just now."""


class WebhookList(BaseModel):
    """All of one's webhooks, the newest first."""

    items: list[Webhook]


class Delivery(BaseModel):
    """A message to a webhook and what became of it."""

    id: str
    event: str = Field(description='"shader.published", "shader.rendered" or "webhook.test".')
    status: Status
    attempts: int
    response_status: int | None
    error: str | None = Field(description="Why the latest attempt failed.")
    created_at: datetime
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    duration_ms: int | None = Field(description="Of the latest attempt.")
    body: str = Field(description="What is sent, to the byte.")
    response_excerpt: str | None = Field(description="The first kilobyte of the latest answer.")


class DeliveryList(BaseModel):
    """One page of the log, the newest first."""

    items: list[Delivery]
    next_cursor: str | None


class MessageRender(BaseModel):
    """The picture of the version."""

    status: Literal["pending", "ready", "failed"]
    poster_url: str | None


class MessageWork(BaseModel):
    """The version of a work that a message is about."""

    id: str
    title: str
    url: str
    author: Author
    version: int
    tags: list[str]
    licence: str | None
    visibility: Literal["public", "unlisted", "private"]
    render: MessageRender


class WebhookMessage(BaseModel):
    """What a webhook is sent, signed by Standard Webhooks: see the headers `webhook-id`, `-timestamp`, `-signature`."""

    type: Event
    timestamp: datetime
    data: MessageWork
