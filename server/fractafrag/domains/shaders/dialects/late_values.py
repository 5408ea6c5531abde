"""Pure room: values of globals that are no constants, which GLSL ES 1.00 let stand in WebGL and 3.00 forbids."""

import re
from collections.abc import Iterable

from fractafrag.domains.shaders.dialects import old_names

_GIVEN = re.compile(r"\b(?:float|int|bool|[bi]?vec[234]|mat[234])\s+(\w+)\s*=([^;]+);")
_CONSTANT = re.compile(r"\bconst\s+(?:(?:low|medium|high)p\s+)?$")
_WORD = re.compile(r"[A-Za-z_]\w*")


def take_out(code: str, living: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The code with such values in comments, and each variable with its value, in the order in which they are given.

    `living` are names that stand for something that changes. What a list or a condition declares is left alone.
    """
    bare = old_names.without_comments(code)
    sure = old_names.certain(bare).split("\n")
    changing = set(living)
    taken: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    depth = at = 0
    for found in _GIVEN.finditer(bare):
        depth += bare.count("{", at, found.start()) - bare.count("}", at, found.start())
        at = found.start()
        name, value = found[1], found[2]
        outside = depth == 0 and sure[bare.count("\n", 0, at)] != ""
        if not outside or _CONSTANT.search(bare, max(0, at - 40), at) or _is_list(value):
            continue
        if changing & set(_WORD.findall(value)):
            taken[name] = " ".join(value.split())
            spans.append((found.end(1), found.end() - 1))
        changing.add(name)
    for start, end in reversed(spans):
        # A comment inside of the value would end ours.
        inside = code[start:end].replace("*/", "* ")
        code = f"{code[:start]}/*{inside}*/{code[end:]}"
    return code, taken


def _is_list(value: str) -> bool:
    depth = 0
    for one in value:
        depth += (one in "([") - (one in ")]")
        if one == "," and depth == 0:
            return True
    return False
