"""Client-id metadata documents: what a program says of itself at the address that is its name; and a fake."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Protocol

import orjson

from fractafrag.core import clock
from fractafrag.gateways.outbound import GuardedOutbound, Outbound, OutboundError, loopback_allowed

MAX_BYTES = 5 * 1024
TIMEOUT_S = 5.0
FRESH_S = (5 * 60, 24 * 60 * 60)
"""How long a document is believed at least and at most, whatever its server says."""


@dataclass(frozen=True)
class Document:
    """A JSON object, and for how many seconds it may be believed."""

    data: Mapping[str, Any]
    fresh_s: int


class NoDocument(Exception):
    """There is no document to be had; the text says why, and may be shown."""


class ClientDocuments(Protocol):
    """The documents of all programs in the world."""

    async def fetch(self, url: str) -> Document:
        """What is at `url` now. Raises NoDocument."""
        ...


def client_documents() -> ClientDocuments:
    """The documents as this instance sees them."""
    # Not into the private networks that the operator opened for webhooks: here strangers name the address.
    return WebClientDocuments(GuardedOutbound(loopback=loopback_allowed()))


class WebClientDocuments:
    """The real one: a GET that reaches no private network and follows no redirect."""

    def __init__(self, way: Outbound) -> None:
        self._way = way

    async def fetch(self, url: str) -> Document:
        """What is at `url` now: at most MAX_BYTES, within TIMEOUT_S. Raises NoDocument."""
        try:
            answer = await self._way.get(
                url, {"Accept": "application/json"}, limit_bytes=MAX_BYTES, timeout_s=TIMEOUT_S
            )
        except OutboundError as error:
            raise NoDocument(str(error)) from error
        if answer.status != 200:
            raise NoDocument(f"The answer was {answer.status}, not 200.")
        if not answer.whole:
            raise NoDocument(f"A document may have {MAX_BYTES:,} bytes.")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json" and not re.fullmatch(r"application/[\w.-]+\+json", kind):
            raise NoDocument("The answer was not application/json.")
        return Document(_parsed(answer.body), fresh_seconds(answer.headers))


@dataclass
class FakeClientDocuments:
    """A dictionary of bodies by URL; `fetched` is what was asked for."""

    bodies: dict[str, bytes] = field(default_factory=dict[str, bytes])
    fetched: list[str] = field(default_factory=list[str])
    fresh_s: int = FRESH_S[0]

    async def fetch(self, url: str) -> Document:
        """The body kept for `url`. Raises NoDocument."""
        self.fetched.append(url)
        body = self.bodies.get(url)
        if body is None:
            raise NoDocument("The answer was 404, not 200.")
        if len(body) > MAX_BYTES:
            raise NoDocument(f"A document may have {MAX_BYTES:,} bytes.")
        return Document(_parsed(body), self.fresh_s)


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        data: dict[str, Any] = orjson.loads(body)
        data.keys()
    except (ValueError, AttributeError) as error:
        raise NoDocument("The document is not a JSON object.") from error
    return data


def fresh_seconds(headers: Mapping[str, str]) -> int:
    """How long an answer with these headers (names in lower case) stays good by RFC 9111, within FRESH_S."""
    return min(max(_said_seconds(headers), FRESH_S[0]), FRESH_S[1])


def _said_seconds(headers: Mapping[str, str]) -> int:
    control = headers.get("cache-control", "").lower()
    if "no-store" in control or "no-cache" in control:
        return 0
    if found := re.search(r"max-age=\"?(\d{1,9})", control):
        age = headers.get("age", "0")
        return int(found[1]) - (int(age) if re.fullmatch(r"\d{1,9}", age) else 0)
    try:
        expires = parsedate_to_datetime(headers["expires"])
        return int((expires - clock.now()).total_seconds())
    except (KeyError, ValueError, TypeError):
        return 0
