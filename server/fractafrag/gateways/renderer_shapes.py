"""What is asked of the renderer and what it answers, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# The smallest files of their kinds that a browser would begin to read.
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"
WEBM = b"\x1a\x45\xdf\xa3\x8f\x42\x82\x84webm\x42\x87\x81\x02\x42\x85\x81\x02"
MP4 = b"\0\0\0\x18ftypisom\0\0\0\0isomavc1"


@dataclass(frozen=True)
class Complaint:
    """What a compiler says: the pass's name, the author's line in it (from 1), the column (0 when unknown)."""

    pass_name: str
    line: int
    column: int
    message: str

    def document(self) -> dict[str, Any]:
        """As a ShaderError."""
        return {"pass": self.pass_name, "line": self.line, "column": self.column, "message": self.message}


@dataclass(frozen=True)
class Validated:
    """Whether passes compile, and where they do not; `cost` if it was asked for and they do.

    `cost`: `frame_ms` at 480×270, `ms_per_megapixel`, `tier` ("light" … "extreme"), and `finished`: false where not
    even a tiny picture ended in time, and the numbers are the least that they can be.
    """

    ok: bool
    errors: tuple[Complaint, ...]
    cost: dict[str, Any] | None = None


@dataclass(frozen=True)
class PosterWish:
    """A still: pixels, and the second on the shader's clock; None lets the renderer choose the best of several."""

    width: int
    height: int
    at: float | None = None


@dataclass(frozen=True)
class StillWish:
    """One more size of a poster, in pixels: the poster scaled and cut in the middle, or drawn where it is larger."""

    width: int
    height: int
    type: str = "image/webp"


@dataclass(frozen=True)
class FilmWish:
    """A loop in WebM and MP4: pixels, seconds, frames a second.

    `longest`: seconds that a work of a tier ("light" … "extreme") may have instead where it comes back by then.
    """

    width: int
    height: int
    seconds: float
    fps: int
    longest: Mapping[str, float] = field(default_factory=dict[str, float], hash=False)


@dataclass(frozen=True)
class SheetWish:
    """A contact sheet: 1 to 9 seconds on the shader's clock, 0 to 600; pixels of one cell, 64 to 640 by 36 to 640."""

    times: Sequence[float]
    width: int
    height: int
    type: str = "image/webp"


@dataclass(frozen=True)
class Medium:
    """A file that was drawn: its media type and bytes."""

    type: str
    data: bytes


@dataclass(frozen=True)
class Picture(Medium):
    """A still that was drawn, and its pixels; those of a heavy work may be fewer than were wished for."""

    width: int
    height: int


@dataclass(frozen=True)
class Drawn:
    """Pictures and measurements; `stills` are the poster's other sizes, `films` may be empty for a heavy work."""

    renderer: str
    poster: Picture | None
    stills: tuple[Picture, ...]
    films: tuple[Medium, ...]
    facts: dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """Several moments in one image, row by row; `cells` and `facts` as the renderer's README has them."""

    renderer: str
    image: Medium
    width: int
    height: int
    columns: int
    rows: int
    cells: tuple[dict[str, Any], ...]
    facts: dict[str, Any]


@dataclass(frozen=True)
class Refused:
    """The shader is to blame: it does not compile, does not finish, or takes the GPU down."""

    reason: str
    message: str
    errors: tuple[Complaint, ...]
