"""What server, runtime and renderer agree on about a shader: `contract/shader.json`, read once."""

from typing import Literal

import orjson
from pydantic import BaseModel

from fractafrag.core.settings import ROOT

Filter = Literal["nearest", "linear", "mipmap"]
Wrap = Literal["clamp", "repeat"]


class SamplerDefaults(BaseModel):
    """How a channel is sampled when its author does not say."""

    filter: Filter
    wrap: Wrap
    vflip: bool
    srgb: bool


class Limits(BaseModel):
    """The largest work: bytes are of UTF-8, characters are Unicode code points."""

    pass_bytes: int
    total_bytes: int
    passes: int
    inputs_per_pass: int
    channels: int
    title_characters: int
    description_characters: int
    tags: int
    tag_characters: int


class CostTiers(BaseModel):
    """Milliseconds that a million pixels cost in software on two cores, below which a work is of this tier."""

    light: int
    medium: int
    heavy: int


class Uniform(BaseModel):
    """A uniform of every program; `count` for an array."""

    name: str
    type: str
    count: int | None = None


class Licence(BaseModel):
    """An SPDX id and its name for people."""

    id: str
    name: str


class Contract(BaseModel):
    """The parts of the contract that the server needs."""

    buffer_names: list[str]
    texture_sources: list[str]
    filters: list[str]
    wraps: list[str]
    sampler_defaults: dict[str, SamplerDefaults]
    limits: Limits
    cost_tiers: CostTiers
    uniforms: list[Uniform]
    licences: list[Licence]


CONTRACT = Contract.model_validate(orjson.loads((ROOT / "contract" / "shader.json").read_bytes()))
LIMITS = CONTRACT.limits
LICENCES = frozenset(licence.id for licence in CONTRACT.licences)
