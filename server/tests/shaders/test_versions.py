"""Every save is a version; two tabs never overwrite each other; what was can come back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from fractafrag.domains.shaders.schemas import VersionList, VersionPage
from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]


def one(code: str) -> list[dict[str, Any]]:
    return [{"type": "image", "code": code}]


async def test_every_save_that_changes_something_makes_a_version(person: People) -> None:
    ada = await person("ada")
    page = await ada.make(status="draft")
    for number, change in enumerate(
        [
            {"title": "Another title"},
            {"description": "Words"},
            {"tags": ["calm"]},
            {"licence": "MIT"},
            {"visibility": "unlisted"},
            {"passes": one(IMAGE + "// more")},
            {"poster_at": 2.5},
            {"status": "published"},
        ],
        2,
    ):
        answer = await ada.change(page, **change)
        page = answer.json()
        assert (answer.status_code, page["version"], answer.headers["etag"][:3]) == (200, number, f'"{number}-')
    assert page["poster_at"] == 2.5
    assert page["licence"] == "MIT"


async def test_a_save_that_changes_nothing_makes_no_version(person: People) -> None:
    ada = await person("ada")
    page = await ada.make(tags=["calm"])
    for change in ({}, {"title": "A work"}, {"tags": ["#Calm", "calm"]}, {"passes": page["passes"]}):
        assert (await ada.save(page, **change))["version"] == 1


async def test_the_second_of_two_tabs_is_told_which_version_is_current(person: People) -> None:
    ada = await person("ada")
    page = await ada.make()
    await ada.save(page, title="From the first tab")
    answer = await ada.change(page, title="From the second tab")
    assert answer.status_code == 412
    assert answer.json()["current_version"] == 2
    assert (await ada.get(f"/shaders/{page['id']}"))["title"] == "From the first tab"


async def test_of_saves_at_the_same_moment_one_wins(person: People) -> None:
    ada = await person("ada")
    page = await ada.make()
    answers = await asyncio.gather(*(ada.change(page, title=f"Tab {number}") for number in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5
    assert {answer.json()["current_version"] for answer in answers if answer.status_code == 412} == {2}
    assert (await ada.get(f"/shaders/{page['id']}/versions"))["items"][0]["number"] == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 428),
        ({"If-Match": "*"}, 400),
        ({"If-Match": "1"}, 400),
        ({"If-Match": '"9"'}, 412),
        ({"If-Match": '"0"'}, 412),
    ],
)
async def test_a_save_says_which_version_it_was_made_from(person: People, headers: dict[str, str], status: int) -> None:
    ada = await person("ada")
    page = await ada.make()
    answer = await ada.http.patch(f"/shaders/{page['id']}", json={"title": "New"}, headers=headers)
    assert answer.status_code == status


async def test_versions_are_listed_newest_first_and_by_pages(person: People, statements: Callable[[], int]) -> None:
    ada = await person("ada")
    page = await ada.make(title="Title 1")
    for number in range(2, 6):
        page = await ada.save(page, title=f"Title {number}")
    seen: list[dict[str, Any]] = []
    cursor: dict[str, Any] = {}
    while True:
        before = statements()
        found = await ada.get(f"/shaders/{page['id']}/versions", limit=2, **cursor)
        assert statements() - before == 1
        VersionList.model_validate(found)
        seen += found["items"]
        if found["next_cursor"] is None:
            break
        cursor = {"cursor": found["next_cursor"]}
    assert [version["title"] for version in seen] == [f"Title {number}" for number in range(5, 0, -1)]
    assert seen[0]["total_bytes"] == len(IMAGE)
    assert seen[0]["author"]["username"] == "ada"


async def test_a_version_keeps_what_it_was(person: People) -> None:
    ada = await person("ada")
    page = await ada.make(tags=["first"])
    await ada.save(page, tags=["second"], passes=one(IMAGE + "// two"))
    first = await ada.get(f"/shaders/{page['id']}/versions/1")
    VersionPage.model_validate(first)
    assert (first["tags"], first["passes"][0]["code"]) == (["first"], IMAGE)


async def test_restoring_makes_a_new_version_with_the_old_content(person: People) -> None:
    ada = await person("ada")
    page = await ada.make(title="First")
    await ada.save(page, title="Second", passes=one(IMAGE + "// two"))
    answer = await ada.http.post(f"/shaders/{page['id']}/versions/1/restore")
    restored = answer.json()
    assert (restored["version"], restored["title"], restored["passes"][0]["code"]) == (3, "First", IMAGE)
    again = await ada.http.post(f"/shaders/{page['id']}/versions/3/restore")
    assert again.json()["version"] == 3
    assert (await ada.http.post(f"/shaders/{page['id']}/versions/99/restore")).status_code == 404


async def test_a_published_work_stays_fit_to_be_published(person: People) -> None:
    ada = await person("ada")
    page = await ada.make()
    for change, field in (
        ({"title": ""}, "title"),
        ({"licence": None}, "licence"),
        ({"passes": [{"type": "buffer", "code": ""}]}, "passes"),
    ):
        answer = await ada.change(page, **change)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
    draft = await ada.save(page, status="draft", title="")
    assert (draft["status"], draft["published_at"]) == ("draft", page["published_at"])


async def test_archiving_hides_a_work_and_a_change_of_status_brings_it_back(
    person: People, client: httpx.AsyncClient
) -> None:
    ada = await person("ada")
    page = await ada.make()
    address = f"/shaders/{page['id']}"
    for _ in range(2):
        assert (await ada.http.delete(address)).status_code == 204
    assert (await client.get(address)).status_code == 404
    archived = await ada.get(address)
    assert (archived["status"], archived["version"]) == ("archived", 2)
    assert (await ada.get("/me/shaders"))["items"] == []
    assert [card["id"] for card in (await ada.get("/me/shaders", status="archived"))["items"]] == [page["id"]]
    assert (await ada.get("/shaders"))["items"] == []
    back = await ada.save(archived, status="published")
    assert back["published_at"] == page["published_at"]
    assert (await client.get(address)).status_code == 200


async def test_the_history_of_drafts_is_not_the_worlds(person: People, client: httpx.AsyncClient) -> None:
    ada = await person("ada")
    page = await ada.make(status="draft", title="A secret")
    page = await ada.save(page, title="Public", status="published")
    page = await ada.save(page, title="Private for a while", visibility="private")
    page = await ada.save(page, visibility="public", title="Public again")
    address = f"/shaders/{page['id']}/versions"
    assert [one["number"] for one in (await client.get(address)).json()["items"]] == [4, 2]
    assert (await client.get(f"{address}/1")).status_code == 404
    assert (await client.get(f"{address}/3")).status_code == 404
    assert len((await ada.get(address))["items"]) == 4


async def test_a_version_has_the_name_that_its_author_gives_it(person: People, client: httpx.AsyncClient) -> None:
    ada = await person("ada")
    page = await ada.make()
    page = await ada.save(page, title="Second")
    address = f"/shaders/{page['id']}/versions"
    named = await ada.http.patch(f"{address}/1", json={"name": "  Before the colours "})
    assert (named.status_code, named.json()["name"]) == (200, "Before the colours")
    VersionPage.model_validate(named.json())
    seen = (await client.get(address)).json()["items"]
    assert [(one["number"], one["name"]) for one in seen] == [(2, None), (1, "Before the colours")]
    assert (await ada.get(f"/shaders/{page['id']}"))["version"] == 2
    # What is named can be restored, and the name stays with the version that has it.
    await ada.http.post(f"{address}/1/restore")
    assert (await ada.get(f"{address}/3"))["name"] is None
    gone = await ada.http.patch(f"{address}/1", json={"name": None})
    assert gone.json()["name"] is None
    assert (await ada.http.patch(f"{address}/99", json={"name": "Nowhere"})).status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "two\nlines", "x" * 81, "\u202eback", 7])
async def test_a_version_takes_no_name_that_cannot_be_read(person: People, name: Any) -> None:
    ada = await person("ada")
    page = await ada.make()
    address = f"/shaders/{page['id']}/versions/1"
    answer = await ada.http.patch(address, json={"name": name})
    assert (answer.status_code, answer.json()["field"]) == (422, "name")
    assert (await ada.http.patch(address, json={"name": "x" * 80})).status_code == 200
    assert (await ada.http.patch(address, json={})).status_code == 422
