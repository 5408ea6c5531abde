"""What a route about webhooks may ask about its request: an id that could be one, an address that we may go to."""

from typing import Annotated

from fastapi import Depends, Path

from fractafrag.core.errors import NotFound, Unprocessable, refuses
from fractafrag.domains.shaders.cursors import ID
from fractafrag.domains.webhooks import service
from fractafrag.domains.webhooks.schemas import WebhookChange, WebhookDraft
from fractafrag.gateways import outbound
from fractafrag.gateways.outbound import NotAllowed


@refuses(NotFound)
def _known_webhook(webhook_id: Annotated[str, Path(max_length=64)]) -> str:
    if not ID.fullmatch(webhook_id):
        raise service.not_found()
    return webhook_id


@refuses(NotFound)
def _known_delivery(delivery_id: Annotated[str, Path(max_length=64)]) -> str:
    if not ID.fullmatch(delivery_id):
        raise NotFound("There is no such delivery.")
    return delivery_id


WebhookId = Annotated[str, Depends(_known_webhook)]
DeliveryId = Annotated[str, Depends(_known_delivery)]


def _check(url: str) -> None:
    try:
        outbound.outbound(plain=True).check(url)
    except NotAllowed as error:
        raise Unprocessable(str(error), field="url", errors=[{"field": "url", "message": str(error)}]) from error


@refuses(Unprocessable)
def _checked_draft(draft: WebhookDraft) -> WebhookDraft:
    _check(draft.url)
    return draft


@refuses(Unprocessable)
def _checked_change(change: WebhookChange) -> WebhookChange:
    if change.url is not None:
        _check(change.url)
    return change


CheckedDraft = Annotated[WebhookDraft, Depends(_checked_draft)]
"""A new webhook whose address, as it is written, leads nowhere that we do not go; 422 otherwise."""
CheckedChange = Annotated[WebhookChange, Depends(_checked_change)]
"""A change to a webhook, checked in the same way."""
