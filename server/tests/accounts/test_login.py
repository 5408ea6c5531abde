"""Logging in: the right password opens, every other answer is the same, and nobody else waits."""

import asyncio
import json
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from fractafrag.domains.accounts import passwords, service

PASSWORD = "a violet engine"

Join = Callable[..., Awaitable[httpx.Response]]


async def log_in(client: httpx.AsyncClient, login: Any = "ada", password: Any = PASSWORD) -> httpx.Response:
    # Spelt in ASCII, so that a test can send what is no Unicode at all.
    form = json.dumps({"login": login, "password": password})
    return await client.post("/auth/login", content=form, headers={"Content-Type": "application/json"})


async def test_name_and_address_open_in_any_case(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    for login in ("ada", "ADA", "  ada ", "ada@example.org", "Ada@EXAMPLE.org"):
        answer = await log_in(client, login)
        assert answer.status_code == 200
        assert answer.json()["user"]["username"] == "ada"
        assert answer.json()["expires_in"] == 900
        assert "fractafrag_refresh" in answer.headers["set-cookie"]


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    wrong, unknown = await log_in(client, password="a violent engine"), await log_in(client, "eve")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert "set-cookie" not in wrong.headers


async def test_hostile_logins_are_only_wrong(client: httpx.AsyncClient, join: Join) -> None:
    await join(client)
    hostile = ["\x00", "ada\x00", "🔥", "' OR 1=1 --", "a" * 254, "%", "\u0430da", "ada@example.org\x00"]
    for login in [*hostile, "\u202eada", "@", "a@b"]:
        assert (await log_in(client, login)).status_code == 401, login


async def test_forms_that_cannot_be_right_are_against_a_rule(client: httpx.AsyncClient) -> None:
    forms: list[tuple[Any, Any]] = [("a" * 10_000, PASSWORD), ("ada", "x" * 10_000), ("", PASSWORD), ("ada", "")]
    forms += [(None, None), (7, 7), ("ada", "\ud800"), ("\ud800@x.org", PASSWORD)]
    for login, password in forms:
        answer = await log_in(client, login, password)
        assert answer.status_code == 422, (login, password)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_an_unknown_name_costs_a_hash_too_and_hashes_run_beside_the_loop(
    client: httpx.AsyncClient, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    await join(client)
    verify = passwords._verify  # pyright: ignore[reportPrivateUsage]
    seen: list[tuple[str, bool, str]] = []

    def spy(password_hash: str, normal: str) -> bool:
        found = verify(password_hash, normal)
        seen.append((password_hash.rpartition("$")[0].rpartition("$")[0], found, threading.current_thread().name))
        return found

    monkeypatch.setattr(passwords, "_verify", spy)
    await log_in(client)
    await log_in(client, "nobody-here")
    await log_in(client, "\x00")
    costs = {cost for cost, _, _ in seen}
    assert len(costs) == 1, "all hashes cost the same"
    assert [found for _, found, _ in seen] == [True, False, False]
    assert all(thread.startswith("argon2") for _, _, thread in seen)


async def test_while_many_log_in_others_are_served(
    client: httpx.AsyncClient, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    await join(client)
    verify, matches = passwords._verify, passwords.matches  # pyright: ignore[reportPrivateUsage]
    everybody_waits, go_on = asyncio.Event(), threading.Event()
    crowd_size = 30  # more than the 20 connections of the pool
    arrived = 0

    def held_up(password_hash: str, normal: str) -> bool:
        go_on.wait(60)
        return verify(password_hash, normal)

    async def counting(password_hash: str | None, password: str) -> bool:
        nonlocal arrived
        arrived += 1
        if arrived == crowd_size:
            everybody_waits.set()
        return await matches(password_hash, password)

    monkeypatch.setattr(passwords, "_verify", held_up)
    monkeypatch.setattr(passwords, "matches", counting)
    crowd = [asyncio.create_task(log_in(client)) for _ in range(crowd_size)]
    try:
        async with asyncio.timeout(60):
            await everybody_waits.wait()
            assert (await client.get("/users/ada")).status_code == 200
    finally:
        go_on.set()
        answers = await asyncio.gather(*crowd)
    assert {answer.status_code for answer in answers} == {200}


async def test_a_crowd_that_is_too_large_is_asked_to_come_back(
    client: httpx.AsyncClient, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    await join(client)
    monkeypatch.setattr(passwords, "_MAX_WAITING", 0)
    answer = await log_in(client)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"


async def test_an_outdated_hash_is_renewed_at_the_next_login(
    client: httpx.AsyncClient, join: Join, database: Any
) -> None:
    await join(client)
    old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    async with database.write() as session:
        await session.execute(text("UPDATE users SET password_hash = :old"), {"old": old})
    assert (await log_in(client)).status_code == 200
    async with database.read() as session:
        stored = (await session.execute(text("SELECT password_hash FROM users"))).scalar_one()
    assert stored != old
    assert not passwords.is_outdated(stored)
    assert (await log_in(client)).status_code == 200


async def test_the_suspended_are_told_so_but_only_after_their_password(
    client: httpx.AsyncClient, join: Join, database: Any
) -> None:
    await join(client)
    async with database.write() as session:
        await session.execute(text("UPDATE users SET banned_at = now()"))
    assert (await log_in(client, password="something else")).status_code == 401
    answer = await log_in(client)
    assert answer.status_code == 403
    assert "suspended" in answer.json()["detail"]
    assert (await client.post("/auth/refresh")).status_code == 403
    assert (await client.post("/auth/refresh")).status_code == 401


async def test_nobody_logs_in_as_the_house(client: httpx.AsyncClient, database: Any) -> None:
    async with database.write() as session:
        first = await service.ensure_house_account(session)
    async with database.write() as session:
        assert await service.ensure_house_account(session) == first
    assert first.username == "fractafrag"
    for password in ("", "None", "null", PASSWORD):
        assert (await log_in(client, "fractafrag", password)).status_code in (401, 422)
    assert (await client.get("/users/fractafrag")).json()["display_name"] == "Fractafrag"


@pytest.mark.usefixtures("without_redis")
async def test_without_redis_people_still_log_in_and_the_log_says_what_is_not_counted(
    client: httpx.AsyncClient, join: Join, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert (await join(client)).status_code == 201
        answer = await log_in(client)
        assert answer.status_code == 200
        assert (await client.get("/me")).status_code == 200
        assert (await client.post("/auth/logout")).status_code == 204
        assert (await client.post("/auth/refresh")).status_code == 401
    assert "rate limit login not counted" in caplog.text
    assert "blocklist not read" in caplog.text
    assert "blocklist not written" in caplog.text


async def test_an_account_keeps_a_bounded_number_of_sessions(
    client: httpx.AsyncClient, join: Join, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_SESSIONS", 3)
    await join(client)
    first = client.cookies["fractafrag_refresh"]
    for _ in range(4):
        await log_in(client)
    async with database.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM refresh_families"))).scalar_one() == 3
    assert (await client.post("/auth/refresh")).status_code == 200
    client.cookies.clear()
    answer = await client.post("/auth/refresh", headers={"Cookie": f"fractafrag_refresh={first}"})
    assert answer.status_code == 401
