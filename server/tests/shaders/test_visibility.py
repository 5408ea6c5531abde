"""Who sees what, and who may change it."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.works import IMAGE, Person

People = Callable[..., Awaitable[Person]]

STATES: list[tuple[dict[str, Any], bool, bool]] = [
    ({"status": "draft"}, False, False),
    ({"status": "published", "visibility": "private"}, False, False),
    ({"status": "published", "visibility": "unlisted"}, True, False),
    ({"status": "published", "visibility": "public"}, True, True),
]


@pytest.mark.parametrize(("state", "by_id", "in_lists"), STATES, ids=["draft", "private", "unlisted", "public"])
async def test_strangers_see_what_they_may_and_nothing_else(
    person: People, client: httpx.AsyncClient, state: dict[str, Any], by_id: bool, in_lists: bool
) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make(title="Nebula", tags=["space"], **state)
    address = f"/shaders/{page['id']}"
    for eyes in (client, bob.http):
        for path in ("", "/versions", "/versions/1", "/lineage", "/similar"):
            assert (await eyes.get(address + path)).status_code == (200 if by_id else 404)
        lists = ["/shaders", "/shaders?q=nebula", "/shaders?tag=space", "/shaders?author=ada", "/shaders?sort=new"]
        for path in [*lists, "/shaders?sort=top", "/feed", "/feed/new", "/feed/trending"]:
            found = (await eyes.get(path)).json()["items"]
            assert [card["id"] for card in found] == ([page["id"]] if in_lists else []), path
        assert bool((await eyes.get("/tags")).json()["items"]) is in_lists
    assert (await ada.get(address))["title"] == "Nebula"
    assert [card["id"] for card in (await ada.get("/me/shaders"))["items"]] == [page["id"]]
    assert (await bob.get("/me/shaders"))["items"] == []


@pytest.mark.parametrize(("state", "by_id", "_"), STATES, ids=["draft", "private", "unlisted", "public"])
async def test_nobody_changes_the_works_of_others(person: People, state: dict[str, Any], by_id: bool, _: bool) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make(**state)
    address = f"/shaders/{page['id']}"
    answers = [
        await bob.change(page, title="Mine"),
        await bob.http.delete(address),
        await bob.http.post(f"{address}/versions/1/restore"),
        await bob.http.patch(f"{address}/versions/1", json={"name": "Mine"}),
        await bob.http.post(f"{address}/render"),
    ]
    assert {answer.status_code for answer in answers} == {403 if by_id else 404}
    assert (await bob.http.post(f"{address}/fork")).status_code == (201 if by_id else 404)
    with_parent = await bob.http.post("/shaders", json=bob.draft(parent_id=page["id"]))
    assert with_parent.status_code == (201 if by_id else 422)
    assert (await ada.get(address))["title"] == "A work"


@pytest.mark.parametrize("method", ["patch", "delete", "put", "post"])
async def test_a_stranger_is_asked_to_sign_in(person: People, client: httpx.AsyncClient, method: str) -> None:
    page = await (await person("ada")).make()
    path = {"put": "/vote", "post": "/fork"}.get(method, "")
    answer = await client.request(
        method, f"/shaders/{page['id']}{path}", json={"value": 1}, headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("shader_id", ["x", "000000000000", "%00%00", "nobodyKnows1", "a" * 200, "..%2F..%2Fetc"])
async def test_an_id_that_is_none_is_not_found(client: httpx.AsyncClient, shader_id: str) -> None:
    for path in ("", "/versions", "/versions/1", "/lineage", "/similar"):
        answer = await client.get(f"/shaders/{shader_id}{path}")
        assert answer.status_code in (404, 422), answer.text
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "one"])
async def test_a_version_that_is_no_number_is_refused(person: People, number: str) -> None:
    ada = await person("ada")
    page = await ada.make()
    assert (await ada.http.get(f"/shaders/{page['id']}/versions/{number}")).status_code == 422


async def test_a_wrong_token_is_no_stranger(client: httpx.AsyncClient) -> None:
    for path in ("/shaders", "/feed", "/tags"):
        assert (await client.get(path, headers={"Authorization": "Bearer nonsense"})).status_code == 401


async def test_a_fork_keeps_lineage_licence_and_credit(person: People, client: httpx.AsyncClient) -> None:
    ada, bob = await person("ada"), await person("bob")
    parent = await ada.make(title="Waves", licence="CC-BY-SA-4.0", tags=["water"])
    parent = await ada.save(parent, title="Waves 2")
    answer = await bob.http.post(f"/shaders/{parent['id']}/fork")
    fork = answer.json()
    assert (answer.status_code, answer.headers["etag"][:3]) == (201, '"1-')
    assert (fork["status"], fork["licence"], fork["tags"], fork["title"]) == (
        "draft",
        "CC-BY-SA-4.0",
        ["water"],
        "Waves 2",
    )
    assert fork["author"]["username"] == "bob"
    assert fork["parent"] == {"id": parent["id"], "title": "Waves 2", "author": parent["author"]}
    assert fork["passes"] == parent["passes"]
    assert (await ada.get(f"/shaders/{parent['id']}"))["stats"]["forks"] == 1
    assert (await ada.get(f"/shaders/{parent['id']}/lineage"))["forks"] == []
    fork = await bob.save(fork, status="published")
    assert [card["id"] for card in (await ada.get(f"/shaders/{parent['id']}/lineage"))["forks"]] == [fork["id"]]
    child = await ada.make(title="Third", parent_id=fork["id"], licence=None)
    assert child["licence"] == "CC-BY-SA-4.0"
    line = (await client.get(f"/shaders/{child['id']}/lineage")).json()
    assert [card["id"] for card in line["ancestors"]] == [fork["id"], parent["id"]]


@pytest.mark.parametrize(
    ("parents", "wanted", "allowed"),
    [
        ("CC0-1.0", "MIT", True),
        ("CC-BY-4.0", "GPL-3.0-only", True),
        ("CC-BY-SA-4.0", "MIT", False),
        ("CC-BY-NC-4.0", "CC-BY-4.0", False),
        ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", True),
        ("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", True),
        ("GPL-3.0-only", "GPL-3.0-or-later", False),
        ("MPL-2.0", None, False),
    ],
)
async def test_a_fork_never_gives_away_more_than_it_was_given(
    person: People, parents: str, wanted: str | None, allowed: bool
) -> None:
    ada, bob = await person("ada"), await person("bob")
    parent = await ada.make(licence=parents)
    fork = (await bob.http.post(f"/shaders/{parent['id']}/fork")).json()
    # What the author grants later changes nothing for what was made before.
    await ada.save(parent, licence="CC0-1.0")
    answer = await bob.change(fork, licence=wanted, status="published")
    assert answer.status_code == (200 if allowed else 422), answer.text


async def test_credit_outlives_the_archive_but_a_drafts_title_stays_secret(
    person: People, client: httpx.AsyncClient
) -> None:
    ada, bob = await person("ada"), await person("bob")
    public, secret = await ada.make(title="Public"), await ada.make(title="Secret", status="draft")
    fork = await bob.make(title="Fork", parent_id=public["id"])
    own = await ada.make(title="Own fork", parent_id=secret["id"])
    assert (await client.get(f"/shaders/{own['id']}")).json()["parent"] is None
    assert (await ada.get(f"/shaders/{own['id']}"))["parent"]["title"] == "Secret"
    await ada.http.delete(f"/shaders/{public['id']}")
    assert (await client.get(f"/shaders/{fork['id']}")).json()["parent"]["title"] == "Public"
    assert (await client.get(f"/shaders/{fork['id']}/lineage")).json()["ancestors"] == []


async def test_a_forks_source_is_free_to_change(person: People) -> None:
    ada, bob = await person("ada"), await person("bob")
    parent = await ada.make()
    fork = (await bob.http.post(f"/shaders/{parent['id']}/fork")).json()
    await bob.save(fork, passes=[{"type": "image", "code": IMAGE + "// bob"}])
    assert (await ada.get(f"/shaders/{parent['id']}"))["passes"][0]["code"] == IMAGE
