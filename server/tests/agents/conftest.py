"""People and their programs: each program an HTTP client with a key of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from tests.works import Person, media, person, renderer, work_off

__all__ = ["Bot", "Program", "UseKey", "ada", "client_of", "media", "person", "program", "renderer", "work_off"]


class Bot(Person):
    """A program that acts for somebody: what a person's client does, done with a key."""

    def __init__(self, client: httpx.AsyncClient, owner: Person, key: dict[str, Any]) -> None:
        super().__init__(client, owner.viewer)
        self.owner = owner
        self.key = key

    async def actions(self) -> list[dict[str, Any]]:
        """What its owner reads of what it did, the newest first."""
        answer = await self.owner.get(f"/keys/{self.key['id']}/actions")
        items: list[dict[str, Any]] = answer["items"]
        return items


Program = Callable[..., Awaitable[Bot]]
UseKey = Callable[[str], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def ada(person: Callable[..., Awaitable[Person]]) -> Person:
    return await person("ada")


@pytest.fixture
async def client_of(app: Any) -> AsyncIterator[UseKey]:
    """Opens a client that shows this credential: `await client_of("ffk_…")`."""
    async with AsyncExitStack() as stack:

        async def open_one(credential: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = httpx.AsyncClient(
                transport=transport,
                base_url="http://test/api/v1",
                headers=[(b"Authorization", b"Bearer " + credential.encode("utf-8", "surrogatepass"))],
            )
            return await stack.enter_async_context(client)

        yield open_one


@pytest.fixture
async def program(client_of: UseKey) -> Program:
    """Makes a key of a person and gives the program that uses it: `await program(ada, "draft", name="Bot")`."""

    async def make(owner: Person, *scopes: str, **form: Any) -> Bot:
        answer = await owner.http.post("/keys", json={"name": "Gardener", "scopes": list(scopes)} | form)
        assert answer.status_code == 201, answer.text
        return Bot(await client_of(answer.json()["secret"]), owner, answer.json())

    return make
