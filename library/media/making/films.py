"""Films: short loops, frame by frame; each yields pictures of 0…1 whose last runs into the first."""

from collections.abc import Iterator

import numpy as np

from .fields import Field, fbm, ramp, rng, smooth, stretched

FPS = 24


def lanterns() -> Iterator[Field]:
    """Paper lanterns that rise over a lake: 8 s of 384×216."""
    width, height, frames = 384, 216, 8 * FPS
    source = rng("lanterns")
    x, y = np.meshgrid((np.arange(width) + 0.5) / height, (np.arange(height) + 0.5) / height)
    x, y = x.astype(np.float32), y.astype(np.float32)
    shore = 0.68
    hills = stretched(fbm(512, 3, 5, source))[200, :width] * 0.11
    ridge = smooth(-0.004, 0.004, (y - (shore - 0.03 - hills[None, :])).astype(np.float32))
    heaven = ramp(y / shore, (0, "050818"), (0.55, "10183d"), (0.85, "33265e"), (1, "7b4a6b"))
    heaven = heaven * (1 - ridge[..., None]) + ramp(y / shore, (0, "0a0d1f"), (1, "14132a")) * ridge[..., None]
    for row, column in source.integers(0, [int(height * 0.5), width], (90, 2)):
        heaven[row, column] += source.random() ** 2 * 0.7
    swarm = [
        (
            source.random() * width / height,
            source.random(),
            0.010 + 0.022 * source.random() ** 2,
            source.random(),
            int(source.integers(1, 3)),
        )
        for _ in range(34)
    ]
    swarm.sort(key=lambda one: one[2])
    for frame in range(frames):
        t = frame / frames
        picture = heaven.copy()
        for at, start, size, tone, speed in swarm:
            # A lantern rises from the water and is back there after the loop; a small one is far away and slow.
            way = (start + t * (speed if size > 0.02 else 1)) % 1
            cx = at + 0.03 * np.sin(2 * np.pi * (t + tone)) + 0.02 * np.sin(2 * np.pi * way)
            cy = shore + 0.05 - way * (shore + 0.15)
            seen = min(1.0, way * 9) * min(1.0, (1 - way) * 6)
            dx, dy = (x - cx) / size, (y - cy) / size
            shape = np.maximum(np.abs(dx) / (0.8 - 0.12 * dy), np.abs(dy) / 1.15)
            body = smooth(1.05, 0.9, shape.astype(np.float32))
            flame = 0.75 + 0.25 * np.sin(2 * np.pi * (5 * t * 2 + tone * 7)) * 0.4
            warm = np.array([1.0, 0.62 + 0.12 * tone, 0.25 + 0.15 * tone])
            inner = np.clip(1.15 - 0.45 * (dy + 1) - 0.2 * dx * dx, 0.15, 1.3) + 0.7 * np.exp(
                -(dx * dx + (dy - 0.7) ** 2) * 3
            )
            glow = 0.16 * np.exp(-np.hypot(dx, dy) * 0.7) + 0.05 * np.exp(-np.hypot(dx, dy) * 0.22)
            picture += (glow * flame * seen)[..., None] * warm
            picture = (
                picture * (1 - (body * seen)[..., None]) + (body * seen * inner * (0.7 + 0.3 * flame))[..., None] * warm
            )
        depth = np.maximum(y - shore, 0)
        ripple = sum(
            np.sin(2 * np.pi * (k * t + f * depth / (0.12 + depth) + g * x)) * a
            for k, f, g, a in ((2, 9.0, 0.6, 0.010), (-1, 17.0, -0.9, 0.006), (3, 29.0, 1.7, 0.004))
        )
        rows = np.clip((shore - depth * 1.15 + ripple * 0.35) * height, 0, height - 1).astype(int)
        columns = np.clip((x + ripple * (0.2 + depth)) * height, 0, width - 1).astype(int)
        mirrored = picture[rows, columns] * (0.72 - 0.5 * depth)[..., None] + np.array([0.01, 0.015, 0.04])
        picture = np.where((y > shore)[..., None], mirrored, picture)
        yield (1 - np.exp(-1.5 * picture)).astype(np.float32) * 1.05


