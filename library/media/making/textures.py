"""Textures: the pictures of the set that repeat; each function gives one, 512 texels a side where it does not say."""

from collections.abc import Callable

import numpy as np

from .fields import Field, blurred, fbm, grid, lit, mix, perlin, ramp, rng, smooth, stretched, warped, worley

SIZE = 512


def _grain(amount: float, name: str) -> Field:
    return (1 + amount * (rng(name).random((SIZE, SIZE)) - 0.5)).astype(np.float32)[..., None]


def abstract_ink() -> Field:
    """Ink in water: noise bent by noise bent by noise."""
    source = rng("abstract-ink")
    a, b = fbm(SIZE, 3, 5, source), fbm(SIZE, 3, 5, source)
    c = fbm(SIZE, 2, 6, source)
    bent = warped(c, a * 0.22, b * 0.22)
    folded = stretched(warped(bent, bent * 0.16, a * 0.14))
    colour = ramp(
        folded,
        (0, "0b1030"),
        (0.25, "1b3f77"),
        (0.42, "2aa3a0"),
        (0.55, "f2e3c2"),
        (0.7, "f08a3c"),
        (0.86, "b3203f"),
        (1, "2a0a2c"),
    )
    return np.clip(colour * lit(folded, 9)[..., None] ** 0.8, 0, 1)


def abstract_weave() -> Field:
    """Ribbons that pass over and under each other."""
    source = rng("abstract-weave")
    x, y = grid(SIZE)
    count = 12
    bend = blurred(fbm(SIZE, 3, 3, source), 6) * 0.012
    u, v = (x + bend) * count, (y + np.roll(bend, 97, 0)) * count
    over = (np.floor(u) + np.floor(v)) % 2
    across, along = np.abs(u % 1 - 0.5), np.abs(v % 1 - 0.5)
    warp_height = np.sqrt(np.maximum(0, 1 - (across * 2.15) ** 2)) * (0.6 + 0.4 * np.cos(np.pi * along))
    weft_height = np.sqrt(np.maximum(0, 1 - (along * 2.15) ** 2)) * (0.6 + 0.4 * np.cos(np.pi * across))
    top = np.where(over > 0.5, warp_height + 0.35, weft_height + 0.35)
    under = np.where(over > 0.5, weft_height, warp_height) * 0.75
    height = np.maximum(top * (np.where(over > 0.5, warp_height, weft_height) > 0.02), under)
    fibre = np.where((height > under) == (over > 0.5), perlin(SIZE, (120, 8), source), perlin(SIZE, (8, 120), source))
    tone = stretched(height, 0, 0.9) + 0.12 * fibre
    colour = ramp(tone, (0, "160d08"), (0.35, "4a2c17"), (0.7, "9c6b3a"), (1, "e4bd82"))
    return np.clip(colour * lit(blurred(height.astype(np.float32), 0.8), 2.4)[..., None] * _grain(0.08, "weave"), 0, 1)


def abstract_silk() -> Field:
    """Folds of silk under two lights."""
    source = rng("abstract-silk")
    a, b = blurred(fbm(SIZE, 2, 3, source), 8), blurred(fbm(SIZE, 2, 3, source), 8)
    x, y = grid(SIZE)
    fold = np.sin(2 * np.pi * (2 * x + 3 * y) + 9 * a) * 0.6 + np.sin(2 * np.pi * (3 * x - 2 * y) + 7 * b) * 0.4
    fold = blurred(warped(fold.astype(np.float32), b * 0.12, a * 0.12), 2)
    warm, cold = lit(fold, 16, 2.3, 0), lit(fold, 16, 5.2, 0)
    base = ramp(stretched(fold), (0, "1d0b3d"), (0.5, "5b1f86"), (1, "b14bb6"))
    glow = base * (0.35 + 0.5 * warm[..., None]) + np.array([1.0, 0.72, 0.45]) * 0.4 * (warm[..., None] ** 6) * 0.22
    return np.clip(glow + np.array([0.15, 0.5, 1.0]) * 0.1 * cold[..., None] ** 3, 0, 1).astype(np.float32)


