"""The shell's door: every command of `fractafrag`, each importing what it needs only when it is called."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from fractafrag.doors.supervisor.trouble import Trouble

if TYPE_CHECKING:
    from pydantic import ValidationError

    from fractafrag.doors.supervisor.layout import UpSettings

app = typer.Typer(
    name="fractafrag",
    help="A self-hosted platform for creating, browsing and generating GLSL shaders.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Entry of the installed command."""
    try:
        app()
    except Trouble as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from error


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


@app.command()
def up(
    dev: Annotated[bool, typer.Option("--dev", help="Reload what runs when its source changes.")] = False,
) -> None:
    """Run the whole platform until Ctrl-C."""
    from fractafrag.doors.supervisor.up import up as run

    raise typer.Exit(run(_settings(), dev=dev))


@app.command()
def doctor() -> None:
    """Tell what is missing or wrong, and what to do about it."""
    from rich.console import Console

    from fractafrag.doors import doctor as door

    console = Console(highlight=False, soft_wrap=True)
    raise typer.Exit(door.report(door.examine(_settings()), console.print))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from fractafrag.doors.migrations import upgrade
    from fractafrag.doors.supervisor.connected import connected

    with connected(_settings()) as addresses:
        upgrade(addresses["DATABASE_URL"])
    typer.echo("The schema is up to date.")


@app.command()
def seed(lines: Annotated[bool, typer.Option("--lines", help="Progress as plain lines.")] = False) -> None:
    """Put the shaders of library/ into the database; those that are there stay as they are."""
    from fractafrag.doors.seeding import run
    from fractafrag.doors.supervisor.connected import connected

    with connected(_settings()):
        run(lines=lines)


@app.command()
def embed(
    everything: Annotated[bool, typer.Option("--all", help="Look at every published work again.")] = False,
    missing: Annotated[bool, typer.Option("--missing", help="Only at those not looked at: the default.")] = False,
    refit: Annotated[bool, typer.Option("--refit", help="Fit the space anew to the works there are, now.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Only tell how far it is.")] = False,
) -> None:
    """Have works looked at in the background, so that people find what is like what they like."""
    from fractafrag.doors import embedding as door
    from fractafrag.doors.supervisor.connected import connected

    if sum((everything, missing, refit, status)) > 1:
        _fail("One of --all, --missing, --refit and --status at a time.")
    wish: door.Wish = "all" if everything else "refit" if refit else "status" if status else "missing"
    with connected(_settings()):
        for line in door.run(wish):
            typer.echo(line)


@app.command("make-admin")
def make_admin(name: Annotated[str, typer.Argument(help="Name of the account.")]) -> None:
    """Give an account the role of an administrator."""
    from fractafrag.doors.people import make_admin as run
    from fractafrag.doors.supervisor.connected import connected

    with connected(_settings()):
        typer.echo(f"{run(name)} is an administrator now.")


