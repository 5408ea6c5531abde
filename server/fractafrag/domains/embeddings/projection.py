"""Pure room: from what was found out about works to vectors whose angle says how alike they are.

A work's raw row is its words, look and code side by side. Each feature is centred on the works' mean; words keep their
own proportions, look and code are measured in standard deviations, all is cut at ±3, and each block is given its share
of the variance. Of what results, principal component analysis keeps the 128 directions that tell most works apart
(K. Pearson, "On lines and planes of closest fit to systems of points in space", Philosophical Magazine 2 (1901),
559-572).

A new space is turned to lie as the old one did (orthogonal Procrustes: P. Schönemann, "A generalized solution of the
orthogonal Procrustes problem", Psychometrika 31 (1966), 1-10). Angles do not change by it, and what somebody learned
to like in the old space stays nearly true in the new one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DIMENSIONS = 128
CUT = 3.0
"""Standard deviations beyond which a feature says no more; words, of length one, never comes so far."""
_NOTHING = 1e-9


@dataclass(frozen=True)
class Block:
    """Columns `start` to `end` of a raw row, their share of the variance, and whether each is measured by itself."""

    start: int
    end: int
    share: float
    standardised: bool


@dataclass(frozen=True)
class Space:
    """x = axes · cut((raw − mean) · scale), brought to length one. mean, scale: (D,); axes: (128, D), weighed."""

    mean: Floats
    scale: Floats
    axes: Floats


def fit(raw: Floats, blocks: Sequence[Block]) -> tuple[Space, float]:
    """A space for works like these, and the share of their variance that it keeps, 0 to 1.

    `raw`: (n, D), n ≥ 1, NaN where nothing is known; `blocks` cover all columns. Where there are fewer than 128
    directions, the last axes are zero.
    """
    known = np.isfinite(raw)
    counts = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, raw, 0).sum(axis=0, dtype=np.float64) / counts
    deviation = np.sqrt((np.where(known, raw - mean, 0) ** 2).sum(axis=0) / counts)
    scale = np.where(deviation > _NOTHING, 1 / np.maximum(deviation, _NOTHING), 0)
    for block in blocks:
        if not block.standardised:
            scale[block.start : block.end] = 1
    z = _cut(mean, scale, raw)
    weight = np.zeros(raw.shape[1])
    for block in blocks:
        energy = float((z[:, block.start : block.end] ** 2).sum(axis=1).mean())
        weight[block.start : block.end] = np.sqrt(block.share / energy) if energy > _NOTHING else 0
    weighed = z * weight
    values, vectors = np.linalg.eigh(weighed.T @ weighed / len(raw))
    values, vectors = values[::-1][:DIMENSIONS], vectors[:, ::-1][:, :DIMENSIONS].T
    real = values > _NOTHING
    axes = np.zeros((DIMENSIONS, raw.shape[1]))
    axes[: len(vectors)][real] = vectors[real] * weight
    whole = float((weighed**2).sum()) / len(raw)
    explained = float(values[real].sum()) / whole if whole > _NOTHING else 1.0
    return Space(_single(mean), _single(scale), _single(axes)), min(explained, 1.0)


def project(space: Space, raw: Floats) -> Floats:
    """Works as points: (n, D) with NaN where nothing is known → (n, 128), each of length one.

    A work in which nothing differs from the mean has no direction; it is given the first.
    """
    points = _cut(space.mean, space.scale, raw) @ space.axes.T.astype(np.float64)
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    lost = lengths[:, 0] < _NOTHING
    points[lost, 0], lengths[lost] = 1, 1
    return _single(points / lengths)


def turned(space: Space, new: Floats, old: Floats) -> Space:
    """The same space, its axes turned so that the points `new`, (n, 128), come to lie as near to `old` as can be."""
    left, _, right = np.linalg.svd(new.T.astype(np.float64) @ old)
    return Space(space.mean, space.scale, _single((left @ right).T @ space.axes))


def _cut(mean: NDArray[Any], scale: NDArray[Any], raw: Floats) -> NDArray[np.float64]:
    return np.clip(np.where(np.isfinite(raw), raw - mean, 0) * scale, -CUT, CUT).astype(np.float64)


def _single(array: NDArray[Any]) -> Floats:
    return array.astype(np.float32)
