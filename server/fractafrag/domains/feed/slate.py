"""Pure room: which works, in which order: good ones that differ, few of one author, some that nobody knows yet.

A block of slots is the greedy maximum of a determinantal point process (L. Chen, G. Zhang, H. Zhou, "Fast greedy MAP
inference for determinantal point process to improve recommendation diversity", NeurIPS 2018) with L_ij = q_i·q_j·S_ij,
S the cosines of the works and q = e^(α·score), α = θ / 2(1 - θ): θ = 1 asks for scores alone, less for variety. As
det L_Y = Π q_i² · det S_Y, the factor of S alone is carried along, and many score vectors are worked on at once.

Propensities. An explored slot is a uniform draw without replacement, so its propensity, the chance of the work to be in
this block, is exactly explored / young. Any other slot is decided by the quality draws: that chance has no closed form
and is estimated by redrawing them, (1 + hits) / (1 + redraws), given the explored ones. A work that no redraw chose has
1 / (1 + redraws): estimates by inverse propensity are therefore bounded, and a little too careful.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fractafrag.domains.feed.ranking import Floats
from fractafrag.domains.feed.taste import Matrix

Places = NDArray[np.intp]

BLOCK = 20
MOST_OF_AUTHOR = 2
MOST_OF_KIND = 12
"""Slots of a block that one interest may fill: the others are a way out of it."""
POOL = 100
REDRAWS = 15
YOUNG_UNDER = 30
"""Views until which a work is young: it has a right to explored slots."""
SHARPNESS_END = 60.0
NOISE = 0.01


@dataclass(frozen=True)
class Slot:
    """A candidate's place in the arrays, whether it was explored, and the chance that it came into this block."""

    index: int
    explored: bool
    propensity: float


@dataclass(frozen=True)
class Dial:
    """What the dial from familiar (0) to surprise (1) comes to: θ of the DPP and explored slots of a block."""

    theta: float
    explored: int


def dial(surprise: float) -> Dial:
    """θ from .96 to .84 (.9 in the middle), explored slots from 1 to 4 (2 in the middle)."""
    s = min(1.0, max(0.0, surprise))
    return Dial(0.96 - 0.12 * s, 1 if s < 0.35 else 2 if s < 0.7 else 3 if s < 0.9 else 4)


def kernel(x: Matrix) -> Floats:
    """S: .99 of the cosines of unit rows (n, d) as (n, n), 1 on the diagonal; a zero row is like nothing else.

    The hundredth keeps S regular where more works than dimensions, or doubles, are to choose from.
    """
    s = (1 - NOISE) * (x @ x.T).astype(np.float64)
    np.fill_diagonal(s, 1.0)
    return s


def greedy(
    scores: Floats,
    s: Floats,
    authors: Places,
    size: int,
    theta: float,
    before: Sequence[int] = (),
    beside: Sequence[int] = (),
    kinds: Places | None = None,
) -> Places:
    """Which works each of r score vectors (r, n) puts where: places (r, min(size, n)), best first.

    `s` is (n, n) from `kernel`, `authors` (n,) numbers from 0; `before` the authors of the slots above, the nearest
    last, `beside` those of slots that are already given away in this block. No author has more than MOST_OF_AUTHOR of
    any BLOCK slots, while others are left; nor, among those, any of `kinds` (n,), numbers from 0 and -1 for none, more
    than MOST_OF_KIND.
    """
    r, n = len(scores), scores.shape[1]
    size = min(size, n)
    above = list(before)[-(BLOCK - 1) :]
    gain = 2 * min(theta / (2 * max(1 - theta, 1e-9)), SHARPNESS_END) * scores
    left = np.ones((r, n))
    factors = np.zeros((r, size, n))
    taken = np.zeros((r, n), bool)
    rows = np.arange(r)
    chosen = np.zeros((r, size), np.intp)
    count = np.zeros((r, 1 + max([int(authors.max(initial=0)), *above, *beside])), np.intp)
    for author in (*above, *beside):
        count[:, author] += 1
    of = _numbered(kinds, n)
    of_kind = np.zeros((r, int(of.max(initial=-1)) + 2), np.intp)  # the last column, -1, is of no kind
    for step in range(size):
        worth = np.where(taken, -np.inf, gain + np.log(np.maximum(left, 1e-9)))
        worth = _without(count[:, authors] >= MOST_OF_AUTHOR, worth)
        worth = _without((of_kind[:, of] >= MOST_OF_KIND) & (of >= 0), worth)
        pick: Places = worth.argmax(axis=1)
        factor = s[pick]
        if step:
            past = factors[:, :step]
            factor = factor - np.matmul(past[rows, :, pick][:, None, :], past)[:, 0]
        factor /= np.sqrt(np.maximum(left[rows, pick], 1e-9))[:, None]
        factors[:, step] = factor
        left -= factor**2
        taken[rows, pick] = True
        chosen[:, step] = pick
        count[rows, authors[pick]] += 1
        of_kind[rows, of[pick]] += 1
        if step - (BLOCK - 1) >= 0:
            count[rows, authors[chosen[:, step - (BLOCK - 1)]]] -= 1
        if 0 <= (gone := step + len(above) - (BLOCK - 1)) < len(above):
            count[:, above[gone]] -= 1
    return chosen


