"""Pure room: a work of ours in Shadertoy's JSON, so that it goes on to live elsewhere, and comes back as it was."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from fractafrag.domains.shaders.contract import CONTRACT
from fractafrag.domains.shaders.dialects import old_names
from fractafrag.domains.shaders.dialects.assets import their_file
from fractafrag.domains.shaders.dialects.kept import BLOCK, block
from fractafrag.domains.shaders.dialects.shadertoy import SITE_OUTPUTS
from fractafrag.domains.shaders.parameters import nothing
from fractafrag.domains.shaders.passes import CUBE, FullPass

_OUTPUT_IDS = {**{name: 257 + at for at, name in enumerate(CONTRACT.buffer_names)}, CUBE: 41, "Image": 37, "Sound": 38}
_MICE = ("iTime", "iResolution", "iMouse", "iFrame", "iChannel0", "iChannel1", "iChannel2", "iChannel3")


Dialect = Literal["api", "site"]


@dataclass(frozen=True)
class Told:
    """What is written of a work: `date` in seconds since 1970, `url` its page; `original` is its importer's alone."""

    id: str
    title: str
    author: str
    date: int
    passes: Sequence[FullPass]
    description: str = ""
    tags: Sequence[str] = ()
    licence: str | None = None
    url: str = ""
    poster_at: float | None = None
    parameters: Mapping[str, Any] = field(default_factory=nothing)
    origin: Mapping[str, Any] | None = None
    original: str | None = None


def shadertoy(work: Told, dialect: Dialect = "api") -> dict[str, Any]:
    """The document as Shadertoy's API answers, `{"Shader": …}`, or as its site keeps it, bare.

    An input that Shadertoy has not is left unbound there; `fractafrag` beside it holds what only we read (kept.py).
    """
    shader = {
        "ver": "0.1",
        "info": {
            "id": work.id,
            "date": str(work.date),
            "viewed": 0,
            "name": work.title,
            "username": work.author,
            "description": work.description,
            "likes": 0,
            "published": 0,
            "flags": 0,
            "tags": list(work.tags),
            "hasliked": 0,
        },
        "renderpass": [_pass(one, dialect) for one in work.passes],
        BLOCK: block(
            {
                "url": work.url,
                "licence": work.licence,
                "poster_at": work.poster_at,
                "parameters": None if work.parameters == nothing() else work.parameters,
                "origin": work.origin,
                "original": work.original,
                "notes": losses(work.passes),
            },
            [one for one in work.passes if any(_input(given, dialect) is None for given in one["inputs"])],
        ),
    }
    return {"Shader": shader} if dialect == "api" else shader


def losses(full: Sequence[FullPass]) -> list[str]:
    """What will not be there as it is here, in sentences."""
    said: list[str] = []
    for one in full:
        bare = set(re.findall(r"[A-Za-z_]\w*", old_names.without_comments(one["code"])))
        if one["type"] == "common":
            used = [name for name in _MICE if name in bare]
            if used:
                said.append(f"Common uses {', '.join(used)}: Shadertoy compiles it alone, too, and refuses that.")
        if re.search(r"^\s*uniform\s[^;]*;", old_names.without_comments(one["code"]), re.MULTILINE):
            said.append(f"{one['name']} declares uniforms: there they stay 0.")
        for given in one["inputs"]:
            if _input(given, "api") is None:
                said.append(
                    f"iChannel{given['channel']} of {one['name']} reads what Shadertoy has not: {given['source']}."
                )
    return said


def _pass(one: FullPass, dialect: Dialect) -> dict[str, Any]:
    number = _output(one["name"], dialect)
    return {
        "inputs": [found for given in one["inputs"] if (found := _input(given, dialect)) is not None],
        "outputs": [] if number is None else [{"id": number, "channel": 0}],
        "code": one["code"],
        "name": one["name"],
        "description": "",
        "type": one["type"],
    }


def _output(name: str, dialect: Dialect) -> int | str | None:
    return _OUTPUT_IDS.get(name) if dialect == "api" else SITE_OUTPUTS.get(name)


def _input(given: Mapping[str, Any], dialect: Dialect) -> dict[str, Any] | None:
    kind, what = given["type"], given["source"]
    if kind == "buffer":
        number, file = _output(what, dialect), f"/media/previz/buffer{CONTRACT.buffer_names.index(what):02}.png"
    elif kind == "cubemap" and what == CUBE:
        number, file = _output(CUBE, dialect), "/media/previz/cubemap00.png"
    elif kind in ("keyboard", "webcam", "mic"):
        keyboard = "33" if dialect == "api" else "4dXGRr"
        number, file = keyboard if kind == "keyboard" else "", f"/presets/tex00_{kind}.jpg"
    else:
        number, file = their_file(kind, what)
        if not file:
            return None
    sampler = given["sampler"]
    flags = {name: "true" if sampler[name] else "false" for name in ("vflip", "srgb")}
    read = {
        "channel": given["channel"],
        "sampler": {"filter": sampler["filter"], "wrap": sampler["wrap"], **flags, "internal": "byte"},
        "published": 1,
    }
    if dialect == "site":
        return {"id": str(number), "filepath": file, "previewfilepath": file, "type": kind, **read}
    return {"id": int(str(number)) if str(number).isdecimal() else number, "src": file, "ctype": kind, **read}
