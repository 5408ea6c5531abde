"""What HTTP itself promises: entity tags, HEAD, methods, limits, faults, and pages of other sites."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from fractafrag.doors import cors
from tests.works import Person

Joins = Callable[..., Awaitable[Person]]
SITE = {"Origin": "https://elsewhere.example"}


async def test_a_page_that_has_not_changed_is_not_sent_again(person: Joins, client: httpx.AsyncClient) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    address = f"/shaders/{page['id']}"
    first = await client.get(address)
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = await client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), known
    assert "content-type" not in again.headers
    assert first.headers["cache-control"] == "no-cache"
    assert "Authorization" in first.headers["vary"]
    # A vote makes no new version, but another page.
    await bob.vote(page["id"], 1)
    anew = await client.get(address, headers={"If-None-Match": tag})
    assert (anew.status_code, anew.json()["stats"]["up"]) == (200, 1)
    assert anew.headers["etag"] != tag


async def test_the_tag_of_a_page_opens_it_for_a_change_whatever_votes_came_between(person: Joins) -> None:
    ada, bob = await person("ada"), await person("bob")
    page = await ada.make()
    address = f"/shaders/{page['id']}"
    tag = (await ada.http.get(address)).headers["etag"]
    await bob.vote(page["id"], 1)
    saved = await ada.http.patch(address, json={"title": "New"}, headers={"If-Match": tag})
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    stale = await ada.http.patch(address, json={"title": "Newer"}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["current_version"]) == (412, 2)


async def test_archiving_and_restoring_heed_the_version_that_was_seen(person: Joins) -> None:
    ada = await person("ada")
    page = await ada.make()
    address, restore = f"/shaders/{page['id']}", f"/shaders/{page['id']}/versions/1/restore"
    await ada.save(page, title="New")
    old, new = {"If-Match": '"1"'}, {"If-Match": '"2"'}
    assert (await ada.http.delete(address, headers=old)).status_code == 412
    assert (await ada.http.post(restore, headers=old)).status_code == 412
    assert (await ada.http.post(restore, headers=new)).json()["version"] == 3
    nonsense = await ada.http.delete(address, headers={"If-Match": "three"})
    assert (nonsense.status_code, nonsense.json()["field"]) == (400, "If-Match")
    assert (await ada.http.delete(address, headers={"If-Match": '"3"'})).status_code == 204


async def test_lists_have_weak_tags(person: Joins, client: httpx.AsyncClient) -> None:
    ada = await person("ada")
    await ada.make()
    for address in ("/shaders", "/tags", "/instance", "http://test/feeds/new.atom"):
        first = await client.get(address)
        assert first.headers["etag"].startswith('W/"'), address
        again = await client.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), address


async def test_a_page_of_the_feed_is_an_impression_and_is_not_kept(person: Joins, client: httpx.AsyncClient) -> None:
    await (await person("ada")).make()
    for address in ("/feed", "/feed/new", "/feed/trending"):
        answer = await client.get(address)
        assert (answer.headers["cache-control"], "etag" in answer.headers) == ("private, no-store", False), address
        again = await client.get(address, headers={"If-None-Match": "*"})
        assert again.json()["items"][0]["impression"] != answer.json()["items"][0]["impression"], address


async def test_a_refusal_has_no_tag(client: httpx.AsyncClient) -> None:
    answer = await client.get("/shaders/3kTMd9hQeW2z", headers={"If-None-Match": "*"})
    assert (answer.status_code, "etag" in answer.headers) == (404, False)


async def test_head_is_get_without_the_body(person: Joins, client: httpx.AsyncClient) -> None:
    ada = await person("ada")
    page = await ada.make()
    for address in (f"/shaders/{page['id']}", "/feed", "http://test/feeds/new.atom", "http://test/health/live"):
        whole, head = await client.get(address), await client.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        told = {name: value for name, value in whole.headers.items() if name != "x-request-id"}
        assert {name: value for name, value in head.headers.items() if name != "x-request-id"} == told
    assert (await client.head("/shaders/3kTMd9hQeW2z")).status_code == 404
    assert (await client.head("/auth/login")).status_code == 405


async def test_a_wrong_method_is_told_the_right_ones(client: httpx.AsyncClient) -> None:
    for method, address, allowed in (
        ("PUT", "/shaders", "GET, HEAD, POST"),
        ("GET", "/auth/login", "POST"),
        ("POST", "/shaders/3kTMd9hQeW2z", "DELETE, GET, HEAD, PATCH"),
        ("DELETE", "http://test/problems", "GET, HEAD"),
        ("OPTIONS", "/shaders", "GET, HEAD, POST"),
    ):
        answer = await client.request(method, address)
        assert (answer.status_code, answer.headers.get("allow")) == (405, allowed), address
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "/problems/wrong-method"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_an_unknown_address_of_the_api_is_unknown_to_every_method(client: httpx.AsyncClient, method: str) -> None:
    for address in ("/nothing", "http://test/api/v2/shaders", "http://test/api", "http://test/feeds/x"):
        answer = await client.request(method, address)
        assert answer.status_code == 404, address
        assert answer.json()["type"] == "/problems/not-found"


async def test_every_limited_answer_says_what_is_left(
    person: Joins, client: httpx.AsyncClient, setting: Callable[..., None]
) -> None:
    ada = await person("ada")
    page = await ada.make()
    setting(RATE_LIMITS="on", LIMIT_READ="4/minute")
    seen = [await client.get(f"/shaders/{page['id']}"), await client.get("/shaders/3kTMd9hQeW2z")]
    seen.append(await client.get("/feed", params={"limit": "x"}))
    seen.append(await client.get(f"/shaders/{page['id']}", headers={"If-None-Match": "*"}))
    seen.append(await client.get("/feed"))
    assert [answer.status_code for answer in seen] == [200, 404, 422, 304, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in seen] == ["3", "2", "1", "0", "0"]
    for answer in seen:
        assert answer.headers["ratelimit-policy"] == '"read";q=4;w=60'
        assert answer.headers["ratelimit"].startswith(f'"read";r={answer.headers["ratelimit-remaining"]};t=')
    assert 1 <= int(seen[-1].headers["retry-after"]) <= 60


async def test_a_fault_of_ours_is_a_problem_with_all_headers(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("fractafrag.domains.feed.queries.newest", broken)
    answer = await client.get("/feed/new", headers=SITE)
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal")
    assert "on purpose" not in answer.text
    assert answer.headers["x-request-id"]
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_a_page_of_another_site_may_read_and_is_told_the_headers(person: Joins) -> None:
    ada = await person("ada")
    page = await ada.make()
    for address in (f"/shaders/{page['id']}", "http://test/feeds/new.atom", "http://test/problems"):
        answer = await ada.http.get(address, headers=SITE)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        assert {"ETag", "RateLimit", "Retry-After", "Link"} <= set(
            answer.headers["access-control-expose-headers"].split(", ")
        )
    refused = await ada.http.get("/shaders/3kTMd9hQeW2z", headers=SITE)
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (404, "*")
    assert "access-control-allow-origin" not in (await ada.http.get("/feed")).headers


@pytest.mark.parametrize("method", cors.METHODS)
async def test_a_bearer_may_write_from_anywhere(client: httpx.AsyncClient, method: str) -> None:
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization, if-match"}
    answer = await client.options("/shaders", headers=SITE | asked)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert method in answer.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("route", ["login", "refresh", "register", "logout", "password"])
async def test_the_refresh_cookie_is_out_of_reach_of_other_sites(client: httpx.AsyncClient, route: str) -> None:
    asked = {"Access-Control-Request-Method": "POST"}
    preflight = await client.options(f"/auth/{route}", headers=SITE | asked)
    assert preflight.status_code == 405
    posted = await client.post(f"/auth/{route}", headers=SITE, json={})
    for answer in (preflight, posted):
        assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert posted.status_code in (401, 403, 422)
    assert (await client.get("/feed", headers=SITE | {"Cookie": "fractafrag_refresh=x"})).headers[
        "access-control-allow-origin"
    ] == "*"
