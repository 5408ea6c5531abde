"""The documents cannot lie: what they name exists, and the example settings are the settings."""

import re
from pathlib import Path

from fractafrag.doors.stack import StackSettings
from fractafrag.doors.supervisor.layout import UpSettings

ROOT = Path(__file__).resolve().parents[3]
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|cjs))`")


def missing_paths(text: str, home: Path = ROOT) -> list[str]:
    """Paths that are neither below the root nor below the document's own folder."""
    return [path for path in PATH.findall(text) if not (ROOT / path).exists() and not (home / path).exists()]


def test_a_path_that_is_not_there_is_noticed() -> None:
    assert missing_paths("see `server/nowhere.py` and `contract/shader.json`") == ["server/nowhere.py"]


def test_every_path_in_the_documents_exists() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")]
    assert len(documents) >= 5
    assert not {
        str(document): lost for document in documents if (lost := missing_paths(document.read_text(), document.parent))
    }


def test_the_example_settings_are_the_settings() -> None:
    names = set(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert names == {name.upper() for name in (*UpSettings.model_fields, *StackSettings.model_fields)}


def test_the_decisions_are_numbered_without_a_gap() -> None:
    numbers = [
        int(found) for found in re.findall(r"^- \*\*D(\d{3})", (ROOT / "DECISIONS.md").read_text(), re.MULTILINE)
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 11
