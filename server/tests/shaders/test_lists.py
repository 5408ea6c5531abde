"""Works are found: words, tags, authors, sorts, pages."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from fractafrag.core import clock
from fractafrag.core.pages import encode_cursor
from fractafrag.domains.shaders.schemas import CardList, ShaderCard, TagList
from tests.works import Person

People = Callable[..., Awaitable[Person]]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def titles(found: dict[str, Any]) -> list[str]:
    return [card["title"] for card in found["items"]]


@pytest.fixture
async def library(person: People) -> Person:
    """Seven works, an hour apart, the last at noon; votes make the third the best and the second the worst."""
    ada = await person("ada")
    voters = [await person(f"voter{number}") for number in range(3)]
    works: list[dict[str, Any]] = []
    words = [
        ("Plasma", "Colours in slow motion", ["plasma", "2d"]),
        ("Noise field", "A fractal of noises", ["noise", "2d"]),
        ("Fractal garden", "Grows for ever", ["fractal", "3d"]),
        ("Water", "Waves under a sky", ["water", "3d"]),
        ("Tunnel", "Running through tunnels", ["tunnel", "3d", "calm"]),
        ("Kaleidoscope", "Mirrors", ["pattern"]),
        ("Éclair", "Lightning over the sea", ["sky", "2d"]),
    ]
    for hour, (title, description, tags) in enumerate(words):
        with clock.frozen(NOON - timedelta(hours=6 - hour)):
            works.append(await ada.make(title=title, description=description, tags=tags))
    with clock.frozen(NOON):
        for voter in voters:
            await voter.vote(works[2]["id"], 1)
            await voter.vote(works[1]["id"], -1)
    return ada


WORDS: list[tuple[str, list[str]]] = [
    ("plasma", ["Plasma"]),
    ("plas", ["Plasma"]),
    ("PLASMA", ["Plasma"]),
    ("tunnels", ["Tunnel"]),
    ("fractal", ["Fractal garden", "Noise field"]),
    ("fractal gard", ["Fractal garden"]),
    ('"noise field"', ["Noise field"]),
    ("fractal -garden", ["Noise field"]),
    ("water or plasma", ["Plasma", "Water"]),
    ("éclair", ["Éclair"]),
    ("mirror", ["Kaleidoscope"]),
    ("3d tunnel", ["Tunnel"]),
    ("nothing like it", []),
    ("'; DROP TABLE shaders; --", []),
    ("&|!():*<->", []),
    ("\\", []),
]


async def test_words_find_works(library: Person) -> None:
    for asked, found in WORDS:
        answer = await library.get("/shaders", q=asked, sort="relevance")
        assert sorted(titles(answer)) == found, asked


async def test_a_word_in_the_title_weighs_more_than_one_in_the_description(library: Person) -> None:
    assert titles(await library.get("/shaders", q="fractal")) == ["Fractal garden", "Noise field"]


async def test_an_authors_name_is_a_word_and_a_filter(library: Person) -> None:
    assert len((await library.get("/shaders", q="ada"))["items"]) == 7
    assert len((await library.get("/shaders", author="Ada"))["items"]) == 7
    assert (await library.get("/shaders", author="voter1"))["items"] == []


async def test_tags_are_found_however_they_are_typed(library: Person) -> None:
    assert sorted(titles(await library.get("/shaders", tag="#3D"))) == ["Fractal garden", "Tunnel", "Water"]
    assert titles(await library.get("/shaders", tag="3d", q="tunnel")) == ["Tunnel"]
    assert titles(await library.get("/shaders", tag="no such")) == []


async def test_works_are_sorted_as_one_asks(library: Person) -> None:
    new = ["Éclair", "Kaleidoscope", "Tunnel", "Water", "Fractal garden", "Noise field", "Plasma"]
    assert titles(await library.get("/shaders", sort="new")) == new
    hot = ["Fractal garden", "Éclair", "Kaleidoscope", "Tunnel", "Water", "Plasma", "Noise field"]
    assert titles(await library.get("/shaders", sort="trending")) == hot
    top = titles(await library.get("/shaders", sort="top"))
    assert (top[0], top[-1]) == ("Fractal garden", "Noise field")


@pytest.mark.parametrize("sort", ["new", "trending", "top", "relevance"])
async def test_pages_show_everything_once_in_one_statement_each(
    library: Person, statements: Callable[[], int], sort: str
) -> None:
    seen: list[str] = []
    params: dict[str, Any] = {"q": "ada"} if sort == "relevance" else {}
    whole = [card["id"] for card in (await library.get("/shaders", sort=sort, **params))["items"]]
    while True:
        before = statements()
        page = await library.get("/shaders", sort=sort, limit=2, **params)
        assert statements() - before == 1
        CardList.model_validate(page)
        seen += [card["id"] for card in page["items"]]
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    assert seen == whole
    assert len(set(seen)) == 7


async def test_ones_own_works_come_last_changed_first_by_pages(library: Person, statements: Callable[[], int]) -> None:
    draft = await library.make(title="Draft", status="draft")
    before = statements()
    first = await library.get("/me/shaders", limit=5)
    assert statements() - before == 1
    rest = await library.get("/me/shaders", limit=5, cursor=first["next_cursor"])
    assert titles(first)[0] == "Draft"
    assert len(titles(first) + titles(rest)) == 8
    assert rest["next_cursor"] is None
    assert [card["id"] for card in (await library.get("/me/shaders", status="draft"))["items"]] == [draft["id"]]


async def test_a_card_carries_no_passes_and_knows_ones_own_vote(library: Person) -> None:
    card = (await library.get("/shaders", q="plasma"))["items"][0]
    assert set(card) == set(ShaderCard.model_fields)
    assert card["my_vote"] == 0
    await library.vote(card["id"], -1)
    assert (await library.get("/shaders", q="plasma"))["items"][0]["my_vote"] == -1


async def test_tags_are_counted_in_one_statement(
    library: Person, client: httpx.AsyncClient, statements: Callable[[], int]
) -> None:
    before = statements()
    found = (await client.get("/tags")).json()
    assert statements() - before == 1
    TagList.model_validate(found)
    assert found["items"][:2] == [{"tag": "2d", "count": 3}, {"tag": "3d", "count": 3}]
    assert len(found["items"]) == 10


async def test_works_like_one_that_nobody_looked_at_share_its_tags_the_most_first(
    library: Person, statements: Callable[[], int]
) -> None:
    close = await library.make(title="Close", tags=["3d", "calm"])
    before = statements()
    found = await library.get(f"/shaders/{close['id']}/similar")
    assert statements() - before == 3
    assert (found["by"], found["next_cursor"]) == ("tags", None)
    assert titles(found) == ["Tunnel", "Fractal garden", "Water"]
    lonely = await library.make(tags=[])
    assert (await library.get(f"/shaders/{lonely['id']}/similar"))["items"] == []


async def test_the_number_of_statements_for_a_lineage_is_fixed(library: Person, statements: Callable[[], int]) -> None:
    page = await library.make()
    for _ in range(4):
        page = (await library.http.post(f"/shaders/{page['id']}/fork")).json()
    before = statements()
    assert len((await library.get(f"/shaders/{page['id']}/lineage"))["ancestors"]) == 4
    assert statements() - before == 3


FORGED = [
    "x",
    "=" * 600,
    "%00",
    encode_cursor("new", "2026-01-01T00:00:00+00:00", "\x00"),
    encode_cursor("new", "yesterday", "nobodyKnows1"),
    encode_cursor("new", "9999-12-31T23:59:59.999999-12:00", "nobodyKnows1"),
    encode_cursor("new", "0001-01-01T00:00:00+00:00", "nobodyKnows1"),
    encode_cursor("new", 1, "nobodyKnows1"),
    encode_cursor("new", "2026-01-01T00:00:00+00:00"),
    encode_cursor("trending", 1.5, "nobodyKnows1"),
    encode_cursor("scroll", "nobodyKnows1", -1, 0.5, ""),
    encode_cursor("top", 2**62, ["nobodyKnows1"]),
]


async def test_a_forged_cursor_is_told_so(library: Person) -> None:
    for path in ("/shaders?sort=new", "/shaders?sort=top", "/feed/new?limit=5", "/feed?limit=5", "/me/shaders?limit=5"):
        for cursor in FORGED:
            answer = await library.http.get(f"{path}&cursor={cursor}")
            assert answer.status_code in (400, 422), (path, cursor, answer.text)
            assert answer.json()["field"] == "cursor"


async def test_a_cursor_beyond_every_number_is_harmless(library: Person) -> None:
    far = encode_cursor("top", 2**62, "nobodyKnows1")
    assert len((await library.get("/shaders", sort="top", cursor=far))["items"]) == 7
    deep = encode_cursor("top", -(2**62), "nobodyKnows1")
    assert (await library.get("/shaders", sort="top", cursor=deep))["items"] == []


@pytest.mark.parametrize(
    "params",
    [{"limit": 0}, {"limit": 51}, {"limit": "x"}, {"sort": "best"}, {"q": "a" * 201}, {"q": "a\x00b"}, {"tag": "\x00"}],
)
async def test_what_a_list_cannot_do_is_refused(
    client: httpx.AsyncClient, database: Any, params: dict[str, Any]
) -> None:
    answer = await client.get("/shaders", params=params)
    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(params)))
