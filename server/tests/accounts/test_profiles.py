"""Profiles: what people say of themselves, who sees it, and who may do more."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends

from fractafrag.core.errors import NotFound
from fractafrag.domains.accounts import service
from fractafrag.domains.accounts.deps import Moderator
from fractafrag.domains.accounts.viewer import Role, Viewer

PASSWORD = "a violet engine"

Join = Callable[..., Awaitable[httpx.Response]]
Browser = Callable[..., Awaitable[httpx.AsyncClient]]


async def test_people_change_what_they_say_of_themselves(client: httpx.AsyncClient, join: Join) -> None:
    before = (await join(client)).json()["user"]
    answer = await client.patch("/me", json={"display_name": " Ada L. 🔥 ", "bio": "I weave\r\npatterns."})
    assert answer.status_code == 200
    assert answer.json() == before | {"display_name": "Ada L. 🔥", "bio": "I weave\npatterns."}
    assert (await client.get("/me")).json() == answer.json()


async def test_what_is_absent_or_not_theirs_to_change_stays(client: httpx.AsyncClient, join: Join) -> None:
    before = (await join(client)).json()["user"]
    forms: list[dict[str, Any]] = [{}, {"display_name": None}, {"role": "admin", "id": "x", "username": "eve"}]
    for form in forms:
        answer = await client.patch("/me", json=form)
        assert answer.status_code == 200
        assert answer.json() == before


BAD = {
    "display_name": ["", "   ", "\u200b\u200d\ufeff", "a\x00b", "two\nlines", "evil\u202etxt", "a" * 10_000, "\ud800"],
    "bio": ["b" * 501, "\x00", "\x1b[31m", "\ud800"],
    "email": ["nowhere", "a" * 10_000],
}


@pytest.mark.parametrize("field", BAD)
async def test_a_change_against_a_rule_names_its_field_and_changes_nothing(
    client: httpx.AsyncClient, join: Join, field: str
) -> None:
    before = (await join(client)).json()["user"]
    for value in BAD[field]:
        form = json.dumps({"bio": "new", field: value})
        answer = await client.patch("/me", content=form, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, value
        assert answer.json()["field"] == field
    assert (await client.get("/me")).json() == before


async def test_an_address_moves_unless_it_is_taken(client: httpx.AsyncClient, browser: Browser, join: Join) -> None:
    await join(client)
    eve = await browser()
    await join(eve, "eve")
    answer = await eve.patch("/me", json={"email": "ADA@example.org", "bio": "I was here"})
    assert answer.status_code == 409
    assert answer.json()["field"] == "email"
    assert (await eve.get("/me")).json()["bio"] == ""
    moved = await client.patch("/me", json={"email": "Ada@Elsewhere.example"})
    assert moved.json()["email"] == "ada@elsewhere.example"
    assert (await eve.patch("/me", json={"email": "ada@example.org"})).status_code == 200
    login = await eve.post("/auth/login", json={"login": "ada@elsewhere.example", "password": PASSWORD})
    assert login.json()["user"]["username"] == "ada"


async def test_of_two_who_want_one_address_at_once_one_gets_it(
    client: httpx.AsyncClient, browser: Browser, join: Join
) -> None:
    eve = await browser()
    await join(client)
    await join(eve, "eve")
    answers = await asyncio.gather(
        client.patch("/me", json={"email": "one@example.org"}), eve.patch("/me", json={"email": "ONE@example.org"})
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_strangers_see_the_profile_and_not_the_address(
    client: httpx.AsyncClient, browser: Browser, join: Join
) -> None:
    await join(client, "Ada")
    stranger = await browser()
    answer = await stranger.get("/users/ADA")
    assert answer.status_code == 200
    assert set(answer.json()) == {"username", "display_name", "bio", "created_at"}
    assert "example.org" not in answer.text


async def test_a_name_that_nobody_has_is_not_found(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    for name in ("nobody", "a", "%00", "ada%20", "%F0%9F%94%A5", "x" * 5000, "%d0%b0da", "%ff"):
        answer = await client.get(f"/users/{name}")
        assert answer.status_code == 404, name
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_profile_costs_one_statement(
    client: httpx.AsyncClient, join: Join, statements: Callable[[], int]
) -> None:
    await join(client)
    before = statements()
    await client.get("/users/ada")
    await client.get("/me")
    assert statements() - before == 2


async def test_an_admin_is_made_from_the_shell_and_is_one_from_the_next_token_on(
    client: httpx.AsyncClient, join: Join, database: Any
) -> None:
    await join(client)
    async with database.write() as session:
        made = await service.make_admin(session, " Ada ")
    assert made.role is Role.ADMIN
    assert (await client.get("/me")).json()["role"] == "admin"
    answer = await client.post("/auth/refresh")
    assert answer.json()["user"]["role"] == "admin"


async def test_nobody_else_is_made_an_admin(database: Any) -> None:
    async with database.write() as session:
        await service.ensure_house_account(session)
        for name in ("nobody", "", "\x00", "fractafrag", "x" * 1000):
            with pytest.raises(NotFound):
                await service.make_admin(session, name)


async def test_only_moderators_and_admins_moderate(fresh_app: Any, join: Join, database: Any) -> None:
    async def judge(viewer: Moderator, _: Annotated[None, Depends(lambda: None)]) -> str:
        assert isinstance(viewer, Viewer)
        return viewer.username

    fresh_app.router.add_api_route("/api/v1/judge-for-tests", judge, methods=["POST"])
    fresh_app.router.routes.insert(0, fresh_app.router.routes.pop())
    transport = httpx.ASGITransport(fresh_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
        assert (await client.post("/judge-for-tests")).status_code == 401
        await join(client)
        assert (await client.post("/judge-for-tests")).status_code == 403
        async with database.write() as session:
            await service.make_admin(session, "ada")
        answer = await client.post("/auth/refresh")
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        assert (await client.post("/judge-for-tests")).json() == "ada"