def organic_earth() -> Field:
    """Earth with roots and moss."""
    source = rng("organic-earth")
    soil, moss = fbm(SIZE, 5, 7, source, 0.62), stretched(fbm(SIZE, 3, 6, source))
    roots = stretched(warped(fbm(SIZE, 4, 4, source, 0.5, True), soil * 0.05, moss * 0.04))
    height = 0.5 * stretched(soil) + 0.5 * roots
    colour = ramp(height, (0, "1a120b"), (0.4, "49331f"), (0.7, "7d6142"), (1, "bfa27a"))
    green = ramp(stretched(fbm(SIZE, 24, 3, source)), (0, "20290d"), (0.6, "5d6b22"), (1, "9aa345"))
    colour = mix(colour, green, smooth(0.55, 0.72, moss + 0.25 * (1 - height)) * 0.85)
    return np.clip(colour * lit(height, 9)[..., None], 0, 1)


def organic_skin() -> Field:
    """The skin of a lizard: cells in rows of their own."""
    source = rng("organic-skin")
    bend = fbm(SIZE, 4, 3, source) * 0.035
    near, second, which = worley(SIZE, 22, source, 0.75)
    near, second = warped(near, bend, np.roll(bend, 91, 1)), warped(second, bend, np.roll(bend, 91, 1))
    tint = warped(source.random(22 * 22).astype(np.float32)[which], bend, np.roll(bend, 91, 1))
    edge = smooth(0.02, 0.32, second - near)
    dome = edge * (1 - 0.5 * near**2)
    patch = stretched(fbm(SIZE, 2, 5, source))
    colour = ramp(patch * 0.8 + tint * 0.2, (0, "37281e"), (0.4, "7a5a3a"), (0.6, "8d8a4d"), (1, "d9c58b"))
    colour *= (0.3 + 0.7 * edge)[..., None]
    return np.clip(
        colour * lit(blurred(dome, 1.2), 4.5)[..., None] * (0.9 + 0.2 * stretched(fbm(SIZE, 40, 3, source))[..., None]),
        0,
        1,
    )


