"""What a work looks like, in numbers: bounded, repeatable, and moved by what moves the eye."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from fractafrag.domains.embeddings import look
from fractafrag.domains.embeddings.look import GAP, LABEL_ROWS, MOMENTS, NAMES, NoPicture, Pixels

MOVIES = arrays.arrays(np.uint8, st.tuples(st.integers(1, 4), st.integers(8, 20), st.integers(8, 24), st.just(3)))


def seen(frames: Pixels) -> dict[str, float]:
    moments = MOMENTS[: len(frames)]
    return dict(zip(NAMES, look.features(frames, moments).tolist(), strict=True))


def gradient(count: int = 3) -> Pixels:
    """Brighter to the right."""
    ramp = np.linspace(20, 220, 48).astype(np.uint8)
    return np.broadcast_to(ramp[None, None, :, None], (count, 32, 48, 3)).copy()


def waves(count: int, hertz: float) -> Pixels:
    """Upright stripes that go by."""
    x = np.arange(48)[None, None, :] / 12
    at = np.array(MOMENTS[:count])[:, None, None]
    light = 127 + 100 * np.sin(2 * np.pi * (x - hertz * at)) * np.ones((1, 32, 1))
    return np.repeat(light[..., None], 3, axis=-1).astype(np.uint8)


@given(MOVIES)
@settings(max_examples=60, deadline=None)
def test_numbers_are_bounded_and_the_same_each_time(frames: Pixels) -> None:
    found = look.features(frames, MOMENTS[: len(frames)])
    assert found.shape == (len(NAMES),)
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= 2.5
    assert np.array_equal(found, look.features(frames.copy(), MOMENTS[: len(frames)]))


@given(MOVIES)
@settings(max_examples=40, deadline=None)
def test_half_a_turn_changes_no_colour_no_edge_and_no_symmetry(frames: Pixels) -> None:
    turned = seen(np.ascontiguousarray(frames[:, ::-1, ::-1]))
    for name, value in seen(frames).items():
        if not name.startswith(("above_below", "spokes", "local_entropy")):
            assert turned[name] == pytest.approx(value, abs=0.02), name


@pytest.mark.parametrize("level", [0, 128, 255])
def test_something_flat_is_a_picture_too(level: int) -> None:
    found = seen(np.full((9, 20, 30, 3), level, np.uint8))
    assert found["edges"] == found["entropy"] == found["motion_short"] == found["chroma_spread"] == 0
    assert found["light"] == pytest.approx({0: 0, 128: 0.536, 255: 1}[level], abs=0.01)


def test_brighter_is_lighter_and_colour_is_colour() -> None:
    grey = gradient()
    assert seen(np.minimum(grey + 30, 255).astype(np.uint8))["light"] > seen(grey)["light"] + 0.05
    red = grey.copy()
    red[..., 1:] = 0
    assert seen(grey)["chroma"] < 0.01 < 0.3 < seen(red)["chroma"]
    hues = {name: value for name, value in seen(red).items() if name.startswith("hue_")}
    assert max(hues, key=lambda name: hues[name]) == "hue_1"


def test_stripes_have_a_direction_and_turning_them_turns_it() -> None:
    upright = waves(1, 0)
    level = np.ascontiguousarray(upright.transpose(0, 2, 1, 3))
    assert seen(upright)["across"] > 0.9
    assert seen(level)["across"] < -0.9
    assert seen(upright)["edge_0"] > 0.9
    assert seen(level)[f"edge_{look.ANGLE_BINS // 2}"] > 0.9


def test_rings_are_known_from_stripes() -> None:
    y, x = np.mgrid[-1:1:48j, -1:1:48j]
    rings = np.repeat((127 + 100 * np.sin(np.hypot(x, y) * 12))[None, ..., None], 3, axis=-1).astype(np.uint8)
    assert seen(rings)["rings"] > 0.8 > 0.3 > seen(waves(1, 0))["rings"]
    assert seen(rings)["mirror_across"] > 0.95


def test_what_moves_faster_has_the_higher_frequency() -> None:
    still, slow, fast = (seen(waves(9, hertz)) for hertz in (0, 0.1, 1))
    assert still["motion_short"] == still["frequency"] == 0
    assert 0 < slow["frequency"] < fast["frequency"]
    assert slow["motion_short"] < fast["motion_short"]


def sheet(columns: int, rows: int, width: int = 40, height: int = 40) -> bytes:
    """Each cell has a grey of its own, with a white label above and white gaps between."""
    whole = np.full((rows * height + (rows - 1) * GAP, columns * width + (columns - 1) * GAP, 3), 255, np.uint8)
    for at in range(columns * rows):
        y, x = at // columns * (height + GAP), at % columns * (width + GAP)
        whole[y + LABEL_ROWS : y + height, x : x + width] = at * 20
    held = io.BytesIO()
    Image.fromarray(whole).save(held, "PNG")
    return held.getvalue()


def test_the_cells_of_a_sheet_come_without_labels_and_gaps() -> None:
    cells = look.frames(sheet(3, 2), 3, 2, 5)
    assert cells.shape == (5, 40 - 2 * LABEL_ROWS, 40, 3)
    assert [sorted(set(cell.ravel().tolist())) for cell in cells] == [[at * 20] for at in range(5)]


@pytest.mark.parametrize(
    ("data", "columns", "rows", "count"),
    [(b"", 1, 1, 1), (b"no picture", 1, 1, 1), (sheet(1, 1), 1, 1, 2), (sheet(1, 1), 9, 9, 1), (sheet(1, 1), 1, 1, 0)],
)
def test_what_is_no_sheet_is_refused(data: bytes, columns: int, rows: int, count: int) -> None:
    with pytest.raises(NoPicture):
        look.frames(data, columns, rows, count)
