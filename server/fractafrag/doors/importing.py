"""`fractafrag import`: files, folders and archives of shaders become an account's works, each once."""

import asyncio
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError
from rich.progress import BarColumn, Progress, TextColumn

from fractafrag.core.db import Database
from fractafrag.core.errors import Problem, Unprocessable
from fractafrag.core.settings import settings
from fractafrag.domains.accounts import service as accounts
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.shaders import service as shaders
from fractafrag.domains.shaders.dialects import reading
from fractafrag.domains.shaders.dialects.imported import Imported, ImportProblem
from fractafrag.domains.shaders.parameters import nothing
from fractafrag.domains.shaders.passes import OWN_PICTURE
from fractafrag.domains.shaders.schemas import ShaderDraft
from fractafrag.doors.supervisor.trouble import Trouble

Seen = Literal["private", "unlisted", "public"]

ARCHIVE_BYTES = 512 * 1024 * 1024
ORIGINAL_CHARACTERS = 262_144


@dataclass
class Report:
    """What became of every work: how many are new, how many were there, and what went wrong with which."""

    made: int = 0
    there: int = 0
    changed: int = 0
    failures: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])

    def lines(self) -> Iterator[str]:
        """For people."""
        yield f"{self.made} imported, {self.there} were there already, {len(self.failures)} could not be."
        if self.changed:
            yield f"{self.changed} of them were changed to run here; each one's page says how."
        yield from self.notes
        yield from self.failures


def run(files: Sequence[Path], username: str, visibility: Seen) -> Report:
    """Imports everything in `files` for the account. Raises Trouble when there is no such account, or nothing to read.

    A work has an id made of its account and its content: a run that was cut off goes on where it was.
    """
    found = [*_texts(files)]
    if not found:
        raise Trouble(f"There is no shader in {', '.join(map(str, files))}.")
    return asyncio.run(_import(found, username, visibility))


def _texts(files: Sequence[Path]) -> Iterator[tuple[str, str | ImportProblem]]:
    """A name and a text for each file, those inside of folders and archives too."""
    for given in files:
        inside = sorted(one for one in given.rglob("*") if one.is_file()) if given.is_dir() else [given]
        for file in inside:
            suffix = file.suffix.lower()
            try:
                if suffix == ".zip":
                    if file.stat().st_size > ARCHIVE_BYTES:
                        raise ImportProblem(f"An archive may have {ARCHIVE_BYTES // 1024 // 1024} MB.")
                    yield from ((f"{file}/{name}", text) for name, text in reading.members(file.read_bytes()))
                elif suffix in reading.SUFFIXES or not given.is_dir():
                    yield str(file), file.read_bytes().decode("utf-8", "replace")
            except OSError as error:
                yield str(file), ImportProblem(error.strerror or str(error))
            except ImportProblem as problem:
                yield str(file), problem


async def _import(
    found: Sequence[tuple[str, str | ImportProblem]],
    username: str,
    visibility: Seen,
) -> Report:
    report = Report()
    database = Database(settings().database_url, 1)
    columns = (TextColumn("{task.completed}/{task.total}"), BarColumn(40), TextColumn("{task.description}"))
    try:
        async with database.read() as session:
            owner = await accounts.viewer_named(session, username)
        if owner is None:
            raise Trouble(f"There is no account named {username}.")
        with Progress(*columns, disable=not sys.stderr.isatty()) as progress:
            task = progress.add_task("", total=len(found))
            for name, text in found:
                progress.update(task, description=Path(name).name)
                for work in _works(name, text, report):
                    await _keep(database, owner, name, text if isinstance(text, str) else "", work, visibility, report)
                progress.advance(task)
    finally:
        await database.close()
    return report


def _works(name: str, text: str | ImportProblem, report: Report) -> list[Imported]:
    try:
        if isinstance(text, ImportProblem):
            raise text
        return reading.read(text, name)
    except ImportProblem as problem:
        report.failures.append(f"{name}: {problem}")
        return []


async def _keep(
    database: Database,
    owner: Viewer,
    name: str,
    text: str,
    work: Imported,
    visibility: Seen,
    report: Report,
) -> None:
    plain = asdict(work)
    origin = {key: plain["origin"][key] for key in ("format", "author", "url")} | {"changes": plain["changes"]}
    kept = {key: plain[key] for key in ("title", "description", "tags", "licence", "passes")}
    if work.parameters != nothing() or work.poster_at is not None:
        kept |= {"parameters": work.parameters, "poster_at": work.poster_at}
    mark = hashlib.sha256(repr((owner.id, kept, origin)).encode()).hexdigest()
    original = text if work.original is None else work.original
    draft = kept | {"visibility": visibility, "origin": origin | {"original": original[:ORIGINAL_CHARACTERS]}}
    bare = _without_pictures(draft)
    try:
        try:
            made = await _made(database, owner, draft, mark)
        except Unprocessable:
            if bare is None:
                raise
            made = await _made(database, owner, bare, mark)
            report.notes.append(f"{name}: “{work.title}”: its own pictures are not here; their channels are empty.")
    except (Problem, ValidationError) as error:
        said = error.detail if isinstance(error, Problem) else str(error.errors()[0]["msg"])
        report.failures.append(f"{name}: “{work.title}”: {said}")
        return
    report.made += made
    report.there += not made
    report.changed += bool(made and work.changes)


async def _made(database: Database, owner: Viewer, draft: dict[str, Any], mark: str) -> bool:
    async with database.write() as session:
        return await shaders.create_imported(session, owner, ShaderDraft.model_validate(draft), mark)


def _without_pictures(draft: dict[str, Any]) -> dict[str, Any] | None:
    """The draft without people's own pictures, which only an instance that has them can give; None if it reads none."""
    bare = [
        one | {"inputs": [given for given in one["inputs"] if not OWN_PICTURE.fullmatch(given["source"])]}
        for one in draft["passes"]
    ]
    return None if bare == draft["passes"] else draft | {"passes": bare}
