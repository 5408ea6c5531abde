"""The closed loop: a policy fills pages for everybody, learns from what they did, and is measured; several seeds."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from policies import Policy, ablations, rivals
from world import Kind, make

Floats = NDArray[np.float64]
PAGE = 20
WORTH_IT = 0.3
"""y from which on a view counts as a first success."""
# Student's t for a two-sided 95 % interval, by degrees of freedom.
T95 = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


@dataclass(frozen=True)
class Run:
    """What one policy reached in one world with one seed."""

    policy: str
    mean_y: float
    by_round: Floats
    first_positive: float
    """Slots until a newcomer's first work that is worth it, mean over people."""
    young_share: float
    """Share of impressions that go to works younger than a day."""
    styles: float
    """Different styles on a page, mean."""
    gini: float
    """Inequality of impressions among published works: 0 all alike, 1 all to one."""

    def pages_to_recover(self, drift: int | None) -> float:
        """Pages after the drift until y is back at 90 % of the three pages before it; the rest of the run at most."""
        if drift is None:
            return math.nan
        goal = 0.9 * float(self.by_round[drift - 3 : drift].mean())
        back = np.flatnonzero(self.by_round[drift:] >= goal)
        return float(back[0] + 1) if len(back) else float(len(self.by_round) - drift)


def run(kind: Kind, policy: Policy, seed: int) -> Run:
    """One world from its first page to its last; the same seed gives every policy the same works, people and drift."""
    world = make(kind, seed)
    luck = np.random.default_rng(seed + 104729)
    policy.begin(world)
    by_round = np.zeros(kind.rounds)
    first = np.full(world.people, float(kind.rounds * PAGE))
    shown = np.zeros(len(world.born))
    young = styles = 0
    for turn in range(kind.rounds):
        if kind.drift_round == turn:
            world.drift()
        for person in luck.permutation(world.people).tolist():
            page = policy.page(person, PAGE)
            styles += len(np.unique(world.style[page]))
            young += int((world.now - world.born[page] < 1.0).sum())
            shown[page] += 1
            for slot, work in enumerate(page.tolist()):
                y = world.view(person, work, luck)
                policy.learn(person, work, y)
                by_round[turn] += y
                if y > WORTH_IT:
                    first[person] = min(first[person], turn * PAGE + slot + 1)
        policy.rest()
        world.now += 1.0
    pages = world.people * kind.rounds
    views = float(shown.sum())
    return Run(
        policy.name,
        float(by_round.sum()) / views,
        by_round / (world.people * PAGE),
        float(first.mean()),
        young / views,
        styles / pages,
        gini(shown[world.published]),
    )


def gini(counts: Floats) -> float:
    """The Gini coefficient of non-negative counts (n,): 0 where all are equal."""
    ordered = np.sort(counts)
    n = len(ordered)
    return float(2 * (np.arange(1, n + 1) * ordered).sum() / (n * max(ordered.sum(), 1e-12)) - (n + 1) / n)


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """Mean and half the width of its 95 % interval by Student's t, of paired differences over seeds (2 to 10)."""
    n = len(differences)
    spread = float(np.std(differences, ddof=1)) / math.sqrt(n)
    return float(np.mean(differences)), T95[n - 1] * spread


def _of(kind: Kind, makers: Callable[[int], list[Policy]], name: str, seed: int) -> Run:
    policy = next(one for one in makers(seed) if one.name == name)
    return run(kind, policy, seed)


def all_runs(kinds: Sequence[Kind], seeds: int, only: Kind | None) -> dict[str, list[Run]]:
    """Runs by "world/policy", one for each seed: the rivals in every world, the ablations in `only`."""
    jobs = [(kind, rivals, one.name, seed) for kind in kinds for one in rivals(0) for seed in range(seeds)]
    if only is not None:
        jobs += [(only, ablations, one.name, seed) for one in ablations(0) for seed in range(seeds)]
    found: dict[str, list[Run]] = {}
    with ProcessPoolExecutor(2) as pool:
        for (kind, _, name, _), result in zip(jobs, pool.map(_of, *zip(*jobs, strict=True)), strict=True):
            found.setdefault(f"{kind.name}/{name}", []).append(result)
    return found
