"""Pure room: what a version of a work consists of, when two versions look the same, and how a file becomes one."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fractafrag.domains.shaders import parameters, passes, tags
from fractafrag.domains.shaders.contract import CONTRACT, LICENCES, LIMITS
from fractafrag.domains.shaders.passes import FullInput, FullPass
from fractafrag.domains.shaders.passport import FORM

_MARKER = re.compile(r"// == (Common|Buffer [A-D]|Cube A|Sound|Image)")
_INPUT = re.compile(
    r"// iChannel([0-3]): (?:(?P<alone>keyboard|webcam|mic)|(?P<type>buffer|texture|cubemap|volume|video|music) "
    r"(?P<source>Buffer [A-D]|Cube A|[a-z0-9:-]+))(?P<options>(?:, [a-z-]+)*)"
)
_META = re.compile(r"// ([a-z_]+): (.+)")
_OPTIONS: dict[str, tuple[str, Any]] = {
    "nearest": ("filter", "nearest"),
    "linear": ("filter", "linear"),
    "mipmap": ("filter", "mipmap"),
    "clamp": ("wrap", "clamp"),
    "repeat": ("wrap", "repeat"),
    "vflip": ("vflip", True),
    "no-vflip": ("vflip", False),
    "srgb": ("srgb", True),
}


@dataclass(frozen=True)
class Content:
    """Everything that a version keeps; `poster_at` is the second of the still, None when the renderer is to choose."""

    title: str
    description: str
    tags: tuple[str, ...]
    licence: str | None
    poster_at: float | None
    passes: tuple[FullPass, ...]
    parameters: Mapping[str, Any] = field(default_factory=parameters.nothing)

    @property
    def total_bytes(self) -> int:
        """The UTF-8 size of all code."""
        return passes.total_bytes(self.passes)

    @property
    def picture_hash(self) -> str:
        """64 hexadecimal digits, the same for works that look the same: passes, values, moment of the still, form."""
        values = parameters.values_of(self.parameters)
        whole = [FORM, self.poster_at, self.passes, *([values] if values else [])]
        form = json.dumps(whole, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(form.encode()).hexdigest()


def parse(source: str) -> Content:
    """A work out of one file in the form that `library/README.md` describes.

    Raises ValueError, with the line, when the file is not in that form, and PassProblem or TagProblem (ValueErrors,
    too) when what it says is against a rule.
    """
    lines = source.split("\n")
    starts = _starts(lines)
    if not starts:
        raise ValueError("there is no pass: a line such as `// == Image` begins one")
    meta = _meta(lines[: starts[0]])
    drafts = _drafts(lines, starts)
    if drafts[-1]["type"] != "image":
        raise ValueError("the last pass must be the Image")
    return Content(
        meta["title"],
        meta["description"],
        tuple(tags.normalise(meta["tags"].split(","))),
        meta["licence"],
        _seconds(meta["poster"]),
        tuple(passes.normalise(drafts)),
    )


def drafts(source: str) -> list[dict[str, Any]]:
    """The passes of a text in the library's form, whose header may be missing; without a marker it is the Image's code.

    Raises ValueError for an input with an option that does not exist.
    """
    lines = source.replace("\r\n", "\n").split("\n")
    starts = _starts(lines)
    if not starts:
        return [_pass(["// == Image", *lines], 0, len(lines) + 1)]
    return _drafts(lines, starts)


def written(full: Sequence[FullPass]) -> str:
    """The passes as one text in the library's form: what `drafts` reads back. A lone Image without inputs is bare."""
    if len(full) == 1 and full[0]["type"] == "image" and not full[0]["inputs"]:
        return full[0]["code"]
    parts: list[str] = []
    for one in full:
        inputs = "".join(f"{_input(given)}\n" for given in one["inputs"])
        parts.append(f"// == {one['name']}\n{inputs}{one['code']}")
    return "".join(part if part.endswith("\n") else part + "\n" for part in parts)


def _input(given: FullInput) -> str:
    kind, source = given["type"], given["source"]
    what = kind if kind == source else f"{kind} {source}"
    sampler, usual = given["sampler"], CONTRACT.sampler_defaults[kind]
    flags = [] if sampler["vflip"] == usual.vflip else ["vflip" if sampler["vflip"] else "no-vflip"]
    if sampler["srgb"]:
        flags.append("srgb")
    return ", ".join([f"// iChannel{given['channel']}: {what}", sampler["filter"], sampler["wrap"], *flags])


def _starts(lines: Sequence[str]) -> list[int]:
    return [number for number, line in enumerate(lines) if _MARKER.fullmatch(line)]


def _drafts(lines: Sequence[str], starts: Sequence[int]) -> list[dict[str, Any]]:
    return [_pass(lines, start, end) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _meta(lines: Sequence[str]) -> dict[str, str]:
    meta: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if line in ("", "//"):
            continue
        found = _META.fullmatch(line)
        if not found:
            raise ValueError(f"line {number}: the header has lines like `// title: Plasma`")
        if found[1] in meta:
            raise ValueError(f"line {number}: there is more than one {found[1]}")
        meta[found[1]] = found[2].strip()
    missing = [key for key in ("title", "description", "tags", "licence", "poster") if key not in meta]
    if missing:
        raise ValueError(f"the header lacks {', '.join(missing)}")
    if len(meta["title"]) > LIMITS.title_characters or len(meta["description"]) > LIMITS.description_characters:
        raise ValueError("title or description is too long")
    if meta["licence"] not in LICENCES:
        raise ValueError(f"{meta['licence']} is no licence of contract/shader.json")
    return meta


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", text) or float(text) > 600:
        raise ValueError(f"poster: {text} is not a number of seconds from 0 to 600")
    return float(text)


def _pass(lines: Sequence[str], start: int, end: int) -> dict[str, Any]:
    name = lines[start].removeprefix("// == ")
    inputs = list(_inputs(lines[start + 1 : end]))
    kind = next((kind for kind, known in passes.PASS_NAMES.items() if known == name), "buffer")
    code = "\n".join(lines[start + 1 + len(inputs) : end])
    return {"type": kind, "name": name, "code": code if code.endswith("\n") else code + "\n", "inputs": inputs}


def _inputs(lines: Sequence[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        found = _INPUT.fullmatch(line)
        if not found:
            return
        words = [word for word in found["options"].split(", ") if word]
        unknown = [word for word in words if word not in _OPTIONS]
        if unknown:
            raise ValueError(f"{line}: there is no option {unknown[0]}")
        sampler = dict(_OPTIONS[word] for word in words)
        kind, source = found["type"] or found["alone"], found["source"] or found["alone"]
        yield {"channel": int(found[1]), "type": kind, "source": source, "sampler": sampler}
