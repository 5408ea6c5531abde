"""Pure room: what a work looks like, in numbers: its colours, shapes, symmetries and movements.

It is told from a few small frames at known moments. Colours are measured in CIE L*a*b* (D65), each of the three divided
by 100. Every number is bounded, and roughly between 0 and 1 or −1 and 1.
"""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Reals = NDArray[np.float64]

MOMENTS = (0.5, 0.625, 0.75, 1.0, 1.5, 2.0, 3.0, 4.5, 6.0)
"""Seconds at which a work is looked at: close together for what flickers, far apart for what drifts."""
CELL = (144, 81)
LABEL_ROWS = 9
"""Rows of a cell in which the sheet prints the time; as many are left out below, and the middle stays the middle."""
GAP = 4
SHORT_LAG_S = 0.3
MOST_PIXELS = 4_000_000

LIGHT_BINS, HUE_BINS, ANGLE_BINS, OCTAVES = 8, 12, 8, 4

NAMES: tuple[str, ...] = (
    *(f"light_{place}" for place in range(LIGHT_BINS)),
    *(f"hue_{place}" for place in range(HUE_BINS)),
    *("light", "light_spread", "a", "a_spread", "b", "b_spread", "chroma", "chroma_spread", "colours", "vivid"),
    *("above_below", "middle_edge"),
    *("slope", "anisotropy", "across", "diagonal"),
    *(f"octave_{number}" for number in range(OCTAVES)),
    *(f"edge_{place}" for place in range(ANGLE_BINS)),
    "edges",
    *("mirror_across", "mirror_down", "half_turn", "rings", "spokes"),
    *("motion_short", "motion_long", "moving_area", "frequency", "pulse", "colour_change", "steadiness"),
    *("entropy", "local_entropy"),
)
"""What each number is, in the order in which `features` gives them."""


class NoPicture(ValueError):
    """The file is no contact sheet of the kind that was asked for."""


