"""The renderer's gateway: the real one and its fake keep the same promises; an answer that is nonsense is none."""

import asyncio
import base64
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest

from fractafrag.core.errors import Unavailable
from fractafrag.core.settings import ROOT
from fractafrag.domains.shaders import passes
from fractafrag.domains.uploads.pictures import picture_of
from fractafrag.doors.supervisor import renderer as supervisor
from fractafrag.gateways import renderer as gateway
from fractafrag.gateways.media import FakeMedia
from fractafrag.gateways.renderer import (
    Drawn,
    FakeRenderer,
    FilmWish,
    HttpRenderer,
    MalformedRequest,
    PosterWish,
    Refused,
    Renderer,
    Sheet,
    SheetWish,
    StillWish,
)

# One grey pixel.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGM4AQAAygDJmcpdfgAAAABJRU5ErkJggg==")
POSTER = PosterWish(64, 36)
FILM = FilmWish(64, 36, seconds=0.5, fps=8)
GOOD = "void mainImage(out vec4 c, in vec2 p) { c = vec4(fract(p.x / 9.0 + iTime), fract(p.y / 7.0), 0.5, 1.0); }\n"
BAD = GOOD + "#error on purpose\n"


def full(code: str) -> list[passes.FullPass]:
    return passes.normalise([{"type": "common", "code": "float one = 1.0;"}, {"type": "image", "code": code}])


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    if not (ROOT / "renderer" / "dist" / "main.js").exists():
        pytest.skip("the renderer is not built")
    with supervisor.private() as url:
        yield url


@pytest.fixture(params=["fake", "real"])
def either(request: pytest.FixtureRequest) -> Renderer:
    return FakeRenderer() if request.param == "fake" else HttpRenderer(request.getfixturevalue("address"), 60)


async def test_it_is_there(either: Renderer) -> None:
    await either.check()


async def test_it_says_what_compiles_and_where_it_does_not(either: Renderer) -> None:
    good, bad = await either.validate(full(GOOD)), await either.validate(full(BAD))
    assert good.ok
    assert good.errors == ()
    assert not bad.ok
    first = bad.errors[0].document()
    assert (first["pass"], first["line"]) == ("Image", 2)
    assert "on purpose" in first["message"]


async def test_it_draws_a_still_and_films(either: Renderer) -> None:
    drawn = await either.render(full(GOOD), POSTER, FILM)
    assert isinstance(drawn, Drawn)
    assert drawn.poster
    assert (drawn.poster.type, drawn.poster.data[8:12]) == ("image/webp", b"WEBP")
    starts = {film.type: film.data[:8] for film in drawn.films}
    assert starts["video/webm"].startswith(b"\x1aE\xdf\xa3")
    assert starts["video/mp4"].endswith(b"ftyp")
    assert drawn.renderer
    assert drawn.facts["blank"] is False
    assert drawn.facts["tier"] in {"light", "medium", "heavy", "extreme"}


async def test_it_draws_the_same_moment_in_several_sizes(either: Renderer) -> None:
    sizes = (StillWish(32, 18), StillWish(120, 63, type="image/jpeg"))
    drawn = await either.render(full(GOOD), POSTER, None, stills=sizes, background=True)
    assert isinstance(drawn, Drawn)
    assert drawn.poster
    found = [(one.type, one.width, one.height) for one in (drawn.poster, *drawn.stills)]
    assert found == [("image/webp", 64, 36), ("image/webp", 32, 18), ("image/jpeg", 120, 63)]
    assert len({one.data for one in (drawn.poster, *drawn.stills)}) == 3


async def test_what_it_draws_bears_its_version(either: Renderer) -> None:
    drawn = await either.render(full(GOOD), POSTER, None)
    assert isinstance(drawn, Drawn)
    assert drawn.renderer.startswith(f"{await either.version()}/")


async def test_it_draws_a_still_alone_at_a_chosen_moment_and_the_same_again(either: Renderer) -> None:
    wish = PosterWish(64, 36, at=0.5)
    first, again = [await either.render(full(GOOD), wish, None) for _ in range(2)]
    assert isinstance(first, Drawn)
    assert isinstance(again, Drawn)
    assert first.poster == again.poster
    assert first.films == ()


