"""Works on other people's pages: heads, embeds, oEmbed; nothing that is private, and no title that is markup."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.shaders import sharing
from fractafrag.domains.shaders.sharing import Film, Shared, Site
from fractafrag.doors.http import create_app
from tests.works import Person

People = Callable[..., Awaitable[Person]]

SITE = "https://frag.example"
INDEX = (
    '<!doctype html><html><head><meta name="description" content="Old." /><title>The app</title></head>'
    '<body><div id="root"></div></body></html>'
)
TEMPLATE = "<!doctype html><html><head><!--head--></head><body><!--work--></body></html>"
HOSTILE = [
    '"><script>alert(1)</script>',
    "</title><script>alert(1)</script>",
    "<!--work--><!--head-->",
    "</head><body onload=alert(1)>",
    r"\g<0> \1 \\",
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp;amp; {0} %s",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \ufffe ←",
]


class Page(HTMLParser):
    """What a browser would make of a page: its elements in order, its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def meta(self, name: str) -> str | None:
        """The content of the first meta element of this name or property."""
        return next(
            (
                found.get("content")
                for tag, found in self.elements
                if tag == "meta" and name in (found.get("name"), found.get("property"))
            ),
            None,
        )

    def links(self, kind: str) -> list[str | None]:
        """Where the alternate links of a type lead."""
        return [found.get("href") for tag, found in self.elements if tag == "link" and found.get("type") == kind]

    @property
    def tags(self) -> list[str]:
        """The names of the elements, in order."""
        return [tag for tag, _ in self.elements]


@pytest.fixture
async def visitor(database: Any, tmp_path: Path, setting: Callable[..., None]) -> Any:
    """Somebody who opens pages of an instance whose web app is built."""
    (tmp_path / "index.html").write_text(INDEX)
    (tmp_path / "embed.html").write_text(TEMPLATE)
    setting(WEB_DIST=str(tmp_path), PUBLIC_URL=SITE + "/", INSTANCE_NAME="Frag & Co")
    transport = httpx.ASGITransport(create_app(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_a_published_work_has_a_card_a_player_and_a_way_to_its_oembed(
    visitor: httpx.AsyncClient, person: People
) -> None:
    work = await (await person("ada")).make(title="Slow fire", description="Embers\nthat never  burn out.")
    page = Page((await visitor.get(f"/s/{work['id']}")).text)
    address = f"{SITE}/s/{work['id']}"
    assert "Slow fire by" in page.title
    assert page.meta("og:title") == page.meta("twitter:title") == "Slow fire"
    assert page.meta("og:description") == page.meta("description") == "Embers that never burn out."
    assert page.meta("og:url") == address
    (asked,) = page.links("application/json+oembed")
    assert asked is not None
    told = (await visitor.get(asked.removeprefix(SITE))).json()
    assert told["title"] == "Slow fire"
    assert f'src="{SITE}/embed/{work["id"]}"' in told["html"]
    (xml,) = page.links("text/xml+oembed")
    assert xml is not None
    root = ElementTree.fromstring((await visitor.get(xml.removeprefix(SITE))).content)
    assert root.findtext("html") == told["html"]
    older = Page((await visitor.get(f"/s/{work['id']}/v/1")).text)
    assert older.meta("og:url") == address


async def test_a_private_work_and_a_draft_are_nowhere_told_of_not_even_to_their_author(
    visitor: httpx.AsyncClient, person: People
) -> None:
    ada = await person("ada")
    for work in (await ada.make(title="Secret", visibility="private"), await ada.make(title="Secret", status="draft")):
        page = await visitor.get(f"/s/{work['id']}", auth=ada.http.auth or httpx.USE_CLIENT_DEFAULT)
        assert page.status_code == 200
        assert page.text == INDEX
        embed = await visitor.get(f"/embed/{work['id']}")
        assert embed.status_code == 404
        assert "Secret" not in embed.text
        assert (await visitor.get("/oembed", params={"url": f"{SITE}/s/{work['id']}"})).status_code == 404


async def test_an_unlisted_work_may_be_shown_by_whoever_has_it_and_is_not_for_search_engines(
    visitor: httpx.AsyncClient, person: People
) -> None:
    work = await (await person("ada")).make(visibility="unlisted")
    page = Page((await visitor.get(f"/s/{work['id']}")).text)
    assert page.meta("robots") == "noindex"
    assert (await visitor.get(f"/embed/{work['id']}")).status_code == 200


async def test_only_embeds_may_stand_in_frames_of_others_and_they_have_no_origin_to_act_for(
    visitor: httpx.AsyncClient, person: People
) -> None:
    work = await (await person("ada")).make()
    embed = (await visitor.get(f"/embed/{work['id']}")).headers["content-security-policy"]
    assert "frame-ancestors *" in embed
    assert re.search(r"\bsandbox\b", embed)
    assert "allow-same-origin" not in embed
    for address in ("/", "/explore", f"/s/{work['id']}", "/embed.html"):
        policy = (await visitor.get(address)).headers["content-security-policy"]
        assert "frame-ancestors 'self'" in policy, address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "https://elsewhere.example/s/abcdefghijkm",
        f"{SITE}/s/",
        f"{SITE}/u/ada",
        "http://[::1",
        "javascript:alert(1)",
        f"{SITE}:99999/s/abcdefghijkm",
        f"{SITE}/s/abcdefghijkm",
    ],
)
async def test_oembed_knows_only_works_of_this_instance(visitor: httpx.AsyncClient, url: str) -> None:
    answer = await visitor.get("/oembed", params={"url": url})
    assert answer.status_code == 404, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_oembed_keeps_to_the_sizes_and_forms_that_are_asked_for(
    visitor: httpx.AsyncClient, person: People, statements: Callable[[], int]
) -> None:
    work = await (await person("ada")).make()
    asked = {"url": f"{SITE}/embed/{work['id']}"}
    before = statements()
    told = (await visitor.get("/oembed", params=asked)).json()
    assert (told["width"], told["height"]) == (640, 360)
    assert statements() - before <= 2
    for limits, width, height in ((("320", "9999"), 320, 180), (("9999", "90"), 160, 90), (("1", "1"), 1, 1)):
        told = (
            await visitor.get("/oembed", params=asked | dict(zip(("maxwidth", "maxheight"), limits, strict=True)))
        ).json()
        assert (told["width"], told["height"]) == (width, height)
    assert (await visitor.get("/oembed", params=asked | {"format": "yaml"})).status_code == 501
    assert (await visitor.get("/oembed")).status_code == 422
    open_to_all = await visitor.get("/oembed", params=asked, headers={"Origin": "https://elsewhere.example"})
    assert open_to_all.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("words", HOSTILE[:-1])
