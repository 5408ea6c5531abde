"""Pure room: which works are enjoyed by the same people.

EASE (H. Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019): the item-item matrix B of least
squares X ≈ X·B with zero diagonal and ridge λ, in closed form: P = (XᵀX + λI)⁻¹, B_ij = -P_ij / P_jj. The inverse takes
n³ steps, so only the most enjoyed works take part; the others are found by what they look like.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fractafrag.domains.feed.ranking import Floats

MOST = 100
MOST_WORKS = 3000
RIDGE = 30.0


@dataclass(frozen=True)
class Neighbours:
    """Pairs of places: `other[i]` goes with `work[i]`, by `weight[i]` in (0, 1]; the strongest of a work has 1."""

    work: NDArray[np.intp]
    other: NDArray[np.intp]
    weight: Floats


def taking_part(works: NDArray[np.intp], y: Floats, count: int, most: int = MOST_WORKS) -> NDArray[np.intp]:
    """The places of the works that somebody enjoyed, the most enjoyed first, `most` at most; `count` works in all."""
    enjoyed = np.bincount(works, np.maximum(y, 0), count)
    order = np.argsort(-enjoyed, kind="stable")[:most]
    return order[enjoyed[order] > 0]


def ease(people: NDArray[np.intp], works: NDArray[np.intp], y: Floats, count: int, ridge: float = RIDGE) -> Floats:
    """B, (count, count): how much having enjoyed row i speaks for column j; of m views with 0 ≤ works < count.

    y of a person's several views of one work are added and cut to [-1, 1]; a work that was disliked speaks against.
    """
    if count == 0 or len(works) == 0:
        return np.zeros((count, count))
    _, person = np.unique(people, return_inverse=True)
    gram = np.zeros((count, count))
    x = np.zeros((min(4096, int(person.max()) + 1), count), np.float32)
    for start in range(0, int(person.max()) + 1, len(x)):
        mine = (person >= start) & (person < start + len(x))
        x[:] = 0
        np.add.at(x, (person[mine] - start, works[mine]), y[mine])
        np.clip(x, -1, 1, out=x)
        gram += x.T @ x
    gram[np.diag_indices(count)] += ridge
    p = np.linalg.inv(gram)
    b: Floats = -p / np.diag(p)
    np.fill_diagonal(b, 0.0)
    return b


def strongest(b: Floats, most: int = MOST) -> Neighbours:
    """The `most` neighbours of each work with a positive weight, scaled so that the strongest of a work is 1."""
    count = len(b)
    kept = min(most, count)
    if kept == 0:
        none = np.zeros(0, np.intp)
        return Neighbours(none, none, np.zeros(0))
    places = np.argpartition(-b, kept - 1, axis=1)[:, :kept] if kept < count else np.tile(np.arange(count), (count, 1))
    weights = np.take_along_axis(b, places, axis=1)
    peak = weights.max(axis=1, keepdims=True)
    scaled = np.where(weights > 1e-6, weights / np.maximum(peak, 1e-12), 0.0)
    work, column = np.nonzero(scaled)
    order = np.lexsort((-scaled[work, column], work))
    work, column = work[order], column[order]
    return Neighbours(work, places[work, column], scaled[work, column])


def together(rows: NDArray[np.intp], weights: Floats, count: int) -> Floats:
    """How much each of `count` candidates is enjoyed with what was enjoyed last: (count,) in [0, 1].

    `rows` are candidates' places, one for each pair with something enjoyed last; weights add as 1 - Π(1 - w).
    """
    against = np.zeros(count)
    np.add.at(against, rows, np.log1p(-np.clip(weights, 0, 0.999)))
    found: Floats = -np.expm1(against)
    return found
