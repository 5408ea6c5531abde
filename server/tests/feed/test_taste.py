"""What a person is to the feed, view after view."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.feed import taste
from fractafrag.domains.feed.taste import Glance, Steer, Taste
from tests.feed.vectors import D, axis, between, cloud, seeds

DAY = 86_400.0
values = st.floats(-1.5, 2, allow_nan=False)


def seen(*views: tuple[int, float], start: Taste | None = None, at: float = 0, step: float = 60) -> Taste:
    """A taste after views of works on axes, each (axis, y), a minute apart."""
    found = start or Taste()
    for place, (number, y) in enumerate(views):
        found = taste.after(found, Glance(f"work {number} {place}", axis(number), y, at + place * step))
    return found


@given(seeds, st.lists(values, max_size=60))
def test_whatever_happens_a_taste_keeps_its_bounds(seed: int, ys: list[float]) -> None:
    found, xs = Taste(), cloud(seed, len(ys))
    for place, (x, y) in enumerate(zip(xs, ys, strict=True)):
        found = taste.after(found, Glance(f"w{place % 9}", x, y, place * 1000.0))
        assert len(found.interests) <= taste.MOST_INTERESTS
        assert len(found.recent) <= taste.MOST_RECENT
        assert len({one.work for one in found.recent}) == len(found.recent)
        assert len({one.number for one in found.interests}) == len(found.interests)
        for one in found.interests:
            assert one.weight >= 0
            assert float(np.linalg.norm(one.centre)) == pytest.approx(1, abs=1e-5)
            assert len(one.members) <= taste.MOST_MEMBERS
    assert (found.dislike is None) == (not any(y < 0 for y in ys))


def test_what_is_enjoyed_pulls_the_nearest_interest_and_nothing_else() -> None:
    before = seen((0, 1.0), (1, 1.0))
    x = between(0, 2, 0.3)
    then = taste.after(before, Glance("new", x, 1.0, 120))
    assert [one.number for one in then.interests] == [1, 2]
    pulled, left = then.interests
    assert float(pulled.centre @ x) > float(before.interests[0].centre @ x)
    assert pulled.centre == pytest.approx(taste.unit(0.95 * axis(0) + x))
    assert pulled.members == ("work 0 0", "new")
    assert left is before.interests[1]


def test_what_is_like_nothing_before_begins_an_interest_and_the_ninth_replaces_the_weakest() -> None:
    full = seen((0, 1.0), (1, 0.2), (2, 1.0), (3, 1.0), (4, 1.0), (5, 1.0), (6, 1.0), (7, 1.0))
    assert len(full.interests) == 8
    stranger = taste.unit(axis(0) - axis(1) - axis(2) - axis(3))
    then = taste.after(full, Glance("new", stranger, 1.0, 600))
    assert [one.number for one in then.interests] == [1, 3, 4, 5, 6, 7, 8, 9]


def steer(number: int, at: float = 0, weight: float = 1.0, **how: bool) -> Steer:
    """A steer of the interest that the first work on an axis began."""
    name = f"work {number} {number}"
    return Steer(name, (name,), axis(number), weight, at, how.get("muted", False), how.get("pinned", False))


def test_a_pinned_interest_neither_fades_nor_gives_way() -> None:
    full = seen(*((number, 0.1 if number == 1 else 1.0) for number in range(8)))
    late = 480 + 90 * DAY
    pinned = taste.obeying(full, [steer(1, weight=0.1, pinned=True)], late)
    kept = next(one for one in pinned.interests if one.pinned)
    assert (kept.name, taste.weight_at(kept, late)) == ("work 1 1", pytest.approx(0.1))
    stranger = taste.unit(axis(0) - axis(1) - axis(2) - axis(3))
    then = taste.after(full, Glance("new", stranger, 1.0, late))
    assert "work 1 1" not in [one.name for one in then.interests]
    back = taste.obeying(then, [steer(1, weight=0.1, pinned=True)], late)
    assert "work 1 1" in [one.name for one in back.interests]
    assert len(back.interests) == taste.MOST_INTERESTS
    everything = taste.obeying(full, [steer(number, pinned=True) for number in range(8)], 480)
    assert taste.after(everything, Glance("new", stranger, 1.0, late)).interests == everything.interests


def test_a_steer_finds_its_interest_by_its_works_then_by_where_it_lies_then_makes_one() -> None:
    found = seen((0, 1.0), (1, 1.0))
    by_works = Steer("a", ("work 0 0",), axis(1), 1.0, 0, True, False)
    by_place = Steer("b", ("gone",), between(1, 2, 0.2), 1.0, 1, False, True)
    anew = Steer("c", ("lost",), axis(5), 0.5, 2, True, False)
    then = taste.obeying(found, [anew, by_place, by_works], 120)
    assert [(one.name, one.muted, one.pinned) for one in then.interests] == [
        ("a", True, False),
        ("b", False, True),
        ("c", True, False),
    ]
    assert then.interests[2].centre == pytest.approx(axis(5))
    assert taste.obeying(found, [], 120) == found


@given(
    seeds,
    st.lists(values, max_size=40),
    st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.floats(0, 3), st.floats(0, 1e7)), max_size=12),
)
def test_whatever_was_steered_a_taste_keeps_its_bounds_and_its_names(
    seed: int, ys: list[float], steers: list[tuple[int, bool, float, float]]
) -> None:
    xs = cloud(seed, len(ys) + 13)
    found = Taste()
    for place, y in enumerate(ys):
        found = taste.after(found, Glance(f"w{place % 9}", xs[place], y, place * 1000.0))
    said = [
        Steer(f"w{number}", (f"w{number}",), xs[number], weight, at, muted, not muted)
        for number, muted, weight, at in {one[0]: one for one in steers}.values()
    ]
    then = taste.obeying(taste.merged(found, 4e4), said, 4e4)
    names = [one.name for one in then.interests]
    assert len(set(names)) == len(names) == len({one.number for one in then.interests})
    assert {one.interest for one in said} <= set(names)
    assert {one.interest for one in said if one.muted} == {one.name for one in then.interests if one.muted}
    assert {one.interest for one in said if one.pinned} == {one.name for one in then.interests if one.pinned}
    pinned = sum(one.pinned for one in said)
    assert sum(not one.muted for one in then.interests) <= max(taste.MOST_INTERESTS, pinned)
    assert all(one.weight >= 0 for one in then.interests)
    shares = taste.shares(then, 4e4)
    assert len(shares) == len(names)
    assert not shares or sum(shares) == pytest.approx(1)
    assert taste.obeying(then, said, 4e4) == then
    for name in names:
        one = taste.known_as(then, name, {})
        assert one is not None
        assert one.name == name


@given(seeds, st.integers(1, 30), st.integers(0, 30))
def test_a_name_lasts_while_works_are_added(seed: int, before: int, more: int) -> None:
    xs = cloud(seed, before + more)
    found = Taste()
    for place in range(before):
        found = taste.after(found, Glance(f"w{place}", xs[place], 0.5, place * 60.0))
    names = {one.number: one.name for one in found.interests}
    for place in range(before, before + more):
        found = taste.after(found, Glance(f"w{place}", xs[place], 0.5, place * 60.0))
    assert all(names.get(one.number, one.name) == one.name for one in found.interests)


def test_what_once_was_a_name_leads_to_where_that_work_is_now() -> None:
    found = seen((0, 1.0), (1, 1.0))
    vectors = {"moved": axis(1), "far": axis(6)}
    assert taste.known_as(found, "moved", vectors) == found.interests[1]
    assert taste.known_as(found, "far", vectors) is None
    assert taste.known_as(found, "unknown", vectors) is None


def test_what_is_typical_comes_nearest_first_and_the_dislike_has_a_work() -> None:
    glances = [
        Glance("good", axis(0), 1.0, 0),
        Glance("side", between(0, 1, 0.3), 0.1, 60),
        Glance("bad", axis(2), -1.0, 120),
        Glance("worse", between(2, 3, 0.2), -1.5, 180),
        Glance("other", axis(4), -0.1, 240),
    ]
    found = Taste()
    for glance in glances:
        found = taste.after(found, glance)
    vectors = {glance.work: glance.x for glance in glances}
    assert taste.typical(found.interests[0], vectors) == ["good", "side"]
    assert taste.most_disliked(found, glances) == "worse"
    assert taste.most_disliked(Taste(), glances) is None


def test_a_weight_halves_in_fourteen_days() -> None:
    (one,) = seen((0, 2.0)).interests
    assert taste.weight_at(one, 14 * DAY) == pytest.approx(1.0)
    assert taste.weight_at(one, 28 * DAY) == pytest.approx(0.5)
    assert taste.weight_at(one, -5) == 2.0


def test_what_is_disliked_lessens_the_nearest_interest_and_adds_to_the_dislike() -> None:
    then = seen((0, 1.0), (0, -1.0), step=0)
    assert then.interests[0].weight == pytest.approx(0.75 - 0.25)
    assert then.dislike == pytest.approx(axis(0))
    again = seen((0, -0.5), (1, -1.5), start=then, step=0)
    assert again.interests[0].weight == pytest.approx(0.5 * (1 - 0.125) - 0.125)
    assert again.dislike == pytest.approx((0.98 + 0.5) * 0.98 * axis(0) + 1.5 * axis(1), rel=1e-4)
    assert seen(*[(0, -1.5)] * 9, start=then).interests[0].weight == 0


def test_a_view_that_says_nothing_changes_nothing_but_what_was_seen() -> None:
    before = seen((0, 1.0))
    then = seen((1, 0.0), start=before)
    assert then.interests == before.interests
    assert then.dislike is None
    assert len(then.recent) == 2


def test_a_session_is_half_an_hour_and_can_be_told_apart_from_what_lasts() -> None:
    found = seen((0, 1.0), (1, 2.0), (2, -1.0), step=20 * 60)
    assert taste.session(found, 40 * 60) == pytest.approx(axis(1))
    assert taste.session(found, 25 * 60) == pytest.approx(taste.unit(axis(0) + 2 * axis(1)))
    assert taste.session(found, 3 * 3600) is None
    assert taste.enjoyed_lately(found, 25 * 60) == ["work 1 1", "work 0 0"]
    anew = taste.with_new_session(found, 20 * 60)
    assert taste.session(anew, 25 * 60) is None
    assert anew.interests == found.interests
    assert taste.last_liked(found) == ["work 1 1", "work 0 0"]


def test_only_loud_interests_give_directions_the_strongest_first() -> None:
    found = taste.obeying(seen((0, 1.0), (1, 2.0), (2, 0.5)), [steer(0, muted=True)], 60)
    centres, weights = taste.directions(found, 200)
    assert centres == pytest.approx(np.stack([axis(1), axis(2)]))
    assert weights[0] > weights[1] > 0
    muted = taste.muted_directions(found)
    assert muted is not None
    assert muted == pytest.approx(axis(0)[None])
    assert taste.directions(Taste(), 0)[0].shape == (0, 0)


@given(seeds, st.integers(0, 8))
def test_a_merge_leaves_no_two_alike_and_loses_no_weight(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    xs = cloud(seed, 3)
    interests = tuple(
        taste.Interest(n, taste.unit(xs[rng.integers(3)] + 0.3 * rng.normal(size=D)), rng.random() + 0.1, 0, (f"m{n}",))
        for n in range(count)
    )
    then = taste.merged(Taste(interests), 0)
    centres = [one.centre for one in then.interests]
    assert all(float(a @ b) < taste.ALIKE for i, a in enumerate(centres) for b in centres[:i])
    assert sum(one.weight for one in then.interests) == pytest.approx(sum(one.weight for one in interests))
    assert {one.number for one in then.interests} <= {one.number for one in interests}
    assert sorted(m for one in then.interests for m in one.members) == sorted(m for o in interests for m in o.members)
    assert taste.merged(then, 0) == then


def test_what_was_pinned_keeps_its_number_and_muted_and_loud_stay_apart() -> None:
    near = (taste.Interest(1, axis(0), 5.0, 0), taste.Interest(2, between(0, 1, 0.1), 1.0, 0, pinned=True))
    (one,) = taste.merged(Taste(near), 0).interests
    assert (one.number, one.pinned, one.weight) == (2, True, 6.0)
    muted = (near[0], taste.Interest(3, axis(0), 1.0, 0, muted=True))
    assert len(taste.merged(Taste(muted), 0).interests) == 2


def test_a_medoid_is_the_member_nearest_to_the_centre() -> None:
    found = taste.after(seen((0, 2.0)), Glance("off", between(0, 1, 0.4), 0.1, 9))
    vectors = {"work 0 0": axis(0), "off": between(0, 1, 0.4)}
    assert taste.with_medoids(found, vectors).interests[0].medoid == "work 0 0"
    assert taste.with_medoids(found, {}).interests[0].medoid is None


def test_less_like_this_holds_for_fourteen_days() -> None:
    said = [
        Glance("a", axis(0), -1.5, 0, -1),
        Glance("b", axis(1), 1.2, 10, 1),
        Glance("c", axis(2), -1.5, 5 * DAY, -1),
    ]
    first = taste.unwanted(said, 6 * DAY)
    assert first is not None
    assert first == pytest.approx(np.stack([axis(0), axis(2)]))
    then = taste.unwanted(said, 15 * DAY)
    assert then is not None
    assert then == pytest.approx(axis(2)[None])
    assert taste.unwanted(said, 30 * DAY) is None
    many = [Glance(str(at), axis(3), -1.5, at, -1) for at in range(40)]
    bounded = taste.unwanted(many, 40)
    assert bounded is not None
    assert len(bounded) == taste.MOST_UNWANTED
