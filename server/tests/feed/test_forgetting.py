"""An interest that is forgotten: which views made it, and that nothing is left of it; in thought, and over HTTP."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from fractafrag.core import clock
from fractafrag.domains.engagement.deps import COOKIE
from fractafrag.domains.feed import forgetting, taste
from fractafrag.domains.feed.forgetting import Forgotten
from fractafrag.domains.feed.taste import Glance, Taste
from tests.feed.test_own_taste import kind_of, of_kind, steer, taste_of
from tests.feed.vectors import axis, between, cloud, seeds
from tests.feed.worlds import NOON, World, kinds_of, pages, watched_by
from tests.works import Person

People = Callable[..., Awaitable[Person]]
values = st.floats(-1.5, 2, allow_nan=False)


def replayed(glances: list[Glance]) -> Taste:
    found = Taste()
    for glance in glances:
        found = taste.after(found, glance)
    return taste.merged(found, glances[-1].at if glances else 0)


def forgotten(found: Taste, place: int, glances: list[Glance], at: float) -> Forgotten:
    one = found.interests[place]
    works = forgetting.made_of(found, one, glances, {glance.work: glance.x for glance in glances})
    return Forgotten(one.name, frozenset(works), one.centre, at)


@given(seeds, st.lists(values, max_size=60), st.integers(0, 7), st.floats(0, 4000))
def test_only_what_was_liked_of_it_until_then_is_left_out(seed: int, ys: list[float], place: int, at: float) -> None:
    xs = cloud(seed, len(ys))
    glances = [Glance(f"w{n}", x, y, n * 60.0) for n, (x, y) in enumerate(zip(xs, ys, strict=True))]
    found = replayed(glances)
    if not found.interests:
        return
    gone = forgotten(found, place % len(found.interests), glances, at)
    left = forgetting.remembered(glances, [gone])
    assert [one for one in glances if one in left] == left
    for one in glances:
        if one not in left:
            assert one.y > 0
            assert one.at <= at
    assert forgetting.remembered(left, [gone]) == left
    assert forgetting.remembered(glances, []) == glances


@given(seeds, st.integers(1, 80), st.integers(0, 7))
def test_what_is_forgotten_leaves_no_view_that_is_alike(seed: int, count: int, place: int) -> None:
    glances = [Glance(f"w{n}", x, 1.0, n * 60.0) for n, x in enumerate(cloud(seed, count))]
    found = replayed(glances)
    gone = forgotten(found, place % len(found.interests), glances, count * 60.0)
    left = forgetting.remembered(glances, [gone])
    assert all(float(one.x @ found.interests[place % len(found.interests)].centre) < taste.ALIKE for one in left)
    assert not gone.works & {one.work for one in left}


def test_all_views_of_an_interest_go_and_its_neighbour_keeps_its_own() -> None:
    centre, beside = axis(0), between(0, 1, 0.55)
    many = [Glance(f"a{n}", between(0, 2, 0.01 * n), 1.0, n * 60.0) for n in range(40)]
    others = [Glance(f"b{n}", beside, 1.0, 2400 + n * 60.0) for n in range(3)]
    assert taste.NEAR < float(centre @ beside) < taste.ALIKE
    found = Taste((taste.Interest(1, centre, 9.0, 0, ("a39",)), taste.Interest(2, beside, 3.0, 0, ("b0",))))
    gone = forgotten(found, 0, [*many, *others], 9000)
    assert gone.works == {one.work for one in many}
    assert forgetting.remembered([*many, *others], [gone]) == others


def test_a_view_that_became_known_later_goes_and_one_from_later_stays() -> None:
    gone = Forgotten("a", frozenset({"a"}), axis(0), 100)
    late, new, other, bad = (
        Glance("late", between(0, 1, 0.2), 1.0, 99),
        Glance("a", axis(0), 1.0, 101),
        Glance("other", axis(1), 1.0, 99),
        Glance("bad", axis(0), -1.0, 99),
    )
    assert forgetting.remembered([late, new, other, bad], [gone]) == [new, other, bad]
    nowhere = Forgotten("a", frozenset({"late"}), None, 100)
    assert forgetting.remembered([late, new, other, bad], [nowhere]) == [new, other, bad]


async def kinds(http: httpx.AsyncClient) -> list[str]:
    return [kind_of(one) for one in (await taste_of(http))["interests"]]


def because(cards: list[dict[str, Any]]) -> list[str]:
    return [card["reason"]["because"]["id"] for card in cards if card["reason"]["because"]]


async def patch(http: httpx.AsyncClient, interest: str, **wanted: bool) -> dict[str, Any]:
    return await steer(http, {"id": interest}, **wanted)


async def test_a_forgotten_interest_is_gone_comes_back_as_it_was_and_anew(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=12, kind1=6, at=NOON - timedelta(days=1))
        interest = (await of_kind(ada.http, "kind0"))["id"]
        (liked,) = await pages(ada.http, 1)
        # Enough of it that its members are not all that it was made of.
        await watched_by(world, ada, kind0=18, skip=12, at=NOON - timedelta(minutes=9))
        before = await taste_of(ada.http)
        told = await patch(ada.http, interest, forgotten=True)
        assert [kind_of(one) for one in told["interests"]] == ["kind1"]
        assert (told["learned_from"], told["session"]) == (6, [])
        (after,) = await pages(ada.http, 1)
        assert await patch(ada.http, interest, forgotten=True) == told
        assert await patch(ada.http, interest, forgotten=False) == before
        assert (await ada.get("/me/engagement"))["taste"]["forgotten"] == []
        await patch(ada.http, interest, forgotten=True)
    assert kinds_of(liked).count("kind0") > 2 * kinds_of(after).count("kind0")
    assert "kind0" in {world.works[work] for work in because(liked)}
    assert {world.works[work] for work in because(after)} == {"kind1"}
    with clock.frozen(NOON + timedelta(hours=1)):
        await watched_by(world, ada, kind0=2, at=NOON + timedelta(minutes=30))
        back = await of_kind(ada.http, "kind0")
        assert {card["id"] for card in back["works"]} == {*world.of_kind("kind0")[:2]}
        # Muted and heard again, it is still no more than what came after.
        await steer(ada.http, back, muted=True)
        await steer(ada.http, back, muted=False)
        assert len((await of_kind(ada.http, "kind0"))["works"]) == 2
        await patch(ada.http, back["id"], forgotten=True)
        assert await kinds(ada.http) == ["kind1"]
        # The one is taken back, the one before it is not.
        await patch(ada.http, back["id"], forgotten=False)
        assert len((await of_kind(ada.http, "kind0"))["works"]) == 2


async def test_forgetting_changes_the_next_page_of_a_scroll_that_has_begun(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=6, at=NOON - timedelta(days=1))
        first = await ada.get("/feed", limit=10)
    with clock.frozen(NOON + timedelta(minutes=1)):
        await steer(ada.http, await of_kind(ada.http, "kind0"), forgotten=True)
        second = await ada.get("/feed", limit=20, cursor=first["next_cursor"])
    assert "interest" in {card["reason"]["code"] for card in first["items"]}
    assert "interest" not in {card["reason"]["code"] for card in second["items"]}


@pytest.mark.parametrize("how", ["muted", "pinned"])
async def test_forgetting_ends_what_was_said_and_taking_it_back_says_it_again(
    person: People, world: World, how: str
) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=6, kind1=3, at=NOON - timedelta(days=1))
        interest = await of_kind(ada.http, "kind0")
        before = await steer(ada.http, interest, **{how: True})
        await patch(ada.http, interest["id"], forgotten=True)
        told = (await ada.get("/me/engagement"))["taste"]
        assert (told["steers"], len(told["forgotten"])) == ([], 1)
        assert told["forgotten"][0][how] is True
        assert {*told["forgotten"][0]["works"]} == {*world.of_kind("kind0")[:6]}
        assert await kinds(ada.http) == ["kind1"]
        work = world.of_kind("kind0")[5]
        again = await patch(ada.http, work, forgotten=False)
        assert again == before
        assert (await ada.get("/me/engagement"))["taste"]["forgotten"] == []
        await patch(ada.http, interest["id"], forgotten=True)
        assert (await ada.http.delete("/me/engagement")).status_code == 204
    async with world.database.write() as session:
        assert await session.scalar(text("SELECT count(*) FROM forgotten_interests")) == 0


async def test_only_the_latest_are_kept_as_forgotten(
    person: People, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fractafrag.domains.engagement.service.steering.MOST_FORGOTTEN", 2)
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=2, kind1=2, kind2=2, at=NOON - timedelta(days=1))
    for minute, kind in enumerate(("kind0", "kind1", "kind2")):
        with clock.frozen(NOON + timedelta(minutes=minute)):
            await steer(ada.http, await of_kind(ada.http, kind), forgotten=True)
    with clock.frozen(NOON + timedelta(hours=1)):
        assert await kinds(ada.http) == ["kind0"]
        assert (await ada.http.delete("/me/taste")).status_code == 204
        assert (await ada.get("/me/engagement"))["taste"]["forgotten"] == []


async def test_an_account_inherits_what_its_visitor_forgot(client: httpx.AsyncClient, world: World) -> None:
    with clock.frozen(NOON):
        await client.put("/me/taste/dial", json={"surprise": 0.2})
        visitor = client.cookies[COOKIE]
        for kind in ("kind0", "kind1"):
            await world.watched(visitor, *world.of_kind(kind)[:4], at=NOON - timedelta(days=1))
        interest = await of_kind(client, "kind1")
        await steer(client, interest, forgotten=True)
        form = {"username": "bob", "email": "bob@example.org", "password": "two green engines"}
        joined = await client.post("/auth/register", json=form)
        client.headers["Authorization"] = f"Bearer {joined.json()['access_token']}"
        assert await kinds(client) == ["kind0"]
        assert len((await patch(client, interest["id"], forgotten=False))["interests"]) == 2


async def test_what_cannot_be_forgotten_or_taken_back_is_refused(person: People, world: World) -> None:
    ada = await person("ada")
    with clock.frozen(NOON):
        await watched_by(world, ada, kind0=2, at=NOON - timedelta(days=1))
        interest = (await of_kind(ada.http, "kind0"))["id"]
        for how in ("muted", "pinned"):
            answer = await ada.http.patch(f"/me/taste/{interest}", json={"forgotten": True, how: True})
            assert (answer.status_code, answer.json()["field"]) == (422, "forgotten")
        for wanted in (True, False):
            assert (await ada.http.patch("/me/taste/nothing", json={"forgotten": wanted})).status_code == 404
        # What is not forgotten stays as it is.
        assert len((await patch(ada.http, interest, forgotten=False))["interests"]) == 1
