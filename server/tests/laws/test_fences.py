"""The import laws hold, and each of them catches the crime it is there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[2]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--config", str(SERVER / ".importlinter"), "--no-cache"]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
    )


CRIMES = [
    ("gateways/media.py", "from fractafrag.domains.shaders import service", "Imports point down"),
    ("core/pages.py", "from fractafrag.gateways import media", "Imports point down"),
    (
        "domains/accounts/service.py",
        "from fractafrag.domains.shaders import service as s",
        "Domains stand on each other",
    ),
    ("domains/shaders/service.py", "from fractafrag.domains.feed import queries as q", "Domains stand on each other"),
    (
        "domains/shaders/tasks.py",
        "from fractafrag.domains.embeddings import service as e",
        "Domains stand on each other",
    ),
    ("domains/shaders/queries/shown.py", "from fractafrag.domains.shaders import service as s", "Rooms of shaders"),
    ("domains/accounts/models.py", "from fractafrag.domains.accounts import queries as q", "Rooms of accounts"),
    ("domains/shaders/service.py", "import sqlalchemy", "SQL is written only in models and queries"),
    ("domains/shaders/service.py", "import fastapi", "FastAPI is spoken only in"),
    ("domains/shaders/tasks.py", "import httpx", "Only gateways call the outside world"),
    ("domains/shaders/passes.py", "import fractafrag.core.db", "Pure rooms touch nothing"),
    (
        "domains/engagement/models.py",
        "from fractafrag.domains.shaders import models as m",
        "The tables of engagement name other",
    ),
    (
        "domains/feed/service.py",
        "from fractafrag.domains.shaders import queries as q",
        "queries of shaders are its own",
    ),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copytree(SERVER / "fractafrag", tmp_path / "fractafrag", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_house_keeps_its_import_laws() -> None:
    done = lint(SERVER)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize(("file", "crime", "law"), CRIMES, ids=[f"{file}: {crime}" for file, crime, _ in CRIMES])
def test_a_crime_is_caught(house: Path, file: str, crime: str, law: str) -> None:
    guilty = house / "fractafrag" / file
    guilty.write_text(f"{guilty.read_text() if guilty.exists() else ''}\n{crime}\n")
    done = lint(house)
    broken = [line for line in done.stdout.splitlines() if " BROKEN" in line]
    assert done.returncode == 1
    assert any(law in line for line in broken), done.stdout[-4000:]


def test_a_room_that_nobody_placed_is_caught(house: Path) -> None:
    (house / "fractafrag" / "domains" / "shaders" / "leftovers.py").write_text('"""Lost."""\n')
    assert lint(house).returncode == 1