async def test_a_title_that_is_markup_stays_a_title(visitor: httpx.AsyncClient, person: People, words: str) -> None:
    work = await (await person("ada")).make(title=words, description=words)
    page = Page((await visitor.get(f"/s/{work['id']}")).text)
    assert page.meta("og:title") == work["title"]
    assert page.tags[-1] == "div"
    assert "script" not in page.tags
    embed = Page((await visitor.get(f"/embed/{work['id']}")).text)
    assert set(embed.tags) <= {"html", "head", "title", "meta", "body", "img", "fractafrag-player", "a", "b", "span"}
    told = (await visitor.get("/oembed", params={"url": f"{SITE}/s/{work['id']}"})).json()
    assert Page(told["html"]).tags == ["iframe"]


words = st.text(max_size=60)


@given(title=words, description=words, author=words, name=words)
def test_no_words_of_anybody_leave_their_place(title: str, description: str, author: str, name: str) -> None:
    site = Site(SITE, name)
    work = Shared(
        "abcdefghijkm",
        title,
        description,
        False,
        "ada",
        author,
        "/renders/a.webp",
        "/renders/a.jpg",
        (Film("/renders/a.mp4", "video/mp4"),),
        {"tier": "light"},
    )
    app = Page(sharing.app_page(INDEX, site, work))
    assert [tag for tag in app.tags if tag not in ("meta", "link")] == ["html", "head", "title", "body", "div"]
    embed = Page(sharing.embed_page(TEMPLATE, site, work))
    assert [tag for tag in embed.tags if tag != "meta"] == [
        "html",
        "head",
        "title",
        "body",
        "img",
        "fractafrag-player",
        "a",
        "b",
        "span",
    ]
    told = sharing.oembed(site, work, None, None)
    assert Page(told["html"]).tags == ["iframe"]
    assert ElementTree.fromstring(sharing.as_xml(told)).tag == "oembed"


def test_a_card_has_poster_and_film_and_a_player_where_there_is_https() -> None:
    films = (Film("/renders/a.webm", "video/webm"), Film("/renders/a.mp4", "video/mp4"))
    work = Shared("abcdefghijkm", "A", "", False, "ada", "Ada", "/renders/a.webp", "/renders/a.jpg", films, {})
    page = Page(sharing.app_page(INDEX, Site(SITE, "Frag"), work))
    assert page.meta("og:image") == page.meta("twitter:image") == SITE + "/renders/a.jpg"
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
    assert page.meta("og:image:type") == "image/jpeg"
    assert page.meta("og:video") == SITE + "/renders/a.mp4"
    assert page.meta("twitter:card") == "player"
    assert page.meta("twitter:player") == SITE + "/embed/abcdefghijkm?autoplay=1"
    plain = Page(sharing.app_page(INDEX, Site("http://frag.local", "Frag"), work))
    assert plain.meta("twitter:card") == "summary_large_image"
    assert plain.meta("twitter:player") is None
    old = replace(work, social_url=None)
    page = Page(sharing.app_page(INDEX, Site(SITE, "Frag"), old))
    assert (page.meta("og:image"), page.meta("og:image:width")) == (SITE + "/renders/a.webp", "960")


def test_long_words_end_at_a_word() -> None:
    assert sharing.one_line("a" * 10, 10) == "a" * 10
    assert sharing.one_line("one two,\nthree four", 12) == "one two…"


def test_a_work_is_known_by_both_schemes_and_on_its_own_port_alone() -> None:
    site = Site("https://frag.example", "Frag")
    assert sharing.work_in(site, "http://frag.example:80/s/abc/v/3") == "abc"
    assert sharing.work_in(site, "https://FRAG.example/embed/abc?autoplay=1") == "abc"
    assert sharing.work_in(site, "https://frag.example:8443/s/abc") is None
    below = Site("https://example.org/frag", "Frag")
    assert sharing.work_in(below, "https://example.org/frag/s/abc") == "abc"


def test_facts_travel_as_attributes() -> None:
    work = Shared("abcdefghijkm", "A", "", False, "ada", "Ada", None, None, (), {"tier": "extreme", "secret": 1})
    page = Page(sharing.embed_page(TEMPLATE, Site(SITE, "Frag"), work))
    (player,) = [found for tag, found in page.elements if tag == "fractafrag-player"]
    assert json.loads(player["data-facts"] or "") == {"tier": "extreme"}
    assert "poster" not in player
