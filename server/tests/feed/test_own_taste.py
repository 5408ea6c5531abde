"""One's own taste over HTTP: told as works, muted, pinned, begun anew, by people and strangers."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.domains.engagement.deps import COOKIE
from fractafrag.domains.engagement.queries import kept
from tests.feed.worlds import NOON, World, kinds_of, pages, watched_by
from tests.works import Person

People = Callable[..., Awaitable[Person]]


async def taste_of(http: httpx.AsyncClient) -> dict[str, Any]:
    answer = await http.get("/me/taste")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def kind_of(interest: dict[str, Any]) -> str:
    kinds = set(kinds_of(interest["works"]))
    assert len(kinds) == 1
    return kinds.pop()


async def of_kind(http: httpx.AsyncClient, kind: str) -> dict[str, Any]:
    return next(one for one in (await taste_of(http))["interests"] if kind_of(one) == kind)


async def steer(http: httpx.AsyncClient, interest: dict[str, Any], **wanted: bool) -> dict[str, Any]:
    answer = await http.patch(f"/me/taste/{interest['id']}", json=wanted)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_taste_is_told_as_works_with_shares(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        assert (await taste_of(ada.http))["interests"] == []
        await watched_by(world, ada, kind0=6, kind1=3, at=NOON - timedelta(days=1))
        await world.watched(ada.viewer.id, world.of_kind("kind3")[0], y=-1.5, at=NOON - timedelta(hours=2))
        lately = world.of_kind("kind2")[0]
        await world.watched(ada.viewer.id, lately, at=NOON - timedelta(minutes=10))
        found = await taste_of(ada.http)
    assert [kind_of(one) for one in found["interests"]] == ["kind0", "kind1", "kind2"]
    assert [len(one["works"]) for one in found["interests"]] == [4, 3, 1]
    shares = [one["share"] for one in found["interests"]]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    assert [card["id"] for card in found["session"]] == [lately]
    assert found["dislike"]["id"] == world.of_kind("kind3")[0]
    assert (found["surprise"], found["learned_from"]) == (0.5, 11)


async def test_an_interest_keeps_its_id_while_more_is_watched(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=2, kind1=2, at=NOON - timedelta(days=2))
        before = {kind_of(one): one["id"] for one in (await taste_of(ada.http))["interests"]}
        await watched_by(world, ada, kind0=12, kind1=9, kind2=3, at=NOON - timedelta(days=1), skip=2)
        after = {kind_of(one): one["id"] for one in (await taste_of(ada.http))["interests"]}
    assert {kind: after[kind] for kind in before} == before
    assert len(set(after.values())) == 3


async def test_what_was_muted_stays_away_and_comes_back(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=6, kind1=3, at=NOON - timedelta(days=1))
        (before,) = await pages(ada.http, 1)
        muted = await steer(ada.http, await of_kind(ada.http, "kind0"), muted=True)
        assert [one["muted"] for one in muted["interests"] if kind_of(one) == "kind0"] == [True]
        (quiet,) = await pages(ada.http, 1)
        back = await steer(ada.http, await of_kind(ada.http, "kind0"), muted=False)
        assert not any(one["muted"] for one in back["interests"])
        (after,) = await pages(ada.http, 1)
    assert "kind0" in kinds_of(before)
    assert "kind0" not in kinds_of(quiet)
    assert "kind0" in kinds_of(after)


async def test_muting_changes_the_next_page_of_a_scroll_that_has_begun(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=6, at=NOON - timedelta(days=1))
        first = await ada.get("/feed", limit=10)
    with clock.frozen(NOON + timedelta(minutes=1)):
        await steer(ada.http, await of_kind(ada.http, "kind0"), muted=True)
        second = await ada.get("/feed", limit=20, cursor=first["next_cursor"])
    assert "kind0" in kinds_of(first["items"])
    assert "kind0" not in kinds_of(second["items"])


async def test_a_mute_holds_when_the_views_behind_it_are_gone(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=3, kind1=3, at=NOON - timedelta(days=1))
        interest = await of_kind(ada.http, "kind0")
        await steer(ada.http, interest, muted=True)
        async with world.database.write() as session:
            await session.execute(
                text("DELETE FROM views WHERE shader_id = ANY (:gone)"), {"gone": world.of_kind("kind0")}
            )
        again = await of_kind(ada.http, "kind0")
        (cards,) = await pages(ada.http, 1)
    assert (again["id"], again["muted"]) == (interest["id"], True)
    assert "kind0" not in kinds_of(cards)


async def test_a_pinned_interest_neither_fades_nor_gives_way(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=4, kind1=4, at=NOON - timedelta(minutes=1))
        interest = await of_kind(ada.http, "kind0")
        await steer(ada.http, interest, pinned=True)
    late = NOON + timedelta(days=120)
    with clock.frozen(late):
        await watched_by(world, ada, kind2=4, at=late - timedelta(days=1))
        kinds = {kind_of(one): one for one in (await taste_of(ada.http))["interests"]}
        assert (kinds["kind0"]["id"], kinds["kind0"]["pinned"]) == (interest["id"], True)
        assert kinds["kind0"]["share"] > 20 * kinds["kind1"]["share"]
        muted = await steer(ada.http, kinds["kind0"], muted=True)
        (now,) = (one for one in muted["interests"] if one["id"] == interest["id"])
        assert (now["muted"], now["pinned"]) == (True, False)


async def test_a_taste_begun_anew_knows_nothing_and_repeats_nothing(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=6, kind1=2, at=NOON - timedelta(days=1))
        await steer(ada.http, await of_kind(ada.http, "kind1"), muted=True)
        seen = {*world.of_kind("kind0")[:6], *world.of_kind("kind1")[:2]}
        assert (await ada.http.put("/me/taste/dial", json={"surprise": 0.9})).json() == {"surprise": 0.9}
        assert (await ada.http.delete("/me/taste")).status_code == 204
        found = await taste_of(ada.http)
        assert (found["interests"], found["dislike"], found["session"], found["learned_from"]) == ([], None, [], 0)
        assert found["surprise"] == pytest.approx(0.9)
        (cards,) = await pages(ada.http, 1)
    assert "interest" not in {card["reason"]["code"] for card in cards}
    assert not seen & {card["id"] for card in cards}
    with clock.frozen(NOON + timedelta(hours=1)):
        await watched_by(world, ada, kind2=2, at=NOON + timedelta(minutes=1))
        assert [kind_of(one) for one in (await taste_of(ada.http))["interests"]] == ["kind2"]


async def test_a_session_can_be_left_behind(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=3, at=NOON - timedelta(minutes=5))
        (before,) = await pages(ada.http, 1)
        assert (await ada.http.delete("/me/taste/session")).status_code == 204
        found = await taste_of(ada.http)
        (after,) = await pages(ada.http, 1)
    assert "session" in {card["reason"]["code"] for card in before}
    assert "session" not in {card["reason"]["code"] for card in after}
    assert found["session"] == []
    assert [kind_of(one) for one in found["interests"]] == ["kind0"]


async def test_the_dial_is_kept_and_a_scroll_that_says_its_own_goes_before(person: People, world: World) -> None:
    ada = await person("ada")
    assert (await ada.http.put("/me/taste/dial", json={"surprise": 1})).status_code == 200
    (cards,) = await pages(ada.http, 1)
    (own,) = await pages(ada.http, 1, surprise=0)
    assert [card["reason"]["code"] for card in cards].count("explored") == 4
    assert [card["reason"]["code"] for card in own].count("explored") == 1


async def test_a_stranger_steers_by_their_cookie(client: httpx.AsyncClient, world: World) -> None:
    with clock.frozen(NOON):
        assert (await client.put("/me/taste/dial", json={"surprise": 0.2})).status_code == 200
        visitor = client.cookies[COOKIE]
        await world.watched(visitor, *world.of_kind("kind1")[:4], at=NOON - timedelta(days=1))
        found = await steer(client, await of_kind(client, "kind1"), muted=True)
        assert (found["surprise"], found["interests"][0]["muted"]) == (pytest.approx(0.2), True)
        client.cookies.clear()
        assert (await taste_of(client))["interests"] == []


async def test_steering_is_exported_erased_and_forgotten_with_its_visitor(
    client: httpx.AsyncClient, person: People, world: World
) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=2, at=NOON - timedelta(days=1))
        await steer(ada.http, await of_kind(ada.http, "kind0"), pinned=True)
        told = (await ada.get("/me/engagement"))["taste"]
        assert {*told["steers"][0]["works"]} == {*world.of_kind("kind0")[:2]}
        assert (told["steers"][0]["pinned"], told["surprise"]) == (True, None)
        assert (await ada.http.delete("/me/engagement")).status_code == 204
        assert (await ada.get("/me/engagement"))["taste"] is None
        await client.put("/me/taste/dial", json={"surprise": 0.2})
    for days, left in ((29, 1), (31, 0)):
        async with world.database.write() as session:
            await kept.forget_visitors(session, NOON + timedelta(days=days) - timedelta(days=30))
            assert await session.scalar(text("SELECT count(*) FROM tastes")) == left


async def test_where_nobody_is_learned_from_there_is_no_taste(
    client: httpx.AsyncClient, person: People, world: World
) -> None:
    ada = await person("ada")
    for http in (ada.http, client):
        assert (await http.put("/me/learning", json={"on": False})).status_code == 200
        for answer in (
            await http.get("/me/taste"),
            await http.patch("/me/taste/abc", json={"muted": True}),
            await http.put("/me/taste/dial", json={"surprise": 1}),
            await http.delete("/me/taste/session"),
            await http.delete("/me/taste"),
        ):
            assert answer.status_code == 409
            assert "Learning is switched off" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"muted": True, "pinned": True}, "pinned"),
        ({"loud": True}, "loud"),
        ({"muted": "perhaps"}, "muted"),
    ],
)
async def test_what_makes_no_sense_is_refused(person: People, world: World, body: dict[str, Any], field: str) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=2, at=NOON - timedelta(days=1))
        interest = await of_kind(ada.http, "kind0")
        answer = await ada.http.patch(f"/me/taste/{interest['id']}", json=body)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert (await ada.http.patch("/me/taste/nothing", json={"muted": True})).status_code == 404
        assert (await ada.http.put("/me/taste/dial", json={"surprise": 1.5})).status_code == 422


async def test_no_more_than_so_many_are_pinned(person: People, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fractafrag.domains.engagement.service.steering.MOST_PINNED", 1)
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=2, kind1=2, at=NOON - timedelta(days=1))
        await steer(ada.http, await of_kind(ada.http, "kind0"), pinned=True)
        await steer(ada.http, await of_kind(ada.http, "kind0"), pinned=True)
        other = await of_kind(ada.http, "kind1")
        assert (await ada.http.patch(f"/me/taste/{other['id']}", json={"pinned": True})).status_code == 409


async def test_a_taste_costs_four_statements(person: People, world: World, statements: Callable[[], int]) -> None:
    ada = await person("ada")
    await watched_by(world, ada, kind0=6, kind1=3, at=clock.now() - timedelta(days=1))
    before = statements()
    await taste_of(ada.http)
    assert statements() - before == 4
