"""People for the tests of accounts: each with a browser of their own."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

PASSWORD = "a violet engine"

Browser = Callable[..., Awaitable[httpx.AsyncClient]]
Join = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def browser(app: Any) -> AsyncIterator[Browser]:
    """Opens another browser, with cookies of its own: `await browser(address="10.0.0.2")`."""
    async with AsyncExitStack() as stack:

        async def open_one(address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1234))
            return await stack.enter_async_context(
                httpx.AsyncClient(transport=transport, base_url="http://test/api/v1", headers=headers)
            )

        yield open_one


@pytest.fixture
def join() -> Join:
    """Registers: `await join(client, "ada")`; from then on the client sends the access token."""

    async def register(client: httpx.AsyncClient, username: Any = "ada", **changes: Any) -> httpx.Response:
        address = f"{username}@example.org" if isinstance(username, str) else "ada@example.org"
        form = {"username": username, "email": address, "password": PASSWORD} | changes
        # Spelt in ASCII, so that a test can send what is no Unicode at all.
        answer = await client.post(
            "/auth/register", content=json.dumps(form), headers={"Content-Type": "application/json"}
        )
        if answer.status_code == 201:
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return answer

    return register


@pytest.fixture
def without_redis(database: Any, setting: Callable[..., None]) -> None:
    """Redis is away: its port is closed."""
    setting(REDIS_URL="redis://127.0.0.1:9/0", RATE_LIMITS="on")
