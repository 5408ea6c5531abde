"""What is told to everybody, to whom the endpoints speak, and how access is taken back."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx

from fractafrag.doors.http import create_app
from tests.oauth.conftest import HOME, REST, Program
from tests.works import Person


async def test_the_metadata_say_what_there_is(site: httpx.AsyncClient) -> None:
    server = (await site.get("/.well-known/oauth-authorization-server")).json()
    assert server == {
        "issuer": HOME,
        "authorization_endpoint": f"{HOME}/oauth/authorize",
        "token_endpoint": f"{HOME}/oauth/token",
        "registration_endpoint": f"{HOME}/oauth/register",
        "revocation_endpoint": f"{HOME}/oauth/revoke",
        "scopes_supported": ["browse", "draft", "publish"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_post", "client_secret_basic"],
        "revocation_endpoint_auth_methods_supported": ["none", "client_secret_post", "client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
        "client_id_metadata_document_supported": True,
        "authorization_response_iss_parameter_supported": True,
    }
    for path in ("", "/mcp", "/mcp/readonly", "/api/v1"):
        found = (await site.get(f"/.well-known/oauth-protected-resource{path}")).json()
        assert (found["resource"], found["authorization_servers"]) == (f"{HOME}{path}", [HOME])
        assert found["bearer_methods_supported"] == ["header"]
        assert ("publish" in found["scopes_supported"]) == (path != "/mcp/readonly")
    unknown = await site.get("/.well-known/openid-configuration")
    assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")


async def test_a_401_leads_to_the_metadata(site: httpx.AsyncClient) -> None:
    for path, scopes in (("/mcp", "browse draft publish"), ("/api/v1/whoami", "browse draft publish")):
        said = (await site.get(path)).headers["www-authenticate"]
        resource = "/mcp" if path == "/mcp" else "/api/v1"
        assert f'resource_metadata="{HOME}/.well-known/oauth-protected-resource{resource}"' in said
        assert f'scope="{scopes}"' in said
    refused = await site.get("/api/v1/whoami", headers={"Authorization": "Bearer ffa_12345678_" + "a" * 43})
    assert refused.headers["www-authenticate"].startswith('Bearer error="invalid_token", resource_metadata=')


async def test_pages_of_other_sites_speak_to_all_but_authorize(program: Program) -> None:
    site, origin = program.site, {"Origin": "https://inspector.example"}
    asks = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for path in ("/oauth/token", "/oauth/register", "/oauth/revoke"):
        before = await site.options(path, headers=asks)
        assert (before.status_code, before.headers["access-control-allow-origin"]) == (200, "*")
        answer = await site.post(path, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    for path in ("/.well-known/oauth-authorization-server", "/.well-known/oauth-protected-resource/mcp"):
        assert (await site.get(path, headers=origin)).headers["access-control-allow-origin"] == "*"
    answer = await site.get("/oauth/authorize", headers=origin)
    assert "access-control-allow-origin" not in answer.headers


async def test_what_is_no_form_is_refused_in_oauths_words(program: Program) -> None:
    site = program.site
    for path in ("/oauth/token", "/oauth/revoke"):
        for content, kind in (
            (b"{}", "application/json"),
            (b"a=1&a=2", "application/x-www-form-urlencoded"),
            (b"client_id=%00", "application/x-www-form-urlencoded"),
            (b"client_id=%ff", "application/x-www-form-urlencoded"),
            (b"\xff", "application/x-www-form-urlencoded"),
            (b"&".join(b"a%d=1" % number for number in range(40)), "application/x-www-form-urlencoded"),
        ):
            answer = await site.post(path, content=content, headers={"Content-Type": kind})
            assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request"), content
            assert answer.headers["cache-control"] == "no-store"
        large = await site.post(path, data={"a": "x" * 20_000})
        assert (large.status_code, large.json()["error"]) == (413, "invalid_request")
        unknown = await site.post(path, data={"client_id": "nobody", "token": "x"})
        assert unknown.status_code == 401
        assert unknown.headers["cache-control"] == "no-store"


async def test_a_program_gives_its_tokens_back(program: Program, ada: Person) -> None:
    token = await program.connect(ada, resource=REST)
    other = Program(program.site)
    await other.register()

    async def give_back(client: Program, which: str, hint: str | None = None) -> int:
        form = {"client_id": client.id, "token": which} | ({"token_type_hint": hint} if hint else {})
        return (await program.site.post("/oauth/revoke", data=form)).status_code

    assert await give_back(other, token["access_token"]) == 200, "it is not told that the token is another's"
    assert await program.works(token["access_token"]) == 200
    assert await give_back(program, token["access_token"], "something_else") == 200
    assert await program.works(token["access_token"]) == 401
    again = (await program.refresh(token["refresh_token"])).json()
    assert await give_back(program, again["refresh_token"], "refresh_token") == 200
    assert await program.works(again["access_token"]) == 401
    assert (await program.refresh(again["refresh_token"])).json()["error"] == "invalid_grant"
    assert await give_back(program, "nonsense") == 200


async def test_a_person_sees_and_ends_what_they_allowed(
    program: Program, ada: Person, person: Callable[..., Awaitable[Person]]
) -> None:
    token = await program.connect(ada, "browse", "draft", resource=REST)
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    draft = await program.site.post("/api/v1/shaders", json=ada.draft(status="draft"), headers=bearer)
    (grant,) = (await ada.get("/grants"))["items"]
    assert (grant["state"], grant["scopes"]) == ("active", ["browse", "draft"])
    assert grant["last_used_at"]
    (action,) = (await ada.get(f"/grants/{grant['id']}/actions"))["items"]
    assert (action["via"], action["action"], action["status"]) == ("rest", "create_shader", 201)
    assert draft.status_code == 201

    eve, where = await person("eve"), f"/grants/{grant['id']}"
    assert (await eve.get("/grants"))["items"] == []
    assert (await eve.http.delete(where)).status_code == 404
    assert (await eve.http.get(f"{where}/actions")).status_code == 404
    assert (await program.site.delete(f"/api/v1{where}", headers=bearer)).status_code == 403
    assert await program.works(token["access_token"]) == 200

    assert (await ada.http.delete(where)).status_code == 204
    assert (await ada.http.delete(where)).status_code == 204
    assert await program.works(token["access_token"]) == 401
    assert (await program.refresh(token["refresh_token"])).json()["error"] == "invalid_grant"
    (ended,) = (await ada.get("/grants"))["items"]
    assert (ended["state"], bool(ended["revoked_at"])) == ("revoked", True)
    await program.connect(ada)
    assert [one["state"] for one in (await ada.get("/grants"))["items"]] == ["active", "revoked"]


async def test_the_consent_page_cannot_be_framed(
    database: object, tmp_path: Path, setting: Callable[..., None]
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>the app</title>")
    setting(WEB_DIST=str(tmp_path))
    transport = httpx.ASGITransport(create_app(database))  # pyright: ignore[reportArgumentType]
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as browser:
        page = await browser.get("/consent?request=abc")
        assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
