"""Who makes an account keeps what they were as a stranger in the same browser, once; then the stranger is nobody."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx

from fractafrag.core import clock
from fractafrag.domains.accounts import access
from fractafrag.domains.engagement.deps import COOKIE
from tests.engagement.conftest import Rows, Value, event, report
from tests.works import Person

People = Callable[..., Awaitable[Person]]
KEPT = ("impressions", "engagement_events", "views", "tastes", "dwell_histograms", "due_views")


async def enter(client: httpx.AsyncClient, path: str, name: str) -> str:
    """Makes an account or logs in, as a browser does, and gives the account's id."""
    form = {"username": name, "email": f"{name}@example.org", "password": "two green engines"}
    if path == "/auth/login":
        form = {"login": name, "password": "two green engines"}
    answer = await client.post(path, json=form)
    assert answer.status_code in (200, 201), answer.text
    found = await access.verify(answer.json()["access_token"])
    return found.viewer.id


async def watch(client: httpx.AsyncClient, value: Value, ms: int = 9000) -> dict[str, Any]:
    """A stranger watches what is there, and turns the dial; the card."""
    card = (await client.get("/feed/new")).json()["items"][0]
    await report(client, event(card, ms=ms), event(card, "replay"), after=20)
    await value()
    assert (await client.put("/me/taste/dial", json={"surprise": 0.8})).status_code == 200
    body: dict[str, Any] = card
    return body


async def left(rows: Rows, watcher: str) -> dict[str, int]:
    """How many rows there are of a watcher, in the tables that have any."""
    counted: dict[str, int] = {}
    for table in KEPT:
        named = "of" if table == "dwell_histograms" else "viewer_id"
        ((count,),) = await rows(f"SELECT count(*) FROM {table} WHERE {named} = :who", who=watcher)
        if count:
            counted[table] = count
    return counted


async def test_a_new_account_inherits_its_visitor_and_the_visitor_is_empty(
    client: httpx.AsyncClient, person: People, rows: Rows, value: Value
) -> None:
    ada = await person("ada")
    await ada.make()
    card = await watch(client, value)
    visitor = client.cookies[COOKIE]
    before = await left(rows, visitor)
    assert set(before) == {"impressions", "engagement_events", "views", "tastes", "dwell_histograms"}
    bob = await enter(client, "/auth/register", "bob")
    assert await left(rows, visitor) == {}
    assert await left(rows, bob) == before
    assert (await rows("SELECT shader_id, dwell_ms FROM views"))[0] == (card["id"], 9000)
    assert (await rows("SELECT views FROM shader_engagement"))[0].views == 1
    assert (await client.get("/me/engagement")).json()["views"] == []


async def test_what_is_reported_late_under_the_old_name_is_the_accounts(
    client: httpx.AsyncClient, person: People, rows: Rows, value: Value
) -> None:
    ada = await person("ada")
    await ada.make()
    card = await watch(client, value)
    visitor = client.cookies[COOKIE]
    bob = await enter(client, "/auth/register", "bob")
    assert (await report(client, event(card, ms=3000), after=40))["accepted"] == 1
    await value()
    assert await left(rows, visitor) == {}
    ((viewer, dwell_ms),) = await rows("SELECT viewer_id, dwell_ms FROM views")
    assert (viewer, dwell_ms) == (bob, 12_000)


async def test_an_account_inherits_at_its_first_sign_in_and_only_once(
    client: httpx.AsyncClient, person: People, rows: Rows, value: Value
) -> None:
    ada = await person("ada")
    await ada.make()
    bob = await enter(client, "/auth/register", "bob")
    await watch(client, value)
    assert await enter(client, "/auth/login", "bob") == bob
    assert [row.viewer_id for row in await rows("SELECT viewer_id FROM views")] == [bob]
    client.cookies.delete(COOKIE)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        await watch(client, value)
        other = client.cookies[COOKIE]
        await enter(client, "/auth/login", "bob")
    assert {row.viewer_id for row in await rows("SELECT viewer_id FROM views")} == {bob, other}


async def test_one_who_wants_no_learning_inherits_nothing(
    client: httpx.AsyncClient, person: People, rows: Rows, value: Value
) -> None:
    ada = await person("ada")
    await ada.make()
    bob = await enter(client, "/auth/register", "bob")
    await watch(client, value)
    visitor = client.cookies[COOKIE]
    login = await client.post("/auth/login", json={"login": "bob", "password": "two green engines"})
    token = {"Authorization": f"Bearer {login.json()['access_token']}"}
    assert await left(rows, bob) != {}
    assert (await client.delete("/me/engagement", headers=token)).status_code == 204
    assert (await client.put("/me/learning", json={"on": False}, headers=token)).status_code == 200
    client.cookies.delete(COOKIE)
    await watch(client, value)
    await enter(client, "/auth/login", "bob")
    assert await left(rows, bob) == {}
    assert await left(rows, visitor) == {}
