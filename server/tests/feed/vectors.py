"""Unit vectors for the tests of taste, ranking and slates."""

import numpy as np
from hypothesis import strategies as st

from fractafrag.domains.feed.taste import Matrix, Vector, unit

D = 8

seeds = st.integers(0, 2**32 - 1)


def cloud(seed: int, count: int) -> Matrix:
    """Some directions, (count, D)."""
    rng = np.random.default_rng(seed)
    return np.stack([unit(rng.normal(size=D)) for _ in range(count)]) if count else np.zeros((0, D), np.float32)


def axis(number: int) -> Vector:
    """The direction of one axis: works on different axes have nothing in common."""
    x = np.zeros(D, np.float32)
    x[number] = 1
    return x


def between(a: int, b: int, share: float) -> Vector:
    """A direction between two axes."""
    return unit((1 - share) * axis(a) + share * axis(b))
