"""The renderer: turns passes into a still, films and facts, over HTTP; and a fake that does so without a GPU."""

import asyncio
import base64
import binascii
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

import httpx
import numpy as np
import orjson
from PIL import Image

from fractafrag.core.errors import Unavailable
from fractafrag.core.settings import settings
from fractafrag.gateways import media
from fractafrag.gateways.renderer_shapes import (
    MP4,
    WEBM,
    WEBP,
    Complaint,
    Drawn,
    FilmWish,
    Medium,
    Picture,
    PosterWish,
    Refused,
    Sheet,
    SheetWish,
    StillWish,
    Validated,
)

__all__ = [
    "Complaint",
    "Drawn",
    "FakeRenderer",
    "FilmWish",
    "HttpRenderer",
    "MalformedRequest",
    "Medium",
    "Picture",
    "PosterWish",
    "Refused",
    "Renderer",
    "Sheet",
    "SheetWish",
    "StillWish",
    "Validated",
    "renderer",
]

ANSWER_BYTES = 48 * 1024 * 1024
CONNECT_S = 2.0
HEALTH_S = 1.5
FILM_TYPES = frozenset({"video/webm", "video/mp4"})
STILL_TYPES = frozenset({"image/webp", "image/png", "image/jpeg"})

PICTURE_BYTES = 12 * 1024 * 1024
"""What people's own pictures may have together in one request; more are left out, and their channels read nothing."""
_OWN_PICTURE = re.compile(r"upload:([0-9a-f]{32})[0-9a-f]{32}")

Passes = Sequence[Mapping[str, Any]]
"""Passes in their full form, as `contract/shader.json` and the shaders domain have it."""
Values = Mapping[str, Any]
"""Values of a work's parameters by name, as `docs/parameters.md` has them; what is not named has its default."""
NO_VALUES: Values = MappingProxyType({})


class MalformedRequest(Exception):
    """The renderer does not understand us: our fault, and no better the next time."""


class Renderer(Protocol):
    """What the platform wants of a renderer. Jobs of one `owner` (an id) take turns with those of others."""

    async def check(self) -> None:
        """Raises Unavailable unless it could draw now."""
        ...

    async def version(self) -> str:
        """With what the `renderer` of all that it draws begins, before a slash."""
        ...

    async def validate(self, passes: Passes, cost: bool = False, owner: str | None = None) -> Validated:
        """Compiles, and draws a few tiny frames for `cost`. Raises Unavailable, MalformedRequest."""
        ...

    async def sheet(
        self, passes: Passes, wish: SheetWish, parameters: Values = NO_VALUES, owner: str | None = None
    ) -> Sheet | Refused:
        """Draws several moments into one image. Raises Unavailable, MalformedRequest."""
        ...

    async def render(
        self,
        passes: Passes,
        poster: PosterWish,
        film: FilmWish | None,
        parameters: Values = NO_VALUES,
        owner: str | None = None,
        stills: Sequence[StillWish] = (),
        background: bool = False,
        passport: bool = True,
    ) -> Drawn | Refused:
        """A poster, more `stills` of it, films; `background`: nobody waits. Raises Unavailable, MalformedRequest.

        Without `passport` the pictures alone matter, and facts that they do not tell by themselves may be None.
        """
        ...


@lru_cache
def renderer() -> Renderer:
    """The renderer of this instance."""
    return HttpRenderer(settings().renderer_url, settings().renderer_timeout_s)


