"""Brings a checkout to the state in which the platform can run: packages installed, renderer and web app built.

Each part leaves a stamp with the hash of what it was made from, so that a second run does nothing.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "server" / "requirements.txt"
NODE_MODULES = ROOT / "node_modules"
CONFORMANCE = ROOT / "bench" / "mcp-conformance"
LEAST_NODE = (20, 19)

# What each build is made from, besides the npm lock.
# In this order: the web app takes in the player.
BUILDS = {
    "runtime": ("runtime", "contract/shader.json", "LICENSE", "tsconfig.base.json"),
    "renderer": ("renderer", "runtime/src", "contract/shader.json", "contract/media.json", "tsconfig.base.json"),
    "web": ("web", "runtime", "contract/shader.json", "contract/media.json", "library/media", "tsconfig.base.json"),
}
WHAT = {"runtime": "the player for other sites", "renderer": "the renderer", "web": "the web app"}


class Stop(Exception):
    """The work cannot go on; the message is one clear sentence for a person."""


def everything() -> None:
    """Installs and builds what is missing or no longer fits."""
    with _alone():
        _python_packages()
        _node_packages()
        for name in BUILDS:
            _build(name)


def packages() -> None:
    """Installs what is missing, without building."""
    with _alone():
        _python_packages()
        _node_packages()


def python_packages() -> None:
    """Installs the Python side alone."""
    with _alone():
        _python_packages()


def conformance() -> None:
    """Installs the conformance suite of MCP and the Inspector, with the Node 22 that they need."""
    with _alone():
        stamp = CONFORMANCE / "node_modules" / ".stamp"
        wanted = _digest([CONFORMANCE / "package-lock.json"])
        if _read(stamp) != wanted:
            with _doing("Installing the conformance suite of MCP"):
                _quietly(npm("ci", "--prefix", str(CONFORMANCE), "--no-audit", "--no-fund", "--loglevel=error"))
                stamp.write_text(wanted)


def python(*arguments: str) -> list[str]:
    """A command of the checkout's own Python."""
    return [str(VENV / "bin" / "python"), *arguments]


def node(program: str, *arguments: str) -> list[str]:
    """A command of a program that npm installed, by its place below node_modules."""
    return [_tool("node"), str(NODE_MODULES / program), *arguments]


def npm(*arguments: str) -> list[str]:
    """A command of npm."""
    return [_tool("npm"), *arguments]


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Stop(f"{name} was not found: Fractafrag needs Node {LEAST_NODE[0]}.{LEAST_NODE[1]} or newer, with npm.")
    return found


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two commands in one checkout install one after the other."""
    if not os.access(ROOT, os.W_OK):
        raise Stop(f"{ROOT} cannot be written by this user: run as its owner, or work in a clone of your own.")
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another command is installing in this checkout; waiting for it …", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _python_packages() -> None:
    stamp = VENV / ".stamp"
    interpreter = VENV / "bin" / "python"
    # The place is part of it: a virtual environment that was moved with its checkout does not work any more.
    wanted = _digest([LOCK, ROOT / "server" / "pyproject.toml"], f"{VENV} {sys.version_info[:2]}")
    if _read(stamp) == wanted and interpreter.exists():
        return
    if not interpreter.exists() or _made_for(VENV) != f"{VENV} {sys.version_info[:2]}":
        with _doing("Making a virtual environment in .venv"):
            shutil.rmtree(VENV, ignore_errors=True)
            _quietly([sys.executable, "-m", "venv", str(VENV)])
            (VENV / ".made-for").write_text(f"{VENV} {sys.version_info[:2]}")
    with _doing("Installing the Python packages"):
        _quietly(python("-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", str(_uv_lock())))
        uv = python("-m", "uv", "pip")
        # Where the package index is known to pip alone, pip does the same more slowly.
        by_pip = python("-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK))
        _quietly(
            [*uv, "sync", "--quiet", "--require-hashes", "--python", str(interpreter), str(LOCK)], otherwise=by_pip
        )
        _quietly(
            [
                *(*uv, "install", "--quiet", "--python", str(interpreter)),
                *("--no-deps", "--no-build-isolation", "--offline", "--editable", str(ROOT / "server")),
            ]
        )
    stamp.write_text(wanted)


def _made_for(venv: Path) -> str:
    return _read(venv / ".made-for")


def _uv_lock() -> Path:
    """The part of the lock that speaks of uv, which installs the rest."""
    stanza = re.search(r"^uv==.*?(?=^\S|\Z)", LOCK.read_text(), re.MULTILINE | re.DOTALL)
    if stanza is None:
        raise Stop(f"{LOCK} does not name uv.")
    path = VENV / "uv.txt"
    path.write_text(stanza[0])
    return path


def _node_packages() -> None:
    version = _output([_tool("node"), "--version"]).strip().lstrip("v")
    if tuple(int(part) for part in version.split(".")[:2]) < LEAST_NODE:
        raise Stop(f"Fractafrag needs Node {LEAST_NODE[0]}.{LEAST_NODE[1]} or newer; here is {version}.")
    stamp = NODE_MODULES / ".stamp"
    wanted = _digest([ROOT / "package-lock.json"], version.split(".")[0])
    if _read(stamp) == wanted:
        return
    if _node_modules_fit():  # somebody has just done `npm install NAME`
        stamp.write_text(wanted)
        return
    with _doing("Installing the Node packages"):
        _quietly(npm("ci", "--no-audit", "--no-fund", "--loglevel=error"))
        stamp.write_text(wanted)


def _node_modules_fit() -> bool:
    """True when npm's own note of what it installed says the same as the lock."""
    try:
        lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
        have = json.loads((NODE_MODULES / ".package-lock.json").read_text())["packages"]
    except (OSError, ValueError, KeyError):
        return False
    for place, package in lock.items():
        if "integrity" not in package:
            continue  # the checkout's own workspaces
        found = have.get(place)
        if found is None and not package.get("optional"):  # an optional one may be for another system
            return False
        if found is not None and found.get("integrity") != package["integrity"]:
            return False
    return True


