"""What fills a page: the feed as it is served, its ablations, and what others would do.

All see the same of a world: noisy vectors, tags, authors, ages, and y of what they showed themselves.
"""

from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from world import World

from fractafrag.domains.feed import neighbours, ranking, reasons, slate, taste
from fractafrag.domains.feed.service import OF_EACH

Places = NDArray[np.intp]
Floats = NDArray[np.float64]
DAY_S = 86_400.0
Z = 1.28
"""Of the lower bound: about nine in ten times the truth lies above it."""
REFIT_ROUNDS = 2
STANDING = 0.2
"""What having enjoyed an author's works says, against following them, which is 1 to the feed; nobody follows here."""


class Policy(Protocol):
    """Shows pages and learns from them; `begin` is called once, `rest` after everybody's visit."""

    name: str

    def begin(self, world: World) -> None: ...
    def page(self, person: int, size: int) -> Places: ...
    def learn(self, person: int, work: int, y: float) -> None: ...
    def rest(self) -> None: ...


@dataclass
class _Counting:
    """What every policy keeps: what was seen, and what everybody thought of each work."""

    name: str
    seed: int = 0

    def begin(self, world: World) -> None:
        self.world = world
        self.rng = np.random.default_rng(self.seed + 7919)
        n = len(world.born)
        self.seen = np.zeros((world.people, n), bool)
        self.shown = np.zeros(n)
        self.positive = np.zeros(n)

    def fresh_to(self, person: int) -> Places:
        return np.flatnonzero(self.world.published & ~self.seen[person])

    def heat(self, works: Places) -> Floats:
        """Wilson's lower bound of each work, halved every 48 hours of age down to a floor."""
        n = self.shown[works] + 1e-9
        p, zz = self.positive[works] / n, Z**2
        bound = (p + zz / (2 * n) - Z * np.sqrt(np.maximum(p * (1 - p) / n + zz / (4 * n * n), 0))) / (1 + zz / n)
        # A work without a view has no bound: it is as good as the average one.
        bound = np.where(n < 0.5, self.positive.sum() / max(self.shown.sum(), 1) / 2, bound)
        decayed: Floats = bound * (0.25 + 0.75 * 0.5 ** ((self.world.now - self.world.born[works]) / 2.0))
        return decayed

    def learn(self, person: int, work: int, y: float) -> None:
        self.seen[person, work] = True
        self.shown[work] += 1
        self.positive[work] += min(max(y, 0.0), 1.0)

    def rest(self) -> None: ...


class Random(_Counting):
    """Any published work that the person has not seen."""

    def page(self, person: int, size: int) -> Places:
        return self.rng.permutation(self.fresh_to(person))[:size]


class MeanVector(_Counting):
    """The nearest to the mean of what was enjoyed: one vector a person; the hottest until there is one."""

    def begin(self, world: World) -> None:
        super().begin(world)
        self.mean = np.zeros((world.people, world.seen_as.shape[1]))

    def page(self, person: int, size: int) -> Places:
        open_to = self.fresh_to(person)
        if not self.mean[person].any():
            worth = (self.positive[open_to] + 1) / (self.shown[open_to] + 3) + 1e-3 * self.rng.random(len(open_to))
        else:
            worth = self.world.seen_as[open_to] @ self.mean[person]
        return open_to[np.argsort(-worth)[:size]]

    def learn(self, person: int, work: int, y: float) -> None:
        super().learn(person, work, y)
        if y > 0:
            self.mean[person] += y * self.world.seen_as[work]


class WilsonTags(_Counting):
    """The heat of each work times the person's affinity to its tags."""

    def begin(self, world: World) -> None:
        super().begin(world)
        self.liked: list[dict[int, float]] = [{} for _ in range(world.people)]

    def page(self, person: int, size: int) -> Places:
        open_to = self.fresh_to(person)
        mine = self.liked[person]
        most = max(mine.values(), default=0.0)
        tag = np.array([sum(max(mine.get(t, 0.0), -most) for t in self.world.tags[w]) for w in open_to])
        liking = 1 + 2 * np.maximum(tag, 0) / max(most, 1e-9)
        worth = self.heat(open_to) * liking + 1e-4 * self.rng.random(len(open_to))
        return open_to[np.argsort(-worth)[:size]]

    def learn(self, person: int, work: int, y: float) -> None:
        super().learn(person, work, y)
        for tag in self.world.tags[work]:
            self.liked[person][tag] = 0.97 * self.liked[person].get(tag, 0.0) + y


