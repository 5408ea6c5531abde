"""The HTTP end of webhooks: for their owner in person alone."""

from typing import Any

from fastapi import APIRouter

from fractafrag.core.web import Cursor, Limit, Reading, Writing, problems
from fractafrag.domains.accounts.deps import SignedIn, limited
from fractafrag.domains.shaders.deps import answer
from fractafrag.domains.webhooks import queries, service
from fractafrag.domains.webhooks.deps import CheckedChange, CheckedDraft, DeliveryId, WebhookId
from fractafrag.domains.webhooks.schemas import (
    Delivery,
    DeliveryList,
    NewWebhook,
    Webhook,
    WebhookList,
    WebhookMessage,
    WebhookSecret,
)

router = APIRouter(prefix="/webhooks", tags=["webhooks"])
messages_out = APIRouter(tags=["webhooks"])
"""What we send, for the documentation: other people's servers answer these."""


@router.get("", response_model=WebhookList, dependencies=[limited("read")])
async def list_webhooks(session: Reading, viewer: SignedIn) -> Any:
    """One's own webhooks, the newest first."""
    return answer({"items": await queries.webhooks(session, viewer)})


@router.post(
    "",
    status_code=201,
    response_model=NewWebhook,
    responses=problems(409),
    dependencies=[limited("write")],
)
async def create_webhook(viewer: SignedIn, draft: CheckedDraft, session: Writing) -> Any:
    """Makes a webhook, ten at most; its secret is shown this once."""
    return answer(await service.create(session, viewer, draft), 201)


@router.patch(
    "/{webhook_id}",
    response_model=Webhook,
    responses=problems(404),
    dependencies=[limited("write")],
)
async def change_webhook(viewer: SignedIn, webhook_id: WebhookId, change: CheckedChange, session: Writing) -> Any:
    """Changes address, events or scope of a webhook, or switches it on or off."""
    return answer(await service.change(session, viewer, webhook_id, change))


@router.delete("/{webhook_id}", status_code=204, responses=problems(404), dependencies=[limited("write")])
async def delete_webhook(viewer: SignedIn, webhook_id: WebhookId, session: Writing) -> None:
    """Forgets a webhook and its log."""
    await service.delete(session, viewer, webhook_id)


@router.post(
    "/{webhook_id}/secret",
    response_model=WebhookSecret,
    responses=problems(404),
    dependencies=[limited("write")],
)
async def renew_webhook_secret(viewer: SignedIn, webhook_id: WebhookId, session: Writing) -> Any:
    """Makes a new secret, shown this once; for a day the old one signs beside it."""
    return answer({"secret": await service.renew_secret(session, viewer, webhook_id)})


@router.post(
    "/{webhook_id}/test",
    status_code=202,
    response_model=Delivery,
    responses=problems(404, 409),
    dependencies=[limited("write")],
)
async def test_webhook(viewer: SignedIn, webhook_id: WebhookId, session: Writing) -> Any:
    """Sends a `webhook.test`, once; the log tells what came of it."""
    return answer(await service.test(session, viewer, webhook_id), 202)


@router.get(
    "/{webhook_id}/deliveries",
    response_model=DeliveryList,
    responses=problems(404),
    dependencies=[limited("read")],
)
async def list_webhook_deliveries(
    viewer: SignedIn, webhook_id: WebhookId, session: Reading, cursor: Cursor = None, limit: Limit = 20
) -> Any:
    """What was sent in the last 30 days and what came of it, the newest first."""
    found = await queries.deliveries(session, viewer, webhook_id, cursor=cursor, limit=limit)
    if not found["items"] and not await queries.has_webhook(session, viewer, webhook_id):
        raise service.not_found()
    return answer(found)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=202,
    response_model=Delivery,
    responses=problems(404, 409),
    dependencies=[limited("write")],
)
async def replay_webhook_delivery(
    viewer: SignedIn, webhook_id: WebhookId, delivery_id: DeliveryId, session: Writing
) -> Any:
    """Sends a message once more, with the same body and the same `webhook-id`."""
    return answer(await service.replay(session, viewer, webhook_id, delivery_id), 202)


@messages_out.post("shader.published", operation_id="shader_published")
def shader_published(message: WebhookMessage) -> None:
    """A version of a work is what the world sees from now on. Answer with 2xx within ten seconds."""


@messages_out.post("shader.rendered", operation_id="shader_rendered")
def shader_rendered(message: WebhookMessage) -> None:
    """The picture of a version is there, or will not be. Answer with 2xx within ten seconds."""