class HttpRenderer:
    """The real one, at `url`; an answer may take `timeout_s` and have ANSWER_BYTES."""

    def __init__(self, url: str, timeout_s: float) -> None:
        self.url = url.rstrip("/")
        self.timeout_s = timeout_s

    async def check(self) -> None:
        """Raises Unavailable unless the renderer has its browser."""
        await self._ask("GET", "/health", None, HEALTH_S)

    async def version(self) -> str:
        """The version of what draws. Raises Unavailable."""
        answer = await self._ask("GET", "/health", None, HEALTH_S)
        with _understanding():
            return str(answer["version"])

    async def validate(self, passes: Passes, cost: bool = False, owner: str | None = None) -> Validated:
        """Compiles, and draws a few tiny frames for `cost`. Raises Unavailable, MalformedRequest."""
        answer = await self._ask("POST", "/validate", {"passes": passes, "cost": cost, "owner": owner}, self.timeout_s)
        with _understanding():
            return Validated(bool(answer["ok"]), _complaints(answer), dict(answer["cost"]) if answer["cost"] else None)

    async def sheet(
        self, passes: Passes, wish: SheetWish, parameters: Values = NO_VALUES, owner: str | None = None
    ) -> Sheet | Refused:
        """Draws several moments into one image. Raises Unavailable, MalformedRequest."""
        body = await _work(passes, parameters) | asdict(wish) | {"owner": owner}
        answer = await self._ask("POST", "/sheet", body, self.timeout_s)
        with _understanding():
            if not answer["ok"]:
                return _refused(answer)
            made = answer["sheet"]
            width, height, columns, rows = (int(made[side]) for side in ("width", "height", "columns", "rows"))
            cells = tuple(dict(one) for one in answer["cells"])
            image = _medium(made, STILL_TYPES)
            return Sheet(str(answer["renderer"]), image, width, height, columns, rows, cells, dict(answer["facts"]))

    async def render(
        self,
        passes: Passes,
        poster: PosterWish,
        film: FilmWish | None,
        parameters: Values = NO_VALUES,
        owner: str | None = None,
        stills: Sequence[StillWish] = (),
        background: bool = False,
        passport: bool = True,
    ) -> Drawn | Refused:
        """Draws a poster, more stills, and films if asked for. Raises Unavailable, MalformedRequest."""
        still: dict[str, Any] = {"width": poster.width, "height": poster.height}
        loop = asdict(film) | {"types": ["webm", "mp4"]} if film else None
        still |= {} if poster.at is None else {"at": poster.at}
        wish = await _work(passes, parameters) | {"poster": still, "film": loop, "owner": owner}
        wish |= {"stills": [asdict(one) for one in stills], "background": background, "passport": passport}
        answer = await self._ask("POST", "/render", wish, self.timeout_s)
        with _understanding():
            if not answer["ok"]:
                return _refused(answer)
            return Drawn(
                str(answer["renderer"]),
                _picture(answer["poster"]) if answer["poster"] else None,
                tuple(_picture(one) for one in answer.get("stills", ())),
                tuple(_medium(one) for one in answer["films"]),
                dict(answer["facts"]),
            )

    async def _ask(self, method: str, path: str, body: Any, timeout_s: float) -> dict[str, Any]:
        try:
            # The read timeout alone would let a peer drip bytes for ever.
            async with asyncio.timeout(timeout_s):
                status, headers, data = await self._exchange(method, path, body, timeout_s)
        except TimeoutError as error:
            raise Unavailable(f"The renderer did not answer within {timeout_s:g} seconds.") from error
        except httpx.HTTPError as error:
            raise Unavailable("The renderer does not answer.", headers={"Retry-After": "5"}) from error
        if status >= 500:
            said = _detail(data) or "The renderer cannot work now."
            raise Unavailable(said, headers={"Retry-After": headers.get("Retry-After", "5")})
        if status >= 300:
            raise MalformedRequest(f"{status}: {_detail(data)}")
        with _understanding():
            answer: dict[str, Any] = orjson.loads(data)
            answer.keys()
            return answer

    async def _exchange(
        self, method: str, path: str, body: Any, timeout_s: float
    ) -> tuple[int, Mapping[str, str], bytes]:
        content = None if body is None else orjson.dumps(body)
        kind = {"Content-Type": "application/json"}
        limits = httpx.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s))
        # A client for each call: it belongs to no event loop, and on one's own machine a connection costs nothing.
        async with (
            httpx.AsyncClient(timeout=limits, trust_env=False, verify=self.url.startswith("https:")) as client,
            client.stream(method, self.url + path, content=content, headers=kind) as response,
        ):
            data = bytearray()
            async for chunk in response.aiter_bytes(65_536):
                data += chunk
                if len(data) > ANSWER_BYTES:
                    raise Unavailable(f"The renderer's answer is larger than {ANSWER_BYTES:,} bytes.")
            return response.status_code, response.headers, bytes(data)


async def _work(passes: Passes, parameters: Values) -> dict[str, Any]:
    """What is drawn, with the files of people's own pictures in base64: the renderer reaches nothing by itself."""
    found: dict[str, str] = {}
    total = 0
    for source in dict.fromkeys(str(given["source"]) for one in passes for given in one.get("inputs", ())):
        own = _OWN_PICTURE.fullmatch(source)
        data = await media.media().get(f"{media.PREFIX}{own[1]}.webp") if own else None
        if data is not None and total + len(data) <= PICTURE_BYTES:
            total += len(data)
            found[source] = base64.b64encode(data).decode()
    return {"passes": passes, "pictures": found, "parameters": dict(parameters)}


