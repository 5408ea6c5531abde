"""Programs that connect: what they send by hand, and the people who let them in."""

import base64
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from fractafrag.domains.oauth import lookup
from fractafrag.gateways.client_documents import FakeClientDocuments
from tests.works import Person, media, person, renderer, work_off

__all__ = ["ada", "documents", "media", "person", "program", "renderer", "site", "work_off"]

HOME = "http://127.0.0.1:8000"
BACK = "http://127.0.0.1:33418/back"
VERIFIER = "a-verifier-of-forty-three-characters-or-more-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
MCP = f"{HOME}/mcp"
REST = f"{HOME}/api/v1"


def told(location: str) -> dict[str, str]:
    """The parameters of an address to which a browser is sent."""
    return dict(parse_qsl(urlsplit(location).query))


@dataclass
class Program:
    """A client of OAuth, step by step; `site` is where it asks."""

    site: httpx.AsyncClient
    id: str = ""
    secret: str | None = None
    more: dict[str, str] = field(default_factory=dict[str, str])

    async def register(self, **changes: Any) -> httpx.Response:
        form = {"client_name": "Gardener", "redirect_uris": [BACK], "token_endpoint_auth_method": "none"} | changes
        answer = await self.site.post("/oauth/register", json={k: v for k, v in form.items() if v is not None})
        if answer.status_code == 201:
            self.id, self.secret = answer.json()["client_id"], answer.json().get("client_secret")
        return answer

    async def authorize(self, **changes: str | None) -> httpx.Response:
        asked = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": BACK,
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            "state": "a state",
            "scope": "browse draft",
            "resource": MCP,
        } | changes
        return await self.site.get("/oauth/authorize", params={k: v for k, v in asked.items() if v is not None})

    async def ask(self, **changes: str | None) -> str:
        """Asks for consent; the id of the request."""
        answer = await self.authorize(**changes)
        assert answer.status_code == 302, answer.text
        location = answer.headers["location"]
        assert location.startswith(f"{HOME}/consent?request="), location
        return told(location)["request"]

    async def code(self, owner: Person, *scopes: str, **changes: str | None) -> str:
        """A code, with these scopes allowed by `owner` (or browse and draft)."""
        request = await self.ask(**changes)
        answer = await approve(owner, request, *(scopes or ("browse", "draft")))
        assert answer.status_code == 200, answer.text
        return told(answer.json()["redirect_to"])["code"]

    async def exchange(self, code: str, **changes: str | None) -> httpx.Response:
        return await self.token(
            grant_type="authorization_code", code=code, redirect_uri=BACK, code_verifier=VERIFIER, **changes
        )

    async def refresh(self, token: str, **changes: str | None) -> httpx.Response:
        return await self.token(grant_type="refresh_token", refresh_token=token, **changes)

    async def token(self, **form: str | None) -> httpx.Response:
        asked = {"client_id": self.id, "client_secret": self.secret} | form
        return await self.site.post("/oauth/token", data={k: v for k, v in asked.items() if v is not None})

    async def connect(self, owner: Person, *scopes: str, **changes: str | None) -> dict[str, Any]:
        """The tokens that `owner` gives."""
        answer = await self.exchange(await self.code(owner, *scopes, **changes))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def works(self, token: str, path: str = "/api/v1/whoami") -> int:
        """The status that the token gets."""
        return (await self.site.get(path, headers={"Authorization": f"Bearer {token}"})).status_code


async def approve(owner: Person, request: str, *scopes: str) -> httpx.Response:
    return await owner.http.post(f"/oauth/requests/{request}/approve", json={"scopes": list(scopes)})


@pytest.fixture
async def site(app: Any, setting: Callable[..., None]) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole site, under its public address."""
    setting(PUBLIC_URL=HOME)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        yield client


@pytest.fixture
async def program(site: httpx.AsyncClient) -> Program:
    """A program that has registered."""
    made = Program(site)
    assert (await made.register()).status_code == 201
    return made


@pytest.fixture
async def ada(person: Callable[..., Awaitable[Person]]) -> Person:
    return await person("ada")


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> FakeClientDocuments:
    """The documents on the web, as far as the application knows it."""
    found = FakeClientDocuments()
    monkeypatch.setattr(lookup, "client_documents", lambda: found)
    return found
