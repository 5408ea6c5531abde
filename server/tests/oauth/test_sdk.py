"""The official SDK's own client finds its way from a 401 to a tool, with nothing but the address of the MCP door."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from pydantic import AnyUrl

from fractafrag.gateways.client_documents import FakeClientDocuments
from tests.mcp.live import Live, live
from tests.oauth.conftest import BACK, told
from tests.works import Person

__all__ = ["live"]

DOCUMENT = "https://app.example.org/oauth/client.json"


class Storage:
    """What a program keeps."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


class Walk:
    """The SDK's client at the live platform, and `ada`, who answers as the web page would."""

    def __init__(self, live: Live, ada: Person, document: str | None = None) -> None:
        self.live, self.ada = live, ada
        self.storage = Storage()
        self.asked = 0
        self._back: dict[str, str] = {}
        self.auth = OAuthClientProvider(
            f"{live.address}/mcp",
            OAuthClientMetadata(
                client_name="Gardener", redirect_uris=[AnyUrl(BACK)], token_endpoint_auth_method="none"
            ),
            self.storage,
            redirect_handler=self._browse,
            callback_handler=self._come_back,
            client_metadata_url=document,
        )

    async def _browse(self, url: str) -> None:
        self.asked += 1
        async with httpx.AsyncClient(trust_env=False) as browser:
            page = (await browser.get(url)).headers["location"]
        assert page.startswith(f"{self.live.address}/consent?request=")
        where = f"/oauth/requests/{told(page)['request']}"
        scopes = [one["scope"] for one in (await self.ada.get(where))["scopes"]]
        answer = await self.ada.http.post(f"{where}/approve", json={"scopes": scopes})
        self._back = told(answer.json()["redirect_to"])

    async def _come_back(self) -> AuthorizationCodeResult:
        return AuthorizationCodeResult(**self._back)

    async def whoami(self) -> dict[str, Any]:
        async with self._connected() as client:
            found = (await client.call_tool("whoami", {})).structured_content
            assert found is not None
            return found

    @asynccontextmanager
    async def _connected(self) -> AsyncGenerator[Client]:
        async with (
            httpx2.AsyncClient(auth=self.auth, trust_env=False) as http,
            Client(streamable_http_client(f"{self.live.address}/mcp", http_client=http)) as client,
        ):
            yield client


@pytest.mark.parametrize("described", [False, True], ids=["registered", "document"])
async def test_it_walks_from_a_401_to_a_tool_refreshes_and_is_sent_away(
    live: Live, ada: Person, documents: FakeClientDocuments, described: bool
) -> None:
    documents.bodies[DOCUMENT] = b'{"client_id": "%s", "client_name": "Gardener", "redirect_uris": ["%s"]}' % (
        DOCUMENT.encode(),
        BACK.encode(),
    )
    walk = Walk(live, ada, DOCUMENT if described else None)
    me = await walk.whoami()
    assert (me["username"], me["agent"]) == ("ada", "Gardener (app.example.org)" if described else "Gardener")
    first = walk.storage.tokens
    assert first is not None
    assert first.scope == "browse draft publish"
    assert walk.storage.client is not None
    assert (walk.storage.client.client_id == DOCUMENT) == described

    # An hour later: the SDK refreshes by itself, and nobody is asked again.
    walk.auth.context.token_expiry_time = 1
    assert (await walk.whoami())["username"] == "ada"
    second = walk.storage.tokens
    assert second is not None
    assert second.access_token != first.access_token
    assert walk.asked == 1

    (grant,) = (await ada.get("/grants"))["items"]
    await ada.http.delete(f"/grants/{grant['id']}")
    assert (await walk.whoami())["username"] == "ada"
    assert walk.asked == 2, "once its access was taken back, it must ask again"
