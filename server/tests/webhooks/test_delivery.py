"""Messages reach their webhooks at least once, signed, in their own time, and what became of them can be read."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import orjson
import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from fractafrag.core import clock, queue
from fractafrag.core.db import Database
from fractafrag.domains.webhooks import retries, service, tasks
from fractafrag.domains.webhooks.schemas import WebhookMessage
from fractafrag.gateways.outbound import GuardedOutbound
from fractafrag.gateways.renderer import FakeRenderer
from tests.webhooks.conftest import Owner, Receiver
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]
Hook = Callable[..., Awaitable[Owner]]
Work = Callable[[], Awaitable[None]]


async def test_a_publication_and_its_picture_are_told_signed_and_once(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada = await person("ada")
    owner = await hook(ada)
    page = await ada.make(title="A “work”", tags=["noise"])
    await work_all()
    published, rendered = [message.verified(owner.secret) for message in receiver.heard]
    for said in (published, rendered):
        WebhookMessage.model_validate(said)
    assert [published["type"], rendered["type"]] == ["shader.published", "shader.rendered"]
    assert published["data"] == {
        "id": page["id"],
        "title": "A “work”",
        "url": f"https://frag.example/s/{page['id']}",
        "author": {"username": "ada", "display_name": "Ada", "agent": None},
        "version": 1,
        "tags": ["noise"],
        "licence": "CC-BY-4.0",
        "visibility": "public",
        "render": published["data"]["render"],
    }
    poster = (await ada.get(f"/shaders/{page['id']}"))["render"]["poster_url"]
    assert rendered["data"]["render"] == {"status": "ready", "poster_url": f"https://frag.example{poster}"}
    assert len({message.headers["webhook-id"] for message in receiver.heard}) == 2
    first, second = reversed(await owner.log())
    assert [first["event"], second["event"]] == ["shader.published", "shader.rendered"]
    for entry, message in zip((first, second), receiver.heard, strict=True):
        assert (entry["status"], entry["attempts"], entry["response_status"]) == ("delivered", 1, 200)
        assert (entry["body"].encode(), entry["response_excerpt"], entry["error"]) == (message.body, "ok", None)
        assert entry["next_attempt_at"] is None
        assert entry["delivered_at"]
        assert message.headers["content-type"] == "application/json"
    assert (await owner.shown())["last_delivery"]["status"] == "delivered"


async def test_a_signature_by_another_secret_or_of_another_body_is_none(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada = await person("ada")
    owner, other = await hook(ada), await hook(ada)
    await ada.http.post(f"/webhooks/{owner.id}/test")
    await work_all()
    (message,) = receiver.heard
    assert message.verified(owner.secret)["type"] == "webhook.test"
    with pytest.raises(WebhookVerificationError):
        message.verified(other.secret)


async def test_the_picture_that_fails_is_told_with_its_status(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada = await person("ada")
    await hook(ada, events=["shader.rendered"])
    await ada.make(code=IMAGE + "#error no\n")
    await work_all()
    (message,) = receiver.heard
    assert orjson.loads(message.body)["data"]["render"] == {"status": "failed", "poster_url": None}


async def test_a_picture_that_was_drawn_before_is_told_at_once(
    person: People, hook: Hook, receiver: Receiver, work_all: Work, renderer: FakeRenderer
) -> None:
    ada = await person("ada")
    page = await ada.make()
    await work_all()
    await hook(ada)
    await ada.save(page, title="Another")
    await work_all()
    assert [orjson.loads(message.body)["type"] for message in receiver.heard] == [
        "shader.published",
        "shader.rendered",
    ]
    assert len(renderer.drawn) == 1


async def test_each_webhook_is_told_of_what_its_owner_may_know(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada, bob = await person("ada"), await person("bob")
    only: dict[str, Any] = {"events": ["shader.published"]}
    hooks = {
        "ada mine": await hook(ada, **only),
        "bob mine": await hook(bob, **only),
        "bob public": await hook(bob, about="public", **only),
        "bob pictures": await hook(bob, about="public", events=["shader.rendered"]),
        "bob off": await hook(bob, about="public", **only),
    }
    await bob.http.patch(f"/webhooks/{hooks['bob off'].id}", json={"active": False})
    for visibility in ("public", "unlisted", "private"):
        await ada.make(title=visibility, visibility=visibility)
    await ada.make(title="draft", status="draft")
    await ada.make(title="broken", code=IMAGE + "#error no\n")
    await work_all()
    told = {
        name: sorted(orjson.loads(entry["body"])["data"]["title"] for entry in await owner.log())
        for name, owner in hooks.items()
    }
    assert told == {
        "ada mine": ["broken", "private", "public", "unlisted"],
        "bob mine": [],
        # Whether it compiles is found out later; its picture, which failed, is told to nobody else.
        "bob public": ["broken", "public"],
        "bob pictures": ["public"],
        "bob off": [],
    }


async def test_what_was_told_of_twice_is_one_message(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada = await person("ada")
    await hook(ada, events=["shader.published"])
    page = await ada.make()
    await work_all()
    for _ in range(2):
        await tasks.tell_of_publication.work(shader_id=page["id"], version=1)
    await tasks.tell_of_publication.work(shader_id="nobodyKnows1", version=1)
    await work_all()
    assert len(receiver.heard) == 1


async def test_a_receiver_that_fails_twice_gets_the_same_message_a_third_time(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    owner = await hook(await person("ada"))
    receiver.answers("500 Oh", "503 No\r\nRetry-After: 1", body=b"not \x00 now\x1b[31m")
    await owner.person.http.post(f"/webhooks/{owner.id}/test")
    start = clock.now()
    with clock.frozen(start):
        await owner.person.make()
        await work_all()
    waiting = [entry for entry in await owner.log() if entry["status"] == "waiting"]
    assert {entry["attempts"] for entry in waiting} == {1}
    assert waiting[-1]["error"].startswith("It answered 50")
    assert waiting[-1]["response_excerpt"] == "not \ufffd now\ufffd[31m"
    await finish(work_all, start)
    assert {(entry["event"], entry["status"]) for entry in await owner.log()} == {
        ("webhook.test", "failed"),
        ("shader.published", "delivered"),
        ("shader.rendered", "delivered"),
    }


async def finish(work_all: Work, start: Any) -> None:
    """Lets time pass until the last attempt of everything."""
    for delay in retries.DELAYS:
        start += delay + timedelta(seconds=1)
        with clock.frozen(start):
            await work_all()


async def test_attempts_grow_apart_and_end_within_a_day(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada = await person("ada")
    owner = await hook(ada, events=["shader.published"])
    receiver.answers(*["500 Oh"] * 20)
    now = start = clock.now()
    with clock.frozen(now):
        await ada.make()
        await work_all()
    for number, delay in enumerate(retries.DELAYS, 1):
        with clock.frozen(now + delay - timedelta(seconds=1)):
            await work_all()
            assert len(receiver.heard) == number
        now += delay
        with clock.frozen(now):
            await work_all()
            assert len(receiver.heard) == number + 1
    (entry,) = await owner.log()
    assert (entry["status"], entry["attempts"], entry["next_attempt_at"]) == ("failed", len(retries.DELAYS) + 1, None)
    assert now - start < timedelta(hours=24)
    with clock.frozen(now + timedelta(days=2)):
        await work_all()
    assert len(receiver.heard) == len(retries.DELAYS) + 1
    assert len({message.headers["webhook-id"] for message in receiver.heard}) == 1
    assert len({message.body for message in receiver.heard}) == 1


async def test_a_replay_is_the_same_message_in_a_new_line_of_the_log(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada = await person("ada")
    owner = await hook(ada, events=["shader.published"])
    await ada.make()
    await work_all()
    (old,) = await owner.log()
    path = f"/webhooks/{owner.id}/deliveries/{old['id']}/replay"
    answer = await ada.http.post(path)
    assert (answer.status_code, answer.json()["status"], answer.json()["body"]) == (202, "waiting", old["body"])
    again = f"/webhooks/{owner.id}/deliveries/{answer.json()['id']}/replay"
    assert (await ada.http.post(again)).status_code == 409
    await work_all()
    new, kept = await owner.log()
    assert kept == old
    assert (new["id"], new["status"]) == (answer.json()["id"], "delivered")
    first, second = receiver.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert second.verified(owner.secret) == first.verified(owner.secret)


async def test_410_switches_a_webhook_off_and_its_owner_switches_it_on(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada = await person("ada")
    owner = await hook(ada, events=["shader.published"])
    receiver.answers("410 Gone")
    await ada.make()
    await work_all()
    shown = await owner.shown()
    assert (shown["active"], shown["disabled_reason"], shown["last_delivery"]["status"]) == (
        False,
        service.GONE,
        "failed",
    )
    (entry,) = await owner.log()
    assert (entry["status"], entry["attempts"]) == ("failed", 1)
    for path in (f"/webhooks/{owner.id}/test", f"/webhooks/{owner.id}/deliveries/{entry['id']}/replay"):
        assert (await ada.http.post(path)).status_code == 409
    await ada.make()
    await work_all()
    assert len(await owner.log()) == 1
    on = (await ada.http.patch(f"/webhooks/{owner.id}", json={"active": True})).json()
    assert (on["active"], on["disabled_reason"]) == (True, None)
    await ada.make()
    await work_all()
    assert [entry["status"] for entry in await owner.log()] == ["delivered", "failed"]


async def test_a_webhook_that_was_never_reached_for_three_days_is_switched_off(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada = await person("ada")
    owner = await hook(ada, events=["shader.published"])
    receiver.answers(*["500 Oh"] * 40)
    start = clock.now()
    await ada.make()
    await finish(work_all, start)
    assert (await owner.shown())["active"] is True
    with clock.frozen(start + timedelta(days=4)):
        await ada.make()
        await ada.make()
        await ada.make(title="too late")
        await work_all()
    shown = await owner.shown()
    assert (shown["active"], shown["disabled_reason"]) == (False, service.WORN_OUT)
    with clock.frozen(start + timedelta(days=4, minutes=1)):
        await work_all()
    assert {entry["status"] for entry in await owner.log()} == {"failed"}
    assert [entry["error"] for entry in await owner.log()].count(service.OFF) == 3


async def test_a_redirect_is_not_followed(person: People, hook: Hook, receiver: Receiver, work_all: Work) -> None:
    owner = await hook(await person("ada"))
    receiver.answers(f"307 Elsewhere\r\nLocation: {receiver.url}/again")
    await owner.person.http.post(f"/webhooks/{owner.id}/test")
    await work_all()
    (entry,) = await owner.log()
    assert (entry["status"], entry["response_status"]) == ("failed", 307)
    assert "not followed" in entry["error"]
    assert len(receiver.heard) == 1


async def test_a_name_that_leads_inside_is_not_asked_even_if_it_did_not_when_it_was_given(
    person: People, receiver: Receiver, hook: Hook, work_all: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def rebound(host: str, port: int) -> Sequence[str]:
        return ["10.0.0.7"]

    def outbound(*, plain: bool) -> GuardedOutbound:
        return GuardedOutbound(plain=plain, resolve=rebound)

    monkeypatch.setattr("fractafrag.gateways.outbound.outbound", outbound)
    ada = await person("ada")
    owner = await hook(ada, url="http://rebinding.example:8080/", events=["shader.published"])
    await ada.make()
    await work_all()
    (entry,) = await owner.log()
    assert (entry["status"], entry["attempts"], entry["response_status"]) == ("failed", 1, None)
    assert "private network" in entry["error"]


async def test_a_new_secret_signs_beside_the_old_one_for_a_day(
    person: People, hook: Hook, receiver: Receiver, work_all: Work
) -> None:
    ada = await person("ada")
    owner = await hook(ada)
    with clock.frozen(clock.now() - timedelta(hours=25)):
        await ada.http.post(f"/webhooks/{owner.id}/secret")
    second = (await ada.http.post(f"/webhooks/{owner.id}/secret")).json()["secret"]
    third = (await ada.http.post(f"/webhooks/{owner.id}/secret")).json()["secret"]
    await ada.http.post(f"/webhooks/{owner.id}/test")
    await work_all()
    (message,) = receiver.heard
    assert message.verified(second) == message.verified(third)
    with pytest.raises(WebhookVerificationError):
        message.verified(owner.secret)


async def test_a_secret_that_cannot_be_read_any_more_is_told(
    person: People, hook: Hook, receiver: Receiver, work_all: Work, setting: Callable[..., None]
) -> None:
    owner = await hook(await person("ada"))
    await owner.person.http.post(f"/webhooks/{owner.id}/test")
    setting(SECRETS_KEY="another-key-0123456789-0123456789-ab")
    await work_all()
    (entry,) = await owner.log()
    assert (entry["status"], entry["error"]) == ("failed", service.SEALED)


async def test_a_message_whose_process_dies_is_sent_again_but_not_for_ever(
    person: People, hook: Hook, receiver: Receiver, database: Database
) -> None:
    owner = await hook(await person("ada"))
    sent = (await owner.person.http.post(f"/webhooks/{owner.id}/test")).json()
    for number in range(1, 10):
        async with database.write() as session:
            job = await service.begin(session, sent["id"], {})
        assert (job is not None) == (number <= len(retries.DELAYS) + 1)
    (entry,) = await owner.log()
    assert (entry["status"], entry["error"]) == ("failed", service.OUR_FAULT)


async def test_a_late_word_of_an_earlier_attempt_changes_nothing(
    person: People, hook: Hook, receiver: Receiver, database: Database
) -> None:
    owner = await hook(await person("ada"))
    sent = (await owner.person.http.post(f"/webhooks/{owner.id}/test")).json()
    async with database.write() as session:
        first = await service.begin(session, sent["id"], {})
        second = await service.begin(session, sent["id"], {})
        assert isinstance(first, service.Job)
        assert isinstance(second, service.Job)
        await service.settle(session, second, service.Outcome(200, None, "ok", 5))
        assert await service.settle(session, first, service.Outcome(500, "It broke.", None, 5)) is None
    assert (await owner.log())[0]["status"] == "delivered"
    assert (await owner.shown())["last_delivery"]["status"] == "delivered"


async def test_a_slow_destination_takes_no_more_than_its_share(
    person: People, hook: Hook, receiver: Receiver, database: Database, work_off: Any
) -> None:
    ada = await person("ada")
    slow, quick = await hook(ada), await hook(ada)
    blocked = asyncio.Event()
    serve, started = receiver.serve, asyncio.Event()

    async def sluggish(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        started.set()
        await blocked.wait()
        await serve(reader, writer)

    server = await asyncio.start_server(sluggish, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    await ada.http.patch(f"/webhooks/{slow.id}", json={"url": url})
    sent = [(await ada.http.post(f"/webhooks/{slow.id}/test")).json()["id"] for _ in range(service.AT_ONCE + 1)]
    other = (await ada.http.post(f"/webhooks/{quick.id}/test")).json()["id"]
    going = [asyncio.ensure_future(tasks.send_message.work(delivery_id=one)) for one in sent[: service.AT_ONCE]]
    while tasks._on_the_way[slow.id] < service.AT_ONCE:  # pyright: ignore[reportPrivateUsage]
        await asyncio.wait_for(started.wait(), 5)
        await asyncio.sleep(0)
    with pytest.raises(queue.Later):
        await tasks.send_message.work(delivery_id=sent[-1])
    await tasks.send_message.work(delivery_id=other)
    assert (await quick.log())[0]["status"] == "delivered"
    blocked.set()
    await asyncio.gather(*going)
    assert [entry["status"] for entry in await slow.log()] == ["waiting", *["delivered"] * service.AT_ONCE]
    server.close()
    await server.wait_closed()
