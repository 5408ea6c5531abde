"""Pure room: finds out how a text was written, and reads it: one work, or as many as are in it."""

import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from fractafrag.domains.shaders import passes, works
from fractafrag.domains.shaders.contract import LIMITS
from fractafrag.domains.shaders.dialects import isf, old_names, sandbox, shadertoy
from fractafrag.domains.shaders.dialects.imported import (
    MAX_CHARACTERS,
    MAX_WORKS,
    Imported,
    ImportProblem,
    Origin,
    plain,
    source,
    stated_licence,
)

MAX_FILES = 5_000
MAX_UNPACKED = 256 * 1024 * 1024
SUFFIXES = frozenset({".json", ".glsl", ".frag", ".fs", ".isf", ".shadertoy", ".txt"})


def read(text: str, filename: str | None = None) -> list[Imported]:
    """The works in a text: GLSL, either of Shadertoy's JSON dialects, ISF, GLSL Sandbox, Book of Shaders, our own form.

    A work that cannot be read makes the others no worse: it is left out, and told by a warning of the first that can.
    Raises ImportProblem, with a sentence for people, when there is none.
    """
    if len(text) > MAX_CHARACTERS:
        raise ImportProblem(f"A file may have {MAX_CHARACTERS // 1024 // 1024} MB.")
    title = plain(re.sub(r"[_-]+", " ", PurePosixPath(filename or "").stem), LIMITS.title_characters) or "Untitled"
    bare = text.removeprefix("\ufeff").lstrip()
    if not bare:
        raise ImportProblem("There is nothing in it.")
    found = _json(bare) if bare[0] in "[{" else [_code(text, title)]
    good: list[Imported] = []
    refused: list[str] = []
    for one in found:
        try:
            good.append(_checked(one if isinstance(one, Imported) else shadertoy.read(one)))
        except ImportProblem as problem:
            refused.append(str(problem))
    if not good:
        raise ImportProblem(refused[0] if refused else "There is no shader in it.")
    for said in refused:
        good[0].warn(f"Another work of the file was left out: {said}")
    return good


def members(archive: bytes) -> Iterator[tuple[str, str]]:
    """Name and text of every file of an archive (ZIP) that may hold shaders, in its order.

    Raises ImportProblem for what is no archive, is encrypted, or would be larger unpacked than is accepted.
    """
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            files = [one for one in opened.infolist() if PurePosixPath(one.filename).suffix.lower() in SUFFIXES]
            if len(files) > MAX_FILES:
                raise ImportProblem(f"An archive may hold {MAX_FILES:,} files.")
            left = MAX_UNPACKED
            for one in files:
                if one.flag_bits & 1:
                    raise ImportProblem("The archive is encrypted.")
                with opened.open(one) as stream:
                    # What the directory says of the size is the archive's word; what comes out is counted.
                    data = stream.read(min(left, MAX_CHARACTERS) + 1)
                left -= len(data)
                if left < 0 or len(data) > MAX_CHARACTERS:
                    raise ImportProblem("Unpacked, the archive is too large.")
                yield one.filename, data.decode("utf-8", "replace")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise ImportProblem("The archive cannot be read.") from error


def _json(text: str) -> list[Any]:
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text[0] == "{" and "mainImage" in text:
            raise ImportProblem("It begins like JSON, but is none.") from error
        raise ImportProblem(f"The JSON cannot be read: {str(error)[:200]}") from error
    found = list(shadertoy.works(document))
    if not found:
        raise ImportProblem("There is no shader in this JSON: a shader has a “renderpass”.")
    return found[:MAX_WORKS]


def _code(text: str, title: str) -> Imported:
    if isf.header(source(text)) is not None:
        return isf.read(text, title)
    if sandbox.is_fragment(source(text)):
        return sandbox.read(text, title)
    code = source(text)
    if re.search(r"^// == (?:Common|Buffer [A-D]|Cube A|Sound|Image)$", code, re.MULTILINE):
        return _own(code, title)
    if "mainImage" not in old_names.without_comments(code):
        raise ImportProblem("There is neither mainImage nor main in it.")
    image: dict[str, Any] = {"type": "image", "name": "Image", "code": code, "inputs": []}
    work = Imported(title, [image], Origin("glsl"), licence=stated_licence([code]))
    channels = sorted(set(re.findall(r"\biChannel([0-3])\b", old_names.without_comments(code))))
    if channels:
        work.warn(f"It reads iChannel{', iChannel'.join(channels)}; a text alone does not say what is bound there.")
    sandbox.settle(work)
    old_names.define(work)
    return work


def _own(code: str, title: str) -> Imported:
    try:
        content = works.parse(code)
    except ValueError:
        try:
            drafts = works.drafts(code[re.search(r"^// == ", code, re.MULTILINE).start() :])  # pyright: ignore[reportOptionalMemberAccess]
        except ValueError as error:
            raise ImportProblem(str(error)) from error
        return Imported(title, drafts, Origin("library"), licence=stated_licence([code]))
    return Imported(
        content.title,
        [dict(one) for one in content.passes],
        Origin("library"),
        content.description,
        list(content.tags),
        content.licence,
    )


def _checked(work: Imported) -> Imported:
    """The work with passes in full form. Raises ImportProblem where it is beyond what is accepted here."""
    try:
        work.passes = [dict(one) for one in passes.normalise(work.passes)]
    except passes.PassProblem as problem:
        raise ImportProblem(f"“{work.title}”: {problem.reason}") from problem
    return work
