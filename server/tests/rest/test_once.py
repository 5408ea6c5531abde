"""A POST that names itself is carried out once, however often it is sent."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from fractafrag.core import clock, once
from fractafrag.core.db import Database
from fractafrag.doors import worker
from tests.works import IMAGE, Person

KEY = {"Idempotency-Key": "0b9e4c5e-8f0e-4f6d-9a3b-6a1c2f7d1e55"}

Joins = Callable[..., Awaitable[Person]]


async def number_of(person: Person) -> int:
    return len((await person.get("/me/shaders", limit=50))["items"])


async def kept(database: Database) -> int:
    async with database.read() as session:
        return int((await session.execute(text("SELECT count(*) FROM idempotency_keys"))).scalar_one())


async def test_a_repeated_request_gets_the_first_answer_and_makes_nothing(person: Joins) -> None:
    ada = await person("ada")
    first = await ada.http.post("/shaders", json=ada.draft(), headers=KEY)
    again = await ada.http.post("/shaders", json=ada.draft(), headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["content-type"] == "application/json"
    assert (first.headers.get("idempotent-replayed"), again.headers["idempotent-replayed"]) == (None, "true")
    assert await number_of(ada) == 1


async def test_twenty_at_once_make_one_work(person: Joins) -> None:
    ada = await person("ada")
    answers = await asyncio.gather(
        *(ada.http.post("/shaders", json=ada.draft(), headers=KEY) for _ in range(20)),
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 19
    assert await number_of(ada) == 1


async def test_the_same_name_for_another_request_is_refused(person: Joins) -> None:
    ada = await person("ada")
    page = (await ada.http.post("/shaders", json=ada.draft(), headers=KEY)).json()
    for other in (
        await ada.http.post("/shaders", json=ada.draft(title="Another"), headers=KEY),
        await ada.http.post(f"/shaders/{page['id']}/fork", headers=KEY),
    ):
        assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")
    assert await number_of(ada) == 1


async def test_without_a_name_everything_is_carried_out(person: Joins, database: Database) -> None:
    ada = await person("ada")
    await ada.make()
    await ada.make()
    assert (await number_of(ada), await kept(database)) == (2, 0)


async def test_a_refusal_is_not_kept_so_that_the_mended_request_may_keep_its_name(
    person: Joins, database: Database
) -> None:
    ada = await person("ada")
    broken = ada.draft(licence="nonsense")
    assert (await ada.http.post("/shaders", json=broken, headers=KEY)).status_code == 422
    assert (await ada.http.post("/shaders", json={}, headers=KEY)).status_code == 422
    assert await kept(database) == 0
    assert (await ada.http.post("/shaders", json=ada.draft(), headers=KEY)).status_code == 201


async def test_the_names_of_two_people_do_not_meet(person: Joins) -> None:
    ada, bob = await person("ada"), await person("bob")
    one = await ada.http.post("/shaders", json=ada.draft(), headers=KEY)
    other = await bob.http.post("/shaders", json=bob.draft(), headers=KEY)
    assert (one.status_code, other.status_code) == (201, 201)
    assert one.json()["id"] != other.json()["id"]


async def test_forks_and_restores_are_made_once(person: Joins) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    forks = [await bob.http.post(f"/shaders/{page['id']}/fork", headers=KEY) for _ in range(2)]
    assert forks[0].json() == forks[1].json()
    assert await number_of(bob) == 1
    await ada.save(page, title="Changed")
    restored = [await ada.http.post(f"/shaders/{page['id']}/versions/1/restore", headers=KEY) for _ in range(2)]
    assert [answer.json()["version"] for answer in restored] == [3, 3]


async def test_a_picture_is_asked_for_once(person: Joins, work_off: Callable[[], Awaitable[int]]) -> None:
    ada = await person("ada")
    page = await ada.make(code=IMAGE + "#error on purpose\n")
    await work_off()
    asked = [await ada.http.post(f"/shaders/{page['id']}/render", headers=KEY) for _ in range(2)]
    # Without the key the second would be 409: the picture has not failed, it is pending.
    assert [answer.status_code for answer in asked] == [202, 202]


@pytest.mark.parametrize("name", ["", "with a space", "x" * 201, "tab\there", "é"])
async def test_a_name_is_visible_ascii_of_two_hundred_characters(person: Joins, name: str) -> None:
    ada = await person("ada")
    answer = await ada.http.post("/shaders", json=ada.draft(), headers={"Idempotency-Key": name.encode("latin-1")})  # pyright: ignore[reportArgumentType]
    assert (answer.status_code, answer.json()["field"]) == (422, "Idempotency-Key")


async def test_a_stranger_cannot_spend_a_name(client: httpx.AsyncClient, person: Joins, database: Database) -> None:
    ada = await person("ada")
    assert (await client.post("/shaders", json=ada.draft(), headers=KEY)).status_code == 401
    assert await kept(database) == 0


async def test_after_a_day_the_name_is_free_whether_or_not_it_was_pruned(person: Joins, database: Database) -> None:
    ada = await person("ada")
    await ada.http.post("/shaders", json=ada.draft(), headers=KEY)
    with clock.frozen(clock.now() + once.LIFETIME - timedelta(minutes=1)):
        await worker.prune(database)
        again = await ada.http.post("/shaders", json=ada.draft(), headers=KEY)
        assert again.headers["idempotent-replayed"] == "true"
    with clock.frozen(clock.now() + once.LIFETIME + timedelta(minutes=1)):
        anew = await ada.http.post("/shaders", json=ada.draft(title="Another"), headers=KEY)
        assert (anew.status_code, "idempotent-replayed" in anew.headers) == (201, False)
    with clock.frozen(clock.now() + 3 * once.LIFETIME):
        await worker.prune(database)
    assert await kept(database) == 0


async def test_an_answer_that_is_too_large_is_not_kept_but_never_made_twice(
    person: Joins, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await person("ada")
    monkeypatch.setattr(once, "MAX_BODY", 10)
    assert (await ada.http.post("/shaders", json=ada.draft(), headers=KEY)).status_code == 201
    assert (await ada.http.post("/shaders", json=ada.draft(), headers=KEY)).status_code == 409
    assert await number_of(ada) == 1


async def test_a_request_waits_for_the_one_before_and_takes_over_when_that_is_undone(database: Database) -> None:
    whose, print_ = once.owner("ada", None), once.fingerprint(b"POST", b"/x", b"")
    claimed, go_on = asyncio.Event(), asyncio.Event()

    async def broken() -> None:
        async with database.write() as session:
            assert await once.first(session, whose, "k", print_) is None
            claimed.set()
            await go_on.wait()
            raise RuntimeError("undone")

    async def second() -> object:
        async with database.write() as session:
            return await once.first(session, whose, "k", print_)

    one = asyncio.create_task(broken())
    await claimed.wait()
    two = asyncio.create_task(second())
    done, _ = await asyncio.wait([two], timeout=0.2)
    assert not done
    go_on.set()
    with pytest.raises(RuntimeError, match="undone"):
        await one
    assert await two is None
