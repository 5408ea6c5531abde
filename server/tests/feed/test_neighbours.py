"""Which works are enjoyed by the same people."""

import numpy as np
import pytest
from hypothesis import given

from fractafrag.domains.feed import neighbours
from tests.feed.vectors import seeds


def circles(seed: int, people: int = 400, works: int = 20) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Views of two circles of people, one for the even works, one for the odd."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), 6)
    work = rng.integers(0, works // 2, len(person)) * 2 + person % 2
    return person, work, np.ones(len(person))


@given(seeds)
def test_works_of_one_circle_are_neighbours_and_others_are_not(seed: int) -> None:
    b = neighbours.ease(*circles(seed), 20)
    assert (np.diag(b) == 0).all()
    same = (np.arange(20)[:, None] + np.arange(20)) % 2 == 0
    np.fill_diagonal(same, False)
    assert b[same].mean() > 0.02
    assert abs(b[~same].mean() - np.diag(b).mean()) < 0.02
    found = neighbours.strongest(b, 5)
    assert ((found.work + found.other) % 2 == 0).mean() > 0.95


def test_the_matrix_is_the_least_squares_with_zero_diagonal() -> None:
    person, work, y = circles(3, people=60, works=6)
    x = np.zeros((60, 6))
    np.add.at(x, (person, work), y)
    x = np.clip(x, -1, 1)
    b = neighbours.ease(person, work, y, 6, ridge=2.0)
    for j in range(6):
        others = [i for i in range(6) if i != j]
        a = x[:, others]
        exact = np.linalg.solve(a.T @ a + 2.0 * np.eye(5), a.T @ x[:, j])
        assert b[others, j] == pytest.approx(exact, abs=1e-6)


def test_many_people_are_taken_in_parts_and_come_to_the_same() -> None:
    person, work, y = circles(1, people=9000, works=8)
    x = np.zeros((9000, 8))
    np.add.at(x, (person, work), y)
    gram = np.clip(x, -1, 1).T @ np.clip(x, -1, 1) + neighbours.RIDGE * np.eye(8)
    p = np.linalg.inv(gram)
    expected = -p / np.diag(p)
    np.fill_diagonal(expected, 0)
    assert neighbours.ease(person, work, y, 8) == pytest.approx(expected, abs=1e-9)


def test_the_strongest_are_scaled_sorted_and_bounded() -> None:
    b = np.array([[0, 0.4, 0.2, -0.1], [0.1, 0, 0, 0], [0, 0, 0, 0], [0.3, 0.2, 0.1, 0]])
    found = neighbours.strongest(b, 2)
    assert list(zip(found.work.tolist(), found.other.tolist(), found.weight.tolist(), strict=True)) == [
        (0, 1, 1.0),
        (0, 2, 0.5),
        (1, 0, 1.0),
        (3, 0, 1.0),
        (3, 1, pytest.approx(2 / 3)),
    ]


def test_nothing_has_no_neighbours() -> None:
    none = np.zeros(0, int)
    assert neighbours.ease(none, none, np.zeros(0), 0).shape == (0, 0)
    assert len(neighbours.strongest(np.zeros((0, 0))).work) == 0
    assert not neighbours.ease(none, none, np.zeros(0), 3).any()
    assert len(neighbours.strongest(np.zeros((3, 3))).work) == 0


def test_only_what_somebody_enjoyed_takes_part_the_most_enjoyed_first() -> None:
    works, y = np.array([0, 1, 1, 2, 3]), np.array([-1.0, 1, 1, 0.5, 0])
    assert neighbours.taking_part(works, y, 5).tolist() == [1, 2]
    assert neighbours.taking_part(works, y, 5, most=1).tolist() == [1]


def test_being_enjoyed_with_several_adds_up_and_stays_below_one() -> None:
    found = neighbours.together(np.array([0, 0, 2]), np.array([0.5, 0.5, 1.0]), 4)
    assert found == pytest.approx([0.75, 0, 0.999, 0])
