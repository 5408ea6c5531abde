"""What may be done with webhooks: make, change, test, replay; who is told what; and what becomes of each message."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from fractafrag.core import clock, sealing
from fractafrag.core.db import WriteSession
from fractafrag.core.errors import Conflict, NotFound
from fractafrag.core.facts import record
from fractafrag.core.ids import new_id
from fractafrag.core.settings import settings
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.webhooks import messages, queries, retries
from fractafrag.domains.webhooks.facts import WebhookDue
from fractafrag.domains.webhooks.messages import Event
from fractafrag.domains.webhooks.models import WebhookDeliveryRow, WebhookRow
from fractafrag.domains.webhooks.schemas import WebhookChange, WebhookDraft

MAX_WEBHOOKS = 10
OLD_SECRET_SIGNS = timedelta(hours=24)
KEPT = timedelta(days=30)
AT_ONCE = 4
"""Messages on their way to one webhook from one process; the next wait, so that others have their turn."""
TURN = timedelta(seconds=5)

OFF = "The webhook was switched off."
GONE = "It answered 410 Gone, which means: never again."
WORN_OUT = "Nothing has reached it for three days."
SEALED = "Its secret cannot be read any more, because SECRETS_KEY of the instance was changed: make a new secret."
OUR_FAULT = "It could not be sent; the fault is ours and stands in the log of the instance."


@dataclass(frozen=True)
class Job:
    """A message on its way: to whom, under which name, signed with which keys, and which attempt it is (from 1)."""

    delivery_id: str
    webhook_id: str
    message_id: str
    event: str
    url: str
    body: str
    keys: tuple[bytes, ...]
    attempt: int


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt; `error` is None for a success, `final` when trying again is useless."""

    status: int | None
    error: str | None
    excerpt: str | None
    duration_ms: int
    final: bool = False


async def create(session: WriteSession, viewer: Viewer, draft: WebhookDraft) -> dict[str, Any]:
    """Makes a webhook; a NewWebhook with its secret. Raises Conflict when there are too many."""
    if await queries.count_locked(session, viewer) >= MAX_WEBHOOKS:
        raise Conflict(f"You have {MAX_WEBHOOKS} webhooks, which is all; delete one first.")
    webhook_id, secret = new_id(), messages.new_secret()
    row = await queries.insert_webhook(
        session,
        id=webhook_id,
        user_id=viewer.id,
        url=draft.url,
        events=draft.events,
        about=draft.about,
        secret=sealing.seal(secret, webhook_id),
        created_at=clock.now(),
    )
    return queries.webhook_document(row) | {"secret": messages.shown(secret)}


async def change(session: WriteSession, viewer: Viewer, webhook_id: str, wanted: WebhookChange) -> dict[str, Any]:
    """Changes a webhook; the Webhook that results. Raises NotFound."""
    row = await _own(session, viewer, webhook_id)
    values = wanted.model_dump(exclude_none=True)
    if "active" in values:
        values |= {"disabled_reason": None, "failures": 0, "failing_since": None}
    return queries.webhook_document(await queries.update_webhook(session, row.id, **values) if values else row)


async def delete(session: WriteSession, viewer: Viewer, webhook_id: str) -> None:
    """Forgets a webhook and its log. Raises NotFound."""
    row = await _own(session, viewer, webhook_id)
    await queries.delete_webhook(session, row.id)


async def renew_secret(session: WriteSession, viewer: Viewer, webhook_id: str) -> str:
    """A new secret; the one before signs beside it for a day. Raises NotFound."""
    row = await _own(session, viewer, webhook_id)
    secret = messages.new_secret()
    await queries.update_webhook(
        session,
        row.id,
        secret=sealing.seal(secret, row.id),
        old_secret=row.secret,
        old_secret_until=clock.now() + OLD_SECRET_SIGNS,
    )
    return messages.shown(secret)


async def test(session: WriteSession, viewer: Viewer, webhook_id: str) -> dict[str, Any]:
    """Sends a message that means nothing; its Delivery. Raises NotFound, Conflict when the webhook is off."""
    row = await _own_active(session, viewer, webhook_id)
    body = messages.body(messages.TEST, clock.now(), {"webhook_id": row.id})
    return await _write_down(session, row.id, messages.message_id(row.id, new_id()), messages.TEST, body, None)


async def replay(session: WriteSession, viewer: Viewer, webhook_id: str, delivery_id: str) -> dict[str, Any]:
    """Sends a message once more under its old name; the new Delivery.

    Raises NotFound, Conflict when the webhook is off or the message is still on its way.
    """
    row = await _own_active(session, viewer, webhook_id)
    old = await queries.delivery_of(session, row.id, delivery_id)
    if old is None:
        raise NotFound("There is no such delivery.")
    if old.status == "waiting":
        raise Conflict("This message is still on its way.")
    return await _write_down(session, row.id, old.message_id, old.event, old.body, old.replay_of or old.id)


async def tell_of_publication(session: WriteSession, shader_id: str, version: int) -> None:
    """Writes down who is to be told that this version is what the world sees."""
    news = await queries.news(session, shader_id, version)
    if news is not None:
        await _tell(session, "shader.published", news, news.created_at, shader_id, version)


async def tell_of_picture(session: WriteSession, shader_id: str, version: int, status: str, at: str) -> None:
    """Writes down who is to be told that the picture of this version is there ("ready"), or will not be ("failed")."""
    news = await queries.news(session, shader_id, version)
    if news is not None:
        # Another try may have begun since: what is told of is what happened then.
        news = replace(news, told=replace(news.told, render_status=status))
        await _tell(session, "shader.rendered", news, datetime.fromisoformat(at), shader_id, version, at)


