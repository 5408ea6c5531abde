"""A program asks, a person answers, and tokens come of it: once, for one resource, with what was allowed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx

from fractafrag.core import clock
from tests.oauth.conftest import BACK, HOME, MCP, REST, VERIFIER, Program, approve, told
from tests.works import Person


async def test_a_program_is_let_in(program: Program, ada: Person) -> None:
    request = await program.ask(scope="browse draft publish", resource=REST)
    shown = await ada.get(f"/oauth/requests/{request}")
    assert shown["client"] == {"id": program.id, "name": "Gardener", "uri": None, "kind": "registered"}
    assert shown["redirect_host"] == "127.0.0.1:33418"
    assert [one["scope"] for one in shown["scopes"]] == ["browse", "draft", "publish"]
    assert all(len(one["meaning"]) > 20 for one in shown["scopes"])
    assert shown["resource"] == REST

    answer = await approve(ada, request, "draft")
    back = answer.json()["redirect_to"]
    assert back.startswith(f"{BACK}?")
    assert answer.headers["cache-control"] == "no-store"
    assert (told(back)["state"], told(back)["iss"]) == ("a state", HOME)

    given = await program.exchange(told(back)["code"], resource=REST)
    assert given.status_code == 200, given.text
    assert given.headers["cache-control"] == "no-store"
    token: dict[str, Any] = given.json()
    assert (token["token_type"], token["expires_in"], token["scope"]) == ("Bearer", 3600, "browse draft")
    assert token["access_token"].startswith("ffa_")
    assert token["refresh_token"].startswith("ffr_")

    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    me = (await program.site.get("/api/v1/whoami", headers=bearer)).json()
    assert (me["username"], me["via"], me["agent"]["name"]) == ("ada", "oauth", "Gardener")
    assert [one["scope"] for one in me["scopes"]] == ["browse", "draft"]
    draft = await program.site.post("/api/v1/shaders", json=ada.draft(status="draft"), headers=bearer)
    assert draft.json()["author"]["agent"] == "Gardener"
    published = await program.site.post("/api/v1/shaders", json=ada.draft(), headers=bearer)
    assert (published.status_code, published.json()["needed_scope"]) == (403, "publish")


async def test_a_person_says_no(program: Program, ada: Person) -> None:
    request = await program.ask()
    answer = await ada.http.post(f"/oauth/requests/{request}/deny")
    back = told(answer.json()["redirect_to"])
    assert (back["error"], back["state"], back["iss"]) == ("access_denied", "a state", HOME)
    assert (await approve(ada, request, "browse")).status_code == 409
    assert (await ada.get("/grants"))["items"] == []


async def test_a_request_is_answered_once_by_one_person(
    program: Program, ada: Person, person: Callable[..., Awaitable[Person]]
) -> None:
    request, eve = await program.ask(), await person("eve")
    assert (await approve(ada, request, "browse")).status_code == 200
    assert (await approve(eve, request, "browse")).status_code == 409
    assert (await ada.http.get(f"/oauth/requests/{request}")).status_code == 409


async def test_more_than_was_asked_for_is_not_given(program: Program, ada: Person) -> None:
    request = await program.ask(scope="browse")
    for scopes in (["browse", "publish"], [], ["everything"]):
        answer = await approve(ada, request, *scopes)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert (await approve(ada, request, "browse")).status_code == 200


async def test_a_request_waits_ten_minutes(program: Program, ada: Person) -> None:
    request = await program.ask()
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert (await ada.http.get(f"/oauth/requests/{request}")).status_code == 404
        assert (await approve(ada, request, "browse")).status_code == 404


async def test_neither_strangers_nor_programs_nor_other_sites_answer(program: Program, ada: Person) -> None:
    request = await program.ask()
    path = f"/api/v1/oauth/requests/{request}"
    token = (await program.connect(ada, resource=REST))["access_token"]
    program_ = {"Authorization": f"Bearer {token}"}
    for headers, status in (({}, 401), (program_, 403)):
        assert (await program.site.get(path, headers=headers)).status_code == status
        for verb in ("approve", "deny"):
            answer = await program.site.post(f"{path}/{verb}", json={"scopes": ["browse"]}, headers=headers)
            assert answer.status_code == status
    evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = await ada.http.post(f"/oauth/requests/{request}/approve", json={"scopes": ["browse"]}, headers=evil)
    assert answer.status_code == 403


async def test_a_code_needs_its_proof(program: Program, ada: Person) -> None:
    code = await program.code(ada)
    form: dict[str, Any] = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"code_verifier": "another-verifier-of-forty-three-characters-000"}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:33418/other"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"resource": REST}, "invalid_target"),
        ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
        ({"code": "ffc_12345678_" + "a" * 43}, "invalid_grant"),
        ({"code": code.replace("ffc_", "ffr_")}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
    ]
    for changes, error in wrong:
        answer = await program.token(**(form | changes))
        assert (answer.status_code, answer.json()["error"]) == (400, error), changes
        assert answer.headers["cache-control"] == "no-store"
    assert (await program.token(**form)).status_code == 200


async def test_a_code_is_for_its_client_alone(program: Program, ada: Person) -> None:
    other = Program(program.site)
    await other.register()
    code = await program.code(ada)
    assert (await other.exchange(code)).json()["error"] == "invalid_grant"
    assert (await program.exchange(code)).status_code == 200


async def test_a_code_lives_a_minute(program: Program, ada: Person) -> None:
    code = await program.code(ada)
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert (await program.exchange(code)).json()["error"] == "invalid_grant"


async def test_a_code_that_comes_back_ends_what_it_gave(program: Program, ada: Person) -> None:
    code = await program.code(ada, resource=REST)
    token = (await program.exchange(code)).json()
    other = await program.connect(ada, resource=REST)
    assert await program.works(token["access_token"]) == 200
    assert (await program.exchange(code)).json()["error"] == "invalid_grant"
    assert await program.works(token["access_token"]) == 401
    assert (await program.refresh(token["refresh_token"])).json()["error"] == "invalid_grant"
    assert await program.works(other["access_token"]) == 200


async def test_of_many_at_once_one_code_gives_one_pair_and_one_answer_counts(program: Program, ada: Person) -> None:
    request = await program.ask()
    answers = await asyncio.gather(*(approve(ada, request, "browse") for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    code = told(next(one for one in answers if one.status_code == 200).json()["redirect_to"])["code"]
    exchanged = await asyncio.gather(*(program.exchange(code) for _ in range(5)))
    assert sorted(answer.status_code for answer in exchanged) == [200, 400, 400, 400, 400]


async def test_many_refreshes_at_once_are_siblings(program: Program, ada: Person) -> None:
    token = await program.connect(ada, resource=REST)
    answers = await asyncio.gather(*(program.refresh(token["refresh_token"]) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert len({answer.json()["refresh_token"] for answer in answers}) == 5


async def test_a_token_is_good_at_its_resource_alone(program: Program, ada: Person) -> None:
    rest, mcp = await program.connect(ada, resource=REST), await program.connect(ada, resource=MCP)
    assert await program.works(rest["access_token"]) == 200
    assert await program.works(mcp["access_token"]) == 401
    assert await program.works(rest["access_token"], "/mcp") == 401
    assert await program.works(rest["access_token"], "/mcp/readonly") == 401


async def test_an_access_token_lives_an_hour(program: Program, ada: Person) -> None:
    token = (await program.connect(ada, resource=REST))["access_token"]
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        answer = await program.site.get("/api/v1/whoami", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]


async def test_refresh_tokens_rotate(program: Program, ada: Person) -> None:
    first = await program.connect(ada, resource=REST)
    second = (await program.refresh(first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert await program.works(second["access_token"]) == 200
    sibling = await program.refresh(first["refresh_token"])
    assert sibling.status_code == 200, "a client that asked twice at once"
    assert (await program.refresh(second["refresh_token"], resource=REST)).status_code == 200


async def test_a_used_refresh_token_ends_its_family(program: Program, ada: Person) -> None:
    first, other = await program.connect(ada, resource=REST), await program.connect(ada, resource=REST)
    second = (await program.refresh(first["refresh_token"])).json()
    with clock.frozen(clock.now() + timedelta(seconds=31)):
        assert (await program.refresh(first["refresh_token"])).json()["error"] == "invalid_grant"
        assert (await program.refresh(second["refresh_token"])).json()["error"] == "invalid_grant"
        assert await program.works(second["access_token"]) == 401
        assert await program.works(other["access_token"]) == 200


async def test_a_refresh_narrows_but_never_widens(program: Program, ada: Person) -> None:
    first = await program.connect(ada, "browse", "draft", resource=REST)
    narrow = (await program.refresh(first["refresh_token"], scope="browse")).json()
    assert narrow["scope"] == "browse"
    wide = (await program.refresh(narrow["refresh_token"])).json()
    assert wide["scope"] == "browse draft"
    answer = await program.refresh(wide["refresh_token"], scope="browse draft publish")
    assert answer.json()["error"] == "invalid_scope"


async def test_a_refresh_token_is_for_its_client_and_resource(program: Program, ada: Person) -> None:
    token = (await program.connect(ada, resource=REST))["refresh_token"]
    other = Program(program.site)
    await other.register()
    assert (await other.refresh(token)).json()["error"] == "invalid_grant"
    assert (await program.refresh(token, resource=MCP)).json()["error"] == "invalid_target"
    assert (await program.refresh(token)).status_code == 200


async def test_a_grant_that_sleeps_for_thirty_days_has_expired(program: Program, ada: Person) -> None:
    token = await program.connect(ada)
    with clock.frozen(clock.now() + timedelta(days=29)):
        token = (await program.refresh(token["refresh_token"])).json()
    with clock.frozen(clock.now() + timedelta(days=58)):
        token = (await program.refresh(token["refresh_token"])).json()
    with clock.frozen(clock.now() + timedelta(days=89)):
        assert (await program.refresh(token["refresh_token"])).json()["error"] == "invalid_grant"
        (grant,) = (await ada.get("/grants"))["items"]
        assert grant["state"] == "expired"


async def test_the_same_person_client_and_resource_are_one_grant(
    program: Program, ada: Person, site: httpx.AsyncClient
) -> None:
    first = await program.connect(ada, "browse", "draft", resource=REST)
    await program.connect(ada, "browse", resource=REST)
    (grant,) = (await ada.get("/grants"))["items"]
    assert grant["scopes"] == ["browse"]
    bearer = {"Authorization": f"Bearer {first['access_token']}"}
    me = (await site.get("/api/v1/whoami", headers=bearer)).json()
    assert [one["scope"] for one in me["scopes"]] == ["browse"], "the older token does no more than was said last"
    await program.connect(ada, resource=MCP)
    assert len((await ada.get("/grants"))["items"]) == 2