@dataclass
class Ours(_Counting):
    """The pure rooms of the feed, with the sizes of its retrieval; each switch takes one part away."""

    interests: bool = True
    sharpness: float = ranking.SHARPNESS
    dislike: bool = True
    explore: bool = True
    diverse: bool = True
    together: bool = True
    refit: bool = True
    surprise: float = 0.5
    near: dict[int, list[tuple[int, float]]] = field(default_factory=dict)

    def begin(self, world: World) -> None:
        super().begin(world)
        self.tastes = [taste.Taste() for _ in range(world.people)]
        self.b = ranking.HAND_SET.copy()
        self.near = {}
        self.views: list[tuple[int, int, float]] = []
        self.rows: list[Floats] = []
        self.served: dict[tuple[int, int], Floats] = {}
        self.rounds = 0
        self.standing: list[dict[int, float]] = [{} for _ in range(world.people)]

    def _person(self, person: int, now: float) -> ranking.Person:
        mine = self.tastes[person]
        centres, weights = taste.directions(mine, now)
        if not self.interests and len(weights):
            centres, weights = taste.unit(weights @ centres)[None, :], np.ones(1)
        return ranking.Person(centres, weights, taste.session(mine, now), mine.dislike if self.dislike else None, None)

    def _retrieve(self, person: ranking.Person, open_to: Places, now: float, index: int) -> Places:
        """About 450 of what is open, by the sources of the feed."""
        x, found = self.world.seen_as[open_to], []
        strongest = list(range(min(3, len(person.weights))))
        if len(person.weights) > 3:
            rest = person.weights[3:]
            strongest.append(3 + int(self.rng.choice(len(rest), p=rest / rest.sum())))
        for k in strongest:
            found.append(np.argsort(-(x @ person.centres[k]))[:OF_EACH])
        if person.session is not None:
            found.append(np.argsort(-(x @ person.session))[:OF_EACH])
        found.append(np.argsort(-self.heat(open_to))[:100])
        found.append(np.argsort(-self.world.born[open_to])[:50])
        chosen = {int(place) for part in found for place in part}
        if self.together:
            where = {int(work): place for place, work in enumerate(open_to)}
            for liked in taste.last_liked(self.tastes[index]):
                chosen.update(where[w] for w, _ in self.near.get(int(liked), ()) if w in where)
        young = np.flatnonzero(self.shown[open_to] < slate.YOUNG_UNDER)
        chosen.update(int(p) for p in self.rng.permutation(young)[:50])
        return open_to[np.array(sorted(chosen), np.intp)]

    def page(self, person: int, size: int) -> Places:
        now = self.world.now * DAY_S
        who = self._person(person, now)
        offered = self._retrieve(who, self.fresh_to(person), now, person)
        rows, weights = [], []
        if self.together:
            where = {int(work): place for place, work in enumerate(offered)}
            for liked in taste.last_liked(self.tastes[person]):
                for other, weight in self.near.get(int(liked), ()):
                    if other in where:
                        rows.append(where[other])
                        weights.append(weight)
        works = ranking.Works(
            self.world.seen_as[offered],
            neighbours.together(np.array(rows, np.intp), np.array(weights), len(offered)),
            (self.world.now - self.world.born[offered]) * DAY_S,
            np.array([STANDING * self.standing[person].get(int(self.world.author[w]), 0.0) for w in offered]),
            self.positive[offered],
            self.shown[offered],
        )
        prior = ranking.prior_of(float(self.positive.sum()), float(self.shown.sum()))
        quality = ranking.draw_quality(works, prior, 1, self.rng, self.sharpness)[0]
        seen = ranking.features(who, works, quality)
        scores = ranking.score(seen, self.b)
        wanted = slate.dial(self.surprise)
        wanted = replace(wanted, theta=wanted.theta if self.diverse else 0.999)
        if not self.explore:
            wanted = replace(wanted, explored=0)
        young = self.shown[offered] < slate.YOUNG_UNDER
        _, authors = np.unique(self.world.author[offered], return_inverse=True)
        liking, which = ranking.interest_of(who, works.x)
        kinds = np.where(liking >= reasons.NEAR, which, -1)
        slots = slate.block(
            scores[None, :], works.x, authors.astype(np.intp), young, wanted, self.rng, size, kinds=kinds
        )
        for slot in slots:
            self.served[person, int(offered[slot.index])] = seen[slot.index]
        return np.array([int(offered[slot.index]) for slot in slots], np.intp)

    def learn(self, person: int, work: int, y: float) -> None:
        super().learn(person, work, y)
        x = self.world.seen_as[work]
        glance = taste.Glance(str(work), x, y, self.world.now * DAY_S)
        self.tastes[person] = taste.after(self.tastes[person], glance)
        author = int(self.world.author[work])
        known = self.standing[person].get(author, 0.0)
        self.standing[person][author] = float(np.clip(0.8 * known + 0.3 * y, -1, 1))
        self.views.append((person, work, y))
        self.rows.append(self.served.pop((person, work)))

    def rest(self) -> None:
        self.rounds += 1
        now = self.world.now * DAY_S
        self.tastes = [taste.merged(mine, now) for mine in self.tastes]
        if self.rounds % REFIT_ROUNDS:
            return
        people, works, y = (np.array(column) for column in zip(*self.views, strict=True))
        if self.refit:
            self.b = ranking.fit(np.stack(self.rows)[-6000:], y[-6000:], ranking.HAND_SET)
        if self.together:
            part = neighbours.taking_part(works, y, len(self.world.born), 800)
            place = np.full(len(self.world.born), -1)
            place[part] = np.arange(len(part))
            kept = place[works] >= 0
            found = neighbours.strongest(neighbours.ease(people[kept], place[works[kept]], y[kept], len(part)), 50)
            self.near = {}
            for work, other, weight in zip(found.work, found.other, found.weight, strict=True):
                self.near.setdefault(int(part[work]), []).append((int(part[other]), float(weight)))


def rivals(seed: int) -> list[Policy]:
    """What is compared in every world."""
    return [MeanVector("mean vector", seed), WilsonTags("Wilson + tags", seed), Ours("ours", seed)]


def ablations(seed: int) -> list[Policy]:
    """Ours with one part taken away each."""
    return [
        Ours("one interest", seed, interests=False),
        Ours("qualities at their means", seed, sharpness=1e9),
        Ours("qualities drawn as wide as they are unknown", seed, sharpness=1.0),
        Ours("no dislike", seed, dislike=False),
        Ours("no exploration", seed, explore=False),
        Ours("no diversity", seed, diverse=False),
        Ours("no item–item", seed, together=False),
        Ours("hand-set weights", seed, refit=False),
        Random("random", seed),
    ]
