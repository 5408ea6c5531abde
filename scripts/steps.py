"""The named steps of testing, checking and measuring: each is run, shown, timed, and all are counted at the end."""

import contextlib
import os
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import install
from install import ROOT, node, npm, python

SERVER = ROOT / "server"
ROOMS = ("runtime/src", "runtime/element", "renderer/src", "web/src", "web/viewer", "web/embed")
BESIDE = ("--config", "pyproject.toml", "../scripts", "../bench", "../deploy")


@dataclass
class Step:
    """A command and where it runs."""

    name: str
    command: list[str]
    cwd: Path = ROOT
    environment: dict[str, str] = field(default_factory=dict)


def tests() -> list[Step]:
    """Every test of every room."""
    return [
        Step("server", python("-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"), SERVER),
        *(Step(room, npm("run", "test", "--silent", "--workspace", room)) for room in ("runtime", "renderer", "web")),
        Step("e2e", npm("run", "test", "--silent", "--workspace", "e2e")),
    ]


def checks() -> list[Step]:
    """Linters, types, laws of import, generated files."""
    types = [
        Step(f"types-{room}", node("typescript/bin/tsc", "--noEmit", "-p", room))
        for room in ("runtime", "renderer", "web", "e2e")
    ]
    return [
        Step("ruff", python("-m", "ruff", "check", "."), SERVER),
        Step("ruff-beside", python("-m", "ruff", "check", "--ignore", "T201", *BESIDE), SERVER),
        Step("format", python("-m", "ruff", "format", "--check", ".", *BESIDE), SERVER),
        Step("pyright", node("pyright/index.js", "--project", "server")),
        Step("imports", python("-c", "from importlinter.cli import lint_imports_command as c; c()"), SERVER),
        *types,
        Step("eslint", node("eslint/bin/eslint.js", ".", "--max-warnings", "0")),
        Step("rooms", node("dependency-cruiser/bin/dependency-cruise.mjs", *ROOMS)),
        Step("generated", python("-m", "fractafrag.doors.cli", "gen", "--check")),
    ]


def generation() -> list[Step]:
    """Writes every generated file."""
    return [Step("gen", python("-m", "fractafrag.doors.cli", "gen"))]


def benchmarks() -> list[Step]:
    """Measures against what people would use instead."""
    return [Step("bench", python("bench/run.py"))]


def feed_benchmarks() -> list[Step]:
    """The feed in simulated worlds and on the logs of others; one thread a process, as two runs share the cores."""
    return [Step("bench-feed", python("bench/feed/run.py"), environment={"OPENBLAS_NUM_THREADS": "1"})]


def conformance() -> list[Step]:
    """The official suite of MCP, and its Inspector, against a whole instance."""
    return [Step("mcp-conformance", python("bench/mcp_conformance.py"))]


def compose_test() -> list[Step]:
    """The whole Compose stack: walked through, killed part by part under load, scaled."""
    return [Step("compose-test", ["python3", "deploy/smoke"])]


def fuzzing() -> list[Step]:
    """Hundreds of examples of every operation of the API, others each time."""
    examples = {"FUZZ_EXAMPLES": os.environ.get("FUZZ_EXAMPLES", "300")}
    return [Step("fuzz", python("-m", "pytest", "-q", "tests/rest/test_fuzz.py"), SERVER, examples)]


def hostility() -> list[Step]:
    """Every hostile work against the renderer, and a thousand jobs for its memory."""
    command = npm("run", "test", "--silent", "--workspace", "renderer", "--", "tests/hostile")
    return [Step("hostile", command, environment={"HOSTILE": "all"})]


def walk() -> list[Step]:
    """A person in the feed of a real browser for minutes: what takes too long for every run of the tests."""
    command = npm("exec", "--workspace", "e2e", "--", "playwright", "test")
    return [Step("walk", command, environment={"E2E_SLOW": "1"})]


def run(steps: list[Step], only: list[str]) -> int:
    """Runs all steps (or those named), whatever fails on the way; returns the exit code of the whole."""
    chosen = [step for step in steps if not only or step.name in only]
    failed: list[str] = []
    times: list[tuple[str, float]] = []
    temporary = _temporary_folder()
    for step in chosen:
        print(f"\n── {step.name} " + "─" * max(0, 60 - len(step.name)), flush=True)
        began = time.monotonic()
        path = f"{install.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
        own = {"PATH": path, "NO_UPDATE_NOTIFIER": "1", "TMPDIR": temporary}
        # No .env: a test must not meet the database of a person.
        environment = {**os.environ, **own, "ENV_FILE": "", **step.environment}
        done = subprocess.run(step.command, cwd=step.cwd, env=environment, stdin=subprocess.DEVNULL, check=False)
        times.append((step.name, time.monotonic() - began))
        if done.returncode != 0:
            failed.append(step.name)
    print("\n" + "═" * 64)
    for name, seconds in times:
        print(f"  {'✗' if name in failed else '✓'} {name:<14} {seconds:6.1f} s")
    print(f"{len(chosen) - len(failed)} passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


def _temporary_folder() -> str:
    """A temporary folder of this user's own: npm's Chromium unpacks itself under one name, which would be another's."""
    shared = Path(tempfile.gettempdir())
    if not shared.stat().st_mode & stat.S_IWOTH:
        return str(shared)
    own = shared / f"fractafrag-{os.getuid()}"
    with contextlib.suppress(FileExistsError):
        own.mkdir(mode=0o711)
    found = own.lstat()
    if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid():
        return str(own)
    return tempfile.mkdtemp(prefix="fractafrag-")
