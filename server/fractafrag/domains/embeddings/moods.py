"""Pure room: moods as directions: where in a space do the calm works lie, the dark, the hypnotic?

A mood is first a score: a weighed sum of numbers that look and code gave, each in standard deviations. Its direction is
the one along which the works' points tell that score best (ridge regression: A. E. Hoerl, R. W. Kennard, "Ridge
regression: biased estimation for nonorthogonal problems", Technometrics 12 (1970), 55-67), so it also finds works of
which only words and code are known. Where a hard fact decides, it is a trait beside the direction.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fractafrag.domains.embeddings import idioms, look
from fractafrag.domains.embeddings.parts import CODE, LOOK
from fractafrag.domains.embeddings.projection import DIMENSIONS, Floats

RIDGE = 0.05
CUT = 2.5
_NOTHING = 1e-6


@dataclass(frozen=True)
class Recipe:
    """What makes a mood: weights by the names of look's and code's numbers, and traits that its works must have."""

    weights: Mapping[str, float]
    traits: tuple[str, ...] = ()


MOODS: Mapping[str, Recipe] = {
    "calm": Recipe(
        {"motion_short": -1, "motion_long": -0.5, "frequency": -1, "pulse": -0.4, "edges": -0.4, "local_entropy": -0.3}
    ),
    "dark": Recipe({"light": -1, "light_0": 0.8, "light_spread": -0.2}),
    "hypnotic": Recipe(
        {
            "half_turn": 0.6,
            "rings": 0.6,
            "spokes": 0.3,
            "mirror_across": 0.5,
            "motion_long": 0.6,
            "edges": 0.4,
            "idiom_polar": 0.5,
            "idiom_tunnel": 0.4,
            "idiom_folds": 0.4,
            "idiom_rotation": 0.3,
            "idiom_tiles": 0.3,
        }
    ),
    "colourful": Recipe({"vivid": 1, "chroma": 0.8, "colours": 0.8, "a_spread": 0.5, "b_spread": 0.5}),
    "3d": Recipe(
        {"idiom_march": 1, "idiom_distance": 0.8, "idiom_camera": 0.6, "idiom_normals": 0.8, "call_normalize": 0.8},
        traits=("3d",),
    ),
    "audio": Recipe({"input_music": 1, "input_mic": 1, "sound_pass": 0.7, "idiom_sound": 0.3}, traits=("audio",)),
}
"""The moods by the names under which they are asked for."""

_COLUMN = {name: LOOK.start + at for at, name in enumerate(look.NAMES)} | {
    name: CODE.start + at for at, name in enumerate(idioms.NAMES)
}


def scores(raw: Floats, mood: Recipe) -> Floats:
    """How much of the mood is in each work: raw rows (n, D) → (n,), mean 0; what is not known counts as usual."""
    columns = raw[:, [_COLUMN[name] for name in mood.weights]].astype(np.float64)
    known = np.isfinite(columns)
    counts = np.maximum(known.sum(axis=0), 1)
    away = np.where(known, columns - np.where(known, columns, 0).sum(axis=0) / counts, 0)
    deviation = np.sqrt((away**2).sum(axis=0) / counts)
    z = np.clip(away / np.where(deviation > _NOTHING, deviation, np.inf), -CUT, CUT)
    return (z @ np.array(list(mood.weights.values()))).astype(np.float32)


def directions(raw: Floats, points: Floats) -> dict[str, Floats]:
    """The direction of each mood, (128,) of length one, for works with these raw rows, (n, D), at `points`, (n, 128).

    A mood of which no work has more than another gets the first axis: then its traits alone choose.
    """
    return {name: _direction(points, scores(raw, mood)) for name, mood in MOODS.items()}


def _direction(points: Floats, score: Floats) -> Floats:
    gram = points.T @ points / len(points) + RIDGE / DIMENSIONS * np.eye(DIMENSIONS)
    found = np.linalg.solve(gram, points.T @ score / len(points))
    length = float(np.linalg.norm(found))
    return (found / length if length > _NOTHING else np.eye(DIMENSIONS)[0]).astype(np.float32)