@app.command()
def render(
    files: Annotated[
        list[Path], typer.Argument(help="Shaders, or folders of them: one pass, or the library's format.")
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="A file (png, webp, jpg, webm, mp4), or a folder where there are several."),
    ],
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT in pixels.", show_default="960x540")] = None,
    at: Annotated[float | None, typer.Option(help="The moment of a still, or of a film's start, in seconds.")] = None,
    seconds: Annotated[float, typer.Option(help="Length of a film.")] = 3.0,
    fps: Annotated[int, typer.Option(help="Frames of a film in a second.")] = 30,
    sheet: Annotated[bool, typer.Option("--sheet", help="A contact sheet: several moments in one picture.")] = False,
    times: Annotated[str, typer.Option(help="The moments of a contact sheet, in seconds.")] = "0,1,2,4,6,8",
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A parameter's value: speed=1.5, tint=#ff8800; repeatable."),
    ] = None,
    formats: Annotated[str, typer.Option("--format", help="Of the files in a folder; several with commas.")] = "webp",
    again: Annotated[bool, typer.Option("--again", help="Draw what is there already, too.")] = False,
    at_once: Annotated[int, typer.Option("-j", "--jobs", min=1, max=64, help="How many at once.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON on the standard output.")] = False,
) -> None:
    """Draw shaders with the platform's renderer, without the platform.

    A file becomes a still, a film or, with --sheet, a contact sheet, by the name of the output. Several files, or a
    folder, go into a folder; what is younger there than its source is left, so that a run goes on where it was cut off.

    Examples: `fractafrag render dawn.glsl -o dawn.mp4 --seconds 6`;
    `fractafrag render works -o out --format webp,webm -j 4`; `fractafrag render dawn.glsl -o dawn.png --set speed=0.2`.

    Ends with 0 when all is drawn, with 1 when something is not, with 2 when the command is not understood.
    """
    import json

    from fractafrag.doors import render_many as door
    from fractafrag.doors.render import NotRenderedError, Wish, values_of

    try:
        moments = tuple(float(one) for one in times.split(",")) if sheet else ()
    except ValueError:
        _fail(f"Moments are seconds with commas between them, as in 0,1,2.5, not {times}.")
    endings = tuple(dict.fromkeys(one.strip() for one in formats.split(",")))
    try:
        wish = Wish(size or ("320x180" if sheet else "960x540"), at, seconds, fps, moments, values_of(values or ()))
        done = door.run(_settings(), files, output, endings=endings, wish=wish, again=again, at_once=at_once)
    except NotRenderedError as error:
        _fail(str(error))
    if as_json:
        typer.echo(json.dumps(done.report(), indent=2))
    else:
        for line in done.lines(output):
            typer.echo(line)
        for line in done.troubles():
            typer.echo(line, err=True)
    if done.failed:
        raise typer.Exit(1)


@app.command("render-all")
def render_all(
    only: Annotated[
        Literal["outdated", "failed", "all"],
        typer.Option(help="Drawn by an earlier version, without a picture for a failure, or every published work."),
    ] = "outdated",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell how many, and which come first.")] = False,
    wait: Annotated[bool, typer.Option(help="Stay until it is done.")] = True,
    status: Annotated[bool, typer.Option("--status", help="Only tell how far it is.")] = False,
    stop: Annotated[bool, typer.Option("--stop", help="End what is going on; what was drawn stays.")] = False,
) -> None:
    """Have the running platform draw its pictures again, the oldest and most liked first, behind everybody's own.

    Each picture is replaced when the new one is there. Ctrl-C only stops watching: the workers go on, also after a
    restart.
    """
    import asyncio

    from fractafrag.doors import redrawing as door
    from fractafrag.doors.supervisor.connected import connected

    with connected(_settings()):
        try:
            if status or stop:
                asyncio.run(door.stop(typer.echo) if stop else door.status(typer.echo))
            else:
                asyncio.run(door.run(typer.echo, scope=only, limit=limit, dry=dry_run, wait=wait))
        except KeyboardInterrupt:
            typer.echo("It goes on without this window; `fractafrag render-all --status` tells how far it is.")


@app.command("import")
def import_works(
    files: Annotated[list[Path], typer.Argument(help="Shaders, Shadertoy's JSON, ISF, archives (zip), or folders.")],
    owner: Annotated[str, typer.Option("--as", help="Name of the account that will have them.")],
    public: Annotated[bool, typer.Option("--public", help="All may see them once they are published.")] = False,
) -> None:
    """Make drafts of what was written elsewhere; private unless said otherwise. Runs again from where it was."""
    from fractafrag.doors.importing import run
    from fractafrag.doors.supervisor.connected import connected

    with connected(_settings()):
        report = run(files, owner, "public" if public else "private")
    for line in report.lines():
        typer.echo(line)
    if report.failures:
        raise typer.Exit(1)


