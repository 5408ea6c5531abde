"""People who make works, for the tests of shaders, engagement and feed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from fractafrag.core import clock, queue
from fractafrag.core.db import Database
from fractafrag.core.ids import new_id
from fractafrag.domains.accounts import access
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.accounts.viewer import Role, Viewer
from fractafrag.gateways.embeddings import FakeEncoder
from fractafrag.gateways.media import FakeMedia
from fractafrag.gateways.renderer import FakeRenderer

__all__ = ["IMAGE", "Person", "media", "person", "renderer", "work_off"]

IMAGE = "void mainImage(out vec4 c, in vec2 p) { c = vec4(p / iResolution.xy, 0.5, 1.0); }\n"


class Token(httpx.Auth):
    """A new access token for every request, so that a test may choose the time."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.session_id = new_id()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {access.issue(self.viewer, self.session_id)}"
        yield request


class Person:
    """Somebody who is signed in: an HTTP client, and the few requests that every test needs."""

    def __init__(self, client: httpx.AsyncClient, viewer: Viewer) -> None:
        self.http = client
        self.viewer = viewer

    def draft(self, **changes: Any) -> dict[str, Any]:
        """The body of a new public work; `code` replaces the source of its only pass."""
        code = changes.pop("code", IMAGE)
        work: dict[str, Any] = {
            "title": "A work",
            "licence": "CC-BY-4.0",
            "status": "published",
            "passes": [{"type": "image", "code": code}],
        }
        return work | changes

    async def make(self, **changes: Any) -> dict[str, Any]:
        """Makes a work and gives its page."""
        answer = await self.http.post("/shaders", json=self.draft(**changes))
        assert answer.status_code == 201, answer.text
        page: dict[str, Any] = answer.json()
        return page

    async def get(self, path: str, **params: Any) -> dict[str, Any]:
        """What is at `path`."""
        answer = await self.http.get(path, params=params)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def change(self, page: dict[str, Any], **changes: Any) -> httpx.Response:
        """Changes a work, having seen `page`."""
        seen = {"If-Match": f'"{page["version"]}"'}
        return await self.http.patch(f"/shaders/{page['id']}", json=changes, headers=seen)

    async def save(self, page: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Changes a work, which must succeed, and gives its page."""
        answer = await self.change(page, **changes)
        assert answer.status_code == 200, answer.text
        saved: dict[str, Any] = answer.json()
        return saved

    async def vote(self, shader_id: str, value: int) -> dict[str, Any]:
        """Votes, which must succeed."""
        answer = await self.http.put(f"/shaders/{shader_id}/vote", json={"value": value})
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result


@pytest.fixture
async def person(app: Any, database: Database) -> AsyncIterator[Callable[..., Awaitable[Person]]]:
    """Makes an account and signs it in: `ada = await person("ada")`."""
    async with AsyncExitStack() as stack:

        async def join(username: str) -> Person:
            viewer = Viewer(new_id(), username, Role.USER)
            async with database.write() as session:
                session.add(
                    UserRow(
                        id=viewer.id,
                        username=username,
                        display_name=username.title(),
                        bio="",
                        role="user",
                        created_at=clock.now(),
                    )
                )
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url="http://test/api/v1", auth=Token(viewer))
            return Person(await stack.enter_async_context(client), viewer)

        yield join


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> FakeRenderer:
    """A renderer without a GPU in place of the real one."""
    fake = FakeRenderer()
    monkeypatch.setattr("fractafrag.gateways.renderer.renderer", lambda: fake)
    return fake


@pytest.fixture
def media(monkeypatch: pytest.MonkeyPatch) -> FakeMedia:
    """Media in memory in place of the folder."""
    fake = FakeMedia()
    monkeypatch.setattr("fractafrag.gateways.media.media", lambda: fake)
    return fake


@pytest.fixture
def work_off(
    database: Database, renderer: FakeRenderer, media: FakeMedia, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Awaitable[int]]:
    """Does everything that is due now, as a worker would; the number of tasks about works that were carried out."""
    from fractafrag.doors import worker

    monkeypatch.setattr(queue, "worker_database", lambda: database)
    encoder = FakeEncoder()
    monkeypatch.setattr("fractafrag.gateways.embeddings.encoder", lambda: encoder)
    for domain in ("embeddings", "engagement", "shaders", "uploads", "webhooks"):
        monkeypatch.setattr(f"fractafrag.domains.{domain}.tasks.worker_database", lambda: database)

    async def work() -> int:
        due = await worker.relay(database)
        for delivery, _ in due:
            await worker.deliver(database, delivery)
        return sum(task.startswith("shaders.") for _, task in due)

    return work
