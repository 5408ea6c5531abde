"""Cubemaps: places seen in every direction, as six faces +X, -X, +Y, -Y, +Z, -Z with the first row at t = 0."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .fields import Field, fbm, perlin, ramp, rng, smooth, stretched

Place = Callable[[Field], Field]
"""From unit directions (…, 3), y up, to colours (…, 3) that may be brighter than 1."""


def directions(size: int) -> list[Field]:
    """The unit direction of each texel of each face (OpenGL ES 3.0.6, table 3.21)."""
    at = (np.arange(size, dtype=np.float32) + 0.5) / size * 2 - 1
    s, t = np.meshgrid(at, at)
    one = np.ones_like(s)
    faces = [(one, -t, -s), (-one, -t, s), (s, one, t), (s, -one, -t), (s, -t, one), (-s, -t, -one)]
    stacked = [np.stack(face, axis=-1) for face in faces]
    return [(face / np.linalg.norm(face, axis=-1, keepdims=True)).astype(np.float32) for face in stacked]


def faces_of(place: Place, size: int) -> list[Field]:
    """The six faces, each texel the mean of nine looks."""
    return [place(many).reshape(size, 3, size, 3, 3).mean((1, 3)) for many in directions(size * 3)]


def blurred_faces(faces: list[Field], size: int, sharpness: float = 18.0) -> list[Field]:
    """What a rough mirror would show: every direction the mean of those around it, by a power of the cosine."""
    side = faces[0].shape[0] // 16
    small = np.concatenate([face.reshape(16, side, 16, side, 3).mean((1, 3)).reshape(-1, 3) for face in faces])
    where = np.concatenate([face.reshape(-1, 3) for face in directions(16)])
    # Texels in a face's corner cover less of the sphere.
    solid = np.abs(where).max(1) ** 3
    result: list[Field] = []
    for wanted in directions(size):
        weight = np.maximum(wanted.reshape(-1, 3) @ where.T, 0) ** sharpness * solid
        result.append(((weight @ small) / weight.sum(1, keepdims=True)).reshape(size, size, 3).astype(np.float32))
    return result


def _look(field: Field, x: Field, y: Field) -> Field:
    """A square field read at these places (a width is 1), bilinear, round the edges."""
    size = field.shape[0]
    x, y = x * size - 0.5, y * size - 0.5
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    u, v = x - i, y - j
    read: Callable[[int, int], NDArray[np.float32]] = lambda a, b: field[(j + b) % size, (i + a) % size]  # noqa: E731
    return ((read(0, 0) * (1 - u) + read(1, 0) * u) * (1 - v) + (read(0, 1) * (1 - u) + read(1, 1) * u) * v).astype(
        np.float32
    )


def _heaven(d: Field, sun: NDArray[np.float64], clouds: Field, low: str, high: str) -> Field:
    up = np.maximum(d[..., 1], 0)
    colour = ramp(up**0.55, (0, low), (1, high))
    toward = np.clip(d @ sun, -1, 1)
    plane = 0.35 / (up + 0.12)
    cloud = _look(clouds, d[..., 0] * plane * 0.5, d[..., 2] * plane * 0.5)
    cover = smooth(0.52, 0.8, cloud) * smooth(0.02, 0.2, up)
    lit = ramp(cloud, (0, "8c97aa"), (0.75, "e9e4de"), (1, "ffffff")) * (
        0.85 + 0.5 * np.maximum(toward, 0)[..., None] ** 4
    )
    colour = colour * (1 - 0.85 * cover[..., None]) + lit * 0.85 * cover[..., None]
    glow = 0.35 * np.maximum(toward, 0) ** 12 + 0.7 * np.maximum(toward, 0) ** 180 + 9 * smooth(0.9992, 0.9996, toward)
    return colour + glow[..., None] * np.array([1.0, 0.86, 0.65])


def sky() -> Place:
    """A late sun over the open sea."""
    source = rng("sky")
    clouds = stretched(fbm(512, 4, 7, source, 0.55))
    waves = fbm(512, 8, 6, source, 0.6)
    sun = np.array([0.55, 0.22, -0.8])
    sun /= np.linalg.norm(sun)

    def place(d: Field) -> Field:
        above = _heaven(d, sun, clouds, "f6c592", "23508f")
        down = np.maximum(-d[..., 1], 0.004)
        x, z = d[..., 0] / down, d[..., 2] / down
        calm = np.clip(down * 5, 0.05, 1)
        slope_x = (_look(waves, x * 0.06, z * 0.06) * 0.5 + _look(waves, z * 0.011, x * 0.011)) * 0.25 * calm
        slope_z = (
            (_look(waves, z * 0.07 + 0.3, x * 0.07) * 0.5 + _look(waves, x * 0.013 + 0.5, z * 0.013)) * 0.25 * calm
        )
        mirrored = np.stack(
            [d[..., 0] + slope_x, np.abs(d[..., 1]) + np.abs(slope_z) * 0.6 + 0.01, d[..., 2] + slope_z], -1
        )
        mirrored /= np.linalg.norm(mirrored, axis=-1, keepdims=True)
        shine = 0.04 + 0.9 * (1 - np.clip(mirrored[..., 1], 0, 1)) ** 5
        sea = (
            np.array([0.02, 0.09, 0.13])
            + _heaven(mirrored.astype(np.float32), sun, clouds, "f6c592", "23508f") * shine[..., None]
        )
        return np.where(d[..., 1:2] > 0, above, sea * 0.9)

    return place


def _box(d: Field, half: tuple[float, float, float], floor: float) -> tuple[Field, Field, NDArray[np.int64], Field]:
    """Where rays from the origin leave a box: x, y, z apart (…, 3), the distance, the axis that is hit, its sign."""
    limits = np.stack(
        [
            np.where(d[..., 0] > 0, half[0], half[0]),
            np.where(d[..., 1] > 0, half[1], floor),
            np.where(d[..., 2] > 0, half[2], half[2]),
        ],
        -1,
    )
    reach = limits / np.maximum(np.abs(d), 1e-5)
    axis = reach.argmin(-1)
    distance = np.take_along_axis(reach, axis[..., None], -1)[..., 0]
    return (
        (d * distance[..., None]).astype(np.float32),
        distance.astype(np.float32),
        axis,
        np.sign(np.take_along_axis(d, axis[..., None], -1)[..., 0]),
    )


def hall() -> Place:
    """A hall of pale stone with tall windows on one side and lamps under a dark ceiling."""
    source = rng("hall")
    marble = stretched(fbm(512, 4, 7, source, 0.6, True))
    rough = stretched(fbm(512, 8, 6, source))
    half, floor, top = (7.0, 6.0, 12.0), 1.7, 6.0

    def window(z: Field, y: Field) -> Field:
        """1 where a wall along z is glass: arched, four metres apart."""
        u = (z + 2) % 4 - 2
        arch = np.maximum(
            np.abs(u) - 1.05, np.where(y > 2.6, np.hypot(u, y - 2.6) - 1.05, np.maximum(y - 2.6, -0.4 - y))
        )
        bars = np.minimum(np.abs((u + 5) % 0.7 - 0.35), np.abs((y + 5) % 0.9 - 0.45))
        return smooth(0.04, 0.0, arch.astype(np.float32)) * smooth(0.02, 0.05, bars.astype(np.float32))

    def shade(d: Field) -> tuple[Field, Field, NDArray[np.int64]]:
        p, _, axis, side = _box(d, half, floor)
        x, y, z = p[..., 0], p[..., 1], p[..., 2]
        wall = ramp(_look(rough, z * 0.11 + x * 0.13, y * 0.11), (0, "8f7f6a"), (0.6, "c9b797"), (1, "e6d8bb"))
        across = np.where(axis == 0, z, x)
        pillar = smooth(0.36, 0.3, np.abs((across + 4) % 4 - 2).astype(np.float32)) * (
            0.75 + 0.5 * np.cos(((across + 4) % 4 - 2) * 4)
        )
        wall = wall * (1 - 0.25 * pillar[..., None] * np.sign(pillar)[..., None]) + pillar[..., None] * 0.12
        wall *= (1 - 0.5 * smooth(0.12, 0.0, np.abs(y - 4.2).astype(np.float32)))[..., None]
        tiles = (np.floor(x / 1.4) + np.floor(z / 1.4)) % 2
        vein = _look(marble, x * 0.09, z * 0.09)
        ground = np.where(
            tiles[..., None] > 0, ramp(vein, (0, "5d2b25"), (1, "8d4a3c")), ramp(vein, (0, "cfc4ae"), (1, "efe7d6"))
        )
        ground = (
            ground
            * (0.5 + 0.5 * smooth(0.5, 0.485, np.maximum(np.abs(x / 1.4 % 1 - 0.5), np.abs(z / 1.4 % 1 - 0.5))))[
                ..., None
            ]
        )
        coffer = np.maximum(np.abs((x + 14) % 2 - 1), np.abs((z + 14) % 2 - 1))
        ceiling = np.where(
            (coffer > 0.78)[..., None],
            ramp(vein, (0, "3a2413"), (1, "6b4526")),
            ramp(vein, (0, "1a0f08"), (1, "3b2413")),
        )
        colour = np.where(
            (axis == 0)[..., None] | (axis == 2)[..., None], wall, np.where((side > 0)[..., None], ceiling, ground)
        )
        # Light: the sky from the windows at +x, sun patches on the floor, three lamps, and dark corners.
        away = 7 - x
        daylight = (
            0.95 / (0.6 + 0.11 * away) * np.where(axis == 1, 0.75, np.where((axis == 0) & (side > 0), 0.32, 0.85))
        )
        corner = np.sort(np.stack([7 - np.abs(x), np.minimum(top - y, y + floor), 12 - np.abs(z)], -1), axis=-1)[..., 1]
        light = (
            np.stack([daylight * 0.85, daylight * 0.9, daylight], -1)
            * (0.45 + 0.55 * smooth(0.0, 2.5, corner))[..., None]
            * 0.95
        )
        for lamp in (-8.0, 0.0, 8.0):
            gap = (x**2 + (y - 5.0) ** 2 + (z - lamp) ** 2)[..., None]
            light = light + np.array([1.0, 0.7, 0.38]) * 3.2 / (2.5 + gap)
        sunny = window(z + (7 - x) * 0.45, y + (7 - x) * 0.55)
        light = light + (np.where((axis == 1) & (side < 0) | (axis == 0) & (side < 0), sunny, 0) * 1.5)[
            ..., None
        ] * np.array([1.0, 0.85, 0.6])
        glass = np.where((axis == 0) & (side > 0), window(z, y), 0)[..., None]
        outside = ramp(np.clip((y + 1) / 5, 0, 1), (0, "d8ecc8"), (0.4, "e8f4ff"), (1, "a9d0ff")) * 1.9
        colour = colour * light * (1 - glass) + outside * glass
        toward = np.zeros(x.shape)
        for lamp in (-8.0, 0.0, 8.0):
            at = np.array([0, 5.0, lamp])
            toward = np.maximum(toward, d @ (at / np.linalg.norm(at)) - (1 - 0.16 / (at @ at)) + 1)
        colour = np.where((toward > 1)[..., None], np.array([2.2, 1.7, 1.0]), colour)
        return colour, p, axis

    def place(d: Field) -> Field:
        colour, p, axis = shade(d)
        mirrored = d * np.array([1, -1, 1], np.float32)
        under = (axis == 1) & (d[..., 1] < 0)
        # The polished floor: the room as seen from below it, a little lower.
        back, _, _ = shade(mirrored)
        amount = np.where(under, 0.1 + 0.5 * (1 + d[..., 1].clip(-1, 0)) ** 4, 0)[..., None]
        return colour * (1 - amount) + back * amount

    return place


def courtyard() -> Place:
    """A long court between two arcades under a blue sky."""
    source = rng("courtyard")
    clouds = stretched(fbm(512, 4, 7, source, 0.55))
    rough, fine = stretched(fbm(512, 6, 7, source, 0.6)), stretched(fbm(512, 24, 4, source))
    half, floor = (6.0, 100.0, 26.0), 1.7
    sun = np.array([-0.55, 0.75, 0.35])
    sun /= np.linalg.norm(sun)

    def front(u: Field, y: Field) -> tuple[Field, Field, Field]:
        """A façade: how deep it is (0 the wall, 1 inside an arch), how bright, whether it is a window."""
        v, bay = y + floor, (u + 40) % 4 - 2
        arch = np.where(v < 3, np.abs(bay) - 1.35, np.hypot(bay, v - 3) - 1.35)
        inside = smooth(0.05, -0.05, arch.astype(np.float32))
        rim = smooth(0.3, 0.22, np.abs(arch - 0.13).astype(np.float32)) * (1 - inside)
        pane = np.maximum(np.abs(bay) - 0.55, np.abs(v - 6.6) - 0.95)
        frame = smooth(0.2, 0.14, np.abs(pane - 0.12).astype(np.float32))
        ledge = sum(
            smooth(width, width * 0.7, np.abs(v - at).astype(np.float32))
            for at, width in ((5.0, 0.16), (8.3, 0.12), (9.1, 0.34))
        )
        return inside, 0.25 * rim + 0.2 * frame + 0.22 * ledge, smooth(0.03, -0.03, pane.astype(np.float32))

    def place(d: Field) -> Field:
        p, _, axis, side = _box(d, half, floor)
        x, y, z = p[..., 0], p[..., 1], p[..., 2]
        along = np.where(axis == 0, z, x)
        inside, raised, pane = front(along, y)
        stone = ramp(_look(rough, along * 0.07 + 0.31 * side, y * 0.07), (0, "9c8058"), (0.5, "cbb083"), (1, "ecdcb4"))
        # The wall at -x lies in shade, the one at +x and the far ends in sun; a slanting shadow falls on the ground.
        sunny = np.where(axis == 0, side > 0, side < 0).astype(np.float32) * smooth(-1.2, -0.6, y)
        light = 0.42 + 0.75 * sunny
        wall = stone * (light * (0.82 + raised))[..., None] * (0.55 + 0.45 * smooth(-1.7, 1.5, y))[..., None]
        depth = np.clip((y + floor) / 4.4, 0, 1)
        gloom = ramp(depth, (0, "4a3a28"), (0.6, "2a2119"), (1, "17120e")) * (0.6 + 0.6 * light)[..., None]
        wall = wall * (1 - inside[..., None]) + gloom * inside[..., None]
        glass = ramp(_look(fine, along * 0.05, y * 0.08), (0, "1d2836"), (1, "7fa1c4")) * (0.5 + 0.5 * light)[..., None]
        wall = wall * (1 - pane[..., None]) + glass * pane[..., None]
        heaven = _heaven(d, sun, clouds, "d5e4f2", "2f6cc0")
        height = np.where(axis == 0, 9.5 - floor, 8.2 - floor)
        wall = np.where((y > height)[..., None], heaven, wall)
        joint = smooth(
            0.5,
            0.48,
            np.maximum(np.abs(x / 1.2 % 1 - 0.5), np.abs((z / 1.2 + 0.5 * (np.floor(x / 1.2) % 2)) % 1 - 0.5)).astype(
                np.float32
            ),
        )
        ground = ramp(_look(rough, x * 0.1, z * 0.1), (0, "7d6f5c"), (1, "c9bb9e")) * (0.55 + 0.45 * joint)[..., None]
        shadow = smooth(-0.4, 0.1, (x - 0.8 + 0.25 * np.sin(z * 1.57)).astype(np.float32))
        ground = ground * (0.4 + 0.75 * shadow)[..., None]
        return np.where(
            (axis == 1)[..., None] & (side < 0)[..., None], ground, np.where((axis == 1)[..., None], heaven, wall)
        )

    return place


def forest() -> Place:
    """A clearing between tall trunks, light falling through the leaves."""
    source = rng("forest")
    leaves, soft = stretched(fbm(512, 6, 7, source, 0.65)), stretched(fbm(512, 3, 5, source))
    bark = stretched(fbm(512, (32, 4), 4, source, 0.6))
    litter = stretched(fbm(512, 10, 6, source, 0.65))
    jolt = perlin(512, 6, source)
    rings = [(3.2, 5, 0.42), (5.5, 9, 0.36), (9.0, 15, 0.33), (15.0, 26, 0.3), (24.0, 44, 0.3)]
    trunks = [
        (reach, source.random(count), width * (0.7 + 0.6 * source.random(count)), source.random(count))
        for reach, count, width in rings
    ]
    sun = np.array([0.4, 0.6, 0.7])
    sun /= np.linalg.norm(sun)

    def place(d: Field) -> Field:
        turn = (np.arctan2(d[..., 2], d[..., 0]) / (2 * np.pi)) % 1
        rise = d[..., 1] / np.maximum(np.hypot(d[..., 0], d[..., 2]), 1e-4)
        flat_x, flat_z = d[..., 0] / (np.abs(d[..., 1]) + 0.25), d[..., 2] / (np.abs(d[..., 1]) + 0.25)
        glow = np.maximum(d @ sun, 0)
        canopy = _look(leaves, flat_x * 0.33, flat_z * 0.33)
        gaps = smooth(0.56, 0.8, canopy + 0.16 * glow)
        colour = ramp(
            _look(soft, flat_z * 0.4, flat_x * 0.4) * 0.5 + canopy * 0.5, (0, "0c1c08"), (0.5, "2f5a18"), (1, "86b33a")
        )
        colour = (
            colour * (0.5 + 0.8 * glow)[..., None]
            + gaps[..., None] * np.array([1.15, 1.2, 0.95]) * (0.35 + 0.9 * glow)[..., None]
        )
        haze = np.exp(-np.abs(rise) * 2.4)[..., None]
        mist = np.array([0.5, 0.62, 0.4]) * (0.5 + 0.7 * glow)[..., None]
        colour = colour * (1 - 0.75 * haze) + mist * 0.75 * haze
        nearer = np.zeros(turn.shape, np.float32)
        for reach, places, widths, tones in reversed(trunks):
            standing = rise * reach > -1.7
            root = 1 + 0.5 * np.exp(-np.clip(rise * reach + 1.7, 0, 9) * 2.5)
            fog = 1 - np.exp(-reach / 16)
            for at, width, tone in zip(places, widths, tones, strict=True):
                lean = 0.012 * (tone - 0.5) * rise + 0.004 * _look(
                    jolt, at + 0 * rise, np.clip(rise * reach * 0.05, -1, 1)
                )
                off = ((turn - at - lean + 0.5) % 1 - 0.5) * 2 * np.pi * reach / (width * root)
                inside = (
                    smooth(1.0, 0.88, np.abs(off).astype(np.float32))
                    * smooth(0.55, 0.3, (d[..., 1] - 0.25).astype(np.float32))
                    * standing
                )
                nearer = np.maximum(nearer, inside)
                round_ = np.sqrt(np.maximum(0, 1 - off**2))
                skin = ramp(
                    _look(bark, off * 0.18 + tone, rise * reach * 0.09), (0, "1c140d"), (0.6, "55422e"), (1, "8b7556")
                )
                moss = (
                    smooth(
                        0.35,
                        0.7,
                        (
                            _look(litter, off * 0.1, rise * reach * 0.1)
                            + 0.4 * np.exp(-(rise * reach + 1.7).clip(0, 9))
                        ).astype(np.float32),
                    )[..., None]
                    * 0.6
                )
                skin = skin * (1 - moss) + np.array([0.24, 0.36, 0.1]) * moss
                skin = (
                    skin * (0.35 + 0.65 * round_ * (0.5 + 0.5 * np.clip(off * 0.8, -1, 1)))[..., None] * (1 - fog)
                    + mist * fog
                )
                colour = colour * (1 - inside[..., None]) + skin * inside[..., None]
        down = np.maximum(-d[..., 1], 1e-3)
        ground_x, ground_z = d[..., 0] / down * 1.7, d[..., 2] / down * 1.7
        soil = ramp(
            _look(litter, ground_x * 0.09, ground_z * 0.09),
            (0, "140e08"),
            (0.4, "3c2a16"),
            (0.6, "4e5a1c"),
            (1, "93a04a"),
        )
        spots = smooth(0.55, 0.85, _look(leaves, ground_x * 0.05, ground_z * 0.05))
        soil = soil * (0.5 + 1.3 * spots)[..., None]
        far = (1 - np.exp(-np.hypot(ground_x, ground_z) / 14))[..., None]
        soil = soil * (1 - far) + mist * far
        under = smooth(0.0, 0.05, (-d[..., 1] - 0.06).astype(np.float32))[..., None]
        under = under * (1 - nearer[..., None])
        return colour * (1 - under) + soil * under

    return place


PLACES: dict[str, tuple[str, int, Callable[[], Place]]] = {
    "courtyard": ("Courtyard", 384, courtyard),
    "hall": ("Hall", 256, hall),
    "forest": ("Forest", 256, forest),
    "sky": ("Sky and sea", 256, sky),
}
