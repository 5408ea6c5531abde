"""Joining: who gets an account, and what is said to those who do not."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text

Join = Callable[..., Awaitable[httpx.Response]]
Browser = Callable[..., Awaitable[httpx.AsyncClient]]


def assert_problem(answer: httpx.Response, status: int, field: str | None = None) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    if field is not None:
        assert body["field"] == field
        assert field in [error["field"] for error in body["errors"]]
    return body


async def test_a_newcomer_gets_an_account_and_is_logged_in(client: httpx.AsyncClient, join: Join) -> None:
    answer = await join(client, "Ada", email="Ada@Example.ORG")
    assert answer.status_code == 201
    body = answer.json()
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 900
    assert body["user"]["username"] == "ada"
    assert body["user"]["display_name"] == "Ada"
    assert body["user"]["email"] == "ada@example.org"
    assert body["user"]["role"] == "user"
    assert (await client.get("/me")).json() == body["user"]


async def test_the_refresh_token_is_out_of_reach_of_scripts_and_other_sites(
    client: httpx.AsyncClient, join: Join
) -> None:
    answer = await join(client)
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Path=/api/v1/auth", "SameSite=strict", "Max-Age=2592000"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert client.cookies["fractafrag_refresh"] not in answer.text


async def test_over_https_the_cookie_is_secure(
    client: httpx.AsyncClient, join: Join, setting: Callable[..., None]
) -> None:
    setting(COOKIE_SECURE="true")
    assert "Secure" in (await join(client)).headers["set-cookie"].split("; ")


async def test_nothing_secret_lies_in_the_database_as_it_was_sent(
    client: httpx.AsyncClient, join: Join, database: Any
) -> None:
    await join(client)
    async with database.read() as session:
        stored = (await session.execute(text("SELECT password_hash FROM users"))).scalar_one()
        tokens = (
            (await session.execute(text("SELECT encode(token_hash, 'escape') FROM refresh_tokens"))).scalars().all()
        )
    assert stored.startswith("$argon2id$")
    assert len(tokens) == 1
    assert client.cookies["fractafrag_refresh"] not in tokens[0]


BAD: dict[str, list[Any]] = {
    "username": [
        "ab",
        "a" * 33,
        "a" * 10_000,
        "ada lovelace",
        "ada\x00",
        "ada\u202egnp",
        "\u0430da",  # a Cyrillic a
        "\u212aelvin",  # the Kelvin sign, whose lower case is k
        "ada🔥",
        "ada\ud800",
        "ada\x1b",
        "admin",
        "Fracta-Frag",
        "__api__",
        None,
        7,
        ["ada"],
    ],
    "email": [
        "ada",
        "ada@",
        "ada@home",
        "ada@nowhere.invalid",
        "ada@example.org\x00",
        "ada@exam ple.org",
        "ada\ud800@example.org",
        "ada\r\nBcc: all@example.org",
        "a" * 10_000 + "@example.org",
        "Ada <ada@example.org>",
        {"$ne": 1},
    ],
    "password": [
        "short",
        "a" * 257,
        "x" * 100_000,
        "password123",
        "Iloveyou1",
        "aaaaaaaaaaaa",
        "ada-1815!",
        "ada@example.org",
        "a violet \ud800 engine",
        12345678,
    ],
}


@pytest.mark.parametrize("field", BAD)
async def test_a_field_against_a_rule_is_named(
    client: httpx.AsyncClient, join: Join, database: Any, field: str
) -> None:
    for value in BAD[field]:
        form = {"username": "ada", "email": "ada@example.org"} | {field: value}
        answer = await join(client, **form)
        body = assert_problem(answer, 422, field)
        assert len(answer.text) < 2000
        assert set(body["errors"][0]) == {"field", "message"}
    async with database.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM users"))).scalar_one() == 0


async def test_all_fields_that_are_wrong_are_named_at_once(client: httpx.AsyncClient) -> None:
    body = assert_problem(await client.post("/auth/register", json={"username": "a", "email": "b"}), 422)
    assert [error["field"] for error in body["errors"]] == ["username", "email", "password"]


@pytest.mark.parametrize(
    "password", ["p" * 4 + "\x00" + "qrst", "пароль с 🔥 огнём", "  spaced out  ", "8charsok", "é" * 3 + "abcde" * 50]
)
async def test_unusual_passwords_are_as_good_as_others(client: httpx.AsyncClient, join: Join, password: str) -> None:
    assert (await join(client, password=password)).status_code == 201
    answer = await client.post("/auth/login", json={"login": "ada", "password": password})
    assert answer.status_code == 200
    wrong = await client.post("/auth/login", json={"login": "ada", "password": password + "."})
    assert wrong.status_code in (401, 422)


async def test_one_password_typed_on_two_keyboards_is_one_password(client: httpx.AsyncClient, join: Join) -> None:
    await join(client, password="caf\u00e9 au lait")
    answer = await client.post("/auth/login", json={"login": "ada", "password": "cafe\u0301 au lait"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address", ["ada@home.lan", "ada+shaders@example.org", "ada@bücher.example", "ada@instance.local"]
)
async def test_addresses_of_private_networks_and_other_alphabets_are_good(
    client: httpx.AsyncClient, join: Join, address: str
) -> None:
    assert (await join(client, email=address)).json()["user"]["email"] == address


async def test_nobody_makes_themselves_an_admin(client: httpx.AsyncClient, join: Join) -> None:
    answer = await join(client, role="admin", id="me", banned_at=None)
    assert answer.status_code == 201
    assert answer.json()["user"]["role"] == "user"


async def test_a_name_and_an_address_are_taken_in_any_case(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    assert_problem(await join(client, "ADA", email="other@example.org"), 409, "username")
    assert_problem(await join(client, "other", email="ADA@EXAMPLE.ORG"), 409, "email")
    both = assert_problem(await join(client, "aDa"), 409, "username")
    assert [error["field"] for error in both["errors"]] == ["username", "email"]


async def test_of_many_who_want_one_name_at_once_one_gets_it(
    client: httpx.AsyncClient, join: Join, database: Any
) -> None:
    answers = await asyncio.gather(
        *(
            join(client, name, email=f"{n}@example.org")
            for n, name in enumerate(["grace", "Grace", "GRACE", "gRace"] * 2)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    for answer in answers:
        if answer.status_code == 409:
            assert_problem(answer, 409, "username")
    async with database.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM users"))).scalar_one() == 1


async def test_a_closed_instance_takes_nobody(
    client: httpx.AsyncClient, join: Join, setting: Callable[..., None]
) -> None:
    setting(REGISTRATION_OPEN="false")
    assert_problem(await join(client), 403)


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://test"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://test.evil.example"},
    {"Origin": "https://[nonsense"},
]


@pytest.mark.parametrize("path", ["register", "login", "refresh", "logout", "password"])
async def test_the_page_of_another_site_gets_nothing(client: httpx.AsyncClient, join: Join, path: str) -> None:
    await join(client)
    cookie = client.cookies["fractafrag_refresh"]
    form = {"username": "eve", "email": "eve@example.org", "login": "ada", "password": "a violet engine"}
    form |= {"current_password": "a violet engine", "new_password": "two green engines"}
    for headers in FOREIGN:
        answer = await client.post(f"/auth/{path}", json=form, headers=headers)
        assert_problem(answer, 403)
        assert "set-cookie" not in answer.headers
    assert client.cookies["fractafrag_refresh"] == cookie
    assert (await client.get("/me")).status_code == 200


async def test_our_own_page_may_ask(browser: Browser, join: Join) -> None:
    ours = [
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:5173"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://test"},
        {"Origin": "http://127.0.0.1:8000"},
    ]
    for n, headers in enumerate(ours):
        assert (await join(await browser(**headers), f"ada-{n}")).status_code == 201


async def test_a_form_of_another_site_that_pretends_to_be_text_is_not_read(client: httpx.AsyncClient) -> None:
    form = '{"username": "ada", "email": "ada@example.org", "password": "a violet engine"}'
    answer = await client.post("/auth/register", content=form, headers={"Content-Type": "text/plain"})
    assert_problem(answer, 422)
