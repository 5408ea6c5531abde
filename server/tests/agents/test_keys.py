"""The life of an API key: made once, shown once, used, counted, expired, revoked."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text, update

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.agents import service
from tests.agents.conftest import Program, UseKey
from tests.works import Person

FORM = {"name": "Nightly gardener", "scopes": ["draft"]}
KEY = {
    "id",
    "name",
    "shown",
    "scopes",
    "per_minute",
    "created_at",
    "expires_at",
    "last_used_at",
    "revoked_at",
    "state",
}


async def create(ada: Person, **changes: Any) -> dict[str, Any]:
    answer = await ada.http.post("/keys", json=FORM | changes)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_key_is_made_with_what_was_asked_and_browse(ada: Person) -> None:
    answer = await ada.http.post("/keys", json=FORM | {"per_minute": 30})
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    made = answer.json()
    assert set(made) == KEY | {"secret"}
    assert made["secret"].startswith(made["shown"].removesuffix("…"))
    assert (made["name"], made["scopes"], made["per_minute"]) == ("Nightly gardener", ["browse", "draft"], 30)
    assert (made["state"], made["last_used_at"], made["revoked_at"]) == ("active", None, None)
    lasts = datetime.fromisoformat(made["expires_at"]) - datetime.fromisoformat(made["created_at"])
    assert lasts == timedelta(days=90)


async def test_the_secret_is_told_once_and_is_not_in_the_database(ada: Person, database: Database) -> None:
    secret = (await create(ada))["secret"]
    listed = await ada.http.get("/keys")
    assert secret not in listed.text
    assert set(listed.json()["items"][0]) == KEY
    async with database.read() as session:
        (stored,) = (await session.execute(text("SELECT agents::text FROM agents"))).scalars()
    assert secret.rsplit("_", 1)[0] not in stored
    assert secret.split("_", 2)[2] not in stored


async def test_a_request_that_names_itself_gets_a_new_key_each_time(ada: Person, database: Database) -> None:
    named = {"Idempotency-Key": "one-and-the-same"}
    answers = [await ada.http.post("/keys", json=FORM, headers=named) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["secret"] != answers[1].json()["secret"]
    async with database.read() as session:
        assert (await session.execute(text("SELECT count(*) FROM idempotency_keys"))).scalar() == 0


BAD: list[dict[str, Any]] = [
    {"name": ""},
    {"name": "   "},
    {"name": "\u200b\u200d"},
    {"name": "a" * 41},
    {"name": "a\x00b"},
    {"name": "two\nlines"},
    {"name": "evil\u202etxt"},
    {"name": "\ud800"},
    {"name": None},
    {"scopes": []},
    {"scopes": ["root"]},
    {"scopes": ["browse"] * 1000},
    {"scopes": "browse"},
    {"expires_in_days": 0},
    {"expires_in_days": 367},
    {"expires_in_days": 10**30},
    {"expires_in_days": "soon"},
    {"per_minute": 0},
    {"per_minute": 601},
    {"per_minute": -1},
]


async def test_a_form_against_a_rule_names_the_field_and_makes_nothing(ada: Person) -> None:
    for change in BAD:
        body = json.dumps(FORM | change)
        answer = await ada.http.post("/keys", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, change
        assert answer.json()["field"].split(".")[0] == next(iter(change))
    assert (await ada.get("/keys"))["items"] == []


async def test_a_key_may_last_until_it_is_revoked(ada: Person, client_of: UseKey) -> None:
    made = await create(ada, expires_in_days=None)
    assert made["expires_at"] is None
    bot = await client_of(made["secret"])
    with clock.frozen(clock.now() + timedelta(days=4000)):
        assert (await bot.get("/whoami")).status_code == 200


async def test_a_key_ends_on_its_day_and_says_so(ada: Person, client_of: UseKey) -> None:
    made = await create(ada, expires_in_days=7)
    bot = await client_of(made["secret"])
    with clock.frozen(clock.now() + timedelta(days=7, seconds=-5)):
        assert (await bot.get("/whoami")).status_code == 200
    with clock.frozen(clock.now() + timedelta(days=7, seconds=5)):
        answer = await bot.get("/whoami")
        assert answer.status_code == 401
        assert "expired" in answer.json()["detail"]
        assert (await ada.get("/keys"))["items"][0]["state"] == "expired"


async def test_a_revoked_key_ends_at_once_and_stays_listed(ada: Person, client_of: UseKey) -> None:
    made, other = await create(ada), await create(ada, name="Other")
    bot = await client_of(made["secret"])
    assert (await bot.get("/whoami")).status_code == 200
    for _ in range(2):
        assert (await ada.http.delete(f"/keys/{made['id']}")).status_code == 204
    answer = await bot.get("/whoami")
    assert answer.status_code == 401
    assert "revoked" in answer.json()["detail"]
    assert "invalid_token" in answer.headers["www-authenticate"]
    items = (await ada.get("/keys"))["items"]
    assert [(item["id"], item["state"]) for item in items] == [(other["id"], "active"), (made["id"], "revoked")]
    assert items[1]["revoked_at"] is not None


async def test_who_knows_the_prefix_alone_learns_nothing(ada: Person, client_of: UseKey) -> None:
    made = await create(ada)
    forged = made["secret"][:13] + "A" * 43
    unknown = "ffk_" + "1" * 8 + "_" + "A" * 43
    told = [(await (await client_of(key)).get("/whoami")).json() for key in (forged, unknown)]
    await ada.http.delete(f"/keys/{made['id']}")
    told.append((await (await client_of(forged)).get("/whoami")).json())
    assert told[0] == told[1] == told[2]
    assert told[0]["status"] == 401


async def test_nobody_sees_or_ends_the_keys_of_another(
    ada: Person, person: Callable[..., Awaitable[Person]], client_of: UseKey
) -> None:
    made = await create(ada)
    eve = await person("eve")
    assert (await eve.get("/keys"))["items"] == []
    assert (await eve.http.delete(f"/keys/{made['id']}")).status_code == 404
    assert (await eve.http.get(f"/keys/{made['id']}/actions")).status_code == 404
    assert (await (await client_of(made["secret"])).get("/whoami")).status_code == 200


async def test_an_id_that_is_none_is_not_found(ada: Person) -> None:
    for key_id in ("nothing", "%00", "x" * 64, "%F0%9F%94%A5", "1" * 12, "..%2f"):
        assert (await ada.http.delete(f"/keys/{key_id}")).status_code == 404, key_id
        assert (await ada.http.get(f"/keys/{key_id}/actions")).status_code == 404, key_id


async def test_there_are_fifty_keys_that_work_and_no_more(
    ada: Person, database: Database, client_of: UseKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert service.MAX_ACTIVE_KEYS == 50
    monkeypatch.setattr(service, "MAX_ACTIVE_KEYS", 3)
    with clock.frozen(clock.now() - timedelta(days=2)):
        await create(ada, expires_in_days=1)
    made = [await create(ada) for _ in range(2)]
    answers = await asyncio.gather(*(ada.http.post("/keys", json=FORM) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    await ada.http.delete(f"/keys/{made[0]['id']}")
    await create(ada)
    assert (await ada.http.post("/keys", json=FORM)).status_code == 409


async def test_a_suspended_account_has_no_working_key_and_gets_none(
    ada: Person, database: Database, client_of: UseKey
) -> None:
    bot = await client_of((await create(ada))["secret"])
    async with database.write() as session:
        await session.execute(update(UserRow).values(banned_at=clock.now()))
    answer = await bot.get("/whoami")
    assert answer.status_code == 403
    assert "suspended" in answer.json()["detail"]
    assert (await ada.http.post("/keys", json=FORM)).status_code == 403
    async with database.write() as session:
        await session.execute(update(UserRow).values(banned_at=None))
    assert (await bot.get("/whoami")).status_code == 200


async def test_another_pepper_voids_every_key(ada: Person, client_of: UseKey, setting: Callable[..., None]) -> None:
    bot = await client_of((await create(ada))["secret"])
    setting(API_KEY_PEPPER="another-pepper-0123456789-0123456789")
    assert (await bot.get("/whoami")).status_code == 401


PERSONAL = [
    ("GET", "/keys"),
    ("POST", "/keys"),
    ("DELETE", "/keys/111111111111"),
    ("GET", "/keys/111111111111/actions"),
    ("GET", "/me"),
    ("PATCH", "/me"),
    ("POST", "/auth/password"),
    ("PUT", "/shaders/111111111111/vote"),
]


async def test_what_a_person_must_do_no_program_does(
    ada: Person, program: Program, client_of: UseKey, client: httpx.AsyncClient
) -> None:
    mighty = await program(ada, "browse", "draft", "publish")
    body = FORM | {"bio": "I was here", "value": 1, "current_password": "x", "new_password": "a violet engine"}
    forged = [await client_of("ffa_" + "1" * 8 + "_" + "A" * 43), await client_of("ffk_forged")]
    for method, path in PERSONAL:
        for bot in (mighty.http, *forged):
            answer = await bot.request(method, path, json=body)
            assert answer.status_code == 403, (path, answer.text)
            assert "person" in answer.json()["detail"]
        assert (await client.request(method, path, json=body)).status_code == 401


HOSTILE = [
    "ffk_",
    "ffk_" + "a" * 8,
    "ffk_" + "a" * 8 + "_" + "b" * 42,
    "ffk_" + "a" * 8 + "_" + "b" * 44,
    "ffk_" + "a" * 100_000,
    "ffk_aaaaaaaa_" + "ü" * 43,
    "ffk_aaaaaaaa_" + "\ud800" * 43,
    "ffk_\x7f\x01aaaaaa_" + "b" * 43,
    "ffk_" + "'" * 8 + "_" + "b" * 43,
    "ffr_" + "a" * 8 + "_" + "b" * 43,
    "ffc_" + "a" * 8 + "_" + "b" * 43,
    "ffz_" + "a" * 8 + "_" + "b" * 43,
    "FFK_" + "a" * 8 + "_" + "b" * 43,
    "🔥" * 20,
]


async def test_a_hostile_credential_is_refused_with_a_sentence(client_of: UseKey) -> None:
    for credential in HOSTILE:
        client = await client_of(credential)
        for path in ("/whoami", "/shaders"):
            answer = await client.get(path)
            assert answer.status_code == 401, credential[:30]
            assert answer.headers["content-type"] == "application/problem+json"
            assert len(answer.json()["detail"]) > 10
            assert "b" * 20 not in answer.text


async def test_a_key_in_the_query_is_no_key(ada: Person, client: httpx.AsyncClient) -> None:
    secret = (await create(ada))["secret"]
    for name in ("key", "api_key", "access_token", "token"):
        assert (await client.get("/whoami", params={name: secret})).status_code == 401


async def test_the_list_costs_one_statement(ada: Person, statements: Callable[[], int]) -> None:
    for number in range(3):
        await create(ada, name=f"Key {number}")
    before = statements()
    assert len((await ada.get("/keys"))["items"]) == 3
    assert statements() - before == 1
