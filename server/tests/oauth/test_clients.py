"""Who may ask: programs that register, and programs that a document on the web describes."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.domains.agents.models import GrantTokenRow
from fractafrag.domains.oauth import lookup, service
from fractafrag.domains.oauth.models import OAuthClientRow, OAuthRequestRow
from fractafrag.gateways.client_documents import FakeClientDocuments, WebClientDocuments
from fractafrag.gateways.outbound import Answer, FakeOutbound
from tests.oauth.conftest import BACK, HOME, MCP, REST, Program, told
from tests.works import Person

DOCUMENT = "https://app.example.org/oauth/client.json"


def document(**changes: Any) -> bytes:
    said = {"client_id": DOCUMENT, "client_name": "Claude", "redirect_uris": ["https://app.example.org/back", BACK]}
    return json.dumps(said | changes).encode()


@pytest.fixture
def described(site: httpx.AsyncClient, documents: FakeClientDocuments) -> Program:
    """A program whose id is the address of its document."""
    documents.bodies[DOCUMENT] = document()
    return Program(site, DOCUMENT)


async def test_a_document_says_who_asks(described: Program, documents: FakeClientDocuments, ada: Person) -> None:
    request = await described.ask(resource=REST)
    shown = await ada.get(f"/oauth/requests/{request}")
    assert shown["client"] == {
        "id": DOCUMENT,
        "name": "Claude",
        "uri": "https://app.example.org/",
        "kind": "document",
    }
    token = await described.connect(ada, resource=REST)
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await described.site.get("/api/v1/whoami", headers=bearer)).json()["agent"]["name"] == (
        "Claude (app.example.org)"
    )
    (grant,) = (await ada.get("/grants"))["items"]
    assert grant["client"] == {"id": DOCUMENT, "name": "Claude", "uri": "https://app.example.org/"}
    assert documents.fetched == [DOCUMENT], "kept while it is fresh"


async def test_a_document_is_read_again_and_holds_for_a_day_while_it_cannot_be(
    described: Program, documents: FakeClientDocuments, ada: Person
) -> None:
    token = await described.connect(ada)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        documents.bodies[DOCUMENT] = document(client_name="Claudia")
        shown = await ada.get(f"/oauth/requests/{await described.ask()}")
        assert shown["client"]["name"] == "Claudia"
    documents.bodies.clear()
    with clock.frozen(clock.now() + timedelta(hours=12)):
        token = (await described.refresh(token["refresh_token"])).json()
    with clock.frozen(clock.now() + timedelta(hours=25)):
        answer = await described.refresh(token["refresh_token"])
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_documents_that_are_not_believed(described: Program, documents: FakeClientDocuments) -> None:
    wrong: list[tuple[bytes, str]] = [
        (document(client_id="https://app.example.org/other.json"), "client_id"),
        (document(client_secret="s"), "client_secret"),
        (document(token_endpoint_auth_method="private_key_jwt"), "token_endpoint_auth_method"),
        (document(token_endpoint_auth_method="client_secret_basic"), "token_endpoint_auth_method"),
        (document(redirect_uris=[]), "redirect_uris"),
        (document(redirect_uris="https://app.example.org/back"), "redirect_uris"),
        (document(redirect_uris=["javascript:alert(1)"]), "scheme"),
        (document(redirect_uris=["http://app.example.org/back"]), "https"),
        (document(redirect_uris=[7]), "URI"),
        (document(client_name="x" * 6000), "bytes"),
        (b"[]", "JSON"),
        (b"no JSON", "JSON"),
    ]
    for body, why in wrong:
        documents.bodies[DOCUMENT] = body
        answer = await described.authorize()
        assert answer.status_code == 400, body
        assert "location" not in answer.headers
        assert why in answer.json()["error_description"], body
    documents.bodies[DOCUMENT] = document()
    assert (await described.authorize()).status_code == 302


async def test_a_client_id_that_leads_into_a_private_network_is_not_asked(
    site: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = FakeOutbound()
    monkeypatch.setattr(lookup, "client_documents", lambda: WebClientDocuments(way))
    for client_id in (
        "https://127.0.0.1/client.json",
        "https://10.0.0.1/client.json",
        "https://[::1]/client.json",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/client.json",
        "https://user:word@app.example.org/client.json",
        "http://app.example.org/client.json",
        "http://127.0.0.1/client.json",
        "https://app.example.org/",
        "https://app.example.org/a/../client.json",
        "https://app.example.org/a/%2e%2e/client.json",
        "https://app.example.org/client.json#part",
        "https://app.example.org/" + "a" * 600,
    ):
        answer = await Program(site, client_id).authorize()
        assert answer.status_code == 400, client_id
    assert way.sent == []
    for said in (
        Answer(302, {"location": "http://10.0.0.1/"}, b""),
        Answer(200, {"content-type": "application/json"}, document(x="x" * 6000)),
        Answer(200, {"content-type": "text/html"}, document()),
    ):
        way.answers[DOCUMENT] = said
        assert (await Program(site, DOCUMENT).authorize()).status_code == 400
    way.answers[DOCUMENT] = Answer(200, {"content-type": "application/json; charset=utf-8"}, document())
    assert (await Program(site, DOCUMENT).authorize()).status_code == 302
    assert len(way.sent) == 4


async def test_the_way_back_must_be_the_clients(described: Program) -> None:
    for back in (
        "https://app.example.org/back/",
        "https://app.example.org/back?x=1",
        "https://app.example.org:444/back",
        "https://evil.example/back",
        "http://127.0.0.1:33418/elsewhere",
        "http://127.0.0.2:33418/back",
        "http://localhost:33418/back",
        "https://app.example.org/back#x",
        "javascript:alert(1)",
        None,
    ):
        answer = await described.authorize(redirect_uri=back)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request"), back
        assert "location" not in answer.headers
    # A program on a person's own machine takes whatever port is free (RFC 8252).
    assert (await described.authorize(redirect_uri=BACK.replace("33418", "50123"))).status_code == 302


async def test_what_a_program_asks_wrongly_is_told_to_it(program: Program) -> None:
    wrong: list[tuple[dict[str, str | None], str]] = [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
        ({"resource": f"{HOME}/other"}, "invalid_target"),
        ({"resource": f"{MCP}#part"}, "invalid_target"),
        ({"response_mode": "form_post"}, "invalid_request"),
    ]
    for changes, error in wrong:
        answer = await program.authorize(**changes)
        assert answer.status_code == 302, changes
        location = answer.headers["location"]
        assert location.startswith(f"{BACK}?"), changes
        back = told(location)
        assert (back["error"], back["state"], back["iss"]) == (error, "a state", HOME), changes
    for resource in (None, HOME, f"{HOME}/", MCP, f"{MCP}/", f"{MCP}?toolsets=browse", f"{MCP}/readonly", REST):
        await program.ask(resource=resource)
    assert (await program.authorize(client_id="nobody")).status_code == 400
    assert (await program.authorize(client_id=None)).status_code == 400
    twice = await program.site.get(f"/oauth/authorize?client_id={program.id}&client_id={program.id}")
    assert twice.status_code == 400
    unseen = await program.authorize(state="a\u0000state")
    assert (unseen.status_code, unseen.json()["error"]) == (400, "invalid_request")


async def test_what_a_program_says_at_registration_is_judged(site: httpx.AsyncClient) -> None:
    program = Program(site)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"redirect_uris": [uri]}, "invalid_redirect_uri")
        for uri in (
            "javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "http://example.org/back",
            "http://10.0.0.1/back",
            "https://example.org/back#part",
            "https://user:word@example.org/back",
            "https://example.org/" + "a" * 1100,
        )
    ]
    wrong += [
        ({"redirect_uris": []}, "invalid_client_metadata"),
        ({"redirect_uris": None}, "invalid_client_metadata"),
        ({"redirect_uris": ["https://example.org/back"] * 11}, "invalid_redirect_uri"),
        ({"token_endpoint_auth_method": "private_key_jwt"}, "invalid_client_metadata"),
        ({"grant_types": ["client_credentials"]}, "invalid_client_metadata"),
        ({"response_types": ["token"]}, "invalid_client_metadata"),
    ]
    for changes, error in wrong:
        answer = await program.register(**changes)
        assert (answer.status_code, answer.json()["error"]) == (400, error), changes
        assert answer.headers["cache-control"] == "no-store"
    assert (await site.post("/oauth/register", content=b"no JSON")).status_code == 400
    large = await site.post("/oauth/register", content=b"x" * 20_000)
    assert (large.status_code, large.json()["error"]) == (413, "invalid_request")
    for uri in ("https://example.org/back", "http://localhost:1/back", "http://[::1]:1/back", "cursor://a.b/c"):
        assert (await program.register(redirect_uris=[uri])).status_code == 201, uri


async def test_a_name_is_what_it_looks_like(site: httpx.AsyncClient, ada: Person) -> None:
    program = Program(site)
    names = {
        "  Nice\n\tName ": "Nice Name",
        "x" * 100: "x" * 40,
        "\u202egnp.exe": "gnp.exe",
        "Cl\u200baude\u0000": "Claude",
        "\u2800\u200b": "\u2800",
        "\u200b": "127.0.0.1:33418",
        "": "127.0.0.1:33418",
    }
    for said, shown in names.items():
        await program.register(client_name=said, client_uri="https://evil.example/")
        found = await ada.get(f"/oauth/requests/{await program.ask()}")
        assert found["client"]["name"] == shown


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic", None])
async def test_a_client_with_a_secret_must_show_it(site: httpx.AsyncClient, ada: Person, method: str | None) -> None:
    program = Program(site)
    answer = await program.register(token_endpoint_auth_method=method)
    secret = answer.json()["client_secret"]
    assert answer.json()["token_endpoint_auth_method"] == (method or "client_secret_post")
    code, basic = await program.code(ada), method == "client_secret_basic"
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": "a-verifier-of-forty-three-characters-or-more-0123456789",
    }

    async def exchange(shown: str | None) -> httpx.Response:
        if basic and shown is not None:
            pair = base64.b64encode(f"{program.id}:{shown}".encode()).decode()
            # RFC 6749 §2.3.1: who is named there need not be named in the body.
            return await site.post("/oauth/token", data=form, headers={"Authorization": f"Basic {pair}"})
        extra = {"client_id": program.id} | ({} if shown is None else {"client_secret": shown})
        return await site.post("/oauth/token", data=form | extra)

    for shown in (None, "wrong", secret[:-1]):
        refused = await exchange(shown)
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    assert (await exchange(secret)).status_code == 200


async def test_clients_that_nobody_lets_in_are_forgotten_and_cannot_fill_the_house(
    program: Program, described: Program, ada: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Program(program.site)
    await other.register()
    await described.ask()
    await program.connect(ada)

    async def count(model: Any) -> int:
        async with database.read() as session:
            return await session.scalar(select(func.count()).select_from(model)) or 0

    assert (await count(OAuthClientRow), await count(OAuthRequestRow), await count(GrantTokenRow)) == (3, 2, 2)
    with clock.frozen(clock.now() + timedelta(days=8)):
        async with database.write() as session:
            await service.prune(session)
        assert (await count(OAuthClientRow), await count(OAuthRequestRow), await count(GrantTokenRow)) == (1, 0, 1)
    with clock.frozen(clock.now() + timedelta(days=200)):
        async with database.write() as session:
            await service.prune(session)
        assert await count(OAuthClientRow) == 1, "a grant that was not revoked keeps its client"
    monkeypatch.setattr(service, "MAX_UNUSED_CLIENTS", 1)
    assert (await other.register()).status_code == 201
    full = await other.register()
    assert (full.status_code, full.json()["error"]) == (503, "temporarily_unavailable")


async def test_registrations_and_documents_are_counted_by_address(
    site: httpx.AsyncClient, documents: FakeClientDocuments, setting: Callable[..., None]
) -> None:
    setting(PUBLIC_URL=HOME, RATE_LIMITS="on", LIMIT_OAUTH_REGISTER="2/hour", LIMIT_OAUTH_DOCUMENTS="2/hour")
    program = Program(site)
    assert [(await program.register()).status_code for _ in range(3)] == [201, 201, 429]
    answers = [await Program(site, f"https://app{n}.example.org/client.json").authorize() for n in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert answers[2].json()["error"] == "temporarily_unavailable"
    assert int(answers[2].headers["retry-after"]) > 0
    assert len(documents.fetched) == 2
