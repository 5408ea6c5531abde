"""All SQL of webhooks: what their owners see, what is to be sent, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, desc, func, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from fractafrag.core.db import ReadSession, WriteSession
from fractafrag.core.pages import encode_cursor
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.shaders.cursors import moment_key
from fractafrag.domains.shaders.models import RenderRow, ShaderRow, ShaderVersionRow
from fractafrag.domains.webhooks.messages import Told
from fractafrag.domains.webhooks.models import WebhookDeliveryRow, WebhookRow


@dataclass(frozen=True)
class News:
    """A published version to be told of: its author, whether strangers find it, when it came, and how it looks."""

    author_id: str
    listed: bool
    created_at: datetime
    told: Told


# ── what owners see ──


async def webhooks(session: ReadSession, viewer: Viewer) -> list[dict[str, Any]]:
    """All of the viewer's, the newest first, as Webhooks."""
    found = await session.scalars(
        select(WebhookRow)
        .where(WebhookRow.user_id == viewer.id)
        .order_by(desc(WebhookRow.created_at), desc(WebhookRow.id))
    )
    return [webhook_document(row) for row in found]


async def has_webhook(session: ReadSession, viewer: Viewer, webhook_id: str) -> bool:
    """Whether the viewer has a webhook of this id."""
    found = await session.scalar(
        select(WebhookRow.id).where(WebhookRow.id == webhook_id, WebhookRow.user_id == viewer.id)
    )
    return found is not None


