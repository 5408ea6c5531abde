"""Feeds for readers of Atom: valid, of public works only, cheap, and harmless whatever people write into them."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.core import clock
from fractafrag.core.db import Database
from fractafrag.domains.accounts.viewer import Agent, Scope
from fractafrag.domains.feed import atom
from fractafrag.domains.feed.atom import Entry, Head
from fractafrag.domains.shaders import service
from fractafrag.domains.shaders.schemas import ShaderDraft
from tests.works import Person

People = Callable[..., Awaitable[Person]]
Work = Callable[[], Awaitable[int]]

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SITE = "https://frag.example"
A = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
FEEDS = ["new", "trending", "people/ada", "tags/noise"]


@pytest.fixture
def site(setting: Callable[..., None]) -> None:
    setting(PUBLIC_URL=SITE + "/", INSTANCE_NAME="Frag & Co")


async def fetch(client: httpx.AsyncClient, feed: str, **headers: str) -> httpx.Response:
    return await client.get(f"http://test/feeds/{feed}.atom", headers=headers)


async def read(client: httpx.AsyncClient, feed: str) -> ElementTree.Element:
    """The root of a feed that is there, and that keeps the rules of RFC 4287."""
    answer = await fetch(client, feed)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    assert_valid(root)
    return root


def assert_valid(root: ElementTree.Element) -> None:
    """What RFC 4287 §4.1 asks of a feed and of its entries."""
    assert root.tag == A + "feed"
    for parent in (root, *root.findall(A + "entry")):
        for name in ("id", "title", "updated"):
            (only,) = parent.findall(A + name)
            assert only.text
        moment = datetime.fromisoformat(parent.findtext(A + "updated", ""))
        assert moment.tzinfo is not None
        assert [link.get("rel") for link in parent.findall(A + "link")].count("alternate") == 1
    for entry in root.findall(A + "entry"):
        assert entry.findtext(f"{A}author/{A}name")
    assert [link.get("href") for link in root.findall(A + "link") if link.get("rel") == "self"]
    ids = [entry.findtext(A + "id") for entry in root.findall(A + "entry")]
    assert len(ids) == len(set(ids))


def titles(root: ElementTree.Element) -> list[str]:
    return [entry.findtext(A + "title", "") for entry in root.findall(A + "entry")]


def links(entry: ElementTree.Element, rel: str) -> list[str | None]:
    return [link.get("href") for link in entry.findall(A + "link") if link.get("rel") == rel]


@pytest.mark.usefixtures("site")
async def test_an_entry_says_what_the_page_says(person: People, client: httpx.AsyncClient, work_off: Work) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        page = await ada.make(title="Fish & <b>chips</b>", description="One\nTwo <script>", tags=["noise", "2d"])
        await work_off()
    poster = SITE + (await ada.get(f"/shaders/{page['id']}"))["render"]["poster_url"]
    root = await read(client, "new")
    assert root.findtext(A + "title") == "New on Frag & Co"
    (entry,) = root.findall(A + "entry")
    assert entry.findtext(A + "title") == "Fish & <b>chips</b>"
    assert entry.findtext(A + "id") == f"tag:frag.example,2026-06-01:/s/{page['id']}"
    assert links(entry, "alternate") == [f"{SITE}/s/{page['id']}"]
    assert entry.findtext(A + "summary") == "One<br>Two &lt;script&gt;"
    assert "One<br>Two &lt;script&gt;" in (entry.findtext(A + "content") or "")
    assert [category.get("term") for category in entry.findall(A + "category")] == ["noise", "2d"]
    assert entry.findtext(f"{A}author/{A}name") == "Ada"
    assert entry.findtext(f"{A}author/{A}uri") == f"{SITE}/u/ada"
    assert entry.findtext(A + "rights") == "CC-BY-4.0"
    assert entry.findtext(A + "published") == NOON.isoformat()
    assert links(entry, "enclosure") == [poster]
    assert [seen.get("url") for seen in entry.findall(MEDIA + "thumbnail")] == [poster]


async def test_what_a_program_made_names_it(client: httpx.AsyncClient, database: Database, person: People) -> None:
    ada = await person("ada")
    bot = replace(ada.viewer, agent=Agent("agentOfAda12", "Night <owl>", "key", frozenset(Scope)))
    async with database.write() as session:
        await service.create(session, bot, ShaderDraft.model_validate(ada.draft()))
    (entry,) = (await read(client, "new")).findall(A + "entry")
    assert entry.findtext(f"{A}author/{A}name") == "Ada's agent Night <owl>"


async def test_each_feed_has_its_works_in_its_order(person: People, client: httpx.AsyncClient) -> None:
    ada, bob = await person("ada"), await person("bob")
    made: list[str] = []
    for minute, (author, title, tags) in enumerate(
        [(ada, "one", ["noise"]), (bob, "two", ["noise"]), (ada, "three", []), (bob, "four", ["c#"])]
    ):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            made.append((await author.make(title=title, tags=tags))["id"])
    await ada.vote(made[-1], 1)
    assert titles(await read(client, "new")) == ["four", "three", "two", "one"]
    assert titles(await read(client, "trending"))[0] == "four"
    assert titles(await read(client, "people/ada")) == ["three", "one"]
    assert titles(await read(client, "people/ADA")) == ["three", "one"]
    assert titles(await read(client, "tags/noise")) == ["two", "one"]
    assert titles(await read(client, "tags/%23Noise")) == ["two", "one"]
    assert titles(await read(client, "tags/c%23")) == ["four"]


async def test_no_feed_tells_of_what_is_not_public(person: People, client: httpx.AsyncClient) -> None:
    ada = await person("ada")
    hidden: dict[str, Any] = {"tags": ["noise"]}
    await ada.make(title="seen", **hidden)
    await ada.make(title="draft", status="draft", **hidden)
    await ada.make(title="unlisted", visibility="unlisted", **hidden)
    await ada.make(title="private", visibility="private", **hidden)
    gone = await ada.make(title="archived", **hidden)
    await ada.http.delete(f"/shaders/{gone['id']}")
    for feed in FEEDS:
        for eyes in (client, ada.http):
            assert titles(await read(eyes, feed)) == ["seen"]


@pytest.mark.parametrize("feed", FEEDS)
async def test_a_feed_has_fifty_entries_at_most_and_costs_one_statement(
    person: People, client: httpx.AsyncClient, statements: Callable[[], int], feed: str
) -> None:
    ada = await person("ada")
    for number in range(52):
        await ada.make(title=str(number), tags=["noise"])
    before = statements()
    root = await read(client, feed)
    assert statements() - before == 1
    assert len(root.findall(A + "entry")) == 50


@pytest.mark.parametrize("feed", FEEDS)
async def test_a_reader_that_knows_the_feed_is_told_nothing_twice(
    person: People, client: httpx.AsyncClient, feed: str
) -> None:
    ada = await person("ada")
    first = await fetch(client, feed)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=60"
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        same = await fetch(client, feed, **{"If-None-Match": known})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (await fetch(client, feed, **{"If-None-Match": '"other"'})).status_code == 200
    await ada.make(tags=["noise"])
    fresh = await fetch(client, feed, **{"If-None-Match": tag})
    assert fresh.status_code == 200
    assert fresh.headers["etag"] != tag


async def test_an_empty_feed_is_a_feed_and_an_unknown_person_is_a_problem(
    person: People, client: httpx.AsyncClient
) -> None:
    await person("ada")
    for feed in [*FEEDS, "tags/nobody-uses-this"]:
        assert titles(await read(client, feed)) == []
    for feed in ("people/nobody", "people/a.b", "people/%00", "people/" + "x" * 60, "nothing", "tags/a/b"):
        answer = await fetch(client, feed)
        assert answer.status_code == 404, feed
        assert answer.headers["content-type"] == "application/problem+json"
    for feed in ("tags/%00", "tags/a%0Ab", "tags/" + "x" * 65, "people/" + "x" * 65):
        answer = await fetch(client, feed)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


async def test_feeds_are_counted_by_address_and_ask_for_no_account(
    client: httpx.AsyncClient, setting: Callable[..., None], database: Database
) -> None:
    setting(RATE_LIMITS="on", LIMIT_READ="2/minute")
    # A credential that is not good stands in nobody's way to what everybody may see.
    for expected in (200, 200, 429):
        assert (await fetch(client, "new", Authorization="Bearer nonsense")).status_code == expected


words = st.text(st.characters(codec="utf-8"), max_size=40)


@given(words, words, words, words)
def test_whatever_people_write_becomes_well_formed_xml(title: str, description: str, name: str, tag: str) -> None:
    entry = Entry("id", title, description, [tag], "MIT", "ada", name, tag, NOON, NOON, None)
    root = ElementTree.fromstring(atom.write(SITE, Head(title, "/feeds/x.atom", "/", name), [entry]))
    (found,) = root.findall(A + "entry")
    assert len(found.findall(A + "category")) == 1
    html = re.sub("</?p>|<br>", "", found.findtext(A + "content") or "")
    assert "<" not in html
    assert ">" not in html
