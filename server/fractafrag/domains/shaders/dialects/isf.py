"""Pure room: ISF, the Interactive Shader Format: JSON in a comment declares inputs and passes of one fragment."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from fractafrag.domains.shaders.contract import CONTRACT, LIMITS
from fractafrag.domains.shaders.dialects import old_names
from fractafrag.domains.shaders.dialects.assets import substitute
from fractafrag.domains.shaders.dialects.imported import (
    Imported,
    ImportProblem,
    Origin,
    plain,
    source,
    stated_licence,
)

_HEADER = re.compile(r"\A\s*/\*(\s*\{.*?\}\s*)\*/", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w{0,63}")
_SHARED = """\
#define TIME iTime
#define TIMEDELTA iTimeDelta
#define FRAMEINDEX iFrame
#define RENDERSIZE iResolution.xy
#define DATE vec4(iDate.x, iDate.y + 1.0, iDate.z, iDate.w)
#define isf_FragNormCoord (isfCoord.xy / iResolution.xy)
#define vv_FragNormCoord isf_FragNormCoord
#define IMG_SIZE(i) vec2(textureSize(i, 0))
#define IMG_NORM_PIXEL(i, p) texture(i, p)
#define IMG_PIXEL(i, p) texture(i, (p) / IMG_SIZE(i))
#define IMG_THIS_PIXEL(i) texture(i, isf_FragNormCoord)
#define IMG_THIS_NORM_PIXEL(i) texture(i, isf_FragNormCoord)
#define main isfMain
vec4 isfCoord, isfColor;
"""
_ENTRY = """
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    isfCoord = vec4(fragCoord, 0.0, 1.0);
    isfMain();
    fragColor = isfColor;
}
"""
_TEXTURES = {"image": "texture", "audio": "music", "audiofft": "music"}

Json = Mapping[str, Any]


def header(text: str) -> Json | None:
    """The JSON at the head of an ISF file; None when there is none. Raises ImportProblem when it is broken."""
    found = _HEADER.match(text[:200_000])
    if not found or not re.search(r'"(?:ISFVSN|INPUTS|PASSES|DESCRIPTION|CATEGORIES|CREDIT)"', found[1]):
        return None
    try:
        parsed: Any = json.loads(found[1])
    except (ValueError, RecursionError) as error:
        raise ImportProblem(f"The JSON at its head cannot be read: {str(error)[:200]}") from error
    return cast(Json, parsed) if isinstance(parsed, dict) else None


def read(text: str, title: str) -> Imported:
    """An ISF file as a work: inputs become parameters and channels, passes with a target become buffers.

    Every pass has the whole fragment, whose lines keep their numbers where the head is long enough to hold what is
    defined for the pass. Raises ImportProblem for more buffers or textures than there are.
    """
    code = source(text)
    head = header(code)
    if head is None:
        raise ImportProblem("There is no JSON at its head.")
    found = _HEADER.match(code)
    assert found is not None
    work = Imported(
        title,
        [],
        Origin("isf", plain(head.get("CREDIT"), 80)),
        description=plain(head.get("DESCRIPTION"), LIMITS.description_characters),
        tags=[plain(one, LIMITS.tag_characters) for one in _list(head.get("CATEGORIES"))][: LIMITS.tags],
        licence=stated_licence([code]),
    )
    rest, lines = code[found.end() :], code[: found.end()].count("\n")
    rest = re.sub(r"\bgl_FragCoord\b", "isfCoord", re.sub(r"\bgl_FragColor\b", "isfColor", rest))
    uniforms, images = _declarations(head, work)
    targets = _targets(head, work)
    shared = _SHARED + "".join(f"{line}\n" for line in uniforms)
    work.passes.append({"type": "common", "name": "Common", "code": shared, "inputs": []})
    steps = [*targets, None]
    for index, target in enumerate(steps):
        inputs = [*images, *[(name, "buffer", CONTRACT.buffer_names[at]) for at, name in enumerate(targets)]]
        read_here = [one for one in inputs if re.search(rf"\b{one[0]}\b", rest)]
        if len(read_here) > LIMITS.channels:
            raise ImportProblem(f"It reads {len(read_here)} pictures; a pass has four channels.")
        defines = [f"#define PASSINDEX {index}"]
        defines += [f"#define {name} iChannel{channel}" for channel, (name, _, _) in enumerate(read_here)]
        work.passes.append(
            {
                "type": "image" if target is None else "buffer",
                "name": "Image" if target is None else CONTRACT.buffer_names[index],
                "code": _padded(defines, lines, work) + rest.lstrip("\n" if lines == 0 else "") + _ENTRY,
                "inputs": [
                    {"channel": channel, "type": kind, "source": what, "sampler": {"filter": "linear", "wrap": "clamp"}}
                    for channel, (_, kind, what) in enumerate(read_here)
                ],
            }
        )
    work.change("mainImage was added below it; ISF’s names and its inputs are defined in Common.")
    old_names.define(work)
    return work


def _padded(defines: list[str], lines: int, work: Imported) -> str:
    if len(defines) > lines:
        work.change(f"Its lines begin {len(defines) - lines} further down.")
    return "\n".join([*defines, *[""] * (lines - len(defines))]) + "\n"


def _targets(head: Json, work: Imported) -> list[str]:
    names: list[str] = []
    for one in _mappings(head.get("PASSES")):
        name = one.get("TARGET")
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name in names:
            continue
        names.append(name)
        if one.get("WIDTH") or one.get("HEIGHT"):
            work.warn(f"{name} had a size of its own; here it is as large as the picture.")
    if len(names) > len(CONTRACT.buffer_names):
        raise ImportProblem(f"It has {len(names)} buffers; there are {len(CONTRACT.buffer_names)}.")
    for name, buffer in zip(names, CONTRACT.buffer_names, strict=False):
        work.change(f"{name} is {buffer}.")
    return names


def _declarations(head: Json, work: Imported) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The uniforms of the inputs as parameters, and the pictures as (name, type, source)."""
    uniforms: list[str] = []
    images: list[tuple[str, str, str]] = []
    for one in _mappings(head.get("INPUTS"))[:64]:
        name, kind = one.get("NAME"), plain(one.get("TYPE"), 16).lower()
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            work.warn("An input without a usable name was left out.")
        elif kind in _TEXTURES:
            images.append(_picture(name, _TEXTURES[kind], work))
        elif (line := _uniform(name, kind, one)) is not None:
            uniforms.append(line)
        else:
            work.warn(f"The input {name} is of a type that there is not here: {kind or 'none'}.")
    imported = head.get("IMPORTED")
    for name in cast(Json, imported) if isinstance(imported, dict) else ():
        if _NAME.fullmatch(name):
            images.append(_picture(name, "texture", work))
    return uniforms, images


