"""Sessions: refreshed, shared by two tabs, stolen, ended."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.core.redis import redis_client

PASSWORD = "a violet engine"
NEW_PASSWORD = "two green engines"
COOKIE = "fractafrag_refresh"

Join = Callable[..., Awaitable[httpx.Response]]
Browser = Callable[..., Awaitable[httpx.AsyncClient]]


def in_seconds(seconds: float) -> Any:
    return clock.frozen(datetime.now(UTC) + timedelta(seconds=seconds))


async def refresh(client: httpx.AsyncClient, token: str | None = None) -> httpx.Response:
    """Refreshes with the client's cookie, or with a token that somebody kept."""
    if token is None:
        return await client.post("/auth/refresh")
    client.cookies.clear()
    return await client.post("/auth/refresh", headers={"Cookie": f"{COOKIE}={token}"})


def bearer(answer: httpx.Response) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def test_a_refresh_gives_new_tokens_that_work(client: httpx.AsyncClient, join: Join) -> None:
    joined = await join(client)
    before = client.cookies[COOKIE]
    answer = await refresh(client)
    assert answer.status_code == 200
    assert answer.json()["access_token"] != joined.json()["access_token"]
    assert client.cookies[COOKIE] != before
    assert answer.json()["user"] == joined.json()["user"]
    assert (await client.get("/me", headers=bearer(answer))).status_code == 200