def frames(sheet: bytes, columns: int, rows: int, count: int) -> Pixels:
    """The `count` cells of a contact sheet, row by row, without the rows of their labels: (n, h, w, 3).

    Raises NoPicture for what is no picture, is too large, or has no room for so many cells.
    """
    try:
        with Image.open(io.BytesIO(sheet)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NoPicture("The sheet is too large.")
            whole = np.asarray(opened.convert("RGB"))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise NoPicture("This is no picture.") from error
    width = (whole.shape[1] - GAP * (columns - 1)) // max(columns, 1)
    height = (whole.shape[0] - GAP * (rows - 1)) // max(rows, 1)
    if not 1 <= count <= columns * rows or width < 8 or height < 8 + 2 * LABEL_ROWS:
        raise NoPicture("The sheet has no such cells.")
    places = [((at // columns) * (height + GAP), (at % columns) * (width + GAP)) for at in range(count)]
    cells = [whole[y + LABEL_ROWS : y + height - LABEL_ROWS, x : x + width] for y, x in places]
    return np.stack(cells)


def features(seen: Pixels, moments: Sequence[float]) -> Reals:
    """The numbers of NAMES for frames (n, h, w, 3) at `moments`, n seconds, ascending; n ≥ 1, h and w ≥ 8."""
    lab = _lab(seen)
    light = lab[..., 0]
    still = [_colours(lab), _places(light), _spectrum(light), _edges(light), _symmetries(light)]
    found = np.concatenate([*still, _movements(lab, np.asarray(moments, np.float64)), _entropies(light)])
    return np.nan_to_num(found, nan=0.0, posinf=0.0, neginf=0.0)


def _lab(seen: Pixels) -> Reals:
    s = seen.astype(np.float64) / 255
    linear = np.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    xyz = linear @ (to_xyz / to_xyz.sum(axis=1, keepdims=True)).T
    root: Reals = np.power(xyz, 1 / 3)
    f: Reals = np.where(xyz > 216 / 24389, root, (24389 / 27 * xyz + 16) / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([(116 * y - 16) / 100, 5 * (x - y), 2 * (y - z)], axis=-1)


def _colours(lab: Reals) -> Reals:
    light, a, b = (lab[..., channel].ravel() for channel in range(3))
    chroma = np.hypot(a, b)
    lights = _shares(np.clip(light * LIGHT_BINS, 0, LIGHT_BINS - 1), LIGHT_BINS)
    turn = (np.arctan2(b, a) / (2 * np.pi) + 1) % 1
    hues = _shares(turn * HUE_BINS, HUE_BINS, np.minimum(chroma, 1))
    cells = (np.clip(light * 6, 0, 5).astype(int) * 8 + np.clip(a * 4 + 4, 0, 7).astype(int)) * 8
    palette = _shares(cells + np.clip(b * 4 + 4, 0, 7).astype(int), 6 * 8 * 8)
    moments = [part for channel in (light, a, b, chroma) for part in (channel.mean(), channel.std())]
    colours = np.exp(_entropy(palette)) / 32
    return np.concatenate([np.sqrt(lights), np.sqrt(hues), moments, [min(colours, 2.0), (chroma > 0.35).mean()]])


def _places(light: Reals) -> Reals:
    height, width = light.shape[1:]
    y, x = _grid(height, width)
    middle = np.hypot(x, y) < 0.55
    mean = light.mean(axis=0)
    return np.array([mean[y < 0].mean() - mean[y > 0].mean(), mean[middle].mean() - mean[~middle].mean()])


def _spectrum(light: Reals) -> Reals:
    """Slope of the power spectrum, how much it prefers one direction and which; the share of each octave of detail."""
    height, width = light.shape[1:]
    window = np.outer(np.hanning(height), np.hanning(width))
    centred = (light - light.mean(axis=(1, 2), keepdims=True)) * window
    power = (np.abs(np.fft.rfft2(centred)) ** 2).mean(axis=0)
    v, u = np.meshgrid(np.fft.fftfreq(height), np.fft.rfftfreq(width), indexing="ij")
    radius = np.hypot(u, v)
    inside = (radius > 1.5 / min(height, width)) & (radius < 0.5)
    total = power[inside].sum()
    if total < 1e-12:
        return np.zeros(4 + OCTAVES)
    slope = _slope(np.log(radius[inside]), np.log(power[inside] + 1e-9))
    # Energy at each angle as a vector of twice the angle: opposite directions are the same, upright ones cancel.
    turn = 2 * np.arctan2(v, u)
    across, diagonal = ((power * wave)[inside].sum() / total for wave in (np.cos(turn), np.sin(turn)))
    low = [1.5 / min(height, width) * 2**number for number in range(OCTAVES)]
    octaves = [power[inside & (radius >= one) & (radius < 2 * one)].sum() / total for one in low]
    return np.array([np.clip(slope / 6, -1, 1), np.hypot(across, diagonal), across, diagonal, *np.sqrt(octaves)])


def _slope(x: Reals, y: Reals) -> float:
    """Of the line that fits best: ordinary least squares."""
    away = x - x.mean()
    return float((away * y).sum() / (away**2).sum())


def _edges(light: Reals) -> Reals:
    down, right = np.gradient(light, axis=(1, 2))
    strength = np.hypot(down, right)
    turn = (np.arctan2(down, right) / np.pi + 1) % 1
    # The bins begin half a bin earlier, so that upright and level edges fall into the middle of one.
    angles = _shares((turn * ANGLE_BINS + 0.5) % ANGLE_BINS, ANGLE_BINS, strength)
    whole = angles.sum()
    return np.array([*(angles / whole if whole > 1e-9 else angles), min(float(strength.mean()) * 10, 2.0)])


def _symmetries(light: Reals) -> Reals:
    """How like its mirrored and turned self a frame is, −1 to 1; how much of it depends on radius or angle alone."""
    flips = (light[:, :, ::-1], light[:, ::-1, :], light[:, ::-1, ::-1])
    same = [np.mean([_correlation(one, other) for one, other in zip(light, flip, strict=True)]) for flip in flips]
    height, width = light.shape[1:]
    y, x = _grid(height, width)
    x = x * width / height
    disc = np.hypot(x, y) < 1
    around = (np.arctan2(y, x) / (2 * np.pi) + 0.5) % 1
    explained = [_explained(light[:, disc], (part[disc] * 24).astype(int)) for part in (np.hypot(x, y) * 0.999, around)]
    return np.array([*same, *explained])


def _movements(lab: Reals, moments: Reals) -> Reals:
    light = lab[..., 0]
    if len(light) < 2:
        return np.zeros(7)
    steps = np.maximum(np.diff(moments), 1e-3)
    moved = np.abs(np.diff(light, axis=0))
    short = steps <= SHORT_LAG_S
    quick = moved[short] if short.any() else moved
    spread = float(light.var(axis=0).mean())
    # How fast something changes against how much (S. O. Rice, "Mathematical analysis of random noise", Bell System
    # Technical Journal 24 (1945), 46-156).
    speeds = (moved / steps[:, None, None])[short if short.any() else slice(None)]
    hertz = np.sqrt(float((speeds**2).mean()) / spread) / (2 * np.pi) if spread > 1e-6 else 0.0
    whole = light.mean(axis=(1, 2))
    colour = np.hypot(np.diff(lab[..., 1], axis=0), np.diff(lab[..., 2], axis=0)).mean()
    first_to_last = _correlation(light[0], light[-1])
    return np.array(
        [
            min(float(quick.mean()) * 10, 2.0),
            min(float(moved[~short].mean() if (~short).any() else moved.mean()) * 5, 2.0),
            float((moved.max(axis=0) > 0.04).mean()),
            min(float(np.log1p(hertz)), 2.0),
            min(float(whole.std()) * 10, 2.0),
            min(float(colour) * 5, 2.0),
            first_to_last,
        ]
    )


def _entropies(light: Reals) -> Reals:
    """Of the values of a whole frame, and the mean of those of its tiles, each as a share of what is possible."""
    levels = np.clip(light * 32, 0, 31).astype(int)
    whole = np.mean([_entropy(_shares(frame.ravel(), 32)) for frame in levels])
    tiles = [tile for band in np.array_split(levels, 4, axis=1) for tile in np.array_split(band, 6, axis=2)]
    local = np.mean([_entropy(_shares(tile.ravel(), 32)) for tile in tiles])
    return np.array([whole, local]) / np.log(32)


def _shares(values: NDArray[Any], bins: int, weights: Reals | None = None) -> Reals:
    """The share of the values, or their weight by their number, in each of `bins` whole numbers from 0."""
    place = np.clip(values.astype(int), 0, bins - 1).ravel()
    return np.bincount(place, None if weights is None else weights.ravel(), minlength=bins) / len(place)


def _entropy(shares: Reals) -> float:
    real = shares[shares > 0]
    return float(-(real * np.log(real)).sum())


def _correlation(one: Reals, other: Reals) -> float:
    a, b = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((a**2).sum() * (b**2).sum()))
    # Something flat is like itself whichever way it is turned.
    return float((a * b).sum()) / norm if norm > 1e-6 else 1.0


def _explained(light: Reals, groups: NDArray[Any]) -> float:
    """The share of the variance of (n, pixels) that goes away when the mean of each group is known."""
    counts = np.maximum(np.bincount(groups, minlength=25), 1)
    found: list[float] = []
    for frame in light:
        means = np.bincount(groups, frame, minlength=25) / counts
        whole = float(frame.var())
        found.append(1 - float(((frame - means[groups]) ** 2).mean()) / whole if whole > 1e-6 else 0.0)
    return float(np.mean(found))


def _grid(height: int, width: int) -> tuple[Reals, Reals]:
    """y and x of every pixel, −1 to 1, the middle at 0."""
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    return y, x