@app.command("mcp-stdio")
def mcp_stdio(
    url: Annotated[str | None, typer.Option(help="Address of the instance; else FRACTAFRAG_URL.")] = None,
    key_file: Annotated[
        Path | None, typer.Option(help="File with an API key; else FRACTAFRAG_KEY. Never on the command line.")
    ] = None,
) -> None:
    """Speak MCP on stdin and stdout for a client that knows no HTTP, and pass it on to an instance."""
    from fractafrag.doors import mcp_stdio as door

    raise typer.Exit(door.run(url, key_file))


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A new file, a folder, or - for the standard output.")],
) -> None:
    """Write database, posters and films of one moment into one archive, while the platform runs."""
    from fractafrag.doors import backing
    from fractafrag.doors.supervisor.connected import connected

    with connected(_settings()):
        manifest, path = backing.backup(target)
    typer.echo(f"{path}: the database and {manifest.media:,} media ({manifest.media_bytes:,} bytes).", err=True)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="An archive of `fractafrag backup`, or - for the standard input.")],
) -> None:
    """Put an archive into an empty instance, and bring it up to this version."""
    from fractafrag.doors import backing
    from fractafrag.doors.supervisor.connected import connected

    with connected(_settings()):
        manifest = backing.restore(source)
    typer.echo(f"Restored what version {manifest.version} wrote at {manifest.created_at}: {manifest.media:,} media.")


media_app = typer.Typer(help="Posters and films.", no_args_is_help=True)
app.add_typer(media_app, name="media")


@media_app.command("migrate")
def media_migrate(
    to: Annotated[Literal["volume", "s3"], typer.Option("--to", help="Where they shall lie from now on.")],
) -> None:
    """Copy every poster and film from the volume to the bucket, or back; what is there already is left alone."""
    from fractafrag.doors import moving

    try:
        outcome = moving.run(to)
    except (OSError, ValueError) as error:
        _fail(f"The media could not be moved: {error}. What was copied stays; the same command goes on from there.")
    typer.echo(f"{outcome.copied} copied ({outcome.bytes:,} bytes), {outcome.present} were there already.")
    if outcome.broken:
        _fail(f"{len(outcome.broken)} do not fit their names and were left: {', '.join(outcome.broken[:5])}")
    typer.echo(f"Now set MEDIA_STORE={to} and restart; keep the old place until all is well.")


@app.command()
def serve(what: Annotated[Literal["api", "mcp"], typer.Argument(help="Which door.")]) -> None:
    """Run the API or the MCP server alone, as one process of a stack."""
    from fractafrag.doors import serving

    _production()
    serving.serve(what)


@app.command()
def work(
    relay: Annotated[
        bool, typer.Option("--relay", help="Relay facts, value views and keep the schedule: once in a stack.")
    ] = False,
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Tasks at once.")] = 2,
) -> None:
    """Run a worker alone, as one process of a stack."""
    from fractafrag.doors import serving

    _production()
    serving.work(relay=relay, concurrency=concurrency)


@app.command("reload", hidden=True)
def reload_(command: Annotated[list[str], typer.Argument(help="The command, after --.")]) -> None:
    """Run a command and start it anew whenever the source changes, for development."""
    from fractafrag.doors import reloading

    raise typer.Exit(reloading.run(command))


def _production() -> None:
    """Ends with one sentence, rather than a traceback, when a setting is missing."""
    from pydantic import ValidationError

    from fractafrag.core.settings import settings

    try:
        settings()
    except ValidationError as error:
        _fail(_wrong(error))


def _wrong(error: "ValidationError") -> str:
    """Which settings are wrong, and why; what is wrong with several together has no one name."""
    found = (
        ": ".join((*(str(place).upper() for place in one["loc"][:1]), str(one["msg"]).removeprefix("Value error, ")))
        for one in error.errors()
    )
    return "A setting is wrong. " + "; ".join(found)


@app.command()
def gen(
    names: Annotated[list[str] | None, typer.Argument(help="openapi, mcp, types, sql, env; none: all.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail when a file is stale.")] = False,
) -> None:
    """Write the files that are made from the program."""
    from fractafrag.doors import generated

    unknown = set(names or []) - set(generated.FILES)
    if unknown:
        _fail(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(generated.FILES)}.")
    if check:
        if stale := generated.stale(names or []):
            _fail("\n".join(f"{path} is not what the program makes now; run: make gen" for path in stale))
        return
    for path in generated.write(names or []):
        typer.echo(f"wrote {path}")


def _settings() -> "UpSettings":
    from pydantic import ValidationError

    from fractafrag.doors.supervisor.layout import UpSettings

    try:
        return UpSettings.read()
    except ValidationError as error:
        _fail(_wrong(error))


if __name__ == "__main__":
    main()
