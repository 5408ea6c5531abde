"""Pure room: fragments with a `main` of their own, as GLSL Sandbox and the Book of Shaders have them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fractafrag.domains.shaders.dialects import late_values, old_names, shadertoy
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
_OURS = {
    "iTime": "float",
    "iTimeDelta": "float",
    "iFrame": "int",
    "iMouse": "vec4",
    "iDate": "vec4",
    "iResolution": "vec3",
}
"""Our uniforms and their types: a text that was brought from Shadertoy may define some of them itself."""
_PRECISION = r"(?:(?:low|medium|high)p\s+)?"
_DECLARED = re.compile(rf"\b(?:uniform|varying|attribute|in)\s+{_PRECISION}(\w+)\s+(\w+(?:\s*,\s*\w+)*)\s*;")
_FROM = re.compile(r"Original shader from:?\s*(https://www\.shadertoy\.com/view/(\w{6}))")
_OUT = re.compile(r"(?:\blayout\s*\([^)]*\)\s*)?\bout\s+(?:(?:low|medium|high)p\s+)?vec4\s+(\w+)\s*;")
_DIRECTIVE = re.compile(r"#[ \t]*(?:version|extension)\b[^\n]*")
_MAIN = re.compile(r"\bvoid\s+main\s*\(")
_ENTRY = """\
{before}void mainImage(out vec4 fragColor, in vec2 fragCoord) {{
    fragmentCoord = vec4(fragCoord, 0.0, 1.0);
{first}    fragmentMain();
    fragColor = fragmentColor;
}}
"""


@dataclass
class _Fragment:
    """A fragment on its way: the text whose lines keep their numbers, the defines for it, the textures it reads."""

    code: str
    defines: list[str]
    samplers: list[str]
    work: Imported
    theirs: frozenset[str] = frozenset()
    """Names of our uniforms that the text declares as something of its own."""


def is_fragment(code: str) -> bool:
    """Whether the text has a `main` of its own; beside a `mainImage`, one that is there under any condition."""
    bare = old_names.without_comments(code)
    if "mainImage" in bare:
        bare = old_names.certain(bare)
    return _MAIN.search(bare) is not None


def settle(work: Imported) -> None:
    """Lets a text with `mainImage` stand under our header: what that declares, and `#version`, become comments."""

    def ours(found: re.Match[str]) -> bool:
        known = _OURS | {f"iChannel{channel}": "sampler2D" for channel in range(4)}
        return found[0].startswith("uniform") and all(known.get(name) == found[1] for name in _names(found))

    for one in work.passes:
        fragment = _Fragment(one["code"], [], [], work)
        _drop_directives(fragment)
        _comment_out(fragment, _DECLARED, ours)
        one["code"] = fragment.code


def read(text: str, title: str) -> Imported:
    """A fragment as a work: declarations that are ours become comments, so that every line keeps its number.

    What the text reads is defined in Common, and `mainImage` is added below it. A fragment that reads its own last
    frame becomes Buffer A. Raises ImportProblem when there is no `main`, or more textures than channels.
    """
    code = source(text)
    if not is_fragment(code):
        raise ImportProblem("There is neither mainImage nor main in it.")
    book = re.search(r"\bu_(?:time|resolution|mouse)\b", code) is not None
    brought = _FROM.search(code)
    origin = Origin("book" if book else "sandbox", url=brought[1] if brought else "", id=brought[2] if brought else "")
    licence = stated_licence([code]) or (shadertoy.LICENCE if brought else None)
    work = Imported(title, [], origin, licence=licence)
    if brought:
        work.change(f"It says that it comes from {brought[1]}: that is its source.")
    fragment = _Fragment(code, ["#define main fragmentMain", "vec4 fragmentCoord, fragmentColor;"], [], work)
    bare = old_names.without_comments(code)
    _keep_their_uniforms(fragment)
    if "mainImage" in bare:
        fragment.defines.append("#define mainImage fragmentImage")
    _drop_directives(fragment)
    _translate_declarations(fragment)
    first = _late_values(fragment)
    _rename(fragment)
    back = next((name for name in fragment.samplers if name in _BACK), None)
    inputs = list(_inputs(fragment, back))
    entry = _ENTRY.format(before="#undef mainImage\n" if "mainImage" in bare else "", first=first)
    body = f"{fragment.code}{'' if fragment.code.endswith(chr(10)) else chr(10)}\n{entry}"
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
        kind, names = found[1], _names(found)
        known = {name: _meaning(kind, name, fragment.theirs) for name in names}
        uniform, sampler = found[0].startswith("uniform"), kind.startswith("sampler")
        strange = [name for name in names if known[name] is None] if uniform and not sampler else []
        for name in strange:
            fragment.work.warn(f"The uniform {name} was set by its page; here it is 0 until it has a control.")
        if len(strange) == len(names):
            return False
        fragment.defines += [f"uniform {kind} {name};" for name in strange]
        for name in names:
            meaning = known[name]
            if sampler:
                fragment.samplers.append(name)
            elif meaning is None and not uniform:
                fragment.work.warn(f"{name} came from a vertex shader; it is 0 here.")
                fragment.defines.append(f"#define {name} {kind}(0.0)")
            elif meaning is not None and meaning != name:
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


def _keep_their_uniforms(fragment: _Fragment) -> None:
    """Keeps apart what the text calls by the names of our uniforms, and ours, which its page's names stand for."""
    bare = old_names.without_comments(fragment.code)
    uniforms = {name for found in _DECLARED.finditer(bare) for name in _names(found)}
    defined = old_names.macros(bare)
    for name, kind in _OURS.items():
        declared = name not in uniforms and old_names.declares(bare, name)
        if not (declared or name in defined):
            continue
        fragment.theirs |= {name}
        fragment.defines.append(f"{kind} {_reader(name)} {{ return {name}; }}")
        if declared:
            fragment.defines.append(f"#define {name} own_{name}")


def _reader(name: str) -> str:
    return f"page{name[1:]}()"


def _late_values(fragment: _Fragment) -> str:
    """The statements that give globals their values once a pixel, where those are no constants."""
    told = "\n".join(fragment.defines)
    living = {name for pair in re.findall(r"^#define (\w+)|^uniform \w+ (\w+)", told, re.MULTILINE) for name in pair}
    living |= {name for found in _DECLARED.finditer(fragment.code) for name in _names(found)}
    living |= {*_OURS, "iGlobalTime", "gl_FragCoord"}
    fragment.code, taken = late_values.take_out(fragment.code, living)
    for name in taken:
        fragment.work.change(f"{name} is given its value where the picture begins: it is no constant.")
    return "".join(f"    {name} = {value};\n" for name, value in taken.items())


def _names(declared: re.Match[str]) -> list[str]:
    return re.split(r"\s*,\s*", declared[2])


def _meaning(kind: str, name: str, theirs: frozenset[str]) -> str | None:
    meaning = _meaning_of(kind, name)
    for ours in theirs if meaning else ():
        meaning = re.sub(rf"\b{ours}\b", _reader(ours), meaning or "")
    return meaning


def _meaning_of(kind: str, name: str) -> str | None:
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
        ("gl_FragDepthEXT", "gl_FragDepth"),
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
