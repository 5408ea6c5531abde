"""Pure room: a work of ours in the JSON of Shadertoy's API, so that it goes on to live elsewhere."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fractafrag.domains.shaders.contract import CONTRACT
from fractafrag.domains.shaders.dialects import old_names
from fractafrag.domains.shaders.dialects.assets import their_file
from fractafrag.domains.shaders.passes import CUBE, FullPass

_OUTPUT_IDS = {**{name: 257 + at for at, name in enumerate(CONTRACT.buffer_names)}, CUBE: 41, "Image": 37, "Sound": 38}
_MICE = ("iTime", "iResolution", "iMouse", "iFrame", "iChannel0", "iChannel1", "iChannel2", "iChannel3")


def shadertoy(
    name: str, title: str, author: str, description: str, tags: Sequence[str], date: int, full: Sequence[FullPass]
) -> dict[str, Any]:
    """The document `{"Shader": …}`; `name` is its id, `date` in seconds since 1970.

    An input that Shadertoy has not is left unbound.
    """
    return {
        "Shader": {
            "ver": "0.1",
            "info": {
                "id": name,
                "date": str(date),
                "viewed": 0,
                "name": title,
                "username": author,
                "description": description,
                "likes": 0,
                "published": 0,
                "flags": 0,
                "tags": list(tags),
                "hasliked": 0,
            },
            "renderpass": [_pass(one) for one in full],
        }
    }


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
            if _input(given) is None:
                said.append(
                    f"iChannel{given['channel']} of {one['name']} reads what Shadertoy has not: {given['source']}."
                )
    return said


def _pass(one: FullPass) -> dict[str, Any]:
    outputs = [{"id": _OUTPUT_IDS[one["name"]], "channel": 0}] if one["name"] in _OUTPUT_IDS else []
    inputs = [found for given in one["inputs"] if (found := _input(given)) is not None]
    return {
        "inputs": inputs,
        "outputs": outputs,
        "code": one["code"],
        "name": one["name"],
        "description": "",
        "type": one["type"],
    }


def _input(given: Mapping[str, Any]) -> dict[str, Any] | None:
    kind, what = given["type"], given["source"]
    if kind == "buffer":
        number, file = str(_OUTPUT_IDS[what]), f"/media/previz/buffer{CONTRACT.buffer_names.index(what):02}.png"
    elif kind == "cubemap" and what == CUBE:
        number, file = str(_OUTPUT_IDS[CUBE]), "/media/previz/cubemap00.png"
    elif kind in ("keyboard", "webcam", "mic"):
        number, file = "33" if kind == "keyboard" else "", f"/presets/tex00_{kind}.jpg"
    else:
        number, file = their_file(kind, what)
        if not file:
            return None
    sampler = given["sampler"]
    flags = {name: "true" if sampler[name] else "false" for name in ("vflip", "srgb")}
    return {
        "id": int(number) if number.isdecimal() else number,
        "src": file,
        "ctype": kind,
        "channel": given["channel"],
        "sampler": {"filter": sampler["filter"], "wrap": sampler["wrap"], **flags, "internal": "byte"},
        "published": 1,
    }
