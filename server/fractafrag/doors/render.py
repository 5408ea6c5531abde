"""A file of GLSL in; a picture, a film or a contact sheet out, by the platform's own renderer."""

import base64
import contextlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fractafrag.doors.supervisor import renderer
from fractafrag.doors.supervisor.layout import Layout, UpSettings
from fractafrag.doors.supervisor.trouble import Trouble

STILLS = {".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
FILMS = {".webm": "webm", ".mp4": "mp4"}
SOURCE_BYTES = 1_048_576
DEADLINE_S = 300

Value = float | bool | list[float]

_NAME = re.compile(r"[A-Za-z_]\w{0,63}", re.ASCII)
_COLOUR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


class NotRenderedError(Exception):
    """There is no picture; the message says why, compile errors as FILE:PASS:LINE:COLUMN, `errors` as ShaderErrors."""

    def __init__(self, message: str, errors: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(message)
        self.errors = list(errors)


@dataclass(frozen=True)
class Wish:
    """What to draw: "WIDTHxHEIGHT", the moment or the film's start, seconds and frames a second of a film.

    With `times` it is a contact sheet: 1 to 9 seconds on the shader's clock, and `size` is that of one cell.
    `values` are those of parameters by name; a work without a parameter of the name is drawn as it is.
    """

    size: str
    at: float | None = None
    seconds: float = 3.0
    fps: int = 30
    times: tuple[float, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])


@dataclass(frozen=True)
class Made:
    """A file that was written; `facts` are what the renderer measured."""

    file: Path
    output: Path
    width: int
    height: int
    seconds: float | None
    fps: int | None
    facts: dict[str, Any]

    def lines(self) -> Iterator[str]:
        """What a person would want to know."""
        length = f", {self.seconds:g} s at {self.fps} fps" if self.fps else ""
        cost = f"{self.facts['ms_per_megapixel']:.1f} ms a megapixel ({self.facts['tier']})"
        yield f"{self.output}: {self.width}x{self.height}{length}, {cost}"
        if note := self.facts.get("film_note") or self.facts.get("note"):
            yield str(note)
        if self.facts.get("blank"):
            yield "Note: the picture is all of one colour."
        if self.facts.get("nan") or self.facts.get("nan_fraction"):
            yield "Note: the picture has values that are no numbers."
        if self.facts.get("flashing"):
            yield "Note: it flashes more than three times a second over a large part of the picture."


def values_of(settings: Sequence[str]) -> dict[str, Value]:
    """Values of parameters out of NAME=VALUE: a number, true or false, numbers with commas, or a colour as #rrggbb.

    Raises NotRenderedError.
    """
    found: dict[str, Value] = {}
    for one in settings:
        name, equals, text = one.partition("=")
        value = _value(text.strip())
        if not equals or not _NAME.fullmatch(name) or value is None:
            raise NotRenderedError(
                f"A value is NAME=VALUE with a number, true, false, 0.2,0.8 or #ff8800, as in speed=1.5, not {one}."
            )
        found[name] = value
    return found


def _value(text: str) -> Value | None:
    if text in ("true", "false"):
        return text == "true"
    if _COLOUR.fullmatch(text):
        return [int(text[at : at + 2], 16) / 255 for at in range(1, len(text), 2)]
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    if not all(abs(number) <= 1e9 for number in numbers):
        return None
    return numbers[0] if len(numbers) == 1 else numbers if len(numbers) <= 4 else None


def declares(file: Path, names: Iterable[str]) -> set[str]:
    """Which of these parameters the shader has. Raises NotRenderedError."""
    code = "\n".join(one["code"] for one in _passes(file))
    return {name for name in names if re.search(rf"\buniform\b[^;]*\b{name}\b", code)}


@contextlib.contextmanager
def drawing(settings: UpSettings) -> Generator[str]:
    """The address of a renderer: the one that runs already, or one for this block. Raises NotRenderedError."""
    with contextlib.ExitStack() as stack:
        try:
            yield _address(settings) or stack.enter_context(renderer.private())
        except Trouble as error:
            raise NotRenderedError(str(error)) from error


def render(url: str, file: Path, output: Path, wish: Wish) -> Made:
    """Writes `output`. Raises NotRenderedError."""
    request = _request(output, wish) | {"passes": _passes(file), "parameters": dict(wish.values)}
    answer = _post(f"{url}/sheet" if wish.times else f"{url}/render", request)
    if not answer.get("ok"):
        errors: list[dict[str, Any]] = answer.get("errors") or []
        lines = [f"{file}:{one['pass']}:{one['line']}:{one['column']} {one['message']}" for one in errors]
        raise NotRenderedError("\n".join(lines) or f"{file}: {answer.get('message') or answer.get('reason')}", errors)
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
    return Made(file, output, made["width"], made["height"], made.get("seconds"), made.get("fps"), facts)


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
        if kind not in STILLS:
            raise NotRenderedError(f"The name of a contact sheet ends in one of {', '.join(STILLS)}.")
        return {**pixels, "times": list(wish.times), "type": STILLS[kind]}
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