def _picture(name: str, kind: str, work: Imported) -> tuple[str, str, str]:
    stands = substitute(kind, "", "")
    assert stands is not None
    work.change(f"{name}: our “{stands.title}” stands for what its host would give.")
    return name, kind, stands.id


def _uniform(name: str, kind: str, one: Json) -> str | None:
    label = plain(one.get("LABEL"), 40).replace('"', "").replace("\n", " ")
    told = f' "{label}"' if label and label != name else ""
    least, most, first = one.get("MIN"), one.get("MAX"), one.get("DEFAULT")
    if kind == "float":
        low, high = _number(least, 0.0), _number(most, 1.0)
        low, high = min(low, high), max(low, high) if low != high else low + 1.0
        return f"uniform float {name}; // @range {low:g} {high:g} = {min(max(_number(first, low), low), high):g}{told}"
    if kind in ("bool", "event"):
        return f"uniform bool {name}; // @bool = {'true' if first and kind == 'bool' else 'false'}{told}"
    if kind == "color":
        parts = [_number(part, 1.0) for part in _list(first)[:4]]
        rgba = "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02x}" for part in [*parts, *[1.0] * (4 - len(parts))])
        return f"uniform vec4 {name}; // @colour = #{rgba}{told}"
    if kind == "point2d":
        low = _number(next(iter(_list(least)), None), 0.0)
        high = max(_number(next(iter(_list(most)), None), 1.0), low + 1e-3)
        x, y = ([_number(part, 0.0) for part in _list(first)] + [0.0, 0.0])[:2]
        x, y = min(max(x, low), high), min(max(y, low), high)
        return f"uniform vec2 {name}; // @point {low:g} {high:g} = {x:g} {y:g}{told}"
    if kind == "long":
        return _choice(name, one, told)
    return None


def _choice(name: str, one: Json, told: str) -> str:
    values = [round(_number(value, 0.0)) for value in _list(one.get("VALUES"))[:32]] or [0, 1]
    labels = [plain(label, 30).replace('"', "").replace("\n", " ") for label in _list(one.get("LABELS"))]
    named = " ".join(
        f'{value} "{labels[at]}"' if at < len(labels) and labels[at] else str(value) for at, value in enumerate(values)
    )
    first = round(_number(one.get("DEFAULT"), values[0]))
    return f"uniform int {name}; // @choice {named} = {first if first in values else values[0]}{told}"


def _number(value: Any, otherwise: float) -> float:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6
    return float(value) if usable else otherwise


def _list(value: Any) -> list[Any]:
    return cast(list[Any], value) if isinstance(value, list) else []


def _mappings(value: Any) -> list[Json]:
    found: Iterator[Json] = (cast(Json, one) for one in _list(value) if isinstance(one, dict))
    return list(found)
