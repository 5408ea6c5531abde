"""Patterns that shaders count on: blue noise, a Bayer matrix, volumes of noise, a strip of sprites."""

import numpy as np
from numpy.typing import NDArray

from .fields import Field, ramp, rng

Bytes = NDArray[np.uint8]


def blue_noise(size: int, name: str) -> Bytes:
    """A square of ranks 0…255 whose low frequencies are gone, by void and cluster (Ulichney, 1993)."""
    along = np.minimum(np.arange(size), size - np.arange(size)).astype(np.float64)
    bell = np.exp(-(along[:, None] ** 2 + along[None, :] ** 2) / (2 * 1.9**2))
    energy_rows = [np.roll(bell, shift, 0) for shift in range(size)]
    source = rng(name)
    pattern = np.zeros((size, size), bool)
    energy = np.zeros((size, size))

    def change(at: int, sign: int) -> None:
        row, column = divmod(at, size)
        pattern[row, column] = sign > 0
        energy[:] += sign * np.roll(energy_rows[row], column, 1)

    def cluster() -> int:
        return int(np.argmax(np.where(pattern, energy, -np.inf)))

    def void() -> int:
        return int(np.argmin(np.where(pattern, np.inf, energy)))

    for at in source.choice(size * size, size * size // 10, replace=False):
        change(int(at), 1)
    while True:
        tightest = cluster()
        change(tightest, -1)
        loosest = void()
        change(loosest, 1)
        if loosest == tightest:
            break
    ranks = np.zeros(size * size)
    start, kept, kept_energy = int(pattern.sum()), pattern.copy(), energy.copy()
    for rank in range(start - 1, -1, -1):
        at = cluster()
        change(at, -1)
        ranks[at] = rank
    pattern[:], energy[:] = kept, kept_energy
    # Past the middle the largest void among the points is also the tightest cluster of what is not yet set.
    for rank in range(start, size * size):
        at = void()
        change(at, 1)
        ranks[at] = rank
    return (ranks.reshape(size, size) * 256 / (size * size)).astype(np.uint8)


def bayer() -> Bytes:
    """The ordered-dither matrix of 8×8, spread over 0…255 (Bayer, 1973)."""
    matrix = np.array([[0]])
    for _ in range(3):
        matrix = np.block([[4 * matrix, 4 * matrix + 2], [4 * matrix + 3, 4 * matrix + 1]])
    return (matrix * 4 + 2).astype(np.uint8)


def volume_noise(size: int, channels: int, name: str) -> bytes:
    """White noise of `size`³ texels, x fastest, then y, then z; channels together."""
    return rng(name).integers(0, 256, (size, size, size, channels), dtype=np.uint8).tobytes()


def sprites() -> Field:
    """Six frames of 40×32 of a moth in flight, in a strip of 256×32; red, green, blue, alpha."""
    strip = np.zeros((32, 256, 4), np.float32)
    body = ramp(np.linspace(0, 1, 14, dtype=np.float32), (0, "3a2216"), (0.5, "8a5a34"), (1, "e8cf9a"))
    for frame in range(6):
        beat = np.cos(2 * np.pi * frame / 6)
        left, top = frame * 40, int(round(2 * np.sin(2 * np.pi * frame / 6)))
        for column in range(40):
            for row in range(32):
                x, y = column - 20 + 0.5, row - 16 + 0.5 - top
                for side in (-1, 1):
                    u, v = side * x, y + 2 + beat * 0.55 * side * x
                    if u <= 0.6:
                        continue
                    span = 0.35 + 0.65 * abs(beat)
                    wing = ((u - 7) / 7.5) ** 2 + (v / (7.5 * span)) ** 2
                    if wing < 1:
                        ring = np.hypot(u - 8, v / span) < 2.2
                        tone = (
                            (1.0, 0.55, 0.2) if wing < 0.35 else (0.93, 0.3, 0.3) if wing < 0.72 else (0.45, 0.1, 0.3)
                        )
                        strip[row, left + column] = (*(0.98, 0.95, 0.75), 1) if ring and wing < 0.72 else (*tone, 1)
                if abs(x) < 1.6 and -7 <= y < 7:
                    strip[row, left + column] = (*body[int(13 - (y + 7))], 1)
                if y < -6 and abs(abs(x) - (-(y + 6)) * 0.7 - 0.5) < 0.6 and y > -11:
                    strip[row, left + column] = (0.9, 0.8, 0.6, 1)
    return strip
