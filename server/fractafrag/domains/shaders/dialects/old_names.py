"""Pure room: names of GLSL ES 1.00: those that have another name today, and those that 3.00 took for itself."""

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
    "textureCubeGradEXT": "textureGrad",
    "texture2DProj": "textureProj",
    "texture2DProjLod": "textureProjLod",
    "texture2DProjLodEXT": "textureProjLod",
    "texture2DProjGradEXT": "textureProjGrad",
}
"""What GLSL ES 1.00 and Shadertoy before 2017 called what has another name today."""

RESERVED = frozenset(
    {
        "active",
        "atomic_uint",
        "coherent",
        "common",
        "filter",
        "image1D",
        "image2D",
        "image3D",
        "imageCube",
        "noperspective",
        "partition",
        "patch",
        "readonly",
        "resource",
        "restrict",
        "sample",
        "subroutine",
        "writeonly",
    }
)
"""Words that 3.00 keeps for later: whoever uses one means a name of their own (GLSL ES 3.00, 3.8, less 1.00, 3.6)."""
KEYWORDS = frozenset({"case", "centroid", "layout", "smooth", "uint"})
"""Words that 3.00 gave a meaning: only where one is declared, it is a name."""
FUNCTIONS = frozenset(
    {
        "acosh",
        "asinh",
        "atanh",
        "cosh",
        "dFdx",
        "dFdy",
        "determinant",
        "fwidth",
        "inverse",
        "isinf",
        "isnan",
        "modf",
        "outerProduct",
        "round",
        "roundEven",
        "sinh",
        "tanh",
        "texelFetch",
        "texture",
        "textureGrad",
        "textureLod",
        "textureProj",
        "textureSize",
        "transpose",
        "trunc",
    }
)
"""Functions that 3.00 brought along: a text of 1.00 may define its own, which 3.00 forbids (chapter 8)."""

_TYPE = r"(?:float|int|bool|[bi]?vec[234]|mat[234]|sampler2D|samplerCube)"
_COMMENTS = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
_PARAMETERS = re.compile(r"^[ \t]*#[ \t]*define[ \t]+\w+\(([^)\n]*)\)", re.MULTILINE)
_CONDITION = re.compile(r"^[ \t]*#[ \t]*(?!define\b)[^\n]*", re.MULTILINE)
_DEFINITION = re.compile(r"\b([A-Za-z_]\w*)\s+([A-Za-z_]\w*)\s*\(")
_NO_TYPE = frozenset({"return", "else", "do", "in", "out", "inout"})
_SHADOWED = frozenset({"texture2D", "textureCube"})
_READERS = """\
vec4 readTexture(sampler2D s, vec2 p) { return texture(s, p); }
vec4 readTexture(sampler2D s, vec2 p, float bias) { return texture(s, p, bias); }
vec4 readTexture(samplerCube s, vec3 p) { return texture(s, p); }
vec4 readTexture(samplerCube s, vec3 p, float bias) { return texture(s, p, bias); }
"""


def without_comments(code: str) -> str:
    """The code with its comments blanked; every line keeps its number."""
    return _COMMENTS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), code)


def certain(bare: str) -> str:
    """The code without directives and without what stands between `#if` and `#endif`; every line keeps its number."""
    depth = 0
    lines: list[str] = []
    for line in bare.split("\n"):
        directive = re.match(r"[ \t]*#[ \t]*(\w*)", line)
        depth += directive is not None and directive[1].startswith("if")
        lines.append("" if directive or depth > 0 else line)
        depth = max(0, depth - (directive is not None and directive[1] == "endif"))
    return "\n".join(lines)


def macros(bare: str) -> frozenset[str]:
    """The names that the code defines as macros."""
    return frozenset(_MACRO.findall(bare))


def declares(bare: str, name: str) -> bool:
    """Whether a variable, a parameter or a function of this name is declared with one of GLSL's own types."""
    return re.search(rf"\b{_TYPE}\s+{name}\b", bare) is not None


