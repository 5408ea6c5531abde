"""Pure room: the values of a work's parameters, as they come in and are kept; what fits is for the runtime."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from fractafrag.core.text import VisibleLine

MOST = 64
"""The most parameters of a work, as in `runtime/src/parameters.ts`."""
PRESETS = 24
LARGEST = 1e9

Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
Value = StrictBool | Number | Annotated[list[Number], Field(min_length=2, max_length=4)]
Values = Annotated[
    dict[Name, Value],
    Field(
        max_length=MOST,
        description="By the uniform's name: a number, true or false, a point [x, y], a colour [r, g, b] or "
        "[r, g, b, a] of 0 to 1. What does not fit its parameter is brought to fit when it is drawn.",
    ),
]


class Preset(BaseModel):
    """A named set of values; what it does not name has its default."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    name: Annotated[VisibleLine, Field(max_length=40)]
    values: Values = {}


def _distinct(presets: list[Preset]) -> list[Preset]:
    if len({one.name for one in presets}) < len(presets):
        raise ValueError("two presets have the same name")
    return presets


class Parameters(BaseModel):
    """What a version says of its parameters: the values that it opens with, and sets to choose from."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    values: Values = {}
    presets: Annotated[list[Preset], Field(max_length=PRESETS), AfterValidator(_distinct)] = []


def nothing() -> dict[str, Any]:
    """The form in which a work without values is kept."""
    return {"values": {}, "presets": []}


def values_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a version opens with."""
    return dict(kept.get("values") or {})