async def test_a_refresh_works_with_an_expired_access_token_in_hand(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    with in_seconds(3600):
        assert (await client.get("/me")).status_code == 401
        assert (await refresh(client)).status_code == 200


async def test_a_token_that_is_not_ours_is_refused_and_forgotten(client: httpx.AsyncClient, database: Any) -> None:
    for token in ("", "nonsense", "x" * 10_000, "%00", "a" * 43, "é"):
        answer = await client.post("/auth/refresh", headers={b"Cookie": f"{COOKIE}={token}".encode()})
        assert answer.status_code == 401, token
        assert answer.headers["content-type"] == "application/problem+json"
        assert 'fractafrag_refresh=""' in answer.headers["set-cookie"]
        assert "Path=/api/v1/auth" in answer.headers["set-cookie"]


async def test_without_a_cookie_there_is_nothing_to_refresh(client: httpx.AsyncClient, database: Any) -> None:
    assert (await client.post("/auth/refresh")).status_code == 401


async def test_a_session_lives_thirty_days_after_its_last_use(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    with in_seconds(29 * 86_400):
        assert (await refresh(client)).status_code == 200
    with in_seconds(58 * 86_400):
        assert (await refresh(client)).status_code == 200
    with in_seconds((58 + 30) * 86_400 + 60):
        assert (await refresh(client)).status_code == 401


async def test_a_used_token_that_comes_back_later_ends_the_session_of_thief_and_owner(
    client: httpx.AsyncClient, browser: Browser, join: Join
) -> None:
    await join(client)
    stolen = client.cookies[COOKIE]
    owner = await refresh(client)
    thief = await browser()
    with in_seconds(11):
        caught = await refresh(thief, stolen)
        assert caught.status_code == 401
        assert "two places" in caught.json()["detail"]
        assert (await client.get("/me", headers=bearer(owner))).status_code == 401
        assert (await refresh(client)).status_code == 401


async def test_the_end_of_one_session_leaves_the_others(
    client: httpx.AsyncClient, browser: Browser, join: Join
) -> None:
    await join(client)
    phone = await browser()
    await phone.post("/auth/login", json={"login": "ada", "password": PASSWORD})
    stolen = client.cookies[COOKIE]
    await refresh(client)
    with in_seconds(11):
        assert (await refresh(client, stolen)).status_code == 401
        assert (await refresh(phone)).status_code == 200


async def test_tabs_that_refresh_at_the_same_moment_all_stay_logged_in(
    client: httpx.AsyncClient, browser: Browser, join: Join
) -> None:
    await join(client)
    shared = client.cookies[COOKIE]
    tabs = [await browser() for _ in range(6)]
    answers = await asyncio.gather(*(refresh(tab, shared) for tab in tabs))
    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({tab.cookies[COOKIE] for tab in tabs}) == 6
    with in_seconds(600):
        for tab in tabs:
            assert (await refresh(tab)).status_code == 200


async def test_a_tab_a_little_late_stays_logged_in(client: httpx.AsyncClient, browser: Browser, join: Join) -> None:
    await join(client)
    shared = client.cookies[COOKIE]
    await refresh(client)
    late = await browser()
    with in_seconds(9):
        assert (await refresh(late, shared)).status_code == 200
        assert (await refresh(client)).status_code == 200


async def test_a_sibling_that_is_stolen_is_found_out_too(
    client: httpx.AsyncClient, browser: Browser, join: Join
) -> None:
    await join(client)
    shared = client.cookies[COOKIE]
    await refresh(client)
    tab = await browser()
    await refresh(tab, shared)
    sibling = tab.cookies[COOKIE]
    await refresh(tab)
    with in_seconds(60):
        assert (await refresh(await browser(), sibling)).status_code == 401
        assert (await refresh(client)).status_code == 401
        assert (await refresh(tab)).status_code == 401


async def test_expired_tokens_do_not_pile_up(client: httpx.AsyncClient, join: Join, database: Any) -> None:
    await join(client)
    for day in range(0, 100, 20):
        with in_seconds(day * 86_400):
            assert (await refresh(client)).status_code == 200
    async with database.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM refresh_tokens"))).scalar_one() <= 3


async def test_whoever_logs_out_is_out_at_once(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    kept = client.cookies[COOKIE]
    answer = await client.post("/auth/logout")
    assert answer.status_code == 204
    assert answer.content == b""
    assert COOKIE not in client.cookies
    out = await client.get("/me")
    assert out.status_code == 401
    assert 'error="invalid_token"' in out.headers["www-authenticate"]
    assert (await refresh(client, kept)).status_code == 401


async def test_logging_out_makes_every_access_token_of_the_session_void(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    second = await refresh(client)
    await client.post("/auth/logout", headers=bearer(second))
    assert (await client.get("/me")).status_code == 401
    assert (await client.get("/me", headers=bearer(second))).status_code == 401


async def test_a_program_without_cookies_logs_out_by_its_access_token(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    kept = client.cookies[COOKIE]
    client.cookies.clear()
    assert (await client.post("/auth/logout")).status_code == 204
    assert (await client.get("/me")).status_code == 401
    assert (await refresh(client, kept)).status_code == 401


async def test_logging_out_never_fails(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    for authorization in ("", "Bearer", "Bearer nonsense", "Basic YTpi", "Bearer " + "x" * 5000):
        answer = await client.post("/auth/logout", headers={"Authorization": authorization})
        assert answer.status_code == 204, authorization


async def test_the_blocklist_forgets_a_token_only_after_it_has_expired(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    await client.post("/auth/logout")
    client_of_redis: Any = redis_client()
    names = [name async for name in client_of_redis.scan_iter("ended-session:*")]
    assert len(names) == 1
    assert 900 <= await client_of_redis.ttl(names[0]) <= 905


async def test_with_an_emptied_redis_an_ended_session_still_cannot_be_refreshed(
    client: httpx.AsyncClient, join: Join
) -> None:
    await join(client)
    kept = client.cookies[COOKIE]
    await client.post("/auth/logout")
    await redis_client().flushdb()  # pyright: ignore[reportUnknownMemberType]
    assert (await refresh(client, kept)).status_code == 401


async def change_password(client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
    return await client.post(
        "/auth/password", json={"current_password": PASSWORD, "new_password": NEW_PASSWORD} | changes
    )


async def test_a_new_password_ends_all_other_sessions_and_keeps_this_one(
    client: httpx.AsyncClient, browser: Browser, join: Join
) -> None:
    await join(client)
    phone = await browser()
    phoned = await phone.post("/auth/login", json={"login": "ada", "password": PASSWORD})
    answer = await change_password(client)
    assert answer.status_code == 200
    assert (await phone.get("/me", headers=bearer(phoned))).status_code == 401
    assert (await refresh(phone)).status_code == 401
    assert (await client.get("/me")).status_code == 401, "the token from before is void as well"
    assert (await client.get("/me", headers=bearer(answer))).status_code == 200
    assert (await refresh(client)).status_code == 200
    old = await phone.post("/auth/login", json={"login": "ada", "password": PASSWORD})
    new = await phone.post("/auth/login", json={"login": "ada", "password": NEW_PASSWORD})
    assert (old.status_code, new.status_code) == (401, 200)


async def test_a_change_that_is_refused_names_its_field_and_ends_nothing(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    refused = [
        ("current_password", "not this one"),
        ("new_password", "short"),
        ("new_password", "password123"),
        ("new_password", "ada12345"),
        ("new_password", "x" * 10_000),
    ]
    for field, value in refused:
        answer = await change_password(client, **{field: value})
        assert answer.status_code == 422
        assert answer.json()["field"] == field
    assert (await client.get("/me")).status_code == 200
    assert (await refresh(client)).status_code == 200


async def test_a_stranger_changes_no_password(client: httpx.AsyncClient, database: Any) -> None:
    assert (await change_password(client)).status_code == 401


async def test_of_two_changes_at_once_one_holds(client: httpx.AsyncClient, browser: Browser, join: Join) -> None:
    await join(client)
    answers = await asyncio.gather(
        change_password(client, new_password="the first engine"),
        change_password(client, new_password="the second engine"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    won = "the first engine" if answers[0].status_code == 200 else "the second engine"
    stranger = await browser()
    assert (await stranger.post("/auth/login", json={"login": "ada", "password": won})).status_code == 200


async def test_no_session_slips_in_behind_a_change_of_password(
    client: httpx.AsyncClient, browser: Browser, join: Join
) -> None:
    await join(client)
    others = [await browser() for _ in range(6)]
    tabs = [await browser() for _ in range(3)]
    shared = client.cookies[COOKIE]
    client.cookies.clear()
    changed, *raced = await asyncio.gather(
        change_password(client),
        *(other.post("/auth/login", json={"login": "ada", "password": PASSWORD}) for other in others),
        *(refresh(tab, shared) for tab in tabs),
    )
    assert changed.status_code == 200
    assert {answer.status_code for answer in raced} <= {200, 401}
    assert [(await refresh(one)).status_code for one in (*others, *tabs)] == [401] * 9
    assert (await refresh(client)).status_code == 200


async def test_a_refresh_that_meets_the_end_of_its_session_waits_and_is_refused(
    client: httpx.AsyncClient, join: Join, database: Any
) -> None:
    await join(client)
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    async with database.write() as ending:
        await ending.execute(text("DELETE FROM refresh_families"))
        meeting = asyncio.create_task(refresh(client))
        async with asyncio.timeout(60), database.read() as session:
            while not (await session.execute(waiting)).scalar_one():
                pass
    assert (await meeting).status_code == 401
