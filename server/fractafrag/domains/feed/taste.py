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
"""What a wholly disliked view takes from the nearest interest: this share of its weight, and as much again."""
DISLIKE_KEPT = 0.98
HALF_LIFE_S = 14 * 86_400.0
SESSION_S = 30 * 60.0
MOST_MEMBERS = 24
MOST_RECENT = 32
MOST_UNWANTED = 16


@dataclass(frozen=True)
class Interest:
    """A direction that somebody likes: `weight` ≥ 0 as it was `at`, `members` the works that made it, oldest first.

    `name` is what it is known by outside: the work that it began with, unless it was steered.
    """

    number: int
    centre: Vector
    weight: float
    at: float
    members: tuple[str, ...] = ()
    medoid: str | None = None
    muted: bool = False
    pinned: bool = False
    name: str = ""


@dataclass(frozen=True)
class Steer:
    """That an interest is muted or pinned: its name, the works that it is known by, where they lie, and its weight."""

    interest: str
    works: tuple[str, ...]
    x: Vector
    weight: float
    at: float
    muted: bool
    pinned: bool


@dataclass(frozen=True)
class Glance:
    """One view: the work, its vector, what it said (y), when, and whether more (1) or less (-1) like it was wished."""

    work: str
    x: Vector
    y: float
    at: float
    wish: int = 0


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
        born = Interest(
            taste.next_number, unit(glance.x), glance.y, glance.at, (glance.work,), glance.work, name=glance.work
        )
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
    # A weight that long liking built up would by subtraction alone outlive a change of taste for many pages.
    left = max(0.0, weight_at(old, glance.at) * (1 - PENALTY * min(force, 1.0)) - PENALTY * force)
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


def _meant(interests: Sequence[Interest], steer: Steer, taken: set[int]) -> int | None:
    """The place of the interest that a steer is about: of its name, with most of its works, or the nearest; or None."""
    found = [
        (one.name == steer.interest, len(set(one.members) & set(steer.works)), float(one.centre @ steer.x), -place)
        for place, one in enumerate(interests)
        if place not in taken
    ]
    best = max((one for one in found if one[0] or one[1] or one[2] >= NEAR), default=None)
    return None if best is None else -best[3]


def obeying(taste: Taste, steers: Sequence[Steer], now: float) -> Taste:
    """The taste as its owner wants it: what they muted or pinned is so, and is there though its views have gone.

    A pinned interest keeps at least the weight that it had. What is loud beyond MOST_INTERESTS goes, the weakest first,
    but nothing pinned. The interest takes the name under which it was steered.
    """
    interests, taken, number = list(taste.interests), set[int](), taste.next_number
    for steer in sorted(steers, key=lambda one: (one.at, one.interest)):
        place = _meant(interests, steer, taken)
        if place is None:
            place, number = len(interests), number + 1
            interests.append(Interest(number - 1, steer.x, steer.weight, steer.at, steer.works))
        taken.add(place)
        one = interests[place]
        weight, at = (max(weight_at(one, now), steer.weight), now) if steer.pinned else (one.weight, one.at)
        interests[place] = replace(
            one, weight=weight, at=at, name=steer.interest, muted=steer.muted, pinned=steer.pinned
        )
    names = {interests[place].name for place in taken}
    for place, one in enumerate(interests):
        if place not in taken:
            free = next((name for name in (one.name, *one.members) if name and name not in names), f"i{one.number}")
            interests[place] = replace(one, name=free)
            names.add(free)
    loose = sorted((weight_at(one, now), one.number) for one in interests if not one.muted and not one.pinned)
    spare = max(0, sum(not one.muted for one in interests) - MOST_INTERESTS)
    gone = {number for _, number in loose[:spare]}
    return replace(taste, interests=tuple(one for one in interests if one.number not in gone), next_number=number)


def shares(taste: Taste, now: float) -> list[float]:
    """What part of the taste each interest is, in [0, 1], in their order; they add up to 1 where there are any."""
    weights = [max(weight_at(one, now), 1e-9) for one in taste.interests]
    return [weight / sum(weights) for weight in weights]


def typical(interest: Interest, vectors: Mapping[str, Vector]) -> list[str]:
    """The works that made an interest and have a vector, the nearest to its centre first; the first is its medoid."""
    known = [(-float(vectors[work] @ interest.centre), work) for work in interest.members if work in vectors]
    return [work for _, work in sorted(known)]


def known_as(taste: Taste, name: str, vectors: Mapping[str, Vector]) -> Interest | None:
    """The interest of that name; or, for what a moment ago was one's name, the interest that this work now belongs to.

    None where there is none.
    """
    for one in taste.interests:
        if one.name == name:
            return one
    holding = [one for one in taste.interests if name in one.members]
    if not holding and name in vectors:
        holding = [one for one in taste.interests if float(one.centre @ vectors[name]) >= NEAR]
    return max(holding, key=lambda one: float(one.centre @ vectors[name]) if name in vectors else 0.0, default=None)


def most_disliked(taste: Taste, glances: Sequence[Glance]) -> str | None:
    """Of what was disliked, the work that lies nearest to the dislike; None where there is none."""
    if taste.dislike is None:
        return None
    found = [(float(one.x @ taste.dislike), one.work) for one in glances if one.y < 0]
    return max(found)[1] if found else None


def unwanted(glances: Sequence[Glance], now: float) -> Matrix | None:
    """Where the works lie of which somebody said in the last fourteen days that they want less like it: (k, d) or None.

    The MOST_UNWANTED latest.
    """
    found = [one.x for one in glances if one.wish < 0 and now - one.at <= HALF_LIFE_S]
    return np.stack(found[-MOST_UNWANTED:]) if found else None


def with_new_session(taste: Taste, since: float) -> Taste:
    """The taste without what was seen until `since` as recent: as if one had just sat down."""
    return replace(taste, recent=tuple(one for one in taste.recent if one.at > since))


def loud(taste: Taste, now: float) -> list[Interest]:
    """The interests that may speak, the strongest first."""
    heard = [(weight_at(one, now), one) for one in taste.interests if not one.muted]
    return [one for weight, one in sorted(heard, key=lambda pair: -pair[0]) if weight > 1e-6]


def directions(taste: Taste, now: float) -> tuple[Matrix, NDArray[np.float64]]:
    """Those of `loud` as arrays: centres (k, d) and weights (k,) > 0; k may be 0."""
    ordered = loud(taste, now)
    if not ordered:
        return np.zeros((0, 0), np.float32), np.zeros(0)
    return np.stack([one.centre for one in ordered]), np.array([weight_at(one, now) for one in ordered])


def muted_directions(taste: Taste) -> Matrix | None:
    """The centres of what its owner wants to hear nothing of, (k, d), or None."""
    quiet = [one.centre for one in taste.interests if one.muted]
    return np.stack(quiet) if quiet else None


def _lately(taste: Taste, now: float) -> list[Glance]:
    return [one for one in taste.recent if one.y > 0 and 0 <= now - one.at <= SESSION_S]


def session(taste: Taste, now: float) -> Vector | None:
    """The direction of what was enjoyed in the last half hour, (d,); None when nothing was."""
    liked = _lately(taste, now)
    if not liked:
        return None
    return unit(np.sum([one.y * one.x for one in liked], axis=0))


def enjoyed_lately(taste: Taste, now: float) -> list[str]:
    """The works that were enjoyed in the last half hour, the newest first."""
    return [one.work for one in reversed(_lately(taste, now))]


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
    return replace(
        taste,
        interests=tuple(replace(one, medoid=next(iter(typical(one, vectors)), None)) for one in taste.interests),
    )
