"""Pure room: what our exports say beyond Shadertoy's form, written beside it and read back with distrust."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError

from fractafrag.domains.shaders.contract import CONTRACT, LICENCES, LIMITS
from fractafrag.domains.shaders.dialects.imported import FORMATS, NOTES, Imported, Origin, plain
from fractafrag.domains.shaders.parameters import Parameters
from fractafrag.domains.shaders.passes import FullPass, PassProblem, normalise

BLOCK = "fractafrag"
"""The member of the document in which it stands."""
FORM = 1
LATEST = 600.0
ORIGINAL_CHARACTERS = 262_144


def block(said: Mapping[str, Any], whole: Sequence[FullPass]) -> dict[str, Any]:
    """The block: of `said` what is not empty, and the inputs of those passes that Shadertoy's form cannot hold.

    `notes` tell people what is otherwise there.
    """
    known = {name: value for name, value in said.items() if value not in (None, "", [])}
    inputs = {one["name"]: one["inputs"] for one in whole}
    return {"form": FORM, **known, **({"inputs": inputs} if inputs else {})}


def restore(work: Imported, given: Mapping[str, Any]) -> None:
    """Makes the work what the block says it was; what the block says amiss is as if it said nothing."""
    if not given:
        return
    licence = given.get("licence")
    if isinstance(licence, str) and licence in LICENCES:
        work.licence = licence
    poster_at = given.get("poster_at")
    if isinstance(poster_at, int | float) and not isinstance(poster_at, bool) and 0 <= poster_at <= LATEST:
        work.poster_at = float(poster_at)
    try:
        work.parameters = Parameters.model_validate(given.get("parameters") or {}).model_dump()
    except ValidationError:
        work.warn("The values of its parameters could not be read.")
    original = given.get("original")
    if isinstance(original, str):
        work.original = original[:ORIGINAL_CHARACTERS]
    origin = given.get("origin")
    if isinstance(origin, dict):
        _restore_origin(work, cast(dict[str, Any], origin))
    else:
        work.origin = Origin("library", work.origin.author, _address(given.get("url")))
    _restore_inputs(work, given.get("inputs"))


def _restore_origin(work: Imported, origin: Mapping[str, Any]) -> None:
    kind = origin.get("format")
    known = kind if isinstance(kind, str) and kind in FORMATS else "library"
    work.origin = Origin(known, plain(origin.get("author"), 80), _address(origin.get("url")))
    changes = origin.get("changes")
    for said in cast(list[Any], changes)[:NOTES] if isinstance(changes, list) else []:
        if line := " ".join(plain(said, 300).split()):
            work.change(line)


def _restore_inputs(work: Imported, given: Any) -> None:
    if not isinstance(given, dict):
        return
    said = cast(dict[str, Any], given)
    whole = [one | {"inputs": _inputs(said[one["name"]])} if one["name"] in said else one for one in work.passes]
    try:
        work.passes = [dict(one) for one in normalise(whole)]
    except PassProblem as problem:
        work.warn(f"What its passes read could not be restored: {problem.reason}")


def _inputs(given: Any) -> list[dict[str, Any]]:
    found = cast(list[Any], given)[:16] if isinstance(given, list) else []
    return [one for one in map(_input, found) if one is not None]


def _input(found: Any) -> dict[str, Any] | None:
    known = cast(dict[str, Any], found) if isinstance(found, dict) else {}
    channel, kind, source = known.get("channel"), known.get("type"), known.get("source")
    if not isinstance(channel, int | float) or isinstance(channel, bool):
        return None
    if channel not in range(LIMITS.channels) or kind not in CONTRACT.input_types:
        return None
    sampler = cast(dict[str, Any], known["sampler"]) if isinstance(known.get("sampler"), dict) else {}
    words = {name: value for name, value in sampler.items() if isinstance(value, str) and name in ("filter", "wrap")}
    flags = {name: value for name, value in sampler.items() if isinstance(value, bool) and name in ("vflip", "srgb")}
    return {"channel": int(channel), "type": kind, "source": str(source)[:80], "sampler": words | flags}


def _address(value: Any) -> str:
    text = plain(value, 300)
    return text if text.startswith(("https://", "http://")) and not set(text) & set(" \t\n") else ""
