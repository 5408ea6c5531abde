"""Pure room: turns the passes that somebody sent into the one full form that is stored and drawn."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from fractafrag.domains.shaders.contract import CONTRACT, LIMITS, MEDIA_SOURCES

PASS_NAMES = CONTRACT.pass_names
CUBE = PASS_NAMES["cubemap"]
OWN_PICTURE = re.compile(r"upload:[0-9a-f]{64}")
"""The source of a texture that is a person's own picture, named by the SHA-256 of its bytes."""
_NAMED_BY_TYPE = frozenset({"keyboard", "webcam", "mic"})
_BUFFER = re.compile(r"(?:buf(?:fer)?)?[\s_-]*([a-d])", re.IGNORECASE)
_CUBE = re.compile(r"cube(?:map)?(?:[\s_-]*a)?", re.IGNORECASE)


class FullSampler(TypedDict):
    """How a channel is sampled; only what its type accepts."""

    filter: str
    wrap: str
    vflip: bool
    srgb: bool


class FullInput(TypedDict):
    """What a pass reads through one channel, 0 to 3."""

    channel: int
    type: str
    source: str
    sampler: FullSampler


class FullPass(TypedDict):
    """A pass with its canonical name, and its inputs in the order of their channels."""

    type: str
    name: str
    code: str
    inputs: list[FullInput]


class PassProblem(ValueError):
    """What is wrong with which field, such as `passes.1.inputs.0.source`."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def normalise(passes: Sequence[Mapping[str, Any]]) -> list[FullPass]:
    """The full form of `passes` (each {type, name?, code, inputs?}), in the given order.

    Names may be lenient ("a", "buffer A", none at all), samplers partial; what an input's type does not accept of a
    sampler becomes its default. What is already full comes back unchanged.
    Raises PassProblem when a name or channel appears twice, a source does not exist, or a limit is passed.
    """
    if len(passes) > LIMITS.passes:
        raise PassProblem("passes", f"A work may have {LIMITS.passes} passes.")
    names = _names(passes)
    total = 0
    for index, given in enumerate(passes):
        size = code_bytes(given["code"])
        total += size
        if size > LIMITS.pass_bytes:
            raise PassProblem(f"passes.{index}.code", f"A pass may have {LIMITS.pass_bytes:,} bytes, not {size:,}.")
    if total > LIMITS.total_bytes:
        raise PassProblem("passes", f"All passes together may have {LIMITS.total_bytes:,} bytes, not {total:,}.")
    return [
        {
            "type": given["type"],
            "name": names[index],
            "code": given["code"],
            "inputs": _inputs(f"passes.{index}", given, names),
        }
        for index, given in enumerate(passes)
    ]


def total_bytes(passes: Sequence[FullPass]) -> int:
    """The UTF-8 size of all code."""
    return sum(code_bytes(one["code"]) for one in passes)


def code_bytes(code: str) -> int:
    """The UTF-8 size of a source; code points that UTF-8 cannot hold count as they would if it could."""
    return len(code.encode("utf-8", "surrogatepass"))


def _names(passes: Sequence[Mapping[str, Any]]) -> list[str]:
    names = [_name(index, given) for index, given in enumerate(passes)]
    taken = {name for name in names if name}
    free = (name for name in CONTRACT.buffer_names if name not in taken)
    seen: set[str] = set()
    for index, name in enumerate(names):
        if not name:
            name = next(free, "")
            if not name:
                raise PassProblem(f"passes.{index}.name", f"A work may have {len(CONTRACT.buffer_names)} buffers.")
            names[index] = name
        if name in seen:
            raise PassProblem(f"passes.{index}.name", f"There is more than one pass named {name}.")
        seen.add(name)
    return names


def _name(index: int, given: Mapping[str, Any]) -> str:
    """The canonical name, or "" for a buffer that is to get the next free one."""
    kind, name = given["type"], (given.get("name") or "").strip()
    if kind in PASS_NAMES:
        return PASS_NAMES[kind]
    if not name:
        return ""
    found = _buffer(name)
    if not found:
        raise PassProblem(f"passes.{index}.name", f"A buffer is named {', '.join(CONTRACT.buffer_names)}.")
    return found


def _buffer(name: str) -> str | None:
    found = _BUFFER.fullmatch(name.strip())
    return f"Buffer {found[1].upper()}" if found else None


def _inputs(field: str, given: Mapping[str, Any], names: Sequence[str]) -> list[FullInput]:
    inputs: Sequence[Mapping[str, Any]] = given.get("inputs") or []
    if inputs and given["type"] == "common":
        raise PassProblem(f"{field}.inputs", "The Common pass is shared text and has no inputs.")
    if len(inputs) > LIMITS.inputs_per_pass:
        raise PassProblem(f"{field}.inputs", f"A pass may have {LIMITS.inputs_per_pass} inputs.")
    full: list[FullInput] = []
    for index, one in enumerate(inputs):
        here = f"{field}.inputs.{index}"
        if any(one["channel"] == other["channel"] for other in full):
            raise PassProblem(f"{here}.channel", f"Channel {one['channel']} has more than one input.")
        full.append(
            {
                "channel": one["channel"],
                "type": one["type"],
                "source": _source(here, one, names),
                "sampler": _sampler(one),
            }
        )
    return sorted(full, key=lambda one: one["channel"])


def _source(field: str, given: Mapping[str, Any], names: Sequence[str]) -> str:
    kind, source = given["type"], (given.get("source") or "").strip()
    if kind in _NAMED_BY_TYPE:
        return kind
    if kind == "buffer":
        found = _buffer(source)
        if not found:
            raise PassProblem(f"{field}.source", f"A buffer is named {', '.join(CONTRACT.buffer_names)}.")
        if found not in names:
            raise PassProblem(f"{field}.source", f"This work has no {found}.")
        return found
    if kind == "cubemap" and _CUBE.fullmatch(source):
        if CUBE not in names:
            raise PassProblem(f"{field}.source", f"This work has no {CUBE}.")
        return CUBE
    name = source.lower()
    known = MEDIA_SOURCES.get(kind, ())
    if name in known or (kind == "texture" and OWN_PICTURE.fullmatch(name)):
        return name
    raise PassProblem(f"{field}.source", f"For a {kind} there is: {', '.join(known)}.")


def _sampler(given: Mapping[str, Any]) -> FullSampler:
    sampler: Mapping[str, Any] = given.get("sampler") or {}
    kind = given["type"]
    defaults, choices = CONTRACT.sampler_defaults[kind], CONTRACT.sampler_choices[kind]
    wanted_filter, wanted_wrap = sampler.get("filter"), sampler.get("wrap")
    return {
        "filter": wanted_filter if wanted_filter in choices.filters else defaults.filter,
        "wrap": wanted_wrap if wanted_wrap in choices.wraps else defaults.wrap,
        "vflip": choices.vflip and _flag(sampler.get("vflip"), defaults.vflip),
        "srgb": choices.srgb and _flag(sampler.get("srgb"), defaults.srgb),
    }


def _flag(value: bool | str | None, default: bool) -> bool:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower(), default)
    return default if value is None else value