async def test_it_takes_peoples_own_pictures_to_the_renderer(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = FakeMedia()
    monkeypatch.setattr("fractafrag.gateways.media.media", lambda: shelf)
    picture = picture_of(PNG)
    await shelf.put(picture.data, "webp")
    code = (
        "void mainImage(out vec4 c, in vec2 p) { c = texture(iChannel0, vec2(0.5)) * (iChannelResolution[0].x / 2.0); }"
    )
    facts: list[float] = []
    for sha256 in (picture.sha256, "0" * 64):
        inputs = [{"channel": 0, "type": "texture", "source": f"upload:{sha256}"}]
        work = passes.normalise([{"type": "image", "code": code, "inputs": inputs}])
        drawn = await HttpRenderer(address, 60).render(work, PosterWish(64, 36, at=0.5), None)
        assert isinstance(drawn, Drawn)
        facts.append(drawn.facts["mean_luma"])
    # Half of a grey of 200, for it is one texel wide; and nothing for a picture that is not there.
    assert facts == [pytest.approx(100 / 255, abs=0.02), 0]


async def test_it_refuses_what_does_not_compile_with_a_reason(either: Renderer) -> None:
    refused = await either.render(full(BAD), POSTER, FILM)
    assert isinstance(refused, Refused)
    assert refused.reason == "compile"
    assert refused.errors[0].line == 2
    assert refused.message


async def test_it_tells_what_a_frame_costs_only_when_asked(either: Renderer) -> None:
    told = (await either.validate(full(GOOD), cost=True)).cost
    assert told
    assert (told["tier"], told["finished"]) == ("light", True)
    assert told["frame_ms"] > 0
    assert told["ms_per_megapixel"] > 0
    assert (await either.validate(full(GOOD))).cost is None
    assert (await either.validate(full(BAD), cost=True)).cost is None


async def test_it_draws_several_moments_into_one_image_with_numbers(either: Renderer) -> None:
    sheet = await either.sheet(full(GOOD), SheetWish((0, 0.5, 2), 64, 36))
    assert isinstance(sheet, Sheet)
    assert (sheet.image.type, sheet.image.data[8:12]) == ("image/webp", b"WEBP")
    assert sheet.columns * sheet.rows >= 3
    assert sheet.width >= 64 * sheet.columns
    assert sheet.height >= 36 * sheet.rows
    assert [cell["time"] for cell in sheet.cells] == [0, 0.5, 2]
    assert all({"mean_luma", "contrast", "nan"} <= cell.keys() for cell in sheet.cells)
    numbers = {"mean_luma", "contrast", "motion", "nan_fraction", "frame_ms", "ms_per_megapixel", "tier"}
    assert numbers <= sheet.facts.keys()
    assert (sheet.facts["blank"], sheet.facts["static"], sheet.facts["note"]) == (False, False, None)
    assert sheet.renderer


async def test_it_refuses_a_sheet_of_what_does_not_compile(either: Renderer) -> None:
    refused = await either.sheet(full(BAD), SheetWish((0,), 64, 36))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.errors[0].line) == ("compile", 2)


async def test_it_does_not_take_nonsense(either: Renderer) -> None:
    with pytest.raises(MalformedRequest):
        await either.validate([])
    with pytest.raises(MalformedRequest):
        await either.sheet(full(GOOD), SheetWish((), 64, 36))


async def test_a_fake_can_be_away_and_can_be_blank() -> None:
    fake = FakeRenderer(away=True)
    sheet = fake.sheet(full(GOOD), SheetWish((0,), 64, 36))
    for call in (fake.check(), fake.validate(full(GOOD)), sheet, fake.render(full(GOOD), POSTER, FILM)):
        with pytest.raises(Unavailable):
            await call
    drawn = await FakeRenderer(blank=True).render(full(GOOD), POSTER, FILM)
    assert isinstance(drawn, Drawn)
    assert drawn.facts["blank"] is True


# ── what answers is no renderer ──


