"""Pure room: fragments with a `main` of their own, as GLSL Sandbox and the Book of Shaders have them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fractafrag.domains.shaders.dialects import old_names
from fractafrag.domains.shaders.dialects.assets import substitute
from fractafrag.domains.shaders.dialects.imported import Imported, ImportProblem, Origin, source, stated_licence

_TIME = {"time": "iTime", "u_time": "iTime", "iTime": "iTime", "iGlobalTime": "iTime", "u_delta": "iTimeDelta"}
_SIZED = {"resolution", "u_resolution", "iResolution"}
_OTHERS = {
    "mouse": "(iMouse.xy / iResolution.xy)",
    "u_mouse": "iMouse.xy",
    "iMouse": "iMouse",
    "frame": "iFrame",
    "u_frame": "iFrame",
    "date": "iDate",
    "u_date": "iDate",
    "surfaceSize": "(iResolution.xy / iResolution.y)",
    "surfacePosition": "((fragmentCoord.xy - 0.5 * iResolution.xy) / iResolution.y)",
    "vUv": "(fragmentCoord.xy / iResolution.xy)",
    "v_texcoord": "(fragmentCoord.xy / iResolution.xy)",
}
_BACK = ("backbuffer", "u_backbuffer", "u_buffer0", "bb")
_DECLARED = re.compile(r"\b(?:uniform|varying|in)\s+(?:(?:low|medium|high)p\s+)?(\w+)\s+(\w+)\s*;")
_OUT = re.compile(r"(?:\blayout\s*\([^)]*\)\s*)?\bout\s+(?:(?:low|medium|high)p\s+)?vec4\s+(\w+)\s*;")
_DIRECTIVE = re.compile(r"#[ \t]*(?:version|extension)\b[^\n]*")
_MAIN = re.compile(r"\bvoid\s+main\s*\(")
_ENTRY = """\
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    fragmentCoord = vec4(fragCoord, 0.0, 1.0);
    fragmentMain();
    fragColor = fragmentColor;
}
"""


@dataclass
class _Fragment:
    """A fragment on its way: the text whose lines keep their numbers, the defines for it, the textures it reads."""

    code: str
    defines: list[str]
    samplers: list[str]
    work: Imported


def is_fragment(code: str) -> bool:
    """Whether the text has a `main` of its own and no `mainImage`."""
    bare = old_names.without_comments(code)
    return _MAIN.search(bare) is not None and "mainImage" not in bare


def read(text: str, title: str) -> Imported:
    """A fragment as a work: declarations that are ours become comments, so that every line keeps its number.

    What the text reads is defined in Common, and `mainImage` is added below it. A fragment that reads its own last
    frame becomes Buffer A. Raises ImportProblem when there is no `main`, or more textures than channels.
    """
    code = source(text)
    if not is_fragment(code):
        raise ImportProblem("There is neither mainImage nor main in it.")
    book = re.search(r"\bu_(?:time|resolution|mouse)\b", code) is not None
    work = Imported(title, [], Origin("book" if book else "sandbox"), licence=stated_licence([code]))
    fragment = _Fragment(code, ["#define main fragmentMain", "vec4 fragmentCoord, fragmentColor;"], [], work)
    _drop_directives(fragment)
    _translate_declarations(fragment)
    _rename(fragment)
    back = next((name for name in fragment.samplers if name in _BACK), None)
    inputs = list(_inputs(fragment, back))
    body = f"{fragment.code}{'' if fragment.code.endswith(chr(10)) else chr(10)}\n{_ENTRY}"
    common = "\n".join([*fragment.defines, ""])
    work.passes = [{"type": "common", "name": "Common", "code": common, "inputs": []}]
    if back:
        shown = "void mainImage(out vec4 c, in vec2 p) {\n    c = texelFetch(iChannel0, ivec2(p), 0);\n}\n"
        reads = [{"channel": 0, "type": "buffer", "source": "Buffer A"}]
        work.passes += [
            {"type": "buffer", "name": "Buffer A", "code": body, "inputs": inputs},
            {"type": "image", "name": "Image", "code": shown, "inputs": reads},
        ]
        work.change(f"It reads its last frame ({back}), so it is Buffer A, and the Image shows that.")
    else:
        work.passes.append({"type": "image", "name": "Image", "code": body, "inputs": inputs})
    work.change("mainImage was added below it and calls its main; what the page declared is defined in Common.")
    old_names.define(work)
    return work


def _drop_directives(fragment: _Fragment) -> None:
    def dropped(found: re.Match[str]) -> bool:
        fragment.work.change(f"“{found[0].strip()[:60]}” became a comment.")
        return True

    _comment_out(fragment, _DIRECTIVE, dropped)


def _translate_declarations(fragment: _Fragment) -> None:
    def declared(found: re.Match[str]) -> bool:
        kind, name = found[1], found[2]
        meaning = _meaning(kind, name)
        if kind.startswith("sampler"):
            fragment.samplers.append(name)
        elif meaning is None:
            if found[0].startswith("uniform"):
                fragment.work.warn(f"The uniform {name} was set by its page; here it is 0 until it has a control.")
                return False
            fragment.work.warn(f"{name} came from a vertex shader; it is 0 here.")
            fragment.defines.append(f"#define {name} {kind}(0.0)")
        elif meaning != name:
            fragment.defines.append(f"#define {name} {meaning}")
            fragment.work.change(f"{name} is {meaning}.")
        return True

    def written(found: re.Match[str]) -> bool:
        fragment.defines.append(f"#define {found[1]} fragmentColor")
        fragment.work.change(f"{found[1]} is the picture’s colour.")
        return True

    _comment_out(fragment, _DECLARED, declared)
    _comment_out(fragment, _OUT, written)


def _comment_out(fragment: _Fragment, pattern: re.Pattern[str], wanted: Callable[[re.Match[str]], bool]) -> None:
    """Puts what the pattern finds outside of comments, and is wanted, into comments of its own."""
    spans = [found.span() for found in pattern.finditer(old_names.without_comments(fragment.code)) if wanted(found)]
    for start, end in reversed(spans):
        code = fragment.code
        # A comment inside of the declaration would end ours.
        inside = code[start:end].replace("*/", "* ")
        fragment.code = f"{code[:start]}/* {inside} */{code[end:]}"


def _meaning(kind: str, name: str) -> str | None:
    if name in _SIZED:
        return {"vec2": "iResolution.xy", "vec3": "iResolution", "float": "iResolution.x"}.get(kind)
    if name == "iMouse" and kind == "vec2":
        return "iMouse.xy"
    if name in ("frame", "u_frame") and kind == "float":
        return "float(iFrame)"
    return _TIME.get(name) or _OTHERS.get(name)


def _rename(fragment: _Fragment) -> None:
    # Names that begin with gl_ cannot be defined.
    for name, ours in (
        ("gl_FragData[0]", "fragmentColor"),
        ("gl_FragColor", "fragmentColor"),
        ("gl_FragCoord", "fragmentCoord"),
    ):
        pattern = re.escape(name).replace(r"\[0\]", r"\s*\[\s*0\s*\]")
        fragment.code, count = re.subn(rf"\b{pattern}" + ("" if name.endswith("]") else r"\b"), ours, fragment.code)
        if count:
            fragment.work.change(f"{name} is {ours}, where it stands.")


def _inputs(fragment: _Fragment, back: str | None) -> Any:
    if len(fragment.samplers) > 4:
        raise ImportProblem(f"It reads {len(fragment.samplers)} textures; a pass has four channels.")
    for channel, name in enumerate(fragment.samplers):
        if name != f"iChannel{channel}":
            fragment.defines.append(f"#define {name} iChannel{channel}")
        if name == back:
            yield {"channel": channel, "type": "buffer", "source": "Buffer A", "sampler": {"filter": "linear"}}
            continue
        stands = substitute("texture", "", "")
        assert stands is not None
        yield {"channel": channel, "type": "texture", "source": stands.id}
        fragment.work.change(f"{name} is iChannel{channel}: our “{stands.title}” stands for a picture of its page.")
