"""Pure room: turns a file that somebody sent into a picture that is safe to keep, and gives it its name.

The file is decoded, turned as its camera says, made smaller where it is too large, and encoded anew: what comes out
holds nothing of the file but its pixels.
"""

import hashlib
import io
import re
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_SIDE = 2048
"""Texels; every device with WebGL 2 takes as many."""
LARGEST_PIXELS = 25_000_000
"""Of the file as sent, before anything is decoded: so much memory, times four, is the most that it takes."""
LOSSLESS_BYTES = 2 * 1024 * 1024
"""What a picture without loss may weigh; above, and for photographs, it is kept as one would keep a photograph."""
FORMATS = ("PNG", "JPEG", "WEBP")
SUFFIX = "webp"
QUALITY = 90

PREFIX = "upload:"
_SOURCE = re.compile(r"upload:([0-9a-f]{64})")


class NoPicture(ValueError):
    """What was sent is not a picture that can be kept."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: WebP, its name the SHA-256 of the bytes, 3 channels or 4 with transparency."""

    data: bytes
    sha256: str
    width: int
    height: int
    channels: int


def sha256_of(source: str) -> str | None:
    """The hash in the source of an input, `upload:` and 64 hexadecimal digits; None for any other source."""
    found = _SOURCE.fullmatch(source)
    return found[1] if found else None


def picture_of(sent: bytes) -> Picture:
    """The picture in a PNG, JPEG or WebP file, of an animation the first frame. Raises NoPicture, saying why.

    Takes up to some seconds and 4 · LARGEST_PIXELS bytes.
    """
    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
            if opened.width * opened.height > LARGEST_PIXELS:
                raise NoPicture(f"It has {opened.width} × {opened.height} pixels; {LARGEST_PIXELS:,} are the most.")
            photograph = opened.format == "JPEG"
            # A large JPEG is decoded at a fraction of its size at once.
            opened.draft(None, (LARGEST_SIDE, LARGEST_SIDE))
            image = _eight_bits(opened)
    except NoPicture:
        raise
    except UnidentifiedImageError as error:
        raise NoPicture("It is neither PNG nor JPEG nor WebP.") from error
    # Broken files make decoders raise whatever was at hand.
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, Image.DecompressionBombError) as error:
        raise NoPicture(f"It cannot be read: {error}") from error
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    data = _encoded(image, lossless=not photograph)
    if not photograph and len(data) > LOSSLESS_BYTES:
        data = _encoded(image, lossless=False)
    return Picture(data, hashlib.sha256(data).hexdigest(), image.width, image.height, len(image.getbands()))


def _eight_bits(opened: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(opened)
    if turned.mode.startswith("I") or turned.mode == "F":
        # Sixteen bits a channel: the upper eight.
        turned = turned.convert("I").point(lambda value: value / 257).convert("L")
    return turned.convert("RGBA" if turned.has_transparency_data else "RGB")


def _encoded(image: Image.Image, *, lossless: bool) -> bytes:
    kept = io.BytesIO()
    # Without a profile, EXIF or XMP; `exact` keeps the colour of what is transparent, which a shader may read.
    image.save(
        kept,
        "WEBP",
        lossless=lossless,
        # Of a lossless file these say how hard the encoder tries: a person waits for it.
        quality=20 if lossless else QUALITY,
        method=1,
        exact=True,
        icc_profile=b"",
        exif=b"",
        xmp=b"",
    )
    return kept.getvalue()
