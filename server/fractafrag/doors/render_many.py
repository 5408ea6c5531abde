"""`fractafrag render`: files and whole folders of shaders drawn, with progress; what is there is not drawn again."""

import concurrent.futures
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from fractafrag.doors.render import FILMS, STILLS, Made, NotRenderedError, Wish, declares, drawing, render
from fractafrag.doors.supervisor.layout import UpSettings

SOURCES = (".glsl", ".frag", ".fs", ".shadertoy")
ENDINGS = tuple(ending.removeprefix(".") for ending in (*STILLS, *FILMS))


@dataclass(frozen=True)
class Job:
    """A source and where its picture goes."""

    file: Path
    output: Path


@dataclass
class Outcome:
    """What became of the jobs: drawn now, there before, and those that could not be drawn."""

    drawn: list[Made] = field(default_factory=list[Made])
    there: list[Job] = field(default_factory=list[Job])
    failed: list[tuple[Job, NotRenderedError]] = field(default_factory=list[tuple[Job, NotRenderedError]])

    @property
    def jobs(self) -> int:
        """All of them."""
        return len(self.drawn) + len(self.there) + len(self.failed)

    def lines(self, output: Path) -> Iterator[str]:
        """What a person would want to know of what was drawn."""
        if self.jobs == 1 and self.drawn:
            yield from self.drawn[0].lines()
            return
        if self.there:
            yield f"{len(self.there)} of {self.jobs} are there already."
        if self.drawn or self.there:
            yield f"{len(self.drawn)} drawn into {output}."

    def troubles(self) -> Iterator[str]:
        """What went wrong."""
        yield from (str(error) for _, error in self.failed)
        if self.jobs > 1 and self.failed:
            yield f"{len(self.failed)} of {self.jobs} could not be drawn."

    def report(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "drawn": [
                {"file": str(made.file), "output": str(made.output), "width": made.width, "height": made.height}
                | ({"seconds": made.seconds, "fps": made.fps} if made.fps else {})
                | {"facts": made.facts}
                for made in self.drawn
            ],
            "there": [{"file": str(job.file), "output": str(job.output)} for job in self.there],
            "failed": [
                {"file": str(job.file), "output": str(job.output), "message": str(error), "errors": error.errors}
                for job, error in self.failed
            ],
        }


def run(
    settings: UpSettings,
    files: Sequence[Path],
    output: Path,
    *,
    endings: Sequence[str],
    wish: Wish,
    again: bool,
    at_once: int,
) -> Outcome:
    """Draws. Raises NotRenderedError when nothing can be begun.

    One file goes to `output` by its name; several files, or a folder (searched to the bottom), go into the folder
    `output`, under their own names, once with each of the `endings`. A picture that is younger than its source is left
    as it is unless `again`, so that a run that was cut off goes on where it was.
    """
    single = len(files) == 1 and not files[0].is_dir() and not output.is_dir()
    if single:
        jobs = [Job(files[0], output)]
    else:
        if unknown := [ending for ending in endings if ending not in ENDINGS]:
            raise NotRenderedError(f"A format is one of {', '.join(ENDINGS)}, not {unknown[0]}.")
        jobs = list(_jobs(files, output, endings))
    _check_values(jobs, wish)
    waiting = [job for job in jobs if single or again or not _is_there(job)]
    outcome = Outcome(there=[job for job in jobs if job not in waiting])
    if waiting:
        _draw(settings, waiting, wish, at_once, outcome)
    return outcome


def _jobs(files: Sequence[Path], folder: Path, endings: Sequence[str]) -> Iterator[Job]:
    taken: dict[Path, Path] = {}
    for given in files:
        found = sorted(one for one in given.rglob("*") if one.suffix.lower() in SOURCES) if given.is_dir() else [given]
        if not found:
            raise NotRenderedError(f"There is no shader in {given} ({', '.join(SOURCES)}).")
        for file in found:
            inside = file.relative_to(given) if given.is_dir() else Path(file.name)
            for ending in endings:
                output = folder / inside.with_suffix(f".{ending}")
                if output in taken:
                    raise NotRenderedError(f"{taken[output]} and {file} would both be drawn to {output}.")
                taken[output] = file
                yield Job(file, output)


def _check_values(jobs: Sequence[Job], wish: Wish) -> None:
    """A name that no shader knows is a mistake; one that some do not know is how a folder is."""
    unknown = set(wish.values)
    for file in {job.file for job in jobs} if unknown else ():
        unknown -= declares(file, unknown)
    if unknown:
        where = jobs[0].file if len(jobs) == 1 else "what is to be drawn"
        raise NotRenderedError(f"There is no parameter {', '.join(sorted(unknown))} in {where}.")


def _is_there(job: Job) -> bool:
    try:
        return job.output.stat().st_mtime >= job.file.stat().st_mtime
    except OSError:
        return False


def _draw(settings: UpSettings, jobs: Sequence[Job], wish: Wish, at_once: int, outcome: Outcome) -> None:
    found: dict[Job, Made | NotRenderedError] = {}
    columns = (TextColumn("{task.completed}/{task.total}"), BarColumn(40), TimeRemainingColumn())
    quiet = not sys.stderr.isatty() or len(jobs) == 1
    bar = Progress(*columns, TextColumn("{task.description}"), disable=quiet)
    with drawing(settings) as url, bar, concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        task = bar.add_task("", total=len(jobs))

        def one(job: Job) -> Made:
            if len(jobs) > 1:
                job.output.parent.mkdir(parents=True, exist_ok=True)
            return render(url, job.file, job.output, wish)

        running = {pool.submit(one, job): job for job in jobs}
        try:
            for done in concurrent.futures.as_completed(running):
                job = running[done]
                bar.update(task, advance=1, description=job.file.name)
                try:
                    found[job] = done.result()
                except NotRenderedError as error:
                    found[job] = error
                except OSError as error:
                    found[job] = NotRenderedError(f"{job.output}: {error.strerror}")
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    for job in jobs:
        result = found[job]
        if isinstance(result, Made):
            outcome.drawn.append(result)
        else:
            outcome.failed.append((job, result))