async def begin(session: WriteSession, delivery_id: str, on_the_way: Mapping[str, int]) -> Job | timedelta | None:
    """The message to send now, its attempt counted; a time to wait when it is too early; None when there is nothing.

    `on_the_way` counts, by webhook, the messages that this process is sending at this moment.
    """
    found = await queries.lock_delivery(session, delivery_id)
    if found is None or found[0].status != "waiting":
        return None
    message, webhook = found
    if not webhook.active:
        await _fail(session, message, OFF)
        return None
    if message.next_attempt_at is not None and message.next_attempt_at > clock.now():
        return message.next_attempt_at - clock.now()
    if on_the_way.get(webhook.id, 0) >= AT_ONCE:
        return TURN
    fault = OUR_FAULT if message.attempts > len(retries.DELAYS) else None
    keys: tuple[bytes, ...] = ()
    try:
        keys = _keys(webhook)
    except sealing.Unreadable:
        fault = SEALED
    if fault is not None:
        await _fail(session, message, fault)
        return None
    # Counted before it is made: a message that brings its process down must not be sent for ever.
    attempt = message.attempts + 1
    await queries.update_delivery(session, message.id, message.attempts, attempts=attempt)
    return Job(message.id, webhook.id, message.message_id, message.event, webhook.url, message.body, keys, attempt)


async def settle(session: WriteSession, job: Job, outcome: Outcome) -> timedelta | None:
    """Keeps what came of an attempt; how long to wait for the next one, None when there is none to come."""
    now = clock.now()
    again = _pause(job, outcome)
    status = "delivered" if outcome.error is None else "failed" if again is None else "waiting"
    settled = await queries.update_delivery(
        session,
        job.delivery_id,
        job.attempt,
        status=status,
        response_status=outcome.status,
        response_excerpt=outcome.excerpt,
        error=outcome.error,
        duration_ms=outcome.duration_ms,
        delivered_at=now if outcome.error is None else None,
        next_attempt_at=now + again if again else None,
    )
    webhook = await queries.lock_webhook(session, job.webhook_id) if settled else None
    if webhook is None:
        return None
    values: dict[str, Any] = {"last_at": now, "last_status": "delivered", "failures": 0, "failing_since": None}
    if outcome.error is not None:
        since = webhook.failing_since or now
        values |= {"last_status": "failed", "failures": webhook.failures + 1, "failing_since": since}
        if outcome.status == 410:
            values |= {"active": False, "disabled_reason": GONE}
        elif retries.worn_out(webhook.failures + 1, since, now):
            values |= {"active": False, "disabled_reason": WORN_OUT}
    await queries.update_webhook(session, webhook.id, **values)
    return again


async def give_up(session: WriteSession, delivery_id: str) -> None:
    """Says of a message that something of ours broke on it again and again."""
    found = await queries.lock_delivery(session, delivery_id)
    if found is not None:
        await _fail(session, found[0], OUR_FAULT)


async def prune(session: WriteSession) -> None:
    """Forgets messages after a month."""
    await queries.delete_deliveries_before(session, clock.now() - KEPT)


async def _fail(session: WriteSession, message: WebhookDeliveryRow, error: str) -> None:
    await queries.update_delivery(
        session, message.id, message.attempts, status="failed", error=error, next_attempt_at=None
    )


def _pause(job: Job, outcome: Outcome) -> timedelta | None:
    # Somebody waits for the result of a test: an hour later it is of no use.
    final = outcome.error is None or outcome.final or outcome.status == 410 or job.event == messages.TEST
    return None if final else retries.pause(job.attempt)


def _keys(webhook: WebhookRow) -> tuple[bytes, ...]:
    keys = [sealing.unseal(webhook.secret, webhook.id)]
    if webhook.old_secret and webhook.old_secret_until and webhook.old_secret_until > clock.now():
        keys.append(sealing.unseal(webhook.old_secret, webhook.id))
    return tuple(keys)


async def _own(session: WriteSession, viewer: Viewer, webhook_id: str) -> WebhookRow:
    row = await queries.own_webhook(session, viewer, webhook_id)
    if row is None:
        raise not_found()
    return row


async def _own_active(session: WriteSession, viewer: Viewer, webhook_id: str) -> WebhookRow:
    row = await _own(session, viewer, webhook_id)
    if not row.active:
        raise Conflict("This webhook is switched off; switch it on first.")
    return row


def not_found() -> NotFound:
    """What is answered for the webhooks of others, too."""
    return NotFound("You have no such webhook.")


async def _tell(session: WriteSession, event: Event, news: queries.News, at: datetime, *subject: object) -> None:
    body = messages.body(event, at, messages.work(settings().public_url.rstrip("/"), news.told))
    told = await queries.who_is_told(session, event, news.author_id, listed=news.listed)
    rows = [
        _row(webhook_id, messages.message_id(webhook_id, event, *subject), event, body, None) for webhook_id in told
    ]
    for delivery_id in await queries.insert_deliveries(session, rows):
        await record(session, WebhookDue(delivery_id))


async def _write_down(
    session: WriteSession, webhook_id: str, message_id: str, event: str, body: str, replay_of: str | None
) -> dict[str, Any]:
    row: WebhookDeliveryRow = await queries.insert_delivery(
        session, **_row(webhook_id, message_id, event, body, replay_of)
    )
    await record(session, WebhookDue(row.id))
    return queries.delivery_document(row)


def _row(webhook_id: str, message_id: str, event: str, body: str, replay_of: str | None) -> dict[str, Any]:
    return {
        "id": new_id(),
        "webhook_id": webhook_id,
        "message_id": message_id,
        "replay_of": replay_of,
        "event": event,
        "body": body,
        "created_at": clock.now(),
        "next_attempt_at": clock.now(),
    }