def _without(full: NDArray[np.bool_], worth: Floats) -> Floats:
    """`worth` (r, n) without what is full, in each row in which anything else is left."""
    capped: Floats = np.where(full, -np.inf, worth)
    left: Floats = np.where((capped.max(axis=1) == -np.inf)[:, None], worth, capped)
    return left


def block(
    scores: Floats,
    x: Matrix,
    authors: Places,
    young: NDArray[np.bool_],
    wanted: Dial,
    rng: np.random.Generator,
    size: int = BLOCK,
    before: Sequence[int] = (),
    kinds: Places | None = None,
) -> list[Slot]:
    """One block of slots from n candidates: `scores` (1 + redraws, n), of which the first decides.

    `x` (n, d), `authors` (n,) numbers from 0, `young` (n,) which works few have seen, `before` the authors of the slots
    above, the nearest last, `kinds` (n,) numbers of the interests that works are like, -1 for none. Of what is not
    explored only the POOL candidates with the best scores take part, and of one kind half as many.
    """
    n = scores.shape[1]
    size = min(size, n)
    above = list(before)[-(BLOCK - 1) :]
    open_to = np.flatnonzero(young & ~np.isin(authors, above))
    count = min(wanted.explored, len(open_to), size)
    drawn = _of_different_authors(rng.permutation(open_to), authors, count)
    count = len(drawn)
    kept = np.ones(n, bool)
    kept[drawn] = False
    pool = np.flatnonzero(kept)
    of = _numbered(kinds, n)
    if len(pool) > POOL:
        pool = pool[np.argsort(-scores[0, pool], kind="stable")]
        for kind in range(int(of.max(initial=-1)) + 1):
            pool = np.delete(pool, np.flatnonzero(of[pool] == kind)[POOL // 2 :])
        pool = np.sort(pool[:POOL])
    order = greedy(
        scores[:, pool],
        kernel(x[pool]),
        authors[pool],
        size - count,
        wanted.theta,
        above,
        authors[drawn].tolist(),
        of[pool],
    )
    redraws = len(scores) - 1
    again = (order[1:, :, None] == order[0]).any(axis=1)
    hits = np.count_nonzero(again, axis=0).tolist()
    slots = [
        Slot(int(pool[place]), False, float((1 + hit) / (1 + redraws)))
        for place, hit in zip(order[0], hits, strict=True)
    ]
    # Never the first two, where there is anything else: what nobody knows is no way to begin.
    spots = np.sort(rng.permutation(np.arange(min(2, len(slots)), len(slots) + count))[:count])
    for spot, place in zip(spots, drawn, strict=True):
        slots.insert(int(spot), Slot(int(place), True, count / len(open_to)))
    return slots


def _numbered(kinds: Places | None, n: int) -> Places:
    """The kinds (n,), all of them none where none are told."""
    return np.full(n, -1, np.intp) if kinds is None else kinds


def _of_different_authors(places: Places, authors: Places, count: int) -> Places:
    """The first `count` places, no author more often than MOST_OF_AUTHOR."""
    kept: list[int] = []
    for place in places:
        if len(kept) == count:
            break
        if sum(authors[one] == authors[place] for one in kept) < MOST_OF_AUTHOR:
            kept.append(int(place))
    return np.array(kept, np.intp)
