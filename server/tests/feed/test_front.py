"""The front page of a stranger: its first picture and its first page of the feed come with the HTML."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from fractafrag.core.settings import ROOT
from fractafrag.domains.feed.front import SIZES, front_page
from fractafrag.domains.feed.schemas import FeedPage
from fractafrag.doors.http import create_app
from tests.works import Person

People = Callable[..., Awaitable[Person]]
INDEX = '<!doctype html><html><head><title>F</title></head><body>\n<div id="root"></div></body></html>'
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
async def visitor(database: Any, tmp_path: Path, setting: Callable[..., None]) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who opens pages of an instance whose web app is built."""
    (tmp_path / "index.html").write_text(INDEX)
    setting(WEB_DIST=str(tmp_path))
    transport = httpx.ASGITransport(create_app(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=BROWSER) as client:
        yield client


def opening(page: httpx.Response) -> dict[str, Any]:
    """The first page of the feed in an answer."""
    found = re.search(r'<script type="application/json" id="first-page">(.*?)</script>', page.text, re.DOTALL)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    FeedPage.model_validate(told)
    return told


async def test_a_strangers_feed_begins_in_the_page_and_goes_on_from_there(
    visitor: httpx.AsyncClient, person: People
) -> None:
    ada = await person("ada")
    made = {(await ada.make(title=f"</script><b>{number}"))["id"] for number in range(10)}
    page = await visitor.get("/")
    assert page.headers["cache-control"] == "private, no-cache"
    first = opening(page)
    assert len(first["items"]) == 8
    assert "</script><b>" not in page.text
    rest = (await visitor.get("/api/v1/feed", params={"cursor": first["next_cursor"]})).json()
    assert {card["id"] for card in [*first["items"], *rest["items"]]} == made


async def test_what_is_watched_on_the_page_is_the_visitors(visitor: httpx.AsyncClient, person: People) -> None:
    await (await person("ada")).make()
    (card,) = opening(await visitor.get("/"))["items"]
    event = {"id": "5b1c9f30-0a0e-4c3d-8f43-0c8f7f2a9d11", "impression": card["impression"], "kind": "replay"}
    told = await visitor.post("/api/v1/events", json={"events": [event | {"at": card["published_at"]}]})
    assert told.json() == {"accepted": 1, "repeated": 0, "dropped": []}
    kept = (await visitor.get("/api/v1/me/engagement")).json()
    assert kept["viewer"] == visitor.cookies["fractafrag_visitor"]
    assert [one["shader_id"] for one in kept["impressions"]] == [card["id"]]
    # Known again: the second page is theirs as well.
    assert "set-cookie" in (again := await visitor.get("/")).headers
    assert opening(again)["items"]
    assert visitor.cookies["fractafrag_visitor"] == kept["viewer"]


async def test_who_switched_learning_off_is_given_no_impressions(visitor: httpx.AsyncClient, person: People) -> None:
    await (await person("ada")).make()
    await visitor.put("/api/v1/me/learning", json={"on": False})
    (card,) = opening(await visitor.get("/"))["items"]
    assert card["impression"] is None


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/?feed=new", {}),
        ("/?mood=calm", {}),
        ("/", {"Cookie": "fractafrag_session=1"}),
        ("/", {"Accept": "*/*"}),
        ("/", {"Sec-Purpose": "prefetch"}),
        ("/explore", {}),
    ],
)
async def test_for_others_the_page_is_as_it_was_built(
    visitor: httpx.AsyncClient, person: People, path: str, headers: dict[str, str]
) -> None:
    await (await person("ada")).make()
    page = await visitor.get(path, headers=headers)
    assert page.text == INDEX
    assert page.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in page.headers


async def test_without_a_database_there_is_still_a_page(
    visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(*_: Any) -> Any:
        raise ConnectionRefusedError

    monkeypatch.setattr("fractafrag.domains.feed.service.page", away)
    page = await visitor.get("/")
    assert (page.status_code, page.text) == (200, INDEX)
    assert "without its feed" in caplog.text


async def test_past_the_limit_of_reading_the_page_comes_without_a_feed(
    visitor: httpx.AsyncClient, person: People, setting: Callable[..., None]
) -> None:
    await (await person("ada")).make()
    setting(RATE_LIMITS="on", LIMIT_READ="1/minute")
    assert opening(await visitor.get("/"))["items"]
    page = await visitor.get("/")
    assert (page.status_code, page.text) == (200, INDEX)


def poster(url: str, width: int) -> dict[str, Any]:
    return {"url": url, "width": width, "height": 9, "type": "image/webp"}


def test_the_first_poster_is_fetched_once_by_preload_image_and_app() -> None:
    posters = [
        poster("/renders/a.webp", 480),
        poster("/renders/b.webp", 960),
        {**poster("/c", 1200), "type": "image/jpeg"},
    ]
    page = {"items": [{"render": {"poster_url": "/renders/b.webp", "posters": posters}}]}
    html = front_page(INDEX, orjson.dumps(page))
    chosen = "/renders/a.webp 480w, /renders/b.webp 960w"
    head, body = html.split("</head>")
    assert f'href="/renders/b.webp" imagesrcset="{chosen}" imagesizes="{SIZES}" fetchpriority="high"' in head
    assert f'<img id="first-picture" alt="" sizes="{SIZES}" srcset="{chosen}" src="/renders/b.webp"' in body
    assert SIZES in (ROOT / "web" / "src" / "features" / "feed" / "Slide.tsx").read_text()


def test_a_feed_without_pictures_or_works_needs_no_preload() -> None:
    bare: dict[str, Any] = {"items": [{"render": {"poster_url": None, "posters": []}}]}
    empty: dict[str, Any] = {"items": []}
    for page in (bare, empty):
        html = front_page(INDEX, orjson.dumps(page))
        assert "preload" not in html
        assert "<img" not in html
        assert "first-page" in html
    assert front_page("<p>no page", orjson.dumps(bare)) == "<p>no page"
