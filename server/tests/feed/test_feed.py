"""The lists of the feed: every work once, however many are published meanwhile."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from fractafrag.core import clock
from fractafrag.domains.feed.schemas import FeedCard, FeedPage
from tests.works import Person

People = Callable[..., Awaitable[Person]]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LISTS = ["/feed", "/feed/new", "/feed/trending"]


@pytest.fixture
async def ada(person: People) -> Person:
    """Somebody with eleven works; the older ones are liked more."""
    ada, bob = await person("ada"), await person("bob")
    for number in range(11):
        with clock.frozen(NOON + timedelta(minutes=number)):
            page = await ada.make(title=str(number))
            if number < 6:
                await bob.vote(page["id"], 1)
    return ada


async def read(ada: Person, path: str, size: int, between: Callable[[], Awaitable[Any]] | None = None) -> list[str]:
    """The titles of all pages."""
    seen: list[str] = []
    params: dict[str, Any] = {"limit": size}
    for _ in range(30):
        page = await ada.get(path, **params)
        FeedPage.model_validate(page)
        seen += [card["title"] for card in page["items"]]
        if page["next_cursor"] is None:
            return seen
        assert len(page["items"]) == size
        params["cursor"] = page["next_cursor"]
        if between:
            await between()
    raise AssertionError("the list never ends")


@pytest.mark.parametrize("path", LISTS)
async def test_pages_show_every_work_once(ada: Person, path: str) -> None:
    everything = sorted(str(number) for number in range(11))
    for size in (1, 3, 4, 11, 50):
        assert sorted(await read(ada, path, size)) == everything


@pytest.mark.parametrize("path", LISTS)
async def test_what_is_published_meanwhile_moves_no_page(ada: Person, path: str) -> None:
    made: list[str] = []

    async def publish() -> None:
        with clock.frozen(NOON + timedelta(hours=1, minutes=len(made))):
            made.append((await ada.make(title=f"new {len(made)}"))["title"])

    seen = await read(ada, path, 3, between=publish)
    assert sorted(title for title in seen if title not in made) == sorted(str(number) for number in range(11))
    assert len(seen) == len(set(seen))
    assert len(made) >= 3


@pytest.mark.parametrize("path", LISTS[1:])
async def test_a_page_costs_one_statement_for_anybody(
    ada: Person, client: httpx.AsyncClient, statements: Callable[[], int], path: str
) -> None:
    for eyes in (ada.http, client):
        for limit in (1, 5, 50):
            before = statements()
            answer = await eyes.get(path, params={"limit": limit})
            assert statements() - before == 1
            assert len(answer.json()["items"]) == min(limit, 11)


async def test_the_newest_and_the_hottest_have_their_order(ada: Person) -> None:
    assert await read(ada, "/feed/new", 4) == [str(number) for number in range(10, -1, -1)]
    assert await read(ada, "/feed/trending", 4) == [*"543210", *(str(number) for number in range(10, 5, -1))]


async def test_a_card_has_the_shape_of_the_contract_and_no_passes(ada: Person) -> None:
    for path in LISTS:
        card = (await ada.get(path))["items"][0]
        assert set(card) == set(FeedCard.model_fields)


async def test_an_empty_house_has_an_empty_feed(client: httpx.AsyncClient, database: Any) -> None:
    for path in LISTS:
        assert (await client.get(path)).json() == {"items": [], "next_cursor": None}


async def test_what_is_archived_meanwhile_is_gone_from_the_next_page(ada: Person) -> None:
    first = await ada.get("/feed/new", limit=3)
    mine = {card["title"]: card["id"] for card in (await ada.get("/me/shaders", limit=50))["items"]}
    await ada.http.delete(f"/shaders/{mine['7']}")
    second = await ada.get("/feed/new", limit=3, cursor=first["next_cursor"])
    assert [card["title"] for card in second["items"]] == ["6", "5", "4"]