@asynccontextmanager
async def answering(reply: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> AsyncGenerator[str]:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        try:
            await reply(writer)
        except ConnectionError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def saying(status: str, body: bytes, *headers: str) -> Callable[[asyncio.StreamWriter], Awaitable[None]]:
    async def reply(writer: asyncio.StreamWriter) -> None:
        head = "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", f"Content-Length: {len(body)}", *headers])
        writer.write(f"{head}\r\n\r\n".encode() + body)
        await writer.drain()

    return reply


MEDIUM: dict[str, Any] = {"type": "image/webp", "data": "AAAA"}
STILL: dict[str, Any] = {**MEDIUM, "width": 64, "height": 36}
DRAWN: dict[str, Any] = {"ok": True, "renderer": "x", "poster": STILL, "stills": [], "films": [], "facts": {}}
NONSENSE = {
    "not JSON": b"<html>",
    "a list": b"[]",
    "null": b"null",
    "empty": b"",
    "nothing of it": b"{}",
    "no media": orjson.dumps({**DRAWN, "films": None}),
    "a type nobody asked for": orjson.dumps({**DRAWN, "poster": {**STILL, "type": "text/html"}}),
    "not base64": orjson.dumps({**DRAWN, "poster": {**STILL, "data": "*"}}),
    "a size that is none": orjson.dumps({**DRAWN, "stills": [{**STILL, "width": "wide"}]}),
    "no errors": orjson.dumps({"ok": False, "reason": "compile", "message": "x"}),
    "a line that is none": orjson.dumps(
        {
            "ok": False,
            "reason": "x",
            "message": "x",
            "errors": [{"pass": "Image", "line": "x", "column": 0, "message": ""}],
        }
    ),
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
async def test_an_answer_that_cannot_be_understood_is_none(body: bytes) -> None:
    async with answering(saying("200 OK", body)) as url:
        with pytest.raises(Unavailable):
            await HttpRenderer(url, 5).render(full(GOOD), POSTER, FILM)


SHEET: dict[str, Any] = {"width": 64, "height": 36, "columns": 1, "rows": 1, **MEDIUM}
SHEETS: dict[str, dict[str, Any]] = {
    "no cells": {"ok": True, "renderer": "x", "sheet": SHEET, "facts": {}},
    "a side that is none": {"ok": True, "renderer": "x", "sheet": {**SHEET, "rows": "x"}, "cells": [], "facts": {}},
    "a film": {"ok": True, "renderer": "x", "sheet": {**SHEET, "type": "video/webm"}, "cells": [], "facts": {}},
}


@pytest.mark.parametrize("body", SHEETS.values(), ids=SHEETS)
async def test_a_sheet_that_cannot_be_understood_is_none(body: dict[str, Any]) -> None:
    async with answering(saying("200 OK", orjson.dumps(body))) as url:
        with pytest.raises(Unavailable):
            await HttpRenderer(url, 5).sheet(full(GOOD), SheetWish((0,), 64, 36))


async def test_a_full_queue_says_when_to_come_back() -> None:
    body = orjson.dumps({"detail": "64 jobs wait."})
    async with answering(saying("503 Service Unavailable", body, "Retry-After: 7")) as url:
        with pytest.raises(Unavailable, match="64 jobs wait") as found:
            await HttpRenderer(url, 5).validate(full(GOOD))
    assert found.value.headers["Retry-After"] == "7"


async def test_a_request_that_is_our_fault_is_not_tried_again() -> None:
    async with answering(saying("400 Bad Request", b'{"detail": "passes"}')) as url:
        with pytest.raises(MalformedRequest, match="passes"):
            await HttpRenderer(url, 5).validate(full(GOOD))


async def test_nobody_there_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        await HttpRenderer("http://127.0.0.1:9", 5).check()


async def test_an_answer_that_drips_for_ever_is_cut_off() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with answering(drip) as url:
        with pytest.raises(Unavailable, match="within"):
            await HttpRenderer(url, 0.3).validate(full(GOOD))


async def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "ANSWER_BYTES", 100_000)
    async with answering(saying("200 OK", b" " * 5_000_000)) as url:
        with pytest.raises(Unavailable, match="larger"):
            await HttpRenderer(url, 5).validate(full(GOOD))
