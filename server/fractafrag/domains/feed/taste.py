"""Pure room: what a person is to the feed: up to eight interests, what they saw this session, and a dislike.

Vectors are unit vectors of float32 in the space of the works' embeddings, shape (d,). Moments are seconds since the
epoch. An engagement value y is in [-1.5, 2]: what one view says about one work. Nothing here changes in place.

An interest is a direction with a weight that halves in fourteen days. A work that was enjoyed pulls the nearest
interest towards itself when it is near enough, and is a new interest otherwise; several directions find more than
their mean would, because the mean of tunnels and flowers is neither (J. Weston, R. J. Weiss, H. Yee, "Nonlinear latent
factorization by embedding multiple user interests", RecSys 2013; A. Pal et al., "PinnerSage", KDD 2020, from which the
medoids and the merge by Ward's criterion are).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]

MOST_INTERESTS = 8
NEAR = 0.55
"""The cosine from which on a work belongs to an interest."""
ALIKE = 0.75
"""The cosine from which on two interests are one."""
KEPT = 0.95
PENALTY = 0.25
DISLIKE_KEPT = 0.98
HALF_LIFE_S = 14 * 86_400.0
SESSION_S = 30 * 60.0
MOST_MEMBERS = 24
MOST_RECENT = 32


@dataclass(frozen=True)
class Interest:
    """A direction that somebody likes: `weight` ≥ 0 as it was `at`, `members` the works that made it, oldest first."""

    number: int
    centre: Vector
    weight: float
    at: float
    members: tuple[str, ...] = ()
    medoid: str | None = None
    muted: bool = False
    pinned: bool = False


@dataclass(frozen=True)
class Glance:
    """One view: the work, its vector, what it said (y), and when."""

    work: str
    x: Vector
    y: float
    at: float


@dataclass(frozen=True)
class Taste:
    """All that is known of a person; `dislike` is a sum that is zero for who disliked nothing, None likewise."""

    interests: tuple[Interest, ...] = ()
    recent: tuple[Glance, ...] = ()
    dislike: Vector | None = None
    next_number: int = field(default=1)


def unit(x: NDArray[np.floating]) -> Vector:
    """The direction of x, shape (d,); zeros stay zeros."""
    length = float(np.linalg.norm(x))
    return (x / length if length > 0 else x).astype(np.float32)


def weight_at(interest: Interest, now: float) -> float:
    """What is left of a weight; a pinned interest does not fade."""
    if interest.pinned:
        return interest.weight
    return interest.weight * 2.0 ** (-max(0.0, now - interest.at) / HALF_LIFE_S)


def nearest(interests: Sequence[Interest], x: Vector) -> tuple[int, float]:
    """The place of the interest that is most like x, and its cosine; (-1, -1) where there are none."""
    if not interests:
        return -1, -1.0
    cosines = np.stack([one.centre for one in interests]) @ x
    place = int(cosines.argmax())
    return place, float(cosines[place])


def after(taste: Taste, glance: Glance) -> Taste:
    """The taste once a view is known.

    y > 0 moves the nearest interest, or begins one and drops the weakest that is not pinned; what was muted keeps
    quiet, but learns where it lies. y < 0 lessens the nearest interest and adds to the dislike. y = 0 says nothing.
    """
    recent = tuple(one for one in taste.recent if one.work != glance.work)[-(MOST_RECENT - 1) :]
    seen = replace(taste, recent=(*recent, glance))
    if glance.y > 0:
        return _liked(seen, glance)
    if glance.y < 0:
        return _disliked(seen, glance)
    return seen


def _liked(taste: Taste, glance: Glance) -> Taste:
    place, cosine = nearest(taste.interests, glance.x)
    if cosine < NEAR:
        born = Interest(taste.next_number, unit(glance.x), glance.y, glance.at, (glance.work,), glance.work)
        kept = _without_weakest(taste.interests, glance.at)
        if len(kept) == MOST_INTERESTS:
            return taste
        return replace(taste, interests=(*kept, born), next_number=taste.next_number + 1)
    old = taste.interests[place]
    moved = replace(
        old,
        centre=unit(KEPT * old.centre + glance.y * glance.x),
        weight=weight_at(old, glance.at) + glance.y,
        at=max(old.at, glance.at),
        members=(*(one for one in old.members if one != glance.work), glance.work)[-MOST_MEMBERS:],
    )
    return _with(taste, place, moved)


def _disliked(taste: Taste, glance: Glance) -> Taste:
    force = abs(glance.y)
    before = np.zeros_like(glance.x) if taste.dislike is None else taste.dislike
    grown = replace(taste, dislike=(DISLIKE_KEPT * before + force * glance.x).astype(np.float32))
    place, cosine = nearest(taste.interests, glance.x)
    if cosine < NEAR:
        return grown
    old = taste.interests[place]
    left = max(0.0, weight_at(old, glance.at) - PENALTY * force)
    return _with(grown, place, replace(old, weight=left, at=max(old.at, glance.at)))


def _without_weakest(interests: tuple[Interest, ...], now: float) -> tuple[Interest, ...]:
    """The interests with room for one more, unless all are pinned."""
    if len(interests) < MOST_INTERESTS:
        return interests
    loose = [one for one in interests if not one.pinned]
    if not loose:
        return interests
    weakest = min(loose, key=lambda one: weight_at(one, now))
    return tuple(one for one in interests if one.number != weakest.number)


def _with(taste: Taste, place: int, interest: Interest) -> Taste:
    return replace(taste, interests=(*taste.interests[:place], interest, *taste.interests[place + 1 :]))


def steered(
    taste: Taste,
    number: int,
    now: float,
    *,
    weight: float | None = None,
    muted: bool | None = None,
    pinned: bool | None = None,
) -> Taste:
    """The taste with one interest as its owner wants it. Raises KeyError when there is none of that number."""
    for place, one in enumerate(taste.interests):
        if one.number == number:
            changed = replace(
                one,
                weight=weight_at(one, now) if weight is None else weight,
                at=now,
                muted=one.muted if muted is None else muted,
                pinned=one.pinned if pinned is None else pinned,
            )
            return _with(taste, place, changed)
    raise KeyError(number)


def without(taste: Taste, number: int) -> Taste:
    """The taste without one interest; the same when it has none of that number."""
    return replace(taste, interests=tuple(one for one in taste.interests if one.number != number))


def directions(taste: Taste, now: float) -> tuple[Matrix, NDArray[np.float64]]:
    """The interests that may speak, the strongest first: centres (k, d) and weights (k,) > 0; k may be 0."""
    loud = [(weight_at(one, now), one) for one in taste.interests if not one.muted]
    ordered = sorted((pair for pair in loud if pair[0] > 1e-6), key=lambda pair: -pair[0])
    if not ordered:
        return np.zeros((0, 0), np.float32), np.zeros(0)
    return np.stack([one.centre for _, one in ordered]), np.array([weight for weight, _ in ordered])


def muted_directions(taste: Taste) -> Matrix | None:
    """The centres of what its owner wants to hear nothing of, (k, d), or None."""
    quiet = [one.centre for one in taste.interests if one.muted]
    return np.stack(quiet) if quiet else None


def session(taste: Taste, now: float) -> Vector | None:
    """The direction of what was enjoyed in the last half hour, (d,); None when nothing was."""
    liked = [one for one in taste.recent if one.y > 0 and 0 <= now - one.at <= SESSION_S]
    if not liked:
        return None
    return unit(np.sum([one.y * one.x for one in liked], axis=0))


def last_liked(taste: Taste, most: int = 10) -> list[str]:
    """The works that were enjoyed last, the newest first."""
    return [one.work for one in reversed(taste.recent) if one.y > 0][:most]


def merged(taste: Taste, now: float) -> Taste:
    """The taste with interests that have become alike made one, cheapest first by Ward's criterion.

    Joining a and b costs w_a·w_b / (w_a + w_b) · |a - b|²; only pairs of cosine ALIKE or more are joined. A pinned one
    keeps its number, two pinned ones and a muted with a loud one stay apart.
    """
    interests = list(taste.interests)
    while True:
        pairs = [
            (cost, i, j)
            for i in range(len(interests))
            for j in range(i + 1, len(interests))
            if (cost := _ward(interests[i], interests[j], now)) is not None
        ]
        if not pairs:
            return replace(taste, interests=tuple(interests))
        _, i, j = min(pairs)
        other = interests.pop(j)
        interests[i] = _joined(interests[i], other, now)


def _ward(a: Interest, b: Interest, now: float) -> float | None:
    if a.muted != b.muted or (a.pinned and b.pinned):
        return None
    cosine = float(a.centre @ b.centre)
    if cosine < ALIKE:
        return None
    left, right = weight_at(a, now), weight_at(b, now)
    return left * right / max(left + right, 1e-12) * (2 - 2 * cosine)


def _joined(a: Interest, b: Interest, now: float) -> Interest:
    left, right = weight_at(a, now), weight_at(b, now)
    keeps = b if b.pinned or (right > left and not a.pinned) else a
    other = a if keeps is b else b
    members = (*(one for one in other.members if one not in keeps.members), *keeps.members)
    return replace(
        keeps,
        centre=unit(max(left, 1e-9) * a.centre + max(right, 1e-9) * b.centre),
        weight=left + right,
        at=now,
        members=members[-MOST_MEMBERS:],
    )


def with_medoids(taste: Taste, vectors: Mapping[str, Vector]) -> Taste:
    """The taste with each interest's medoid: the member that lies nearest to its centre, of those with a vector."""

    def medoid(one: Interest) -> str | None:
        known = [(float(vectors[work] @ one.centre), work) for work in one.members if work in vectors]
        return max(known)[1] if known else None

    return replace(taste, interests=tuple(replace(one, medoid=medoid(one)) for one in taste.interests))


def moved_to(taste: Taste, vectors: Mapping[str, Vector]) -> Taste:
    """The taste in another version of the embedding: each centre anew from its members, what has none there dropped.

    The dislike cannot be carried over: it is made again from the recent views that have a vector there.
    """
    kept: list[Interest] = []
    for one in taste.interests:
        known = [vectors[work] for work in one.members if work in vectors]
        if known:
            kept.append(replace(one, centre=unit(np.sum(known, axis=0))))
    recent = tuple(replace(one, x=vectors[one.work]) for one in taste.recent if one.work in vectors)
    bad = [abs(one.y) * one.x for one in recent if one.y < 0]
    dislike = np.sum(bad, axis=0).astype(np.float32) if bad else None
    return replace(taste, interests=tuple(kept), recent=recent, dislike=dislike)