async def deliveries(
    session: ReadSession, viewer: Viewer, webhook_id: str, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """The log of one of the viewer's webhooks, the newest first, as a DeliveryList."""
    rows = (
        select(WebhookDeliveryRow)
        .join(WebhookRow, WebhookRow.id == WebhookDeliveryRow.webhook_id)
        .where(WebhookDeliveryRow.webhook_id == webhook_id, WebhookRow.user_id == viewer.id)
        .order_by(desc(WebhookDeliveryRow.created_at), desc(WebhookDeliveryRow.id))
        .limit(limit + 1)
    )
    if cursor is not None:
        after = moment_key("deliveries", cursor)
        rows = rows.where(tuple_(WebhookDeliveryRow.created_at, WebhookDeliveryRow.id) < after)
    found = (await session.scalars(rows)).all()
    last = found[limit - 1] if len(found) > limit else None
    more = last and encode_cursor("deliveries", last.created_at.isoformat(), last.id)
    return {"items": [delivery_document(row) for row in found[:limit]], "next_cursor": more}


def webhook_document(row: WebhookRow) -> dict[str, Any]:
    """As a Webhook."""
    return {
        "id": row.id,
        "url": row.url,
        "events": row.events,
        "about": row.about,
        "active": row.active,
        "created_at": row.created_at,
        "disabled_reason": row.disabled_reason,
        "last_delivery": {"status": row.last_status, "at": row.last_at} if row.last_status else None,
    }


def delivery_document(row: WebhookDeliveryRow) -> dict[str, Any]:
    """As a Delivery."""
    return {
        "id": row.id,
        "event": row.event,
        "status": row.status,
        "attempts": row.attempts,
        "response_status": row.response_status,
        "error": row.error,
        "created_at": row.created_at,
        "next_attempt_at": row.next_attempt_at,
        "delivered_at": row.delivered_at,
        "duration_ms": row.duration_ms,
        "body": row.body,
        "response_excerpt": row.response_excerpt,
    }


# ── what services read and write ──


async def count_locked(session: WriteSession, viewer: Viewer) -> int:
    """How many webhooks the viewer has; until the commit nobody else adds one for them."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext('webhooks'), hashtext(:id))"), {"id": viewer.id})
    found = await session.scalar(select(func.count()).where(WebhookRow.user_id == viewer.id))
    return found or 0


async def insert_webhook(session: WriteSession, **values: Any) -> WebhookRow:
    """A new webhook."""
    return (await session.scalars(insert(WebhookRow).values(**values).returning(WebhookRow))).one()


async def own_webhook(session: WriteSession, viewer: Viewer, webhook_id: str) -> WebhookRow | None:
    """The viewer's webhook, locked until the commit."""
    return await session.scalar(
        select(WebhookRow).where(WebhookRow.id == webhook_id, WebhookRow.user_id == viewer.id).with_for_update()
    )


async def update_webhook(session: WriteSession, webhook_id: str, **values: Any) -> WebhookRow:
    """The webhook after the change."""
    statement = update(WebhookRow).where(WebhookRow.id == webhook_id).values(**values).returning(WebhookRow)
    return (await session.scalars(statement, execution_options={"populate_existing": True})).one()


async def delete_webhook(session: WriteSession, webhook_id: str) -> None:
    """The webhook and its log are gone."""
    await session.execute(delete(WebhookRow).where(WebhookRow.id == webhook_id))


async def news(session: WriteSession, shader_id: str, version: int) -> News | None:
    """What is to be told of a version; None when its work is no longer published."""
    found = await session.execute(
        select(
            ShaderRow.id,
            ShaderRow.author_id,
            ShaderRow.listed,
            ShaderRow.visibility,
            ShaderRow.agent,
            UserRow.username,
            UserRow.display_name,
            ShaderVersionRow.number,
            ShaderVersionRow.created_at,
            ShaderVersionRow.title,
            ShaderVersionRow.tags,
            ShaderVersionRow.licence,
            func.coalesce(RenderRow.status, "pending").label("render_status"),
            RenderRow.poster_url,
        )
        .join(UserRow, UserRow.id == ShaderRow.author_id)
        .join(ShaderVersionRow, ShaderVersionRow.shader_id == ShaderRow.id)
        .outerjoin(
            RenderRow,
            and_(RenderRow.shader_id == ShaderVersionRow.shader_id, RenderRow.version == ShaderVersionRow.number),
        )
        .where(ShaderRow.id == shader_id, ShaderRow.status == "published", ShaderVersionRow.number == version)
    )
    row = found.one_or_none()
    if row is None:
        return None
    told = Told(
        row.id,
        row.title,
        row.tags,
        row.licence,
        row.visibility,
        row.username,
        row.display_name,
        row.agent,
        row.number,
        row.render_status,
        row.poster_url,
    )
    return News(row.author_id, row.listed, row.created_at, told)


async def who_is_told(session: WriteSession, event: str, author_id: str, *, listed: bool) -> Sequence[str]:
    """The ids of the active webhooks that want this event of a work by this author."""
    mine = and_(WebhookRow.about == "mine", WebhookRow.user_id == author_id)
    wanted = or_(mine, WebhookRow.about == "public") if listed else mine
    found = await session.scalars(
        select(WebhookRow.id).where(WebhookRow.active, WebhookRow.events.contains([event]), wanted)
    )
    return found.all()


async def insert_deliveries(session: WriteSession, rows: Sequence[dict[str, Any]]) -> Sequence[str]:
    """Writes messages down, but for those that are written already; the ids of the new."""
    if not rows:
        return []
    statement = (
        insert(WebhookDeliveryRow)
        .on_conflict_do_nothing(
            index_elements=["webhook_id", "message_id"], index_where=WebhookDeliveryRow.replay_of.is_(None)
        )
        .returning(WebhookDeliveryRow.id)
    )
    return (await session.scalars(statement, list(rows))).all()


async def insert_delivery(session: WriteSession, **values: Any) -> WebhookDeliveryRow:
    """A message of its own."""
    return (await session.scalars(insert(WebhookDeliveryRow).values(**values).returning(WebhookDeliveryRow))).one()


async def delivery_of(session: WriteSession, webhook_id: str, delivery_id: str) -> WebhookDeliveryRow | None:
    """A message to this webhook."""
    return await session.scalar(
        select(WebhookDeliveryRow).where(
            WebhookDeliveryRow.id == delivery_id, WebhookDeliveryRow.webhook_id == webhook_id
        )
    )


async def lock_delivery(session: WriteSession, delivery_id: str) -> tuple[WebhookDeliveryRow, WebhookRow] | None:
    """A message and its webhook, the message locked until the commit."""
    found = await session.execute(
        select(WebhookDeliveryRow, WebhookRow)
        .join(WebhookRow, WebhookRow.id == WebhookDeliveryRow.webhook_id)
        .where(WebhookDeliveryRow.id == delivery_id)
        .with_for_update(of=WebhookDeliveryRow)
    )
    row = found.one_or_none()
    return (row[0], row[1]) if row else None


async def lock_webhook(session: WriteSession, webhook_id: str) -> WebhookRow | None:
    """The webhook, locked until the commit."""
    return await session.scalar(select(WebhookRow).where(WebhookRow.id == webhook_id).with_for_update())


async def update_delivery(session: WriteSession, delivery_id: str, attempt: int, **values: Any) -> bool:
    """Changes a waiting message; False when it is settled, or somebody else makes a later attempt."""
    found = await session.scalar(
        update(WebhookDeliveryRow)
        .where(
            WebhookDeliveryRow.id == delivery_id,
            WebhookDeliveryRow.status == "waiting",
            WebhookDeliveryRow.attempts == attempt,
        )
        .values(**values)
        .returning(WebhookDeliveryRow.id)
    )
    return found is not None


async def delete_deliveries_before(session: WriteSession, moment: datetime) -> None:
    """Forgets messages that were written down before."""
    await session.execute(delete(WebhookDeliveryRow).where(WebhookDeliveryRow.created_at < moment))
