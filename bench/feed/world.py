"""Worlds to try a feed in: works with a look, people with several tastes, and what a person does when shown a work.

A policy never sees the truth: it is given a noisy vector of each work, its tags, author and age, and y of what it
showed. Times are days; a round is one visit of everybody.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
D = 32
STYLES = 24


@dataclass(frozen=True)
class Kind:
    """What sets a world apart; all weights act on the standard normal utility of a view."""

    name: str
    taste: float = 1.3
    """How much it matters that a work is to the person's taste."""
    quality: float = 0.5
    """How much it matters that a work is good, for everybody alike: popularity is strong where this is large."""
    boredom: float = 0.35
    """How much the tenth view of the same style in a row is worth less than the first."""
    blur: float = 0.6
    """Length of the noise in the vectors that policies see, against a true vector of length 1."""
    rounds: int = 14
    drift_round: int | None = None
    """When half of the interests of everybody become others."""


WORLDS = (
    Kind("tastes", taste=1.5, quality=0.4),
    Kind("hits", taste=0.9, quality=1.2),
    Kind("drift", taste=1.5, quality=0.4, rounds=20, drift_round=7),
    Kind("fog", taste=1.3, quality=0.5, blur=1.2),
)


@dataclass
class World:
    """The truth about works (n) and people (m), and the clock."""

    kind: Kind
    rng: np.random.Generator
    true: Floats
    seen_as: NDArray[np.float32]
    style: NDArray[np.intp]
    tags: list[frozenset[int]]
    quality: Floats
    author: NDArray[np.intp]
    born: Floats
    interests: list[Floats]
    """For each person (k, D) unit rows."""
    strength: list[Floats]
    """For each person how much each interest counts, the strongest 1."""
    now: float = 30.0
    recent_styles: list[list[int]] = field(default_factory=list)

    @property
    def people(self) -> int:
        return len(self.interests)

    @property
    def published(self) -> NDArray[np.bool_]:
        return self.born <= self.now

    def affinity(self, person: int, works: NDArray[np.intp]) -> Floats:
        """How much the works are to the person's taste, about standard normal over the catalogue."""
        pulled = (self.true[works] @ self.interests[person].T) * self.strength[person]
        return (pulled.max(axis=1) - 0.33) / 0.25

    def utility(self, person: int, works: NDArray[np.intp]) -> Floats:
        """What a view of each work is worth to the person, without boredom and luck."""
        return self.kind.taste * self.affinity(person, works) + self.kind.quality * self.quality[works] - 0.9

    def view(self, person: int, work: int, luck: np.random.Generator) -> float:
        """y in [-1.5, 2] of one view: the value of FEED's engagement, from dwell, replays, votes, saves and skips."""
        recent = self.recent_styles[person]
        bored = self.kind.boredom * recent[-10:].count(int(self.style[work])) / 3
        u = float(self.utility(person, np.array([work]))[0]) - bored + 0.8 * luck.standard_normal()
        recent.append(int(self.style[work]))
        del recent[:-12]
        # log dwell is about normal with mean 1.6 and deviation 1: its quantile is Φ of what stands above.
        dwell_log = 1.2 + 0.55 * u + 0.5 * luck.standard_normal()
        q = 0.5 * (1 + np.tanh(0.8 * (dwell_log - 1.2)))
        dwell = float(np.exp(dwell_log))
        chance = 1 / (1 + np.exp(-(1.6 * u - 2.2)))
        y = 0.6 * (2 * q - 1)
        y += 0.5 * (luck.random() < chance)
        y += 0.8 * (luck.random() < 0.5 * chance)
        y += 1.0 * (luck.random() < 0.25 * chance)
        y -= 0.6 * (dwell < 2.0)
        y -= 1.0 * (u < -1.8 and luck.random() < 0.15)
        y -= 3.0 * (u < -2.5 and luck.random() < 0.03)
        return float(np.clip(y, -1.5, 2.0))

    def drift(self) -> None:
        """Half of everybody's interests, the strongest first, become others."""
        for person in range(self.people):
            count = (len(self.interests[person]) + 1) // 2
            centres = self.true[self.rng.integers(0, len(self.true), count)]
            self.interests[person][:count] = _unit(centres + 0.25 * _unit(self.rng.standard_normal((count, D))))


def make(kind: Kind, seed: int, works: int = 3600, people: int = 80) -> World:
    """A world of `works` works, of which a quarter appears while it is looked at, and `people` newcomers."""
    rng = np.random.default_rng(seed)
    centres = _unit(rng.standard_normal((STYLES, D)))
    style = rng.choice(STYLES, works, p=_zipf(STYLES, 0.6))
    true = _unit(centres[style] + 0.55 * _unit(rng.standard_normal((works, D))))
    seen_as = _unit(true + kind.blur * _unit(rng.standard_normal((works, D)))).astype(np.float32)
    # Two tags of three tell the style, the third is anything: as people tag.
    tags = [frozenset({int(s), STYLES + int(s) // 3, int(rng.integers(40, 60))}) for s in style]
    old = np.arange(works) < works * 0.75
    born = np.where(old, rng.uniform(0, 30, works), rng.uniform(30, 30 + kind.rounds, works))
    interests, strength = [], []
    for _ in range(people):
        count = int(rng.integers(2, 5))
        liked = rng.choice(STYLES, count, replace=False)
        interests.append(_unit(centres[liked] + 0.25 * _unit(rng.standard_normal((count, D)))))
        strength.append(np.sort(np.r_[1.0, rng.uniform(0.7, 1.0, count - 1)])[::-1])
    world = World(
        kind,
        rng,
        true,
        seen_as,
        style,
        tags,
        rng.standard_normal(works),
        rng.choice(400, works, p=_zipf(400, 0.8)),
        born,
        interests,
        strength,
    )
    world.recent_styles = [[] for _ in range(people)]
    return world


def _zipf(count: int, power: float) -> Floats:
    weights = 1 / np.arange(1, count + 1) ** power
    return weights / weights.sum()


def _unit(x: Floats) -> Floats:
    return x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-12)
