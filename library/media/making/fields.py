"""Fields: noise and colour on square grids that repeat without a seam.

A field is an array of float32, rows first, the first row at the top; a picture has a last axis of 3 or 4 in 0…1.
"""

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]


def rng(name: str) -> np.random.Generator:
    """The random numbers of one picture: the same on every machine, and others for every name."""
    return np.random.default_rng(list(name.encode()))


def grid(size: int) -> tuple[Field, Field]:
    """Texel centres in 0…1: (x to the right, y downwards)."""
    at = (np.arange(size, dtype=np.float32) + 0.5) / size
    x, y = np.meshgrid(at, at)
    return x, y


def smooth(low: float, high: float, value: Field) -> Field:
    """GLSL's smoothstep."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


def mix(a: Field, b: Field, t: Field) -> Field:
    """GLSL's mix; `t` of one channel is spread over the channels of a picture."""
    if t.ndim + 1 == max(np.ndim(a), np.ndim(b)):
        t = t[..., None]
    return (a * (1 - t) + b * t).astype(np.float32)


def stretched(value: Field, low: float = 0.0, high: float = 1.0) -> Field:
    """The field spread from `low` to `high`, a half per cent at each end let go."""
    bottom, top = np.percentile(value, [0.5, 99.5])
    return np.clip(
        low + (high - low) * (value - bottom) / (top - bottom + 1e-9), min(low, high), max(low, high)
    ).astype(np.float32)


def perlin(size: int, cells: int | tuple[int, int], source: np.random.Generator) -> Field:
    """Gradient noise with this many cells a side (across, down), about -0.7…0.7 (Perlin, 2002: quintic fade)."""
    across, down = (cells, cells) if isinstance(cells, int) else cells
    angles = source.random((down, across)) * 2 * np.pi
    gx, gy = np.cos(angles), np.sin(angles)
    x, y = grid(size)
    x, y = x * across, y * down
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = x - i, y - j

    def corner(di: int, dj: int) -> Field:
        a, b = (i + di) % across, (j + dj) % down
        return gx[b, a] * (u - di) + gy[b, a] * (v - dj)

    fade_u, fade_v = (t**3 * (t * (t * 6 - 15) + 10) for t in (u, v))
    top = corner(0, 0) * (1 - fade_u) + corner(1, 0) * fade_u
    bottom = corner(0, 1) * (1 - fade_u) + corner(1, 1) * fade_u
    return (top * (1 - fade_v) + bottom * fade_v).astype(np.float32)


def fbm(
    size: int,
    cells: int | tuple[int, int],
    octaves: int,
    source: np.random.Generator,
    gain: float = 0.5,
    ridged: bool = False,
) -> Field:
    """Octaves of gradient noise, each twice as fine and `gain` times as strong; ridged turns valleys into crests."""
    across, down = (cells, cells) if isinstance(cells, int) else cells
    total, weight = np.zeros((size, size), np.float32), 1.0
    for octave in range(octaves):
        noise = perlin(size, (across << octave, down << octave), source)
        total += weight * (0.5 - np.abs(noise) * 1.4 if ridged else noise)
        weight *= gain
    return total


def worley(
    size: int, cells: int, source: np.random.Generator, jitter: float = 1.0
) -> tuple[Field, Field, NDArray[np.int64]]:
    """Distances to the nearest and second nearest of one point a cell, in cells, and the nearest's number (Worley, 1996)."""
    points = 0.5 + (source.random((cells, cells, 2)) - 0.5) * jitter
    x, y = (axis * cells for axis in grid(size))
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    first = np.full((size, size), 9.0)
    second = first.copy()
    nearest = np.zeros((size, size), np.int64)
    for dj in range(-2, 3):
        for di in range(-2, 3):
            a, b = (i + di) % cells, (j + dj) % cells
            distance = np.hypot(i + di + points[b, a, 0] - x, j + dj + points[b, a, 1] - y)
            closer = distance < first
            second = np.where(closer, first, np.minimum(second, distance))
            nearest = np.where(closer, b * cells + a, nearest)
            first = np.minimum(first, distance)
    return first.astype(np.float32), second.astype(np.float32), nearest


def warped(field: Field, dx: Field, dy: Field) -> Field:
    """The field (or picture) read `dx`, `dy` (in widths of the whole) further, bilinear, round the edges."""
    size = field.shape[0]
    rows, columns = np.indices((size, size), dtype=np.float32)
    x, y = columns + dx * size, rows + dy * size
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = x - i, y - j
    if field.ndim == 3:
        u, v = u[..., None], v[..., None]

    def at(di: int, dj: int) -> Field:
        return field[(j + dj) % size, (i + di) % size]

    top = at(0, 0) * (1 - u) + at(1, 0) * u
    bottom = at(0, 1) * (1 - u) + at(1, 1) * u
    return (top * (1 - v) + bottom * v).astype(np.float32)


def blurred(field: Field, texels: float) -> Field:
    """Smoothed by a Gaussian of this deviation, round the edges."""
    size = field.shape[0]
    along = np.fft.fftfreq(size)
    kernel = np.exp(-2 * (np.pi * texels) ** 2 * (along[:, None] ** 2 + along[None, :] ** 2))
    if field.ndim == 3:
        return np.stack([blurred(field[..., channel], texels) for channel in range(field.shape[2])], axis=-1)
    return np.fft.ifft2(np.fft.fft2(field) * kernel).real.astype(np.float32)


def lit(height: Field, depth: float, angle: float = 2.2, ambient: float = 0.45) -> Field:
    """How bright a relief is under a slanting light: 1 where it is flat."""
    dx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) * depth
    dy = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) * depth
    length = np.sqrt(dx * dx + dy * dy + 1)
    slant = 0.8
    light = (np.cos(angle) * -dx + np.sin(angle) * dy + slant) / (length * slant)
    return (ambient + (1 - ambient) * np.maximum(light, 0)).astype(np.float32)


def ramp(value: Field, *stops: tuple[float, str]) -> Field:
    """Colours along a value; a stop is (place, "rrggbb")."""
    places = [place for place, _ in stops]
    colours = np.array([[int(text[at : at + 2], 16) / 255 for at in (0, 2, 4)] for _, text in stops])
    return np.stack([np.interp(value, places, colours[:, channel]) for channel in range(3)], axis=-1).astype(np.float32)
