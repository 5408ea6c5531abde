"""Pure room: which of our media stands for which of Shadertoy's, by contract/media.json."""

from dataclasses import dataclass

import orjson
from pydantic import BaseModel

from fractafrag.core.settings import ROOT


class _Theirs(BaseModel):
    id: str
    file: str
    name: str
    likeness: str


class _Medium(BaseModel):
    id: str
    type: str
    title: str
    shadertoy: list[_Theirs]


class _Media(BaseModel):
    substitutes: dict[str, str]
    media: list[_Medium]


@dataclass(frozen=True)
class Substitute:
    """One of our media; `theirs` is what it stands for by name, `alike` whether it looks the same."""

    id: str
    title: str
    theirs: str
    alike: bool


_MEDIA = _Media.model_validate(orjson.loads((ROOT / "contract" / "media.json").read_bytes()))
_TITLES = {one.id: one.title for one in _MEDIA.media}
_BY_FILE: dict[tuple[str, str], Substitute] = {}
_BY_ID: dict[tuple[str, str], Substitute] = {}
for _one in _MEDIA.media:
    for _their in _one.shadertoy:
        _found = Substitute(_one.id, _one.title, _their.name, _their.likeness == "alike")
        if _their.file:
            _BY_FILE[_one.type, _their.file.rpartition("/")[2]] = _found
        if _their.id:
            _BY_ID[_one.type, _their.id] = _found


def substitute(kind: str, number: str, file: str) -> Substitute | None:
    """What stands for the asset of this type, id (`number`) and file path; the type's usual one when it is not known.

    None for a type of which there are no media.
    """
    known = _BY_FILE.get((kind, file.rpartition("/")[2])) or _BY_ID.get((kind, number))
    if known:
        return known
    usual = _MEDIA.substitutes.get(kind)
    return Substitute(usual, _TITLES[usual], "", False) if usual else None


def their_file(kind: str, name: str) -> tuple[str, str]:
    """Id and file path of the asset of Shadertoy's for which our medium stands; two empty texts when there is none."""
    for one in _MEDIA.media:
        if one.id == name and one.type == kind and one.shadertoy:
            theirs = max(one.shadertoy, key=lambda their: their.file.startswith("/media/"))
            return theirs.id, theirs.file
    return "", ""
