"""Pure room: names that older shaders use, given back by defines where a work needs them."""

import re
from typing import Any

from fractafrag.domains.shaders.dialects.imported import Imported

NAMES = {
    "iGlobalTime": "iTime",
    "texture2D": "texture",
    "texture3D": "texture",
    "textureCube": "texture",
    "texture2DLod": "textureLod",
    "texture2DLodEXT": "textureLod",
    "textureCubeLod": "textureLod",
    "textureCubeLodEXT": "textureLod",
    "texture2DGrad": "textureGrad",
    "texture2DGradEXT": "textureGrad",
    "texture2DProj": "textureProj",
}
"""What GLSL ES 1.00 and Shadertoy before 2017 called what has another name today."""

_COMMENTS = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def without_comments(code: str) -> str:
    """The code with its comments blanked; every line keeps its number."""
    return _COMMENTS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), code)


def used(code: str) -> list[str]:
    """The old names that the code uses and does not define itself."""
    bare = without_comments(code)
    words = set(re.findall(r"[A-Za-z_]\w*", bare))
    own = set(re.findall(r"#\s*define\s+([A-Za-z_]\w*)", bare))
    declared = set(re.findall(r"\b(?:float|vec[234]|int|uniform\s+\w+)\s+([A-Za-z_]\w*)\s*[(;=]", bare))
    return [name for name in NAMES if name in words and name not in own | declared]


def define(work: Imported) -> None:
    """Defines the old names that the passes use: behind Common's text, whose lines keep their numbers."""
    common = next((one for one in work.passes if one["type"] == "common"), None)
    inside = used(common["code"]) if common else []
    elsewhere = sorted({name for one in work.passes if one["type"] != "common" for name in used(one["code"])})
    if common and inside:
        common["code"] = _defines(inside) + common["code"]
        work.change(f"Common begins with {len(inside)} more lines: {_told(inside)}.")
    rest = [name for name in elsewhere if name not in inside]
    if not rest:
        return
    if common is None:
        common = _common()
        work.passes.insert(0, common)
    code: str = common["code"]
    common["code"] = code + ("" if code.endswith("\n") or not code else "\n") + _defines(rest)
    work.change(f"Old names are defined in Common: {_told(rest)}.")


def _common() -> dict[str, Any]:
    return {"type": "common", "name": "Common", "code": "", "inputs": []}


def _defines(names: list[str]) -> str:
    return "".join(f"#define {name} {NAMES[name]}\n" for name in names)


def _told(names: list[str]) -> str:
    return ", ".join(f"{name} is {NAMES[name]}" for name in names)