def _build(name: str) -> None:
    stamp = ROOT / name / "dist" / ".stamp"
    sources = sorted(path for part in BUILDS[name] for path in _files(ROOT / part))
    wanted = _digest([ROOT / "package-lock.json", *sources])
    if _read(stamp) == wanted:
        return
    with _doing(f"Building {WHAT[name]}"):
        _quietly(npm("run", "build", "--silent", "--workspace", name))
        stamp.write_text(wanted)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.name not in ("node_modules", "dist", "tests", "test-results") and path.is_dir():
        for child in path.iterdir():
            yield from _files(child)


def lock() -> None:
    """Locks the newest versions that server/pyproject.toml allows, with the hash of every file.

    The image's lock is a part of the checkout's: what is tested here is what runs there.
    """
    compile_ = (
        *("-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet", "pyproject.toml"),
    )
    whole = python(*compile_, "--upgrade", "--extra", "embedded", "--extra", "dev", "-o", "requirements.txt")
    image = python(*compile_, "--constraint", "requirements.txt", "-o", "requirements.image.txt")
    for command in (whole, image):
        subprocess.run(command, cwd=ROOT / "server", check=True)


def clean() -> None:
    """Removes what can be made again. The data in .fractafrag stay."""
    folders = [ROOT / name / "dist" for name in BUILDS]
    folders += [ROOT / part / "test-results" for part in ("e2e", "web", "renderer", "runtime")]
    folders += [ROOT / "e2e" / "playwright-report", CONFORMANCE / "node_modules", NODE_MODULES, VENV]
    folders += [ROOT / part / "node_modules" for part in ("e2e", "web", "renderer", "runtime")]
    folders += [
        ROOT / "server" / name for name in (".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache")
    ]
    folders += list((ROOT / "server").rglob("__pycache__"))
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    print("Clean. The data of the instance in .fractafrag are untouched.")


def _digest(files: Iterable[Path], salt: str = "") -> str:
    digest = hashlib.sha256(salt.encode())
    for path in files:
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError):
        return ""


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@contextlib.contextmanager
def _doing(what: str) -> Iterator[None]:
    print(f"{what} … ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed.", flush=True)
        raise
    print(f"done in {time.monotonic() - began:.0f} s.", flush=True)


def _quietly(command: list[str], otherwise: list[str] | None = None) -> None:
    """Runs a command, and shows what it said only when it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT, env=environment
    )
    if done.returncode == 0:
        return
    if otherwise is not None:
        _quietly(otherwise)
        return
    sys.stdout.write("\n" + done.stdout.decode("utf-8", "replace")[-6000:])
    raise subprocess.CalledProcessError(done.returncode, command)
