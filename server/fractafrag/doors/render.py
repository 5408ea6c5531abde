"""A file of GLSL in; a picture, a film or a contact sheet out, by the platform's own renderer."""

import base64
import contextlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fractafrag.doors.supervisor import renderer
from fractafrag.doors.supervisor.layout import Layout, UpSettings
from fractafrag.doors.supervisor.trouble import Trouble

STILLS = {".png": "image/png", ".webp": "image/webp"}
SHEETS = {**STILLS, ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
FILMS = {".webm": "webm", ".mp4": "mp4"}
SOURCE_BYTES = 1_048_576
DEADLINE_S = 300


class NotRenderedError(Exception):
    """There is no picture; the message says why, compile errors as FILE:PASS:LINE:COLUMN."""


@dataclass(frozen=True)
class Wish:
    """What to draw: "WIDTHxHEIGHT", the moment or the film's start, seconds and frames a second of a film.

    With `times` it is a contact sheet: 1 to 9 seconds on the shader's clock, and `size` is that of one cell.
    """

    size: str
    at: float | None = None
    seconds: float = 3.0
    fps: int = 30
    times: tuple[float, ...] = ()


@contextlib.contextmanager
def drawing(settings: UpSettings) -> Generator[str]:
    """The address of a renderer: the one that runs already, or one for this block. Raises NotRenderedError."""
    with contextlib.ExitStack() as stack:
        try:
            yield _address(settings) or stack.enter_context(renderer.private())
        except Trouble as error:
            raise NotRenderedError(str(error)) from error


def render(url: str, file: Path, output: Path, wish: Wish) -> Iterator[str]:
    """Writes `output` and yields what a person would want to know; raises NotRenderedError."""
    request = _request(output, wish) | {"passes": _passes(file)}
    answer = _post(f"{url}/sheet" if wish.times else f"{url}/render", request)
    if not answer.get("ok"):
        errors: list[dict[str, Any]] = answer.get("errors") or []
        lines = [f"{file}:{one['pass']}:{one['line']}:{one['column']} {one['message']}" for one in errors]
        raise NotRenderedError("\n".join(lines) or f"{file}: {answer.get('message') or answer.get('reason')}")
    films: list[dict[str, Any]] = answer.get("films") or []
    made: dict[str, Any] | None = answer.get("sheet") or answer.get("poster") or next(iter(films), None)
    facts: dict[str, Any] = answer["facts"]
    if made is None:
        raise NotRenderedError(f"{file}: {facts.get('film_note') or 'the renderer made no film'}")
    # Whole or not at all: what is there is not drawn again.
    draft = output.with_name(f".{output.name}.part")
    try:
        draft.write_bytes(base64.b64decode(made["data"]))
        draft.replace(output)
    except OSError as error:
        raise NotRenderedError(f"{output}: {error.strerror}") from error
    length = f", {made['seconds']:g} s at {made['fps']} fps" if "fps" in made else ""
    cost = f"{facts['ms_per_megapixel']:.1f} ms a megapixel ({facts['tier']})"
    yield f"{output}: {made['width']}x{made['height']}{length}, {cost}"
    if note := facts.get("film_note") or facts.get("note"):
        yield str(note)
    if facts.get("blank"):
        yield "Note: the picture is all of one colour."
    if facts.get("nan") or facts.get("nan_fraction"):
        yield "Note: the picture has values that are no numbers."


def _passes(file: Path) -> list[dict[str, Any]]:
    try:
        raw = file.read_bytes()
        if len(raw) > SOURCE_BYTES:
            raise NotRenderedError(f"{file} is larger than {SOURCE_BYTES} bytes.")
        text = raw.decode("utf-8")
    except OSError as error:
        raise NotRenderedError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NotRenderedError(f"{file} is not UTF-8 (byte {error.start}).") from error
    if not re.search(r"^// == ", text, re.MULTILINE):
        return [{"type": "image", "name": "Image", "code": text, "inputs": []}]
    from fractafrag.domains.shaders.works import parse

    try:
        return [dict(one) for one in parse(text).passes]
    except ValueError as error:
        raise NotRenderedError(f"{file}: {error}") from error


def _request(output: Path, wish: Wish) -> dict[str, Any]:
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", wish.size)
    if found is None:
        raise NotRenderedError(f"A size is WIDTHxHEIGHT, as in 960x540, not {wish.size}.")
    pixels = {"width": int(found[1]), "height": int(found[2])}
    measures: dict[str, Any] = pixels | ({} if wish.at is None else {"at": wish.at})
    kind = output.suffix.lower()
    if not output.absolute().parent.is_dir():
        raise NotRenderedError(f"There is no folder {output.absolute().parent}.")
    if wish.times:
        if kind not in SHEETS:
            raise NotRenderedError(f"The name of a contact sheet ends in one of {', '.join(SHEETS)}.")
        return {**pixels, "times": list(wish.times), "type": SHEETS[kind]}
    if kind in STILLS:
        return {"poster": {**measures, "type": STILLS[kind]}, "film": None, "deadline_ms": DEADLINE_S * 1000}
    if kind in FILMS:
        film = {**measures, "seconds": wish.seconds, "fps": wish.fps, "types": [FILMS[kind]]}
        return {"poster": None, "film": film, "deadline_ms": DEADLINE_S * 1000}
    raise NotRenderedError(f"The output's name ends in one of {', '.join([*STILLS, *FILMS])}.")


def _address(settings: UpSettings) -> str | None:
    """The renderer that is there already, if any."""
    if settings.given("renderer_url"):
        return settings.renderer_url.rstrip("/")
    running = Layout(settings.data).running_addresses()
    return running.get("RENDERER_URL") if running else None


def _post(url: str, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=DEADLINE_S + 30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        said = error.read(16_384).decode("utf-8", "replace")
        with contextlib.suppress(ValueError, AttributeError):
            problem: dict[str, Any] = json.loads(said)
            said = str(problem.get("detail") or problem.get("title") or said)
        raise NotRenderedError(f"The renderer refuses: {said}") from error
    except (OSError, ValueError) as error:
        raise NotRenderedError(f"The renderer at {url} does not answer: {error}") from error
