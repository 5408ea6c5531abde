"""Pure room: how likely it is that somebody enjoys a work: features, the logistic score, its fit, and the quality draw.

n candidates, d dimensions. The score is σ(b·f): f starts with a 1 for the intercept, b is set by hand until there are
views enough, and then fitted to them around what was set by hand.

Quality is drawn, not estimated (Thompson sampling: O. Chapelle, L. Li, "An empirical evaluation of Thompson sampling",
NIPS 2011, with the posterior reshaped as they do in 4.2): of two works that are nearly as good now one comes first, now
the other. It is drawn close to its mean: where views are few for the works there are, wide draws cost more than they
bring (bench/feed), and what few have seen has its explored slots. The prior is the base rate of the instance, so that
a newcomer counts as average and not as half good.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fractafrag.domains.feed.taste import Matrix, Vector

Floats = NDArray[np.float64]

POLICY = "taste-3"
"""The algorithm that chooses slots, and its version: another one where FEATURES mean something else."""
FEATURES = ("one", "interest", "session", "together", "quality", "age", "dislike", "author")
HAND_SET: Floats = np.array([-1.2, 3.6, 1.2, 0.4, 1.2, -0.05, -0.9, 1.5])
"""b before anything was learned, in the order of FEATURES."""
PRIOR_STRENGTH = 8.0
"""Views that the base rate of the instance counts for."""
SHARPNESS = 64.0
"""By how much the Beta distribution of a quality is narrowed before it is drawn from; 1 is plain Thompson sampling."""
LEAST_VIEWS = 200
"""From how many views on b is fitted at all."""
HELD_OUT = 0.2
"""The share of views, the latest, by which it is judged whether what the others taught is better."""
LOGIT_END = 4.0
DAY_S = 86_400.0
LEAN = 2.0
"""What the exponent of a score gains for a mood that was asked for."""
AVERSION = 3.0
"""What it loses for a kind of which less was asked for, by `unwanted`."""
UNWANTED_FROM, UNWANTED_WHOLLY = 0.35, 0.7
MUTED_FROM = 0.55
"""The cosine to a muted interest from which on a work is not offered."""


@dataclass(frozen=True)
class Person:
    """Directions of one person: interests (k, d), strongest first, with weights (k,); session and dislike (d,).

    `muted` and `unwanted` are directions, (k, d), of which nothing and of which less is to come.
    """

    centres: Matrix
    weights: Floats
    session: Vector | None = None
    dislike: Vector | None = None
    muted: Matrix | None = None
    unwanted: Matrix | None = None


@dataclass(frozen=True)
class Works:
    """Candidates: vectors (n, d), zero rows where there is none yet; each other array (n,).

    `together` in [0, 1] says how much a work is enjoyed with what the person enjoyed last, `author` in [-1, 1] how they
    stand to who made it.
    """

    x: Matrix
    together: Floats
    age_s: Floats
    author: Floats
    positive: Floats
    shown: Floats


def prior_of(positive: float, shown: float) -> tuple[float, float]:
    """(a₀, b₀) of the Beta prior from the instance's own sums of y⁺ and of views; a mean of .3 before there are any."""
    rate = (positive + 3.0) / (shown + 10.0)
    rate = min(0.95, max(0.02, rate))
    return PRIOR_STRENGTH * rate, PRIOR_STRENGTH * (1 - rate)


def draw_quality(
    works: Works, prior: tuple[float, float], draws: int, rng: np.random.Generator, sharpness: float = SHARPNESS
) -> Floats:
    """θ ~ Beta(κ·(a₀ + Σy⁺), κ·(b₀ + n - Σy⁺)), κ = sharpness, for each work, `draws` times: (draws, n) in (0, 1)."""
    a, b = quality_parameters(works, prior)
    drawn = rng.beta(sharpness * a, sharpness * b, size=(draws, len(a)))
    return np.clip(drawn, 1e-6, 1 - 1e-6)


def quality_parameters(works: Works, prior: tuple[float, float]) -> tuple[Floats, Floats]:
    """The Beta parameters of each work, (n,) each; Σy⁺ counts at most one a view."""
    positive = np.minimum(works.positive, works.shown)
    return prior[0] + positive, prior[1] + works.shown - positive


def logit(share: Floats) -> Floats:
    """ln(p / (1 - p)), cut at ±LOGIT_END."""
    cut: Floats = np.clip(np.log(share) - np.log1p(-share), -LOGIT_END, LOGIT_END)
    return cut


def interest_of(person: Person, x: Matrix) -> tuple[Floats, NDArray[np.intp]]:
    """max_k cos·(.75 + .25·√(w_k / w_max)) and which k: (n,) each; zeros and -1 for who has no interest."""
    if len(person.weights) == 0 or x.shape[1] == 0:
        return np.zeros(len(x)), np.full(len(x), -1)
    pull = 0.75 + 0.25 * np.sqrt(person.weights / person.weights.max())
    pulled = (x @ person.centres.T) * pull
    best = pulled.argmax(axis=1)
    return pulled[np.arange(len(x)), best].astype(np.float64), best


def features(person: Person, works: Works, quality: Floats) -> Floats:
    """f for each candidate, (n, len(FEATURES)); `quality` is one draw, (n,)."""
    n = len(works.x)
    found = np.zeros((n, len(FEATURES)))
    found[:, 0] = 1
    found[:, 1] = interest_of(person, works.x)[0]
    if person.session is not None:
        found[:, 2] = works.x @ person.session
    found[:, 3] = works.together
    found[:, 4] = logit(quality)
    found[:, 5] = np.log1p(np.maximum(works.age_s, 0) / DAY_S)
    if person.dislike is not None:
        length = float(np.linalg.norm(person.dislike))
        if length > 0:
            # What was disliked once weighs little yet: the length of the sum says how sure we are.
            found[:, 6] = np.maximum(works.x @ person.dislike / length, 0) * min(1.0, length / 2)
    found[:, 7] = works.author
    return found


