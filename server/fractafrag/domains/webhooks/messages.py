"""Pure room: what a webhook is told, and how it knows that we said it (Standard Webhooks 1.0)."""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import orjson
from standardwebhooks.webhooks import Webhook

Event = Literal["shader.published", "shader.rendered"]

TEST = "webhook.test"
SECRET_BYTES = 32
EXCERPT_BYTES = 1024


@dataclass(frozen=True)
class Told:
    """A version of a work as a message tells of it; `poster_url` is a path of this site."""

    id: str
    title: str
    tags: Sequence[str]
    licence: str | None
    visibility: str
    username: str
    display_name: str
    agent: str | None
    version: int
    render_status: str
    poster_url: str | None


def new_secret() -> bytes:
    """What a webhook's messages are signed with: 256 random bits."""
    return secrets.token_bytes(SECRET_BYTES)


def shown(secret: bytes) -> str:
    """The secret as its owner keeps it: `whsec_` and base64."""
    return "whsec_" + base64.b64encode(secret).decode()


def message_id(webhook_id: str, *subject: object) -> str:
    """The name of a message, the same for the same webhook and subject: planned twice, it is still one message."""
    whole = "\0".join((webhook_id, *(str(part) for part in subject)))
    return "msg_" + hashlib.sha256(whole.encode()).hexdigest()[:32]


def body(event: str, at: datetime, data: dict[str, Any]) -> str:
    """A message as JSON: what happened, when, and to what."""
    document = {"type": event, "timestamp": at.astimezone(UTC), "data": data}
    return orjson.dumps(document, option=orjson.OPT_UTC_Z).decode()


def work(site: str, told: Told) -> dict[str, Any]:
    """The `data` of a message about a work; `site` is the instance's address without a slash at its end."""
    return {
        "id": told.id,
        "title": told.title,
        "url": f"{site}/s/{told.id}",
        "author": {"username": told.username, "display_name": told.display_name, "agent": told.agent},
        "version": told.version,
        "tags": list(told.tags),
        "licence": told.licence,
        "visibility": told.visibility,
        "render": {
            "status": told.render_status,
            "poster_url": site + told.poster_url if told.poster_url else None,
        },
    }


def signed_headers(message: str, at: datetime, text: str, keys: Sequence[bytes]) -> dict[str, str]:
    """The three headers of Standard Webhooks; one signature for each key, so that keys can be exchanged in peace."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(message, at.astimezone(UTC), text) for key in keys),
    }


def excerpt(answer: bytes) -> str:
    """The beginning of an answer as text that can be stored and shown: no control characters but tab and line feed."""
    text = answer[:EXCERPT_BYTES].decode("utf-8", "replace").replace("\r\n", "\n")
    return "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)
