"""The token of an impression: it says what was shown, and nobody else can say it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.engagement.impressions import (
    LONGEST_NAME,
    MAX_TOKEN,
    MOST_FEATURES,
    Forged,
    Impression,
    packed,
    seal,
    unpacked,
    unseal,
)

KEY = b"k" * 32
names = st.integers(1, LONGEST_NAME).map(lambda size: ("v-9_" * LONGEST_NAME)[:size])
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 10**12).map(lambda ms: START + timedelta(milliseconds=ms))
impressions = st.builds(
    Impression,
    id=st.integers(0, 2**63 - 1),
    viewer_id=names,
    shader_id=names,
    version=st.integers(1, 2**31 - 1),
    slot=st.integers(0, 65_535),
    reason=names,
    policy=names,
    propensity=st.floats(2**-20, 1, width=32),
    served_at=moments,
    features=st.lists(st.floats(-8, 8, width=16), max_size=MOST_FEATURES).map(packed),
)


@given(impressions)
def test_what_was_sealed_is_read_again(shown: Impression) -> None:
    token = seal(KEY, shown)
    assert len(token) <= MAX_TOKEN
    assert unseal(KEY, token) == shown


@given(st.lists(st.floats(-1e9, 1e9), max_size=MOST_FEATURES))
def test_features_are_halves(features: list[float]) -> None:
    assert unpacked(packed(features)) == pytest.approx(
        [min(65_504, max(-65_504, one)) for one in features], rel=1e-3, abs=1e-4
    )


@given(impressions, st.data())
def test_a_token_that_was_changed_anywhere_is_refused(shown: Impression, data: st.DataObject) -> None:
    token = seal(KEY, shown)
    at = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.sampled_from("AQgw_-09").filter(lambda char: char != token[at]))
    with pytest.raises(Forged):
        unseal(KEY, token[:at] + other + token[at + 1 :])


@given(st.text(max_size=400))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Forged):
        unseal(KEY, text)


@given(impressions)
def test_a_token_of_another_key_is_refused(shown: Impression) -> None:
    with pytest.raises(Forged):
        unseal(b"o" * 32, seal(KEY, shown))


def test_what_does_not_fit_is_not_sealed() -> None:
    shown = Impression(1, "a" * 12, "b" * 12, 1, 0, "new", "new", 1.0, datetime(2026, 1, 1, tzinfo=UTC))
    assert len(seal(KEY, shown)) < 140
    for wrong in (
        shown._replace(reason="x" * (LONGEST_NAME + 1)),
        shown._replace(slot=-1),
        shown._replace(viewer_id=""),
        shown._replace(served_at=shown.served_at - timedelta(days=40_000)),
        shown._replace(policy="ö"),
        shown._replace(features=b"x"),
        shown._replace(features=b"xy" * (MOST_FEATURES + 1)),
    ):
        with pytest.raises(ValueError, match=r".+"):
            seal(KEY, wrong)