def score(found: Floats, b: Floats) -> Floats:
    """σ(b·f), (n,) in (0, 1)."""
    scored: Floats = 1 / (1 + np.exp(-np.clip(found @ b, -30, 30)))
    return scored


def leaning(x: Matrix, to: Vector) -> Floats:
    """What is added to a score's exponent where a direction was asked for: (n,) in [0, LEAN], the nearest has most."""
    cosines = np.maximum(x @ to, 0).astype(np.float64)
    found: Floats = LEAN * cosines / max(float(cosines.max(initial=0)), 1e-9)
    return found


def unwanted(person: Person, x: Matrix) -> Floats:
    """How much each candidate is of a kind of which less was asked for: (n,) in [0, 1]."""
    if person.unwanted is None or x.shape[1] == 0:
        return np.zeros(len(x))
    cosines = (x @ person.unwanted.T).max(axis=1).astype(np.float64)
    found: Floats = np.clip((cosines - UNWANTED_FROM) / (UNWANTED_WHOLLY - UNWANTED_FROM), 0, 1)
    return found


def scores_of_draws(found: Floats, b: Floats, qualities: Floats, lean: Floats | float = 0.0) -> Floats:
    """The scores under several quality draws (r, n), the other features the same: (r, n); `lean` from `leaning`."""
    rest = found @ b - found[:, 4] * b[4] + lean
    scored: Floats = 1 / (1 + np.exp(-np.clip(rest + b[4] * logit(qualities), -30, 30)))
    return scored


def allowed(person: Person, x: Matrix) -> NDArray[np.bool_]:
    """Which candidates are not of a kind that was muted, (n,)."""
    if person.muted is None or x.shape[1] == 0:
        return np.ones(len(x), bool)
    return (x @ person.muted.T).max(axis=1) < MUTED_FROM


def target_of(y: Floats) -> Floats:
    """What the score is to foretell of a view's y in [-1.5, 2]: 0 for a clear no, 1 for a clear yes."""
    cut: Floats = np.clip((y + 1) / 2, 0, 1)
    return cut


def fit(found: Floats, y: Floats, around: Floats, ridge: float = 20.0) -> Floats:
    """b by logistic regression of `target_of(y)` (m,) on features (m, f), pulled to `around` with weight `ridge`.

    Newton's method on the penalised likelihood, which is concave; a step that does not raise it is halved until it
    does, as far from the top a whole one may overshoot. With few views b stays near `around`; signs that would turn the
    meaning of a feature round (an interest that repels) are cut at zero.
    """
    if len(y) < LEAST_VIEWS:
        return around.copy()
    wanted = target_of(y)
    b = around.copy()
    pull = ridge * np.eye(len(around))
    pull[0, 0] = 1e-3  # the intercept is the base rate, which is to be as it is

    def likelihood(b: Floats) -> float:
        z, away = found @ b, b - around
        # ln(1 + e^z), without its overflow.
        return float((wanted * z - np.logaddexp(0, z)).sum() - away @ pull @ away / 2)

    reached = likelihood(b)
    for _ in range(25):
        p = score(found, b)
        slope = found.T @ (wanted - p) - pull @ (b - around)
        curve = (found * (p * (1 - p))[:, None]).T @ found + pull
        step = np.linalg.solve(curve, slope)
        while (risen := likelihood(b + step)) < reached and float(np.abs(step).max()) >= 1e-8:
            step = step / 2
        if float(np.abs(step).max()) < 1e-8:
            break
        b, reached = b + step, risen
    signs = np.sign(HAND_SET)
    signs[[0, 5]] = 0  # neither the base rate nor age has a meaning to be kept
    return np.where((signs != 0) & (np.sign(b) != signs), 0.0, b)


@dataclass(frozen=True)
class Lesson:
    """Weights b, and the `log_loss` on views that came later of b as it was then and of what was set by hand."""

    b: Floats
    loss: float
    loss_by_hand: float


def learned(found: Floats, y: Floats, by_hand: Floats = HAND_SET) -> Lesson | None:
    """What views teach, (m, f) and (m,), the newest first; None where fewer than LEAST_VIEWS come before the last.

    b is fitted to all of them if a fit to all but the latest HELD_OUT foretold those better than `by_hand` does, and is
    `by_hand` otherwise: a feed without anything to learn from is not worse than before it learned.
    """
    latest = round(len(y) * HELD_OUT)
    if len(y) - latest < LEAST_VIEWS:
        return None
    fitted = fit(found[latest:], y[latest:], by_hand)
    loss, loss_by_hand = (log_loss(found[:latest], y[:latest], b) for b in (fitted, by_hand))
    return Lesson(fit(found, y, by_hand) if loss < loss_by_hand else by_hand.copy(), loss, loss_by_hand)


def log_loss(found: Floats, y: Floats, b: Floats) -> float:
    """The mean cross-entropy of the score against `target_of(y)`, in nats; less is better."""
    wanted, p = target_of(y), np.clip(score(found, b), 1e-9, 1 - 1e-9)
    return float(-(wanted * np.log(p) + (1 - wanted) * np.log(1 - p)).mean())
