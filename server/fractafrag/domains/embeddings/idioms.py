"""Pure room: how a work is made, in numbers: what its code calls, which idioms it speaks, what it reads.

Code is read as words, not parsed: a name says what somebody meant by it, and a word more or less changes little.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fractafrag.domains.shaders.macros import logical_lines
from fractafrag.domains.shaders.passes import FullPass

BUILT_INS = (
    *("sin", "cos", "tan", "atan", "pow", "exp", "exp2", "log", "sqrt", "inversesqrt", "abs", "sign", "floor", "fract"),
    *("mod", "min", "max", "clamp", "mix", "step", "smoothstep", "length", "distance", "dot", "cross", "normalize"),
    *("reflect", "refract", "texture", "textureLod", "texelFetch", "dFdx", "fwidth", "mat2", "mat3", "mat4", "uint"),
)
UNIFORMS = ("iTime", "iTimeDelta", "iFrame", "iMouse", "iDate", "iChannelTime", "iResolution", "iSampleRate")
INPUTS = ("buffer", "texture", "cubemap", "volume", "video", "music", "mic", "keyboard", "webcam")

_IDIOMS: dict[str, str] = {
    "noise": r"\w*[nN]oise\w*|perlin|simplex|gnoise|snoise|vnoise|turbulence",
    "fbm": r"fbm\w*|octaves?|lacunarity|ridged?",
    "hash": r"\w*hash\w*|rand\w*",
    "cells": r"voronoi\w*|worley|cellular|cells?",
    "distance": r"sd[A-Z]\w*|\w*[sS]df\w*|smin|smax|opU\w*|op[A-Z]\w*|de|map|scene",
    "march": r"(?:ray)?march\w*|trace\w*|castRay|intersect\w*|steps?|rayDir\w*|rd|ro",
    "camera": r"lookAt|look_at|setCamera|camera\w*|cam\w*|eye|forward",
    "normals": r"\w*[nN]ormal\w*|nor|nrm",
    "lighting": r"diff\w*|spec\w*|fresnel\w*|shadow\w*|ambient\w*|occlusion|ao|light\w*|shade\w*|phong|lambert",
    "volume": r"density|absorption|transmittance|scatter\w*|volum\w*|fog\w*|clouds?",
    "complex": r"cmul|cdiv|csqr|mandel\w*|julia\w*|escape\w*|zn|orbit\w*",
    "folds": r"fold\w*|kaleid\w*|apollon\w*|menger\w*|ifs|sierpinski",
    "polar": r"polar\w*|angle|theta|phi|radius|radial|spiral\w*|swirl\w*",
    "rotation": r"rot\w*",
    "palette": r"palette\w*|pal|hsv\w*|hsl\w*|hue\w*|spectrum\w*|rainbow|tint\w*|ramp\w*",
    "tiles": r"tiles?|tiling|grid\w*|hex\w*|truchet\w*|checker\w*|brick\w*|repeat\w*",
    "waves": r"waves?\w*|ripple\w*|interference|moire\w*|caustic\w*|plasma\w*|wobble\w*",
    "simulation": r"laplac\w*|diffus\w*|advect\w*|pressure|divergence|curl|vel\w*|reaction|feed|kill|neighbou?rs?",
    "particles": r"particles?|boids?|spark\w*|stars?|fire\w*",
    "glow": r"glow\w*|bloom\w*|halo\w*|neon\w*|beam\w*|flare\w*",
    "tunnel": r"tunnel\w*|corridor|depth|zoom\w*|fly\w*",
    "sound": r"fft|beat\w*|bass\w*|amp(?:litude)?|frequency|note\w*",
}
IDIOMS: Mapping[str, re.Pattern[str]] = {name: re.compile(words) for name, words in _IDIOMS.items()}

NAMES: tuple[str, ...] = (
    *(f"call_{name}" for name in BUILT_INS),
    *(f"idiom_{name}" for name in IDIOMS),
    *(f"uniform_{name}" for name in UNIFORMS),
    *(f"input_{name}" for name in INPUTS),
    *("lines", "functions", "loops", "branches", "numbers", "buffers", "feedback", "sound_pass", "cube_pass"),
)
"""What each number is, in the order in which `features` gives them."""

_WORD = re.compile(r"[A-Za-z_]\w*")
_NUMBER = re.compile(r"\b\d+\.?\d*")
_FUNCTION = re.compile(r"\b(?:void|float|int|bool|[iu]?vec[234]|mat[234])\s+\w+\s*\([^;{]*\)\s*\{")
DEEP_TAGS = frozenset({"3d", "raymarching", "raymarched", "raytracing", "volumetric", "voxel", "voxels", "sdf"})
MUCH = 40.0
"""So many uses, and more, are one."""


@dataclass(frozen=True)
class Made:
    """The numbers of NAMES, 0 to 1 each, and the traits: hard facts such as "3d" and "audio"."""

    features: list[float]
    traits: tuple[str, ...]


def read(passes: Sequence[FullPass], tags: Sequence[str]) -> Made:
    """How a work of these passes is made; its author's `tags` count for the traits alone."""
    text = "\n".join(line for one in passes for _, line in logical_lines(one["code"]))
    words = Counter(_WORD.findall(text))
    idioms = {name: sum(n for word, n in words.items() if form.fullmatch(word)) for name, form in IDIOMS.items()}
    given = Counter(given["type"] for one in passes for given in one["inputs"])
    kinds = Counter(one["type"] for one in passes)
    feeds_back = any(_is_of_before(one, given["source"]) for one in passes for given in one["inputs"])
    counts = [
        *(words[name] for name in BUILT_INS),
        *idioms.values(),
        *(words[name] for name in UNIFORMS),
        *(given[name] * 8 for name in INPUTS),
        text.count("\n") / 8,
        len(_FUNCTION.findall(text)),
        words["for"] + words["while"],
        words["if"] + text.count("?"),
        len(_NUMBER.findall(text)) / 8,
        kinds["buffer"] * 8,
        feeds_back * MUCH,
        kinds["sound"] * MUCH,
        kinds["cubemap"] * MUCH,
    ]
    return Made([_share(count) for count in counts], tuple(_traits(words, idioms, given, kinds, feeds_back, tags)))


def _share(count: float) -> float:
    return min(math.log1p(count) / math.log1p(MUCH), 1.0)


def _is_of_before(one: FullPass, source: str) -> bool:
    """Whether a buffer or cube reads its own last frame, or that of one that is drawn after it."""
    return one["type"] in ("buffer", "cubemap") and source[:6] == one["name"][:6] and source >= one["name"]


def _traits(
    words: Mapping[str, int],
    idioms: Mapping[str, int],
    given: Mapping[str, int],
    kinds: Mapping[str, int],
    feeds_back: bool,
    tags: Sequence[str],
) -> list[str]:
    depth = sum(idioms[name] > 0 for name in ("distance", "march", "camera", "normals"))
    in_depth = depth >= 3 and words["for"] > 0 and words["normalize"] > 0 and words["vec3"] >= 8
    found = {
        "3d": in_depth or not DEEP_TAGS.isdisjoint(tags),
        "audio": bool(given["music"] or given["mic"] or kinds["sound"]),
        "camera": bool(given["webcam"]),
        "feedback": feeds_back,
        "keyboard": bool(given["keyboard"]),
        "mouse": bool(words["iMouse"]),
        "picture": bool(given["texture"] or given["video"] or given["cubemap"] or given["volume"]),
    }
    return [name for name, holds in found.items() if holds]
