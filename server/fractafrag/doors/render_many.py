"""`fractafrag render`: files and whole folders of shaders drawn, with progress; what is there is not drawn again."""

import concurrent.futures
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from fractafrag.doors.render import FILMS, SHEETS, NotRenderedError, Wish, drawing, render
from fractafrag.doors.supervisor.layout import UpSettings

SOURCES = (".glsl", ".frag", ".fs", ".shadertoy")
ENDINGS = tuple(ending.removeprefix(".") for ending in (*SHEETS, *FILMS))
# The renderer draws as many at once as it has browsers; a second one waits while the first is being encoded.
AT_ONCE = 2


@dataclass(frozen=True)
class Job:
    """A source and where its picture goes."""

    file: Path
    output: Path


def run(
    settings: UpSettings, files: Sequence[Path], output: Path, *, ending: str, wish: Wish, again: bool
) -> Iterator[str]:
    """Draws, and yields what a person would want to know. Raises NotRenderedError when anything was not drawn.

    One file goes to `output` by its name; several files, or a folder (searched to the bottom), go into the folder
    `output`, under their own names with the `ending`. A picture that is younger than its source is left as it is unless
    `again`, so that a run that was cut off goes on where it was.
    """
    if len(files) == 1 and not files[0].is_dir() and not output.is_dir():
        with drawing(settings) as url:
            yield from render(url, files[0], output, wish)
        return
    if ending not in ENDINGS:
        raise NotRenderedError(f"A format is one of {', '.join(ENDINGS)}, not {ending}.")
    jobs = list(_jobs(files, output, ending))
    waiting = [job for job in jobs if again or not _is_there(job)]
    if len(waiting) < len(jobs):
        yield f"{len(jobs) - len(waiting)} of {len(jobs)} are there already."
    failures = _draw(settings, waiting, wish)
    drawn = len(waiting) - len(failures)
    yield f"{drawn} drawn into {output}."
    if failures:
        raise NotRenderedError("\n".join([*failures, f"{len(failures)} of {len(jobs)} could not be drawn."]))


def _jobs(files: Sequence[Path], folder: Path, ending: str) -> Iterator[Job]:
    taken: dict[Path, Path] = {}
    for given in files:
        found = sorted(one for one in given.rglob("*") if one.suffix.lower() in SOURCES) if given.is_dir() else [given]
        if not found:
            raise NotRenderedError(f"There is no shader in {given} ({', '.join(SOURCES)}).")
        for file in found:
            inside = file.relative_to(given) if given.is_dir() else Path(file.name)
            output = folder / inside.with_suffix(f".{ending}")
            if output in taken:
                raise NotRenderedError(f"{taken[output]} and {file} would both be drawn to {output}.")
            taken[output] = file
            yield Job(file, output)


def _is_there(job: Job) -> bool:
    try:
        return job.output.stat().st_mtime >= job.file.stat().st_mtime
    except OSError:
        return False


def _draw(settings: UpSettings, jobs: Sequence[Job], wish: Wish) -> list[str]:
    """Draws all; what went wrong, in the order of the jobs."""
    failures: dict[Job, str] = {}
    if not jobs:
        return []
    columns = (TextColumn("{task.completed}/{task.total}"), BarColumn(40), TimeRemainingColumn())
    bar = Progress(*columns, TextColumn("{task.description}"), disable=not sys.stderr.isatty())
    with drawing(settings) as url, bar, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        task = bar.add_task("", total=len(jobs))

        def one(job: Job) -> None:
            job.output.parent.mkdir(parents=True, exist_ok=True)
            list(render(url, job.file, job.output, wish))

        running = {pool.submit(one, job): job for job in jobs}
        try:
            for done in concurrent.futures.as_completed(running):
                job = running[done]
                bar.update(task, advance=1, description=job.file.name)
                try:
                    done.result()
                except (NotRenderedError, OSError) as error:
                    failures[job] = str(error)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    return [failures[job] for job in jobs if job in failures]