def meanings(code: str) -> dict[str, str]:
    """Names of 1.00 that the code uses and does not define itself, each with what stands for it in 3.00."""
    bare = without_comments(code)
    words = set(re.findall(r"[A-Za-z_]\w*", _CONDITION.sub("", bare)))
    words -= {name.strip() for some in _PARAMETERS.findall(bare) for name in some.split(",")} & RESERVED
    declared = set(re.findall(r"\b(?:float|vec[234]|int|uniform\s+\w+)\s+([A-Za-z_]\w*)\s*[(;=]", bare))
    found = {name: NAMES[name] for name in NAMES if name in words and name not in declared}
    functions = {name for kind, name in _DEFINITION.findall(certain(bare)) if kind not in _NO_TYPE}
    own = sorted(RESERVED & words | {word for word in KEYWORDS & words if declares(bare, word)} | FUNCTIONS & functions)
    return {
        name: stands
        for name, stands in (found | {name: f"own_{name}" for name in own}).items()
        if name not in macros(bare)
    }


def define(work: Imported) -> None:
    """Defines what the passes mean by names of 1.00: behind Common's text, whose lines keep their numbers.

    What Common itself needs stands before its text; what another pass defines otherwise, before the pass in need.
    """
    common = next((one for one in work.passes if one["type"] == "common"), None)
    others = [one for one in work.passes if one["type"] != "common"]
    home = without_comments(common["code"]) if common else ""
    known = macros(home) | set(re.findall(rf"\b{_TYPE}\s+(\w+)\s*[(;=]", home))
    inside = meanings(common["code"]) if common else {}
    behind: dict[str, str] = {}
    for one in others:
        before: dict[str, str] = {}
        for name, stands in meanings(one["code"]).items():
            if name in inside or name in known:
                continue
            (before if any(_otherwise(other["code"], name, stands) for other in others) else behind)[name] = stands
        if before:
            one["code"] = _defines(before) + one["code"]
            work.change(f"{one['name']} begins with {_lines(before)}: {_told(before)}.")
    readers = _keep_readable(work, inside, behind)
    if not (inside or behind):
        return
    if common is None:
        common = _common()
        work.passes.insert(0, common)
    if inside or readers:
        common["code"] = readers + _defines(inside) + common["code"]
    if inside:
        work.change(f"Common begins with {_lines(inside)}: {_told(inside)}.")
    if behind:
        code: str = common["code"]
        common["code"] = code + ("" if code.endswith("\n") or not code else "\n") + _defines(behind)
        work.change(f"Old names are defined in Common: {_told(behind)}.")


def _otherwise(code: str, name: str, stands: str) -> bool:
    """Whether the code defines the name as something else, which a define before it would break."""
    bare = without_comments(code)
    same = re.search(rf"^[ \t]*#[ \t]*define[ \t]+{name}[ \t]+{stands}[ \t]*$", bare, re.MULTILINE)
    return name in macros(bare) and not same


def _keep_readable(work: Imported, *found: dict[str, str]) -> str:
    """Where theirs is called `texture`, textures are read by functions of another name: those, or ""."""
    used = [(names, name) for names in found for name in _SHADOWED & names.keys()]
    bare = [without_comments(one["code"]) for one in work.passes]
    if not used or not any("texture" in macros(code) or declares(code, "texture") for code in bare):
        return ""
    for names, name in used:
        names[name] = "readTexture"
    return _READERS


def _common() -> dict[str, Any]:
    return {"type": "common", "name": "Common", "code": "", "inputs": []}


def _defines(names: dict[str, str]) -> str:
    return "".join(f"#define {name} {stands}\n" for name, stands in names.items())


def _lines(names: dict[str, str]) -> str:
    return "one more line" if len(names) == 1 else f"{len(names)} more lines"


def _told(names: dict[str, str]) -> str:
    return ", ".join(f"{name} is {stands}" for name, stands in names.items())