class _understanding:  # noqa: N801
    """What cannot be understood is as good as no answer."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, KeyError | TypeError | ValueError | AttributeError):
            raise Unavailable("The renderer's answer cannot be understood.") from error


def _complaints(answer: Mapping[str, Any]) -> tuple[Complaint, ...]:
    return tuple(
        Complaint(str(one["pass"])[:64], int(one["line"]), int(one["column"]), str(one["message"])[:1000])
        for one in answer["errors"][:100]
    )


def _refused(answer: Mapping[str, Any]) -> Refused:
    return Refused(str(answer["reason"]), str(answer["message"])[:2000], _complaints(answer))


def _medium(one: Mapping[str, Any], types: frozenset[str] = FILM_TYPES) -> Medium:
    if one["type"] not in types:
        raise ValueError(f"nobody asked for {one['type']}")
    try:
        return Medium(one["type"], base64.b64decode(one["data"], validate=True))
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _picture(one: Mapping[str, Any]) -> Picture:
    still = _medium(one, STILL_TYPES)
    return Picture(still.type, still.data, int(one["width"]), int(one["height"]))


def _detail(data: bytes) -> str:
    try:
        said: Any = orjson.loads(data)
        return str(said["detail"])[:500]
    except (ValueError, KeyError, TypeError):
        return ""


def _png(name: bytes, wish: SheetWish, count: int) -> bytes:
    """One row of cells: blurred blots of a few colours, all out of the name, that drift to the right with time."""
    blots = np.frombuffer(name * 6, np.uint8).reshape(8, 8, 3)
    small = Image.fromarray(blots).resize((wish.width, wish.height), Image.Resampling.BICUBIC)
    cells = [np.roll(np.asarray(small), int(at * wish.width / 8), axis=1) for at in wish.times[:count]]
    held = io.BytesIO()
    Image.fromarray(np.concatenate(cells, axis=1)).save(held, "PNG")
    return held.getvalue()


@dataclass
class FakeRenderer:
    """Draws nothing, deterministically: the same passes give the same bytes. `#error` in a source does not compile.

    `away` makes it unreachable, `blank` has it report a flat picture, `flashing` a strobe, `measured` other facts;
    `draws_as` is what it says that it is. `drawn` counts the drawn stills and films, `sheets` the contact sheets,
    `owners` says for whom.
    """

    away: bool = False
    blank: bool = False
    flashing: bool = False
    draws_as: str = "fake/1"
    measured: dict[str, Any] = field(default_factory=dict[str, Any])
    drawn: list[str] = field(default_factory=list[str])
    owners: list[str | None] = field(default_factory=list[str | None])
    sheets: list[str] = field(default_factory=list[str])

    async def check(self) -> None:
        """Raises Unavailable when away."""
        if self.away:
            raise Unavailable("The renderer does not answer.", headers={"Retry-After": "5"})

    async def version(self) -> str:
        """What it says of itself."""
        await self.check()
        return self.draws_as.partition("/")[0]

    async def validate(self, passes: Passes, cost: bool = False, owner: str | None = None) -> Validated:
        """An error for each line that begins with `#error`; every cost is the same."""
        await self.check()
        errors = tuple(
            Complaint(str(one["name"]), number, 0, f"'#error' : {line[6:].strip()}")
            for one in passes
            for number, line in enumerate(str(one["code"]).split("\n"), 1)
            if line.startswith("#error")
        )
        if not passes:
            raise MalformedRequest("400: passes")
        light = {"frame_ms": 1.0, "ms_per_megapixel": 7.7, "tier": "light", "finished": True}
        return Validated(not errors, errors, light if cost and not errors else None)

    async def sheet(
        self, passes: Passes, wish: SheetWish, parameters: Values = NO_VALUES, owner: str | None = None
    ) -> Sheet | Refused:
        """A file whose bytes depend on passes and wish, one row of cells; only as PNG is there something to see."""
        found = await self.validate(passes)
        if not found.ok:
            return Refused("compile", found.errors[0].message, found.errors)
        if not 1 <= len(wish.times) <= 9:
            raise MalformedRequest("400: times")
        name = hashlib.sha256(repr((passes, wish, dict(parameters))).encode()).digest()
        self.sheets.append(name.hex())
        facts = self._seen() | {"nan_fraction": 0.0, "note": None}
        look = {"mean_luma": facts["mean_luma"], "contrast": facts["contrast"], "nan": False}
        cells = tuple({"time": float(at), **look} for at in wish.times)
        count = len(cells)
        image = Medium(wish.type, _png(name, wish, count) if wish.type == "image/png" else WEBP + name)
        return Sheet("fake/1", image, wish.width * count, wish.height, count, 1, cells, facts)

    async def render(
        self,
        passes: Passes,
        poster: PosterWish,
        film: FilmWish | None,
        parameters: Values = NO_VALUES,
        owner: str | None = None,
        stills: Sequence[StillWish] = (),
        background: bool = False,
        passport: bool = True,
    ) -> Drawn | Refused:
        """Tiny files whose bytes depend on what draws them, passes and sizes."""
        found = await self.validate(passes)
        if not found.ok:
            return Refused("compile", found.errors[0].message, found.errors)
        name = hashlib.sha256(repr((self.draws_as, passes, poster, film, dict(parameters))).encode()).digest()
        self.drawn.append(name.hex())
        self.owners.append(owner)
        flashes = {"flash_area": 1.0 if self.flashing else 0.0, "flashing": self.flashing}
        facts = self._seen() | {"nan": False} | flashes | self.measured
        films = (Medium("video/webm", WEBM + name), Medium("video/mp4", MP4 + name)) if film else ()
        largest = Picture("image/webp", WEBP + name, poster.width, poster.height)
        others = tuple(
            Picture(one.type, WEBP + hashlib.sha256(name + repr(one).encode()).digest(), one.width, one.height)
            for one in stills
        )
        return Drawn(self.draws_as, largest, others, films, facts)

    def _seen(self) -> dict[str, Any]:
        return {
            "compile_ms": 1.0,
            "frame_ms": 1.0,
            "ms_per_megapixel": 7.7,
            "tier": "light",
            "mean_luma": 0.0 if self.blank else 0.5,
            "contrast": 0.0 if self.blank else 0.2,
            "motion": 0.0 if self.blank else 0.1,
            "blank": self.blank,
            "static": self.blank,
        }
