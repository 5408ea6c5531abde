"""Limits of accounts: guessing is slow, from one place and on one name, and everybody sees what is left."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

Join = Callable[..., Awaitable[httpx.Response]]
Browser = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture(autouse=True)
def counted(database: object, setting: Callable[..., None]) -> None:
    """Limits are on for these tests; they are off for the others."""
    setting(RATE_LIMITS="on", LIMIT_LOGIN="5/hour", LIMIT_REGISTER="3/hour", LIMIT_READ="4/hour")


async def guess(client: httpx.AsyncClient, login: str = "ada", password: str = "a wrong guess") -> httpx.Response:
    return await client.post("/auth/login", json={"login": login, "password": password})


def assert_slower(answer: httpx.Response) -> None:
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["ratelimit-remaining"] == "0"
    assert 1 <= int(answer.headers["retry-after"]) <= 3600


async def test_guesses_from_one_address_come_to_an_end_whatever_names_they_try(client: httpx.AsyncClient) -> None:
    for n in range(5):
        assert (await guess(client, f"name-{n}")).status_code == 401
    assert_slower(await guess(client, "name-6"))


async def test_guesses_on_one_name_come_to_an_end_wherever_they_come_from(browser: Browser, join: Join) -> None:
    await join(await browser(address="10.0.0.1"))
    for n, spelling in enumerate(["ada", "ADA", " ada", "Ada", "aDa"]):
        assert (await guess(await browser(address=f"10.0.1.{n}"), spelling)).status_code == 401
    assert_slower(await guess(await browser(address="10.0.2.1"), password="a violet engine"))
    assert (await guess(await browser(address="10.0.2.1"), "eve")).status_code == 401


async def test_a_name_that_nobody_has_is_limited_like_one_that_somebody_has(browser: Browser) -> None:
    for n in range(5):
        assert (await guess(await browser(address=f"10.0.1.{n}"), "nobody-here")).status_code == 401
    assert_slower(await guess(await browser(address="10.0.2.1"), "nobody-here"))


async def test_one_household_has_one_limit_however_many_addresses_it_has(browser: Browser) -> None:
    for n in range(5):
        assert (await guess(await browser(address=f"2001:db8:1:1::{n}"), f"name-{n}")).status_code == 401
    assert_slower(await guess(await browser(address="2001:db8:1:1:ffff::1"), "name-6"))
    assert (await guess(await browser(address="2001:db8:1:2::1"), "name-7")).status_code == 401


async def test_an_address_mapped_into_ipv6_is_itself(browser: Browser) -> None:
    for n in range(5):
        await guess(await browser(address="::ffff:10.0.0.1"), f"name-{n}")
    assert_slower(await guess(await browser(address="10.0.0.1"), "name-6"))
    assert (await guess(await browser(address="::ffff:10.0.0.2"), "name-7")).status_code == 401


async def test_a_success_tells_the_smaller_of_what_is_left(browser: Browser, join: Join) -> None:
    home = await browser(address="10.0.0.1")
    await join(home)
    first = await guess(home, password="a violet engine")
    assert (first.headers["ratelimit-limit"], first.headers["ratelimit-remaining"]) == ("5", "4")
    await guess(home, "somebody-else")
    by_address = await guess(home, password="a violet engine")
    assert by_address.headers["ratelimit-remaining"] == "2"
    by_name = await guess(await browser(address="10.0.0.2"), password="a violet engine")
    assert by_name.headers["ratelimit-remaining"] == "2"


async def test_new_accounts_of_one_address_come_to_an_end_but_slips_of_the_pen_are_not_counted(
    browser: Browser, join: Join
) -> None:
    home = await browser(address="10.0.0.1")
    for _ in range(5):
        assert (await join(home, "ada", password="short")).status_code == 422
    for n in range(3):
        answer = await join(home, f"ada-{n}")
        assert answer.status_code == 201
        assert answer.headers["ratelimit-remaining"] == str(2 - n)
    assert_slower(await join(home, "ada-4"))
    assert (await join(await browser(address="10.0.0.2"), "ada-5")).status_code == 201


async def test_changes_of_password_are_guesses_too(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    form = {"current_password": "a wrong guess", "new_password": "two green engines"}
    for _ in range(5):
        assert (await client.post("/auth/password", json=form)).status_code == 422
    assert_slower(await client.post("/auth/password", json=form))


async def test_whoever_is_signed_in_is_counted_by_account_and_not_by_address(browser: Browser, join: Join) -> None:
    stranger = await browser(address="10.0.0.1")
    ada = await browser(address="10.0.0.1")
    await join(ada)
    for n in range(4):
        answer = await stranger.get("/users/ada")
        assert answer.headers["ratelimit-remaining"] == str(3 - n)
    assert_slower(await stranger.get("/users/ada"))
    assert (await ada.get("/me")).headers["ratelimit-remaining"] == "3"