def organic_coral() -> Field:
    """Coral, grown by reaction and diffusion (Gray and Scott; parameters of Pearson's 1993 kinds)."""
    source = rng("organic-coral")
    side = 256
    u, v = np.ones((side, side), np.float32), np.zeros((side, side), np.float32)
    for row, column in source.integers(0, side, (70, 2)):
        spot = (
            np.hypot(
                *(((np.indices((side, side)) - np.array([row, column])[:, None, None] + side // 2) % side) - side // 2)
            )
            < 5
        )
        u[spot], v[spot] = 0.5, 0.25
    for _ in range(2600):
        spread = [
            0.2 * (np.roll(f, 1, 0) + np.roll(f, -1, 0) + np.roll(f, 1, 1) + np.roll(f, -1, 1))
            + 0.05
            * (
                np.roll(f, (1, 1), (0, 1))
                + np.roll(f, (1, -1), (0, 1))
                + np.roll(f, (-1, 1), (0, 1))
                + np.roll(f, (-1, -1), (0, 1))
            )
            - f
            for f in (u, v)
        ]
        reaction = u * v * v
        u += 1.0 * spread[0] - reaction + 0.0545 * (1 - u)
        v += 0.5 * spread[1] + reaction - (0.062 + 0.0545) * v
    height = blurred(np.kron(stretched(v), np.ones((2, 2), np.float32)), 1.4)
    grain = stretched(fbm(SIZE, 16, 4, source))
    colour = ramp(
        height * 0.85 + grain * 0.15, (0, "2b0f1d"), (0.3, "7a1f3a"), (0.6, "d4593f"), (0.85, "f4b07a"), (1, "fff0d8")
    )
    return np.clip(colour * lit(height, 4)[..., None], 0, 1)


def organic_leaf() -> Field:
    """Leaves seen against the light: cells within cells, veins between."""
    source = rng("organic-leaf")
    total, bend = np.zeros((SIZE, SIZE), np.float32), fbm(SIZE, 5, 4, source) * 0.03
    for cells, weight in ((5, 1.0), (14, 0.55), (40, 0.3)):
        near, second, _ = worley(SIZE, cells, source)
        total += weight * (1 - smooth(0.0, 0.16, warped(second - near, bend, np.roll(bend, 61, 0))))
    shade = stretched(fbm(SIZE, 3, 5, source))
    colour = ramp(shade, (0, "16380f"), (0.5, "3f7d1c"), (1, "8fbf3a"))
    colour = mix(colour, ramp(shade, (0, "8da83c"), (1, "e6eaa0")), np.clip(total * 0.55, 0, 0.85))
    return np.clip(colour * lit(blurred(total, 1), 2.2)[..., None], 0, 1)


def wood() -> Field:
    """Boards, each cut from another place of the trunk."""
    source = rng("wood")
    x, y = grid(SIZE)
    boards = 4
    board = np.floor(x * boards).astype(int)
    shift = source.random(boards)[board]
    tone = source.random(boards)[board]
    slow = perlin(SIZE, (boards * 2, 2), source) * 0.9 + perlin(SIZE, (boards * 4, 4), source) * 0.35
    rings = np.sin(2 * np.pi * (9 * (x * boards % 1) * (0.5 + shift) + 3.2 * slow + shift * 11)).astype(np.float32)
    fibre = fbm(SIZE, (96, 4), 3, source, 0.6)
    pores = smooth(0.28, 0.5, perlin(SIZE, (220, 14), source))
    value = 0.5 + 0.2 * rings + 0.3 * fibre + 0.25 * (tone - 0.5)
    colour = (
        ramp(value, (0, "3a1f0f"), (0.35, "7a4a22"), (0.65, "b07a3f"), (1, "dcae70")) * (1 - 0.35 * pores)[..., None]
    )
    gap = smooth(0.0, 0.022, 0.5 - np.abs(x * boards % 1 - 0.5))
    return np.clip(colour * (0.25 + 0.75 * gap)[..., None] * lit(fibre * 0.2 + gap * 0.1, 5)[..., None], 0, 1)


def rock_tiles() -> Field:
    """A floor of broken stone slabs."""
    source = rng("rock-tiles")
    bend = fbm(SIZE, 6, 5, source)
    near, second, which = worley(SIZE, 6, source, 0.85)
    gap = warped(second - near, bend * 0.02, np.roll(bend, 77, 0) * 0.02)
    tint = source.random(36).astype(np.float32)[which]
    slab = smooth(0.02, 0.14, gap)
    rough = stretched(fbm(SIZE, 7, 7, source, 0.6))
    height = slab * (0.7 + 0.3 * rough) + 0.12 * rough
    colour = ramp(rough * 0.7 + tint * 0.3, (0, "3b3835"), (0.4, "746c63"), (0.75, "a89c8c"), (1, "d6cbb8"))
    colour = mix(ramp(rough, (0, "15120f"), (1, "3a3128")), colour, slab)
    return np.clip(colour * lit(height, 6)[..., None], 0, 1)


def metal() -> Field:
    """Plates of painted steel that rust where the paint is gone."""
    source = rng("metal")
    x, y = grid(SIZE)
    rust = stretched(fbm(SIZE, 4, 7, source, 0.6))
    scratched = stretched(fbm(SIZE, (6, 120), 3, source, 0.6))
    paint = ramp(
        stretched(fbm(SIZE, 10, 4, source)) * 0.5 + scratched * 0.5, (0, "4c5a60"), (0.6, "74848a"), (1, "a7b3b5")
    )
    red = ramp(
        stretched(fbm(SIZE, 18, 5, source, 0.65)), (0, "2a120a"), (0.45, "6d2f14"), (0.75, "a9531f"), (1, "d98b45")
    )
    eaten = smooth(0.5, 0.6, rust + 0.08 * (scratched - 0.5))
    seam = np.minimum(np.abs((x * 2 + 0.5) % 1 - 0.5), np.abs((y * 2 + 0.5) % 1 - 0.5))
    plate = smooth(0.0, 0.012, seam)
    rivet = np.hypot((x * 16 + 0.5) % 1 - 0.5, (y * 16 + 0.5) % 1 - 0.5)
    border = (np.minimum(np.abs((x * 2 + 0.5) % 1 - 0.5), np.abs((y * 2 + 0.5) % 1 - 0.5)) < 0.1) & (
        np.minimum(np.abs((x * 2 + 0.5) % 1 - 0.5), np.abs((y * 2 + 0.5) % 1 - 0.5)) > 0.03
    )
    dome = np.where(border, np.sqrt(np.maximum(0, 0.07 - rivet**2)), 0).astype(np.float32)
    height = plate * 0.5 - eaten * 0.12 + eaten * stretched(fbm(SIZE, 30, 4, source)) * 0.2 + dome * 2.2
    return np.clip(
        mix(paint, red, eaten)
        * (0.35 + 0.65 * plate)[..., None]
        * lit(blurred(height.astype(np.float32), 0.7), 5)[..., None],
        0,
        1,
    )


def lichen() -> Field:
    """A boulder that lichen has settled on."""
    source = rng("lichen")
    stone = stretched(fbm(SIZE, 6, 7, source, 0.62))
    colour = ramp(stone, (0, "2f2d2b"), (0.5, "67625c"), (1, "a39c92"))
    height = stone * 0.5
    for cells, size, low, high in (
        (6, 0.42, "6f7d2a", "c9cf6a"),
        (9, 0.38, "b7792a", "e8b75a"),
        (13, 0.36, "8b9a86", "dbe3d2"),
    ):
        bend = fbm(SIZE, 12, 4, source) * 0.045
        near, _, which = worley(SIZE, cells, source)
        near = warped(near, bend, np.roll(bend, 55, 0))
        here = source.random(cells * cells)[which] < 0.42
        patch = np.where(
            here, 1 - smooth(size * 0.6, size, near + 0.12 * stretched(fbm(SIZE, 40, 3, source))), 0
        ).astype(np.float32)
        patch = blurred(patch, 0.6)
        crumb = stretched(fbm(SIZE, 48, 3, source, 0.7))
        colour = mix(colour, ramp(crumb * 0.7 + near / size * 0.3, (0, low), (1, high)), patch)
        height = height + patch * (0.15 + 0.3 * crumb)
    return np.clip(colour * lit(height.astype(np.float32), 5)[..., None], 0, 1)


def stars() -> Field:
    """A night full of stars in two bands of dust."""
    source = rng("stars")
    dust = stretched(fbm(SIZE, 2, 6, source)) ** 2
    dark = stretched(fbm(SIZE, 3, 6, source, 0.6))
    colour = ramp(dust * dark, (0, "02030a"), (0.3, "0b1430"), (0.6, "2c2a58"), (1, "7d5a86"))
    light = np.zeros((SIZE, SIZE, 3), np.float32)
    for count, brightness, spread in ((2600, 0.5, 0.0), (500, 1.1, 0.6), (60, 9.0, 1.1)):
        layer = np.zeros((SIZE, SIZE, 3), np.float32)
        rows, columns = source.integers(0, SIZE, (2, count))
        warmth = source.random(count)[:, None]
        tint = np.where(warmth > 0.5, [1.0, 0.86, 0.7], [0.72, 0.84, 1.0]) * (0.25 + source.random(count)[:, None] ** 3)
        np.add.at(layer, (rows, columns), tint.astype(np.float32) * brightness)
        light += blurred(layer, spread) * (6 * spread * spread + 1) if spread else layer
    glow = blurred(light, 5) * 3
    return np.clip(colour + light + glow, 0, 1)


def city() -> Field:
    """Windows of a city at night."""
    source = rng("city")
    x, y = grid(SIZE)
    colour = np.zeros((SIZE, SIZE, 3), np.float32) + np.array([0.02, 0.025, 0.05], np.float32)
    for houses, floors, dim in ((8, 32, 0.35), (4, 16, 1.0)):
        house = np.floor(x * houses).astype(int)
        roof = 0.15 + 0.5 * source.random(houses)[house] if dim == 1.0 else 0.02 + 0.2 * source.random(houses)[house]
        wall = (
            ramp(source.random(houses)[house] + 0 * x, (0, "1c1a24"), (0.5, "2a2a33"), (1, "3b2f2b"))
            * dim
            * (0.75 + 0.35 * stretched(fbm(SIZE, 8, 5, source)))[..., None]
        )
        u, v = x * floors * 2, y * floors
        here = source.random((floors, floors * 2))[
            np.floor(v).astype(int) % floors, np.floor(u).astype(int) % (floors * 2)
        ]
        frame = smooth(0.16, 0.24, 0.5 - np.abs(u % 1 - 0.5)) * smooth(0.14, 0.22, 0.5 - np.abs(v % 1 - 0.5))
        pane = (
            ramp(
                here,
                (0, "07090f"),
                (0.6, "0c1220"),
                (0.62, "6b4a1c"),
                (0.85, "ffc66b"),
                (0.97, "fff1c9"),
                (1, "bfe2ff"),
            )
            * dim
        )
        built = mix(wall, pane, (frame * (0.6 + 0.4 * (1 - 0.7 * (v % 1)))).astype(np.float32))
        colour = np.where((y > roof)[..., None], built, colour)
    return np.clip(colour + blurred(np.maximum(colour - 0.35, 0), 5) * 0.9, 0, 1).astype(np.float32)


def bricks() -> Field:
    """A wall of bricks in running bond."""
    source = rng("bricks")
    x, y = grid(SIZE)
    rows, columns = 16, 8
    bend = fbm(SIZE, 14, 4, source) * 0.006
    v = (y + bend) * rows
    row = np.floor(v).astype(int) % rows
    u = (x + np.roll(bend, 50, 1)) * columns + 0.5 * (row % 2)
    brick = np.floor(u).astype(int) % columns
    tint = source.random((rows, columns))[row, brick].astype(np.float32)
    inside = smooth(0.02, 0.06, 0.5 - np.abs(u % 1 - 0.5)) * smooth(0.05, 0.12, 0.5 - np.abs(v % 1 - 0.5))
    rough = stretched(fbm(SIZE, 16, 5, source, 0.65))
    colour = ramp(tint * 0.65 + rough * 0.35, (0, "4d1d15"), (0.4, "8a3a25"), (0.75, "b55f3c"), (1, "d8a07a"))
    mortar = ramp(rough, (0, "6a655d"), (1, "b5aea2"))
    return np.clip(mix(mortar, colour, inside) * lit(inside * 0.6 + rough * 0.25, 5)[..., None], 0, 1)


def grass() -> Field:
    """Blades of grass from above."""
    source = rng("grass")
    colour = ramp(stretched(fbm(SIZE, 6, 5, source)), (0, "0d1506"), (1, "22330f"))
    for layer in range(7):
        angle_x, angle_y = source.integers(-14, 15), source.integers(18, 34)
        x, y = grid(SIZE)
        bend = perlin(SIZE, 5, source) * 0.05
        u, v = (x + bend) * 84 + angle_x * y, (y + np.roll(bend, 33, 0)) * angle_y
        blade = 0.5 - np.abs(u % 1 - 0.5)
        along = v % 1
        # A row further down than the last is the first, moved by the slant of the rows.
        row = np.floor(v).astype(int)
        column = np.floor(u).astype(int) - angle_x * (row // angle_y)
        tone = source.random((64, 128))[row % angle_y, column % 84]
        mask = smooth(0.0, 0.12, (blade - 0.32 * along).astype(np.float32)) * (tone > 0.35)
        colour = mix(
            colour,
            ramp(
                (tone * 0.6 + 0.4 * (1 - along)) * (0.55 + 0.07 * layer), (0, "132008"), (0.5, "43681c"), (1, "b4cc5c")
            ),
            (mask * 0.92).astype(np.float32),
        )
    return np.clip(colour, 0, 1)


def pebbles() -> Field:
    """Round pebbles as a height, one channel."""
    source = rng("pebbles")
    height = np.zeros((SIZE, SIZE), np.float32)
    for cells, top, part in ((7, 1.0, 0.62), (12, 0.72, 0.75), (22, 0.5, 1.0)):
        near, second, which = worley(SIZE, cells, source, 0.9)
        reach = np.clip(1 - near / (near + np.maximum(second - near, 0) * 0.5 + 1e-4), 0, 1)
        here = source.random(cells * cells)[which] < part
        dome = np.sqrt(np.maximum(0, 1 - (1 - smooth(0.0, 1.0, np.minimum(1, (second - near) * 1.5))) ** 2)) * (
            0.75 + 0.25 * reach
        )
        lift = (0.75 + 0.25 * source.random(cells * cells)[which]) * top
        height = np.maximum(height, np.where(here, dome * lift, 0))
    return stretched(blurred(height.astype(np.float32), 0.8) + 0.04 * fbm(SIZE, 24, 4, source))


TEXTURES: dict[str, tuple[str, Callable[[], Field]]] = {
    "abstract-ink": ("Ink", abstract_ink),
    "abstract-weave": ("Weave", abstract_weave),
    "abstract-silk": ("Silk", abstract_silk),
    "organic-earth": ("Earth", organic_earth),
    "organic-skin": ("Skin", organic_skin),
    "organic-coral": ("Coral", organic_coral),
    "organic-leaf": ("Leaf", organic_leaf),
    "wood": ("Wood", wood),
    "rock-tiles": ("Rock tiles", rock_tiles),
    "metal": ("Rusty metal", metal),
    "lichen": ("Lichen", lichen),
    "bricks": ("Bricks", bricks),
    "grass": ("Grass", grass),
    "stars": ("Stars", stars),
    "city": ("City at night", city),
    "pebbles": ("Pebbles", pebbles),
}
