"""Votes: one a person, counted exactly, and felt in the heat at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from fractafrag.core import clock
from fractafrag.domains.engagement.schemas import VoteResult
from tests.works import Person

People = Callable[..., Awaitable[Person]]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def stats(up: int, down: int) -> dict[str, int]:
    return {"up": up, "down": down, "forks": 0, "score": up - down}


async def test_a_vote_is_said_changed_and_taken_back(person: People, statements: Callable[[], int]) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    for value, expected in ((1, stats(1, 0)), (1, stats(1, 0)), (-1, stats(0, 1)), (0, stats(0, 0)), (0, stats(0, 0))):
        before = statements()
        result = await bob.vote(page["id"], value)
        assert statements() - before <= 5
        VoteResult.model_validate(result)
        assert result == {"my_vote": value, "stats": expected}
        seen = await bob.get(f"/shaders/{page['id']}")
        assert (seen["my_vote"], seen["stats"], seen["version"]) == (value, expected, 1)
        assert (await ada.get(f"/shaders/{page['id']}"))["my_vote"] == 0


async def test_votes_at_the_same_moment_are_all_counted(person: People) -> None:
    ada = await person("ada")
    page = await ada.make()
    voters = [await person(f"voter{number}") for number in range(8)]
    await asyncio.gather(*(voter.vote(page["id"], 1 if index % 4 else -1) for index, voter in enumerate(voters)))
    await asyncio.gather(*(voters[1].vote(page["id"], 1) for _ in range(4)))
    assert (await ada.get(f"/shaders/{page['id']}"))["stats"] == stats(6, 2)


async def test_a_vote_is_seen_in_every_list_at_once(person: People) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    await bob.vote(page["id"], 1)
    for path in ("/feed", "/feed/new", "/feed/trending", "/shaders"):
        card = (await bob.get(path))["items"][0]
        assert (card["my_vote"], card["stats"]["up"]) == (1, 1)
        assert (await ada.get(path))["items"][0]["my_vote"] == 0


async def test_votes_move_the_trending_feed_and_time_moves_it_back(person: People) -> None:
    ada, bob, eve = [await person(name) for name in ("ada", "bob", "eve")]
    with clock.frozen(NOON):
        old = await ada.make(title="Old")
        new = await ada.make(title="New")
        for voter in (bob, eve):
            await voter.vote(old["id"], 1)
        await bob.vote(new["id"], -1)

    async def order() -> list[str]:
        return [card["title"] for card in (await ada.get("/feed/trending"))["items"]]

    assert await order() == ["Old", "New"]
    with clock.frozen(NOON + timedelta(days=14)):
        await ada.make(title="Fresh")
    assert await order() == ["Fresh", "Old", "New"]
    with clock.frozen(NOON + timedelta(days=15)):
        await eve.vote(old["id"], 0)
        await eve.vote(old["id"], 1)
    assert await order() == ["Old", "Fresh", "New"]
    with clock.frozen(NOON + timedelta(days=15, hours=1)):
        await eve.vote(old["id"], 0)
    assert await order() == ["Fresh", "Old", "New"]


async def test_only_what_is_published_and_seen_is_voted_on(person: People, client: httpx.AsyncClient) -> None:
    ada, bob = await person("ada"), await person("bob")
    draft = await ada.make(status="draft")
    unlisted = await ada.make(visibility="unlisted")
    gone = await ada.make()
    await ada.http.delete(f"/shaders/{gone['id']}")
    vote = {"value": 1}
    assert (await bob.http.put(f"/shaders/{draft['id']}/vote", json=vote)).status_code == 404
    assert (await ada.http.put(f"/shaders/{draft['id']}/vote", json=vote)).status_code == 409
    assert (await ada.http.put(f"/shaders/{gone['id']}/vote", json=vote)).status_code == 409
    assert (await bob.http.put(f"/shaders/{gone['id']}/vote", json=vote)).status_code == 404
    assert (await bob.http.put("/shaders/nobodyKnows1/vote", json=vote)).status_code == 404
    assert (await bob.http.put(f"/shaders/{unlisted['id']}/vote", json=vote)).status_code == 200
    assert (await client.put(f"/shaders/{unlisted['id']}/vote", json=vote)).status_code == 401


@pytest.mark.parametrize("body", [{"value": 2}, {"value": 0.5}, {"value": None}, {"value": "up"}, {}, [], 1])
async def test_what_is_no_vote_is_refused(person: People, body: Any) -> None:
    ada = await person("ada")
    page = await ada.make()
    assert (await ada.http.put(f"/shaders/{page['id']}/vote", json=body)).status_code == 422
