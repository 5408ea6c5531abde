"""Pure room: what a newcomer must know to write a shader for this place, filled in from the contract."""

from functools import lru_cache
from string import Template
from typing import Literal

from fractafrag.core.settings import ROOT
from fractafrag.domains.shaders import licences
from fractafrag.domains.shaders.contract import CONTRACT, LIMITS
from fractafrag.domains.shaders.glsl import EXPANDED_BYTES

Topic = Literal["contract", "cost", "licences"]
TOPICS: dict[Topic, str] = {
    "contract": "How to write a shader that compiles here: uniforms, passes, inputs, limits, traps, way of working",
    "cost": "What a shader may cost, and how to make it lighter",
    "licences": "Under which licences works stand, and what a fork may have",
}
FOLDER = ROOT / "contract" / "guide"


@lru_cache
def text(topic: Topic) -> str:
    """The guide to `topic` as Markdown."""
    source = (FOLDER / f"{topic}.md").read_text(encoding="utf-8")
    return Template(source).substitute(_facts())


def _facts() -> dict[str, str]:
    limits = {name: f"{value:,}" for name, value in LIMITS.model_dump().items()}
    return limits | {
        "uniforms": "; ".join(
            f"{one.type} {one.name}{f'[{one.count}]' if one.count else ''}" for one in CONTRACT.uniforms
        ),
        "buffers": f"{CONTRACT.buffer_names[0]} to {CONTRACT.buffer_names[-1].removeprefix('Buffer ')}",
        "textures": ", ".join(f"`{name}`" for name in CONTRACT.texture_sources),
        "filters": ", ".join(f"`{name}`" for name in CONTRACT.filters),
        "wraps": ", ".join(f"`{name}`" for name in CONTRACT.wraps),
        "defaults": "; ".join(f"{kind} {one.filter}, {one.wrap}" for kind, one in CONTRACT.sampler_defaults.items()),
        "expanded_bytes": f"{EXPANDED_BYTES:,}",
        "light": str(CONTRACT.cost_tiers.light),
        "medium": f"{CONTRACT.cost_tiers.medium:,}",
        "heavy": f"{CONTRACT.cost_tiers.heavy:,}",
        "licences": "\n".join(f"- `{one.id}` {one.name}" for one in CONTRACT.licences),
        "forks": "\n".join(_permitted()),
    }


def _permitted() -> list[str]:
    free, bound = list[str](), list[str]()
    for one in CONTRACT.licences:
        permitted = licences.permitted(one.id)
        if len(permitted) == len(CONTRACT.licences):
            free.append(f"`{one.id}`")
        else:
            bound.append(f"- of `{one.id}`: {' or '.join(f'`{name}`' for name in sorted(permitted))}")
    return [f"- of {', '.join(free)}: any", *bound]
