"""Slates: good, different, few of one author, some that nobody knows."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.feed import slate
from fractafrag.domains.feed.slate import Dial
from tests.feed.vectors import axis, between, cloud, seeds


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def alone(count: int) -> np.ndarray:
    """Every work by another author."""
    return np.arange(count)


@given(seeds, st.integers(1, 60), st.integers(1, 25), st.integers(1, 20), st.floats(0, 1))
def test_a_block_has_each_work_once_and_only_the_young_are_explored(
    seed: int, n: int, size: int, people: int, surprise: float
) -> None:
    random = rng(seed)
    authors = random.integers(0, people, n)
    x = cloud(seed, n)
    left = np.arange(n)
    before: list[int] = []
    for _ in range(3):
        scores = random.random((4, len(left)))
        young = random.random(len(left)) < 0.3
        block = slate.block(scores, x[left], authors[left], young, slate.dial(surprise), random, size, before)
        assert len(block) == min(size, len(left))
        assert len({slot.index for slot in block}) == len(block)
        assert all(0 < slot.propensity <= 1 for slot in block)
        assert all(young[slot.index] for slot in block if slot.explored)
        before += [int(authors[left][slot.index]) for slot in block]
        left = np.delete(left, [slot.index for slot in block])
        if len(left) == 0:
            return


@given(seeds, st.floats(0, 1))
def test_no_author_has_a_third_of_any_twenty_slots_across_blocks(seed: int, surprise: float) -> None:
    random = rng(seed)
    n = 300
    authors, x = random.integers(0, 60, n), cloud(seed, n)
    left, before = np.arange(n), list[int]()
    for _ in range(4):
        young = random.random(len(left)) < 0.4
        scores = random.random((2, len(left)))
        block = slate.block(scores, x[left], authors[left], young, slate.dial(surprise), random, before=before)
        before += [int(authors[left][slot.index]) for slot in block]
        left = np.delete(left, [slot.index for slot in block])
    windows = [before[start : start + slate.BLOCK] for start in range(len(before) - slate.BLOCK + 1)]
    assert all(max(Counter(window).values()) <= slate.MOST_OF_AUTHOR for window in windows)


def test_one_author_alone_is_shown_rather_than_nobody() -> None:
    order = slate.greedy(rng().random((1, 9)), slate.kernel(cloud(1, 9)), np.zeros(9, int), 9, 0.9)
    assert sorted(order[0].tolist()) == list(range(9))


def test_no_interest_fills_a_block_while_others_are_left() -> None:
    n = 300
    kinds = np.arange(n) // 150 - 1
    scores = np.tile(np.where(kinds == 0, 0.9, 0.1), (16, 1))
    nobody = np.zeros(n, bool)
    slots = slate.block(scores, cloud(5, n), alone(n), nobody, slate.dial(0.5), rng(), kinds=kinds)
    found = [int(kinds[slot.index]) for slot in slots]
    assert (found.count(0), len(found)) == (slate.MOST_OF_KIND, slate.BLOCK)
    alike = np.zeros(n, int)
    assert len(slate.block(scores, cloud(5, n), alone(n), nobody, slate.dial(0.5), rng(), kinds=alike)) == slate.BLOCK


def test_the_best_comes_first_and_its_double_does_not_come_second() -> None:
    x = np.stack([axis(0), between(0, 1, 0.02), axis(2)])
    scores = np.array([[0.9, 0.89, 0.7]])
    assert slate.greedy(scores, slate.kernel(x), alone(3), 3, 0.9)[0].tolist() == [0, 2, 1]
    assert slate.greedy(scores, slate.kernel(x), alone(3), 3, 0.9999)[0].tolist() == [0, 1, 2]


@given(seeds, st.integers(2, 7))
def test_the_greedy_order_is_that_of_the_determinants(seed: int, n: int) -> None:
    theta = 0.8
    x, scores = cloud(seed, n), rng(seed).random(n)
    s = slate.kernel(x)
    q = np.exp(theta / (2 * (1 - theta)) * scores)
    kernel = q[:, None] * s * q[None, :]
    chosen: list[int] = []
    for place in slate.greedy(scores[None], s, alone(n), n, theta)[0]:
        worth = [np.linalg.det(kernel[np.ix_([*chosen, i], [*chosen, i])]) if i not in chosen else -1 for i in range(n)]
        assert worth[place] == pytest.approx(max(worth), rel=1e-4, abs=1e-9)
        chosen.append(int(place))


@given(seeds)
def test_many_score_vectors_at_once_are_each_by_itself(seed: int) -> None:
    scores, s, authors = rng(seed).random((5, 30)), slate.kernel(cloud(seed, 30)), rng(seed).integers(0, 9, 30)
    many = slate.greedy(scores, s, authors, 12, 0.9, [1, 2, 1, 3])
    for row, single in zip(many, scores, strict=True):
        assert row.tolist() == slate.greedy(single[None], s, authors, 12, 0.9, [1, 2, 1, 3])[0].tolist()


def test_works_without_vectors_are_ordered_by_score() -> None:
    scores = np.array([[0.1, 0.9, 0.5]])
    assert slate.greedy(scores, slate.kernel(np.zeros((3, 4), np.float32)), alone(3), 3, 0.9)[0].tolist() == [1, 2, 0]


def test_explored_slots_are_drawn_evenly_and_their_propensity_is_exact() -> None:
    random = rng(7)
    n, young = 60, np.arange(60) >= 40
    x, scores = cloud(3, n), np.linspace(1, 0, n)[None]
    seen: Counter[int] = Counter()
    rounds = 2000
    for _ in range(rounds):
        block = slate.block(scores, x, alone(n), young, Dial(0.9, 2), random)
        explored = [slot for slot in block if slot.explored]
        assert len(explored) == 2
        assert {slot.propensity for slot in explored} == {2 / 20}
        assert not block[0].explored
        assert not block[1].explored
        seen.update(slot.index for slot in explored)
    shares = [seen[place] / rounds for place in range(40, 60)]
    assert min(shares) > 0.07
    assert max(shares) < 0.13


def test_estimated_propensities_come_near_to_how_often_a_work_is_in_the_block() -> None:
    random = rng(11)
    n, x = 40, cloud(5, 40)
    base = np.linspace(0.9, 0.3, n)
    young = np.zeros(n, bool)

    def draw(r: int) -> np.ndarray:
        return base + 0.15 * random.normal(size=(r, n))

    often: Counter[int] = Counter()
    for _ in range(600):
        often.update(slot.index for slot in slate.block(draw(1), x, alone(n), young, Dial(0.9, 0), random, 10))
    block = slate.block(draw(400), x, alone(n), young, Dial(0.9, 0), random, 10)
    for slot in block:
        assert slot.propensity == pytest.approx(often[slot.index] / 600, abs=0.09)


def test_the_same_seed_gives_the_same_block() -> None:
    scores, x = rng(1).random((4, 50)), cloud(1, 50)
    young = np.arange(50) % 5 == 0
    blocks = [slate.block(scores, x, alone(50), young, slate.dial(0.5), rng(seed)) for seed in (3, 3, 4)]
    assert blocks[0] == blocks[1] != blocks[2]


def test_the_dial_goes_from_familiar_to_surprise() -> None:
    dials = [slate.dial(s) for s in (-1, 0, 0.3, 0.5, 0.8, 1, 2)]
    thetas = [one.theta for one in dials]
    assert thetas == sorted(thetas, reverse=True)
    assert dials[3].theta == pytest.approx(0.9)
    assert [one.explored for one in dials] == [1, 1, 1, 2, 3, 4, 4]
