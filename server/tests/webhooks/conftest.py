"""A worker, people, and a real HTTP server that is told of works."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from standardwebhooks.webhooks import Webhook

from fractafrag.core.db import Database
from fractafrag.doors import worker
from tests.works import Person, media, person, renderer, work_off

__all__ = ["media", "person", "renderer", "work_off"]


@dataclass(frozen=True)
class Heard:
    """A message as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> dict[str, Any]:
        """What it says, if it was signed with `secret`; by the library that receivers are told to use."""
        said: dict[str, Any] = Webhook(secret).verify(self.body, self.headers)
        return said


@dataclass
class Receiver:
    """Answers by `script`, one status (with headers and body) after the other, then 200; keeps what it was told."""

    url: str = ""
    script: list[bytes] = field(default_factory=list[bytes])
    heard: list[Heard] = field(default_factory=list[Heard])

    def answers(self, *heads: str, body: bytes = b"") -> None:
        """Adds answers: status lines, with headers after line ends."""
        for head in heads:
            self.script.append(f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hears one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        request, *lines = head.split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.heard.append(Heard(request.split()[1], headers, body))
        writer.write(self.script.pop(0) if self.script else b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()


@pytest.fixture
async def receiver(setting: Callable[..., None]) -> AsyncIterator[Receiver]:
    """A server on this machine, which the operator lets webhooks reach."""
    setting(OUTBOUND_PRIVATE_NETWORKS="127.0.0.0/8", PUBLIC_URL="https://frag.example")
    found = Receiver()
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/in"
    yield found
    server.close()
    await server.wait_closed()


@pytest.fixture
def work_all(work_off: Any, database: Database) -> Callable[[], Awaitable[None]]:
    """Does all that is due now, and all that follows from it at once."""

    async def work() -> None:
        for _ in range(20):
            due = await worker.relay(database)
            if not due:
                return
            for delivery, _ in due:
                await worker.deliver(database, delivery)
        raise AssertionError("the work never ends")

    return work


class Owner:
    """A person and their webhook."""

    def __init__(self, person: Person, made: dict[str, Any]) -> None:
        self.person = person
        self.id: str = made["id"]
        self.secret: str = made["secret"]

    async def log(self) -> list[dict[str, Any]]:
        """All deliveries, the newest first."""
        items: list[dict[str, Any]] = (await self.person.get(f"/webhooks/{self.id}/deliveries"))["items"]
        return items

    async def shown(self) -> dict[str, Any]:
        """The webhook as its owner sees it."""
        (found,) = [hook for hook in (await self.person.get("/webhooks"))["items"] if hook["id"] == self.id]
        return dict(found)


@pytest.fixture
def hook(receiver: Receiver) -> Callable[..., Awaitable[Owner]]:
    """Makes a webhook to the receiver: `await hook(ada, about="public")`."""

    async def make(person: Person, **values: Any) -> Owner:
        body = orjson.dumps({"url": receiver.url} | values)
        answer = await person.http.post("/webhooks", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 201, answer.text
        return Owner(person, answer.json())

    return make