def dancer() -> Iterator[Field]:
    """Somebody dances before a green screen: 4 s of 320×240."""
    width, height, frames = 320, 240, 4 * FPS
    x, y = np.meshgrid((np.arange(width) + 0.5) / height - width / height / 2, (np.arange(height) + 0.5) / height)
    x, y = x.astype(np.float32), y.astype(np.float32)
    screen = np.stack([0.03 + 0 * x, 0.72 - 0.06 * np.hypot(x, y - 0.5), 0.12 + 0 * x], -1).astype(np.float32)

    def limb(ax: float, ay: float, bx: float, by: float, thick: float, thin: float) -> tuple[Field, Field]:
        """Distance to a tapered limb, and how far across it lies (-1…1)."""
        px, py, qx, qy = x - ax, y - ay, bx - ax, by - ay
        h = np.clip((px * qx + py * qy) / (qx * qx + qy * qy), 0, 1)
        away = np.hypot(px - h * qx, py - h * qy)
        radius = thick + (thin - thick) * h
        side = (px * qy - py * qx) / np.hypot(qx, qy) / radius
        return (away - radius).astype(np.float32), np.clip(side, -1, 1).astype(np.float32)

    for frame in range(frames):
        beat = 2 * np.pi * frame / frames
        bounce = 0.012 * np.cos(4 * beat)
        sway = 0.05 * np.sin(beat * 2)
        hip_x, hip_y = sway, 0.56 + bounce
        chest_x, chest_y = sway * 0.4 + 0.02 * np.sin(4 * beat), 0.36 + bounce
        head_x, head_y = chest_x - sway * 0.4, 0.225 + bounce * 1.5
        picture = screen * (1 - 0.25 * np.exp(-(((x - hip_x) / 0.25) ** 2) - ((y - 0.95) / 0.035) ** 2))[..., None]
        parts: list[tuple[tuple[Field, Field], tuple[float, float, float]]] = []
        for side in (-1, 1):
            phase = 2 * beat + (0 if side < 0 else np.pi)
            foot_x, foot_y = side * 0.11 + 0.03 * np.sin(beat), 0.925 - 0.05 * max(0.0, np.sin(phase))
            knee_x, knee_y = (hip_x + foot_x) / 2 + side * 0.045, (hip_y + foot_y) / 2 - 0.03 * max(0.0, np.sin(phase))
            parts.append((limb(hip_x + side * 0.04, hip_y, knee_x, knee_y, 0.047, 0.036), (0.13, 0.16, 0.42)))
            parts.append((limb(knee_x, knee_y, foot_x, foot_y, 0.036, 0.024), (0.13, 0.16, 0.42)))
            parts.append((limb(foot_x, foot_y, foot_x + side * 0.045, foot_y + 0.012, 0.022, 0.016), (0.92, 0.9, 0.88)))
        parts.append((limb(chest_x, chest_y + 0.015, hip_x, hip_y - 0.02, 0.088, 0.066), (0.86, 0.22, 0.34)))
        for side in (-1, 1):
            swing = np.sin(2 * beat + side * 0.9)
            elbow_x, elbow_y = chest_x + side * (0.155 + 0.02 * swing), chest_y + 0.035 - 0.075 * swing
            hand_x, hand_y = elbow_x + side * 0.06 * np.cos(2 * beat), elbow_y - 0.1 - 0.035 * np.sin(4 * beat + side)
            parts.append(
                (limb(chest_x + side * 0.08, chest_y - 0.03, elbow_x, elbow_y, 0.034, 0.027), (0.86, 0.22, 0.34))
            )
            parts.append((limb(elbow_x, elbow_y, hand_x, hand_y, 0.025, 0.019), (0.80, 0.56, 0.42)))
        parts.append((limb(chest_x, chest_y - 0.08, head_x, head_y + 0.03, 0.03, 0.03), (0.72, 0.49, 0.37)))
        parts.append((limb(head_x, head_y - 0.012, head_x + 0.004, head_y + 0.022, 0.056, 0.05), (0.82, 0.58, 0.44)))
        parts.append(
            (limb(head_x - 0.03, head_y - 0.04, head_x + 0.03, head_y - 0.045, 0.034, 0.034), (0.16, 0.1, 0.09))
        )
        for (away, across), colour in parts:
            cover = smooth(0.003, -0.003, away)[..., None]
            shade = (0.55 + 0.45 * np.sqrt(np.maximum(0, 1 - across**2)) + 0.16 * across)[..., None]
            picture = picture * (1 - cover) + cover * np.array(colour) * shade
        yield np.clip(picture, 0, 1).astype(np.float32)


FILMS = {"lanterns": ("Lanterns", lanterns), "dancer": ("Dancer before green", dancer)}
