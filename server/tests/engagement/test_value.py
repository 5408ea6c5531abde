"""The value of a view: bounded, never less for more, and fair to whoever watches briefly by habit."""

import math

from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.engagement import value
from fractafrag.domains.engagement.value import BINS, Signs

counts = st.lists(st.integers(0, 10_000), min_size=BINS, max_size=BINS)
seconds = st.floats(0, value.LONGEST_S)
dwells = st.integers(0, 120_000)
signs = st.builds(Signs, *(st.booleans() for _ in range(6)), st.sampled_from((-1, 0, 1)))

NOBODY = [0] * BINS


@given(counts, seconds, seconds)
def test_the_quantile_grows_with_time_and_never_reaches_the_ends(of: list[int], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 < value.quantile(of, low) <= value.quantile(of, high) < 1


@given(seconds)
def test_of_a_newcomer_nothing_is_known(t: float) -> None:
    assert value.quantile(NOBODY, t) == 0.5


@given(st.lists(seconds, min_size=50, max_size=300), seconds)
def test_the_quantile_is_the_share_of_shorter_views(views: list[float], t: float) -> None:
    of = [0] * BINS
    for one in views:
        of[value.bin_of(one)] += 1
    at = value.bin_of(t)
    below, with_bin = sum(of[:at]), sum(of[: at + 1])
    n = len(views)
    assert (below + 1) / (n + 2) - 1e-9 <= value.quantile(of, t) <= (with_bin + 1) / (n + 2) + 1e-9


@given(counts, counts, st.one_of(st.none(), dwells), signs)
def test_the_value_stays_in_its_range(person: list[int], bucket: list[int], dwell: int | None, done: Signs) -> None:
    assert value.LOWEST <= value.value(person, bucket, dwell, done) <= value.HIGHEST


@given(counts, counts, dwells, dwells, signs)
def test_who_watches_longer_never_says_less(
    person: list[int], bucket: list[int], one: int, other: int, done: Signs
) -> None:
    low, high = sorted((one, other))
    assert value.value(person, bucket, low, done) <= value.value(person, bucket, high, done) + 1e-12


@given(counts, counts, dwells)
def test_each_sign_moves_the_value_by_its_weight(person: list[int], bucket: list[int], dwell: int) -> None:
    plain = value.value(person, bucket, dwell, Signs())

    def moved(done: Signs) -> float:
        return value.value(person, bucket, dwell, done) - plain

    assert -0.6 <= plain <= 0.6
    assert math.isclose(moved(Signs(replayed=True)), 0.5)
    assert math.isclose(moved(Signs(upvoted=True)), 0.8)
    assert math.isclose(moved(Signs(kept=True)), 1.0)
    assert math.isclose(moved(Signs(downvoted=True)), max(-1.0, value.LOWEST - plain))
    assert moved(Signs(refused=True)) == value.LOWEST - plain
    assert math.isclose(moved(Signs(wish=1)), 1.2)
    assert math.isclose(moved(Signs(wish=-1)), max(-1.5, value.LOWEST - plain))
    skipped = moved(Signs(skipped=True))
    assert math.isclose(skipped, -0.6, abs_tol=1e-9) if dwell < 2000 else skipped == 0


def test_the_same_seconds_are_much_for_one_and_little_for_another() -> None:
    hasty, patient = list(NOBODY), list(NOBODY)
    hasty[value.bin_of(2.0)] = patient[value.bin_of(50.0)] = 100
    assert value.value(hasty, NOBODY, 10_500, Signs()) > 0.25
    assert value.value(patient, NOBODY, 10_500, Signs()) < -0.25


def test_only_what_counts_is_counted() -> None:
    assert [value.counted_s(ms) for ms in (0, 499, 500, 1500, 60_500, 10**9)] == [0, 0, 0, 1, 60, 60]
    assert (value.bin_of(0), value.bin_of(60)) == (0, BINS - 1)


@given(st.floats(value.LOWEST, value.HIGHEST))
def test_a_gain_is_a_share_of_a_success(y: float) -> None:
    assert 0 <= value.gain(y) <= 1
    assert value.gain(y) == 0 if y <= 0 else value.gain(y) > 0


def test_a_bucket_is_cost_and_kind() -> None:
    assert value.bucket("light", 0.2, ["3d", "calm"]) == "light/3d"
    assert value.bucket("heavy", 0.0, ["3d"]) == "heavy/still"
    assert value.bucket(None, None, []) == "unknown/2d"
