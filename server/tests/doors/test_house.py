"""`make` on a machine where something is missing: one clear sentence, and no half-made checkout."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fractafrag.core.settings import ROOT


def stub(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PATH with the shell's own tools, and neither Python nor Node."""
    folder = tmp_path / "a path with spaces"
    folder.mkdir()
    for name in ("sh", "dirname", "env"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with nothing set up, under a name with a space."""
    folder = tmp_path / "my checkout"
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def house(checkout: Path, path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout / "scripts" / "house"), *arguments],
        env={"PATH": str(path), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_python_it_says_what_to_install(checkout: Path, path: Path) -> None:
    stub(path, "python3", "exit 127")  # as the shims of version managers do
    done = house(checkout, path, "run")
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr


def test_an_old_python_is_passed_over_for_a_newer_one(checkout: Path, path: Path) -> None:
    stub(path, "python3", "exit 1")  # every question about its version is answered with no
    stub(path, "python3.12", f'exec "{sys.executable}" "$@"')
    done = house(checkout, path, "nonsense")
    assert done.returncode == 2
    assert "run|dev|install" in done.stderr


def test_a_python_without_venv_is_named_with_the_remedy(checkout: Path, path: Path) -> None:
    stub(path, "python3", f'case "$2" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"')
    done = house(checkout, path, "run")
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_node_it_says_so_before_anything_is_built(checkout: Path, path: Path) -> None:
    stub(path, "python3", f'exec "{sys.executable}" "$@"')
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import install\n"
        "try: install.npm('ci')\n"
        "except install.Stop as reason: print(reason)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(checkout / "scripts")],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "needs Node 20.19 or newer" in done.stdout


def test_the_lock_names_every_package_with_hashes_and_no_address() -> None:
    lock = (ROOT / "server" / "requirements.txt").read_text()
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert "--index" not in lock
    assert "--find-links" not in lock
