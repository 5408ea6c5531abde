"""What becomes of a file that somebody sends: a picture and nothing but its pixels, or a refusal that says why."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from fractafrag.domains.uploads import pictures
from fractafrag.domains.uploads.pictures import NoPicture, picture_of, sha256_of


def file_of(image: Image.Image, kind: str, **options: object) -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind, **options)  # pyright: ignore[reportArgumentType]
    return kept.getvalue()


def pixels(data: bytes) -> np.ndarray:  # pyright: ignore[reportMissingTypeArgument, reportUnknownParameterType]
    return np.asarray(Image.open(io.BytesIO(data)))  # pyright: ignore


def noise(width: int, height: int, channels: int = 3) -> Image.Image:
    values = np.random.default_rng(1).integers(0, 256, (height, width, channels), dtype=np.uint8)
    return Image.fromarray(values)


def test_pixels_of_a_png_stay_to_the_bit_also_where_it_is_transparent() -> None:
    image = noise(40, 30, 4)
    image.putpixel((3, 4), (200, 100, 50, 0))
    picture = picture_of(file_of(image, "PNG"))
    assert (picture.width, picture.height, picture.channels) == (40, 30, 4)
    assert (pixels(picture.data) == np.asarray(image)).all()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_as_webp_under_the_hash_of_its_bytes(kind: str) -> None:
    picture = picture_of(file_of(noise(64, 48), kind))
    assert picture.data[8:12] == b"WEBP"
    assert picture.channels == 3
    assert sha256_of(f"upload:{picture.sha256}") == picture.sha256
    assert picture_of(file_of(noise(64, 48), kind)).sha256 == picture.sha256


def test_metadata_does_not_outlive_the_upload() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    text = PngInfo()
    text.add_text("Comment", "where I live", zip=True)
    for sent in (
        file_of(noise(16, 16), "JPEG", exif=exif, icc_profile=b"where I live"),
        file_of(noise(16, 16), "PNG", exif=exif, pnginfo=text),
        file_of(noise(16, 16), "WEBP", exif=exif, xmp=b"where I live"),
    ):
        kept = picture_of(sent).data
        assert b"where I live" not in kept
        assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = picture_of(file_of(noise(40, 30), "JPEG", exif=exif))
    assert (picture.width, picture.height) == (30, 40)


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    picture = picture_of(file_of(Image.new("RGB", (4096, 1024), "teal"), "JPEG"))
    assert (picture.width, picture.height) == (2048, 512)


def test_a_heavy_picture_is_kept_as_a_photograph(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = file_of(noise(200, 200), "PNG")
    whole = len(picture_of(sent).data)
    monkeypatch.setattr(pictures, "LOSSLESS_BYTES", 1000)
    assert len(picture_of(sent).data) < whole


@pytest.mark.parametrize(("mode", "channels"), [("L", 3), ("1", 3), ("P", 3), ("LA", 4), ("I;16", 3)])
def test_other_kinds_of_pixels_become_colours_of_eight_bits(mode: str, channels: int) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.full((8, 8), 0x8080, np.uint16))
    else:
        kind, colour = ("RGB", "teal") if mode == "P" else ("RGBA", "#80808080")
        image = Image.new(kind, (8, 8), colour).convert(mode)
    picture = picture_of(file_of(image, "PNG"))
    assert picture.channels == channels
    if mode == "I;16":
        assert (pixels(picture.data) == 0x80).all()


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")):
        bomb += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    with pytest.raises(NoPicture):
        picture_of(bomb)
    with pytest.raises(NoPicture, match="25,000,000"):
        picture_of(file_of(Image.new("1", (6000, 5000)), "PNG"))


@pytest.mark.parametrize("sent", [b"", b"GIF89a" + bytes(40), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"RIFF"])
def test_what_is_no_picture_is_refused(sent: bytes) -> None:
    with pytest.raises(NoPicture):
        picture_of(sent)


def test_half_a_picture_is_refused() -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        whole = file_of(noise(64, 64), kind)
        with pytest.raises(NoPicture):
            picture_of(whole[: len(whole) // 2])


WHOLE = file_of(noise(12, 9), "PNG"), file_of(noise(12, 9), "JPEG"), file_of(noise(12, 9), "WEBP")


@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=6))
def test_a_broken_file_is_a_picture_or_a_refusal_and_never_a_fault(
    whole: bytes, changes: list[tuple[int, int]]
) -> None:
    sent = bytearray(whole)
    for at, value in changes:
        sent[at % len(sent)] = value
    try:
        picture = picture_of(bytes(sent))
    except NoPicture:
        return
    assert max(picture.width, picture.height) <= pictures.LARGEST_SIDE


@pytest.mark.parametrize(
    "source", ["upload:", "upload:" + "A" * 64, "noise-grey-64", "upload:" + "a" * 63, " upload:" + "a" * 64]
)
def test_only_a_whole_hash_names_a_picture(source: str) -> None:
    assert sha256_of(source) is None
