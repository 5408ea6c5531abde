"""Pure room: the static gate before any GPU: what a source may not contain, judged without compiling it.

Whether a source compiles is for the renderer to say. This gate refuses only what must not come that far: text that is
no GLSL for us (NUL, `#version`, `#include`) and macros that grow beyond every bound.
"""

from collections.abc import Sequence

from fractafrag.domains.shaders import macros
from fractafrag.domains.shaders.macros import Bomb
from fractafrag.domains.shaders.passes import FullPass, PassProblem

EXPANDED_BYTES = 262_144
"""The largest source after its macros are expanded."""

_REFUSED = {
    "version": "The platform writes the #version line; remove it (line {line}).",
    "include": "There is nothing to #include; put shared code into the Common pass (line {line}).",
}


def check(passes: Sequence[FullPass]) -> None:
    """Raises PassProblem, naming the pass's code, for the first pass that must not reach a compiler."""
    shared = "".join(one["code"] + "\n" for one in passes if one["type"] == "common")
    for index, one in enumerate(passes):
        field = f"passes.{index}.code"
        if "\x00" in one["code"]:
            raise PassProblem(field, "A source must not contain NUL characters.")
        for line, name, _ in macros.directives(macros.logical_lines(one["code"])):
            if name in _REFUSED:
                raise PassProblem(field, _REFUSED[name].format(line=line))
        whole = one["code"] if one["type"] == "common" else shared + one["code"]
        try:
            expanded = macros.expanded_size(whole, EXPANDED_BYTES)
        except Bomb as bomb:
            raise PassProblem(field, str(bomb)) from bomb
        if expanded > EXPANDED_BYTES:
            raise PassProblem(field, f"With its macros expanded, a source may have {EXPANDED_BYTES:,} bytes.")


def drawable(passes: Sequence[FullPass]) -> bool:
    """Whether there is a picture to see: a work without an image pass has none."""
    return any(one["type"] == "image" for one in passes)
