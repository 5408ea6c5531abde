"""The media set is what contract/media.json says: every file is there, decodes, and has the size that is told."""

import re
from collections import Counter
from typing import Any

import numpy as np
import orjson
import pytest
from PIL import Image

from fractafrag.core.settings import ROOT

FOLDER = ROOT / "library" / "media"
DOCUMENT: dict[str, Any] = orjson.loads((ROOT / "contract" / "media.json").read_bytes())
MEDIA: list[dict[str, Any]] = DOCUMENT["media"]
NAMES = [medium["id"] for medium in MEDIA]
MODES = {1: ("L", "RGB"), 3: ("RGB",), 4: ("RGBA",)}
MOST_BYTES = 2_500_000


def listed(medium: dict[str, Any]) -> list[str]:
    return [*medium["files"], *([medium["preview"]] if medium["preview"] else [])]


def image(name: str) -> Image.Image:
    with Image.open(FOLDER / name) as opened:
        opened.load()
        return opened.copy()


def test_the_files_that_are_listed_are_the_files_that_are_there() -> None:
    there = {path.name for path in FOLDER.iterdir() if path.suffix in {".webp", ".webm", ".bin"}}
    names = [name for medium in MEDIA for name in listed(medium)]
    assert Counter(names) == Counter(there)


def test_the_set_is_small() -> None:
    assert sum((FOLDER / name).stat().st_size for medium in MEDIA for name in listed(medium)) <= MOST_BYTES


def test_ids_are_unique_and_can_be_sources() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", name) for name in NAMES)
    assert all(medium["title"] for medium in MEDIA)


@pytest.mark.parametrize("medium", MEDIA, ids=NAMES)
def test_a_medium_is_as_the_list_says(medium: dict[str, Any]) -> None:
    kind, files, size = medium["type"], medium["files"], (medium["width"], medium["height"])
    if not files:
        # The runtime makes these four by itself.
        assert kind == "texture"
        assert medium["id"].startswith("noise-")
    elif kind in ("texture", "cubemap"):
        pictures = [image(name) for name in files]
        assert len(pictures) == (6 if kind == "cubemap" else 1)
        assert {one.size for one in pictures} == {size}
        assert {one.mode for one in pictures} <= set(MODES[medium["channels"]])
        assert kind == "texture" or size[0] == size[1]
    elif kind == "volume":
        (name,) = files
        texels = size[0] * size[1] * medium["depth"]
        assert (FOLDER / name).stat().st_size == texels * medium["channels"]
    else:
        (name,) = files
        head = (FOLDER / name).read_bytes()[:4096]
        assert head.startswith(b"\x1a\x45\xdf\xa3")
        assert (b"V_VP9" if kind == "video" else b"A_OPUS") in head
        assert medium["seconds"] > 0
    if medium["preview"]:
        assert image(medium["preview"]).size == (112, 112)


@pytest.mark.parametrize(
    "medium", [one for one in MEDIA if one["type"] == "texture" and one["files"]], ids=lambda one: one["id"]
)
def test_a_texture_repeats_without_a_seam(medium: dict[str, Any]) -> None:
    if medium["id"] in ("letters", "sprites", "bayer", "blue-noise", "city"):
        pytest.skip("made of separate parts, or of noise")
    values = np.asarray(image(medium["files"][0]).convert("RGB"), float)
    for axis in (0, 1):
        steps = np.abs(np.diff(values, axis=axis)).mean((1 - axis, 2))
        across = np.abs(np.take(values, 0, axis) - np.take(values, -1, axis)).mean()
        assert across <= steps.max() * 1.5 + 4


def test_blue_noise_has_no_low_frequencies() -> None:
    tile = np.asarray(image("blue-noise.webp"), float)[:128, :128]
    for channel in range(4):
        power = np.abs(np.fft.fft2(tile[..., channel] / 255 - 0.5)) ** 2
        along = np.minimum(np.arange(128), 128 - np.arange(128))
        radius = np.hypot(along[:, None], along[None, :])
        low, high = power[(radius > 0) & (radius < 16)].mean(), power[radius > 48].mean()
        assert low < high / 50
        # Every value as often as every other.
        assert np.bincount(tile[..., channel].astype(int).ravel(), minlength=256).tolist() == [64] * 256


def test_letters_stand_where_shaders_look_for_them() -> None:
    atlas = np.asarray(image("letters.webp"), float) / 255
    for code in (ord("A"), ord("0"), ord("g"), ord("@")):
        row, column = divmod(code, 16)
        cell = atlas[row * 64 : row * 64 + 64, column * 64 : column * 64 + 64]
        mask, distance = cell[..., 0], cell[..., 3] - 127 / 255
        assert mask.max() > 0.9
        # Negative inside, positive outside, in cells; nothing reaches into the outer quarters but for a narrow rim.
        assert (distance[mask > 0.95] < 0.01).all()
        assert (distance[mask < 0.05] > -0.01).all()
        assert mask[:, :14].max() == mask[:, 50:].max() == 0
    blank = atlas[2 * 64 : 3 * 64, :64]
    assert blank[..., 0].max() == 0
    assert blank[..., 3].min() == 1


def test_every_asset_of_shadertoy_is_known_once_and_stands_for_something_of_the_same_type() -> None:
    rows = [row for medium in MEDIA for row in medium["shadertoy"]]
    files = [row["file"] for row in rows if row["file"]]
    ids = [row["id"] for row in rows if row["id"]]
    assert len(files) == len(set(files)) > 50
    assert len(ids) == len(set(ids)) > 30
    assert all(re.fullmatch(r"/(?:media/a/[0-9a-f]{64}|presets/[a-z0-9_]+)\.[a-z0-9]+", file) for file in files)
    assert {row["likeness"] for row in rows} <= {"exact", "alike", "stand-in"}
    for medium in MEDIA:
        for row in medium["shadertoy"]:
            stem = row["file"].rsplit("/", 1)[-1]
            wanted = {"tex": "texture", "cub": "cubemap", "vid": "video", "mzk": "music"}.get(stem[:3])
            assert wanted in (None, medium["type"])


def test_there_is_a_substitute_for_what_nobody_knows() -> None:
    types = {medium["id"]: medium["type"] for medium in MEDIA}
    assert set(DOCUMENT["substitutes"]) == set(types.values())
    assert all(types[ours] == kind for kind, ours in DOCUMENT["substitutes"].items())
