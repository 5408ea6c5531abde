"""Webhooks of one's own: made, seen, changed and deleted by their owner alone, and never towards a private network."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from fractafrag.core import clock, sealing
from fractafrag.core.db import Database
from fractafrag.domains.agents import tokens
from fractafrag.domains.webhooks import service
from fractafrag.domains.webhooks.schemas import Delivery, DeliveryList, NewWebhook, Webhook
from fractafrag.doors import worker
from tests.webhooks.conftest import Owner
from tests.works import Person

People = Callable[..., Awaitable[Person]]
Hook = Callable[..., Awaitable[Owner]]

PUBLIC = "https://hooks.example.org/in"


async def test_a_webhook_is_made_and_shows_its_secret_once(person: People) -> None:
    ada = await person("ada")
    answer = await ada.http.post("/webhooks", json={"url": PUBLIC})
    assert answer.status_code == 201
    made = NewWebhook.model_validate(answer.json())
    assert made.secret.startswith("whsec_")
    assert (made.events, made.about, made.active) == (["shader.published", "shader.rendered"], "mine", True)
    (seen,) = (await ada.get("/webhooks"))["items"]
    Webhook.model_validate(seen)
    assert seen == {key: value for key, value in answer.json().items() if key != "secret"}


async def test_the_database_holds_no_secret_that_could_be_read(
    person: People, hook: Hook, database: Database, setting: Callable[..., None]
) -> None:
    owner = await hook(await person("ada"))
    async with database.read() as session:
        stored = (await session.execute(text("SELECT secret FROM webhooks"))).scalar_one()
    assert sealing.unseal(stored, owner.id) not in stored
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(stored, "anotherHook1")
    setting(SECRETS_KEY="another-key-0123456789-0123456789-ab")
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(stored, owner.id)


REFUSED = [
    "http://127.0.0.1/",
    "http://localhost:8000/",
    "https://[::1]/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://ada:secret@example.org/",
    "https://example.org:22/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "//example.org/",
    "example.org",
    "https://",
    "",
    "https://example.org/\nHost: evil",
    "https://example.org/\u0000",
    "https://example.org/" + "x" * 2100,
]


async def test_an_address_where_we_do_not_go_is_refused_and_named(person: People) -> None:
    ada = await person("ada")
    made = (await ada.http.post("/webhooks", json={"url": PUBLIC})).json()
    for url in REFUSED:
        answer = await ada.http.post("/webhooks", json={"url": url})
        assert (answer.status_code, answer.json()["field"]) == (422, "url"), url
        answer = await ada.http.patch(f"/webhooks/{made['id']}", json={"url": url})
        assert (answer.status_code, answer.json()["field"]) == (422, "url"), url
    assert [hook["url"] for hook in (await ada.get("/webhooks"))["items"]] == [PUBLIC]


async def test_what_is_no_webhook_is_refused(person: People) -> None:
    ada = await person("ada")
    wrongs: list[dict[str, Any]] = [
        {"events": []},
        {"events": ["shader.eaten"]},
        {"about": "yours"},
        {"url": None},
        {"url": 7},
    ]
    for wrong in wrongs:
        assert (await ada.http.post("/webhooks", json={"url": PUBLIC} | wrong)).status_code == 422, wrong


async def test_plain_http_and_strange_ports_of_the_open_internet_are_allowed(person: People) -> None:
    ada = await person("ada")
    for url in ("http://example.org/hook", "http://example.org:80/", "https://example.org:8443/", PUBLIC):
        assert (await ada.http.post("/webhooks", json={"url": url})).status_code == 201


async def test_a_person_has_ten_webhooks_at_most(person: People) -> None:
    ada, bob = await person("ada"), await person("bob")
    made = [await ada.http.post("/webhooks", json={"url": PUBLIC}) for _ in range(service.MAX_WEBHOOKS)]
    assert {answer.status_code for answer in made} == {201}
    assert (await ada.http.post("/webhooks", json={"url": PUBLIC})).status_code == 409
    assert (await bob.http.post("/webhooks", json={"url": PUBLIC})).status_code == 201
    assert (await ada.http.delete(f"/webhooks/{made[-1].json()['id']}")).status_code == 204
    assert (await ada.http.post("/webhooks", json={"url": PUBLIC})).status_code == 201


async def test_a_change_changes_what_is_sent_alone(person: People) -> None:
    ada = await person("ada")
    made = (await ada.http.post("/webhooks", json={"url": PUBLIC})).json()
    path = f"/webhooks/{made['id']}"
    changed = (await ada.http.patch(path, json={"about": "public", "events": ["shader.rendered"] * 2})).json()
    assert (changed["url"], changed["about"], changed["events"]) == (PUBLIC, "public", ["shader.rendered"])
    changed = (await ada.http.patch(path, json={"active": False})).json()
    assert (changed["active"], changed["about"], changed["disabled_reason"]) == (False, "public", None)
    assert (await ada.http.patch(path, json={})).json() == changed
    assert (await ada.get("/webhooks"))["items"] == [changed]


async def test_nobody_else_sees_or_touches_a_webhook(person: People, client: httpx.AsyncClient) -> None:
    ada, bob = await person("ada"), await person("bob")
    made = (await ada.http.post("/webhooks", json={"url": PUBLIC})).json()
    sent = (await ada.http.post(f"/webhooks/{made['id']}/test")).json()
    path = f"/webhooks/{made['id']}"
    for eyes, expected in ((bob.http, 404), (client, 401)):
        for method, where in (
            ("PATCH", path),
            ("DELETE", path),
            ("POST", f"{path}/secret"),
            ("POST", f"{path}/test"),
            ("GET", f"{path}/deliveries"),
            ("POST", f"{path}/deliveries/{sent['id']}/replay"),
        ):
            answer = await eyes.request(method, where, json={} if method == "PATCH" else None)
            assert (answer.status_code, answer.headers["content-type"]) == (expected, "application/problem+json"), where
    assert (await bob.get("/webhooks"))["items"] == []
    assert (await client.get("/webhooks")).status_code == 401
    for nonsense in ("x", "nobodyKnows1", "%00", "a" * 64):
        assert (await ada.http.delete(f"/webhooks/{nonsense}")).status_code == 404
        assert (await ada.http.post(f"{path}/deliveries/{nonsense}/replay")).status_code == 404


async def test_no_program_touches_webhooks(client: httpx.AsyncClient) -> None:
    key = {"Authorization": f"Bearer {tokens.new_token('key').text}"}
    assert (await client.get("/webhooks", headers=key)).status_code == 403
    assert (await client.post("/webhooks", json={"url": PUBLIC}, headers=key)).status_code == 403


async def test_the_log_has_pages_and_costs_one_statement_each(
    person: People, hook: Hook, statements: Callable[[], int]
) -> None:
    owner = await hook(await person("ada"))
    sent = [(await owner.person.http.post(f"/webhooks/{owner.id}/test")).json() for _ in range(5)]
    Delivery.model_validate(sent[0])
    seen: list[str] = []
    params: dict[str, Any] = {"limit": 2}
    while True:
        before = statements()
        page = await owner.person.get(f"/webhooks/{owner.id}/deliveries", **params)
        assert statements() - before == 1
        DeliveryList.model_validate(page)
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    assert seen == [item["id"] for item in reversed(sent)]
    bad = await owner.person.http.get(f"/webhooks/{owner.id}/deliveries", params={"cursor": "forged"})
    assert (bad.status_code, bad.json()["field"]) == (400, "cursor")


async def test_the_log_is_forgotten_after_a_month(person: People, hook: Hook, database: Database) -> None:
    owner = await hook(await person("ada"))
    for days in (31, 1):
        with clock.frozen(clock.now() - timedelta(days=days)):
            await owner.person.http.post(f"/webhooks/{owner.id}/test")
    assert len(await owner.log()) == 2
    await worker.prune(database)
    assert len(await owner.log()) == 1
