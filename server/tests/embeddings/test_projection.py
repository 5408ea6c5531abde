"""The space of works: what a projection promises, whatever the works are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from fractafrag.domains.embeddings.projection import DIMENSIONS, Block, Floats, fit, project, turned

BLOCKS = (Block(0, 6, 0.4, False), Block(6, 14, 0.6, True))

RAW = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 30), st.just(14)),
    elements=st.one_of(st.floats(-8, 8, width=32), st.just(float("nan"))),
)


@given(RAW)
@settings(max_examples=60, deadline=None)
def test_every_work_gets_a_unit_vector_whatever_is_known_of_it(raw: Floats) -> None:
    space, explained = fit(raw, BLOCKS)
    points = project(space, raw)
    assert points.shape == (len(raw), DIMENSIONS)
    assert np.allclose(np.linalg.norm(points, axis=1), 1, atol=1e-4)
    assert 0 <= explained <= 1


def test_the_same_works_give_the_same_space() -> None:
    raw = np.random.default_rng(3).normal(size=(40, 14)).astype(np.float32)
    one, other = fit(raw, BLOCKS)[0], fit(raw.copy(), BLOCKS)[0]
    assert np.array_equal(one.axes, other.axes)


def test_angles_are_those_of_the_weighed_features_where_nothing_is_left_out() -> None:
    raw = np.random.default_rng(4).normal(size=(200, 14)).astype(np.float32)
    space, explained = fit(raw, BLOCKS)
    assert explained > 0.999
    z = np.clip((raw - raw.mean(axis=0)), -3, 3)
    z[:, 6:] = np.clip((raw[:, 6:] - raw[:, 6:].mean(axis=0)) / raw[:, 6:].std(axis=0), -3, 3)
    z[:, :6] *= np.sqrt(0.4 / (z[:, :6] ** 2).sum(axis=1).mean())
    z[:, 6:] *= np.sqrt(0.6 / (z[:, 6:] ** 2).sum(axis=1).mean())
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    points = project(space, raw)
    assert np.allclose(points @ points.T, z @ z.T, atol=1e-3)


def test_a_block_without_differences_leaves_the_others_to_speak() -> None:
    raw = np.random.default_rng(5).normal(size=(50, 14)).astype(np.float32)
    raw[:, 6:] = 2
    points = project(fit(raw, BLOCKS)[0], raw)
    assert np.linalg.matrix_rank(points) == 6


def test_a_turned_space_keeps_every_angle_and_lies_as_the_old_one_did() -> None:
    random = np.random.default_rng(6)
    raw = random.normal(size=(60, 14)).astype(np.float32)
    old_space, _ = fit(raw[:40], BLOCKS)
    new_space, _ = fit(raw, BLOCKS)
    old, new = project(old_space, raw), project(new_space, raw)
    lying = project(turned(new_space, new, old), raw)
    assert np.allclose(lying @ lying.T, new @ new.T, atol=1e-3)
    assert (lying * old).sum(axis=1).mean() > 0.95
    assert (lying * old).sum(axis=1).mean() > (new * old).sum(axis=1).mean()
