"""Features, the score and its fit, and the quality draw."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.feed import ranking
from fractafrag.domains.feed.ranking import FEATURES, HAND_SET, Floats, Person, Works
from tests.feed.vectors import axis, between, cloud, seeds

PERSON = Person(np.stack([axis(0), axis(1)]), np.array([4.0, 1.0]), axis(2), 4 * axis(3))


def works(*xs: np.ndarray) -> Works:
    n = len(xs)
    zeros = np.zeros(n)
    return Works(np.stack(xs), zeros, zeros, zeros, zeros, zeros)


def feature(found: Floats, name: str) -> list[float]:
    return found[:, FEATURES.index(name)].tolist()


def test_the_strongest_interest_counts_whole_and_a_weaker_one_less() -> None:
    found = ranking.features(PERSON, works(axis(0), axis(1), axis(4)), np.full(3, 0.5))
    assert feature(found, "interest") == pytest.approx([1.0, 0.875, 0.0])
    assert ranking.interest_of(PERSON, works(axis(1)).x)[1].tolist() == [1]
    assert feature(found, "one") == [1, 1, 1]
    assert feature(found, "quality") == [0, 0, 0]


def test_session_and_dislike_count_where_they_point() -> None:
    found = ranking.features(PERSON, works(axis(2), axis(3), -axis(3)), np.full(3, 0.5))
    assert feature(found, "session") == pytest.approx([1, 0, 0])
    assert feature(found, "dislike") == pytest.approx([0, 1, 0])
    once = replace(PERSON, dislike=0.5 * axis(3))
    found = ranking.features(once, works(axis(3)), np.full(1, 0.5))
    assert feature(found, "dislike") == pytest.approx([0.25])


def test_a_stranger_and_works_without_vectors_have_scores_too() -> None:
    nobody = Person(np.zeros((0, 0), np.float32), np.zeros(0))
    plain = replace(works(axis(0), axis(1)), x=np.zeros((2, 0), np.float32), age_s=np.array([0.0, 9e6]))
    scored = ranking.score(ranking.features(nobody, plain, np.full(2, 0.3)), HAND_SET)
    assert 0 < scored[1] < scored[0] < 1
    assert ranking.allowed(nobody, plain.x).all()


def test_what_is_of_a_muted_kind_is_not_allowed() -> None:
    person = replace(PERSON, muted=axis(5)[None])
    assert ranking.allowed(person, np.stack([axis(5), between(5, 6, 0.7), axis(0)])).tolist() == [False, True, True]


@given(seeds, st.integers(1, 30), st.integers(1, 5))
def test_scores_of_many_draws_are_the_scores_of_each(seed: int, n: int, draws: int) -> None:
    rng = np.random.default_rng(seed)
    some = replace(works(*cloud(seed, n)), together=rng.random(n), positive=5 * rng.random(n), shown=np.full(n, 9.0))
    qualities = ranking.draw_quality(some, (2, 6), draws, rng)
    assert qualities.shape == (draws, n)
    base = ranking.features(PERSON, some, qualities[0])
    many = ranking.scores_of_draws(base, HAND_SET, qualities)
    for scored, quality in zip(many, qualities, strict=True):
        assert scored == pytest.approx(ranking.score(ranking.features(PERSON, some, quality), HAND_SET))
    assert ((many > 0) & (many < 1)).all()


def test_the_draws_lie_around_what_is_known_and_narrow_with_it() -> None:
    rng = np.random.default_rng(0)
    some = replace(works(*cloud(0, 3)), positive=np.array([0.0, 30.0, 900.0]), shown=np.array([0.0, 100.0, 1000.0]))
    drawn = ranking.draw_quality(some, ranking.prior_of(200, 1000), 4000, rng)
    assert drawn.mean(axis=0) == pytest.approx([0.2, 0.29, 0.89], abs=0.02)
    spread = drawn.std(axis=0)
    assert spread[0] > spread[1] > spread[2]


def test_the_prior_is_the_base_rate_and_no_half() -> None:
    a, b = ranking.prior_of(1000, 10_000)
    assert a / (a + b) == pytest.approx(0.1, abs=0.01)
    assert a + b == ranking.PRIOR_STRENGTH
    a, b = ranking.prior_of(0, 0)
    assert a / (a + b) == pytest.approx(0.3)


def sample(seed: int, m: int, b: Floats) -> tuple[Floats, Floats]:
    """Features and views that come from b."""
    rng = np.random.default_rng(seed)
    found = rng.normal(size=(m, len(FEATURES))) * 0.7
    found[:, 0] = 1
    return found, np.where(rng.random(m) < ranking.score(found, b), 1.0, -1.0)


def test_the_fit_finds_what_the_views_come_from() -> None:
    truth = np.array([-0.4, 1.0, 2.5, 0.6, 0.2, -0.5, -0.4, 1.5])
    found, y = sample(1, 20_000, truth)
    fitted = ranking.fit(found, y, HAND_SET)
    assert fitted == pytest.approx(truth, abs=0.12)
    assert ranking.log_loss(found, y, fitted) < ranking.log_loss(found, y, HAND_SET)


def test_with_few_views_the_fit_stays_with_what_was_set_by_hand() -> None:
    found, y = sample(2, ranking.LEAST_VIEWS - 1, -HAND_SET)
    assert (ranking.fit(found, y, HAND_SET) == HAND_SET).all()
    found, y = sample(2, 400, -HAND_SET)
    near, far = ranking.fit(found, y, HAND_SET, ridge=1e6), ranking.fit(found, y, HAND_SET, ridge=1)
    assert near[1:] == pytest.approx(HAND_SET[1:], abs=0.01)
    assert np.abs(far - HAND_SET).sum() > np.abs(near - HAND_SET).sum()


@given(seeds)
def test_no_fit_turns_the_meaning_of_a_feature_round(seed: int) -> None:
    found, y = sample(seed, 300, -3 * HAND_SET)
    fitted = ranking.fit(found, y, HAND_SET, ridge=1)
    assert np.isfinite(fitted).all()
    kept = [FEATURES.index(name) for name in ("interest", "session", "together", "quality", "dislike", "author")]
    assert (fitted[kept] * HAND_SET[kept] >= 0).all()


def test_views_become_what_the_score_is_to_foretell() -> None:
    assert ranking.target_of(np.array([-1.5, -1, 0, 0.5, 1, 2])).tolist() == [0, 0, 0.5, 0.75, 1, 1]


@given(seeds, st.integers(0, 20), st.integers(1, 5))
def test_what_is_unwanted_is_so_wholly_where_it_was_said_and_not_at_all_across(seed: int, n: int, k: int) -> None:
    x, said = cloud(seed, n), cloud(seed + 1, k)
    person = replace(PERSON, unwanted=said)
    found = ranking.unwanted(person, x)
    assert found.shape == (n,)
    assert ((found >= 0) & (found <= 1)).all()
    assert ranking.unwanted(person, said) == pytest.approx(1)
    assert ranking.unwanted(PERSON, x).tolist() == [0] * n
    assert ranking.unwanted(replace(PERSON, unwanted=axis(0)[None]), works(axis(1), -axis(0)).x).tolist() == [0, 0]
