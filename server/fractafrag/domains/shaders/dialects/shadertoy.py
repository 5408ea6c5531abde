"""Pure room: Shadertoy's JSON, as its API answers it and as its site loads it; single, in lists and whole archives."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from fractafrag.domains.shaders.contract import CONTRACT, LIMITS
from fractafrag.domains.shaders.dialects import kept, old_names
from fractafrag.domains.shaders.dialects.assets import substitute
from fractafrag.domains.shaders.dialects.imported import (
    MAX_WORKS,
    Imported,
    ImportProblem,
    Origin,
    plain,
    source,
    stated_licence,
)

LICENCE = "CC-BY-NC-SA-3.0"
"""What holds on Shadertoy where the code says nothing else."""

SITE_OUTPUTS = {
    **dict(zip(CONTRACT.buffer_names, ("4dXGR8", "XsXGR8", "4sXGR8", "XdfGR8"), strict=True)),
    "Cube A": "4dX3Rr",
    "Image": "4dfGRr",
    "Sound": "XsfGRr",
}
"""What a pass writes to, in the dialect of the site."""
BUFFERS = {
    **{SITE_OUTPUTS[name]: name for name in CONTRACT.buffer_names},
    **dict(zip(("257", "258", "259", "260"), CONTRACT.buffer_names, strict=True)),
}
"""The letter of a buffer by its output id: the site's, and the API's."""
CUBE_IDS = frozenset({"4dX3Rr", "41"})
_FILTERS, _WRAPS = frozenset(CONTRACT.filters), frozenset(CONTRACT.wraps)
_MEDIA = frozenset({"texture", "cubemap", "volume", "video", "music"})
_SPELLINGS = {"musicstream": "music", "soundcloud": "music", "microphone": "mic", "camera": "webcam", "buf": "buffer"}

Json = Mapping[str, Any]


def works(document: Any) -> Iterator[Json]:
    """Every shader in a document of either dialect: bare, wrapped, in a list, or in an archive's list.

    Raises ImportProblem for a document with too many.
    """
    found = 0
    waiting: list[Any] = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(cast(list[Any], one)))
        elif isinstance(one, dict):
            known = cast(dict[str, Any], one)
            if isinstance(known.get("renderpass"), list):
                found += 1
                if found > MAX_WORKS:
                    raise ImportProblem(f"A file may hold {MAX_WORKS:,} works.")
                yield known
            else:
                inner = next((known[key] for key in ("Shader", "shader", "shaders", "Shaders") if key in known), None)
                if inner is not None:
                    waiting.append(inner)


def read(shader: Json) -> Imported:
    """One shader. Raises ImportProblem when it holds nothing that could be drawn."""
    info = _mapping(shader.get("info"))
    given = [one for one in map(_mapping, _list(shader.get("renderpass"))) if one][: LIMITS.passes * 2]
    number = plain(info.get("id"), 32)
    # "-1" is what the site gives to what was never saved there.
    url = f"https://www.shadertoy.com/view/{number}" if number.isalnum() else ""
    tags = [plain(one, LIMITS.tag_characters) for one in _list(info.get("tags"))]
    work = Imported(
        title=plain(info.get("name"), LIMITS.title_characters) or "Untitled",
        description=plain(info.get("description"), LIMITS.description_characters),
        tags=[one for one in tags if one][: LIMITS.tags],
        passes=[],
        origin=Origin("shadertoy", plain(info.get("username"), 80), url, number),
    )
    named = _named(given, work)
    for name, one in named:
        work.passes.append(
            {
                "type": _type(one),
                "name": name,
                "code": source(one.get("code")),
                "inputs": list(_inputs(name, one, named, work)),
            }
        )
    if not any(one["type"] == "image" for one in work.passes):
        raise ImportProblem(f"“{work.title}” has no Image pass.")
    work.licence = stated_licence(one["code"] for one in work.passes) or LICENCE
    kept.restore(work, _mapping(shader.get(kept.BLOCK)))
    if work.licence == LICENCE and kept.BLOCK not in shader:
        work.change("Its licence is that of Shadertoy, CC BY-NC-SA 3.0, as the code names no other.")
    old_names.define(work)
    return work


def _type(one: Json) -> str:
    kind = plain(one.get("type"), 16).lower()
    return "cubemap" if kind == "cube" else kind


def _named(given: Sequence[Json], work: Imported) -> list[tuple[str, Json]]:
    """Each pass with its name in our form; a pass of an unknown type or without a free name is left out."""
    named: list[tuple[str, Json]] = []
    taken: set[str] = set()
    for one in given:
        kind = _type(one)
        if kind == "buffer":
            output = next((_id(out) for out in _list(one.get("outputs"))), "")
            said = plain(one.get("name"), 40)
            letter = BUFFERS.get(output) or next((name for name in BUFFERS.values() if said[-1:] == name[-1]), None)
            name = letter if letter not in taken else None
            name = name or next((free for free in CONTRACT.buffer_names if free not in taken), None)
        else:
            name = CONTRACT.pass_names.get(kind)
        if name is None or name in taken:
            work.warn(f"A pass of the type “{kind or 'nothing'}” was left out.")
            continue
        taken.add(name)
        named.append((name, one))
    return named


def _inputs(name: str, one: Json, named: Sequence[tuple[str, Json]], work: Imported) -> Iterator[dict[str, Any]]:
    if _type(one) == "common":
        return
    taken: set[int] = set()
    for given in map(_mapping, _list(one.get("inputs"))[:16]):
        channel = _whole(given.get("channel"))
        if channel is None or not 0 <= channel < LIMITS.channels or channel in taken:
            continue
        found = _source(f"iChannel{channel} of {name}", given, named, work)
        if found is None:
            continue
        taken.add(channel)
        kind, what = found
        yield {"channel": channel, "type": kind, "source": what, "sampler": _sampler(_mapping(given.get("sampler")))}


def _source(where: str, given: Json, named: Sequence[tuple[str, Json]], work: Imported) -> tuple[str, str] | None:
    kind = plain(given.get("type") or given.get("ctype"), 20).lower()
    kind = _SPELLINGS.get(kind, kind)
    number, file = _id(given), plain(given.get("filepath") or given.get("src"), 300)
    if kind in ("keyboard", "webcam", "mic"):
        return kind, kind
    if kind == "buffer":
        name = _buffer(number, file, named)
        if name is None:
            work.warn(f"{where} read a buffer that is not there.")
            return None
        return kind, name
    if kind == "cubemap" and (number in CUBE_IDS or "previz" in file) and any(name == "Cube A" for name, _ in named):
        return kind, "Cube A"
    stands = substitute(kind, number, file) if kind in _MEDIA else None
    if stands is None:
        work.warn(f"{where} had an input that there is not here: {kind or 'nothing'}.")
        return None
    if not stands.alike:
        theirs = f"Shadertoy’s “{stands.theirs}”" if stands.theirs else f"a {kind} that is not known here"
        work.change(f"{where}: our “{stands.title}” stands for {theirs}.")
    return kind, stands.id


def _buffer(number: str, file: str, named: Sequence[tuple[str, Json]]) -> str | None:
    """The buffer that an input names: by the output id of a pass, by the ids of the dialects, by the file's digits."""
    for name, one in named:
        if number and any(_id(out) == number for out in _list(one.get("outputs"))):
            return name
    digits = "".join(filter(str.isdigit, file.rpartition("/")[2]))[-2:]
    letter = BUFFERS.get(number) or (
        CONTRACT.buffer_names[int(digits)] if digits.isdigit() and int(digits) < 4 else None
    )
    return letter if any(name == letter for name, _ in named) else None


def _sampler(given: Json) -> dict[str, Any]:
    """What is absent or odd is nearest, repeat, not flipped, as there."""
    picked, wrap = given.get("filter"), given.get("wrap")
    return {
        "filter": picked if isinstance(picked, str) and picked in _FILTERS else "nearest",
        "wrap": wrap if isinstance(wrap, str) and wrap in _WRAPS else "repeat",
        "vflip": str(given.get("vflip")).lower() == "true",
        "srgb": str(given.get("srgb")).lower() == "true",
    }


def _mapping(value: Any) -> Json:
    return cast(Json, value) if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return cast(list[Any], value) if isinstance(value, list) else []


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal() and len(value) < 4:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _id(value: Any) -> str:
    found = _mapping(value).get("id")
    return str(found) if isinstance(found, int | str) and not isinstance(found, bool) else ""
