"""Has a source file changed? Looked at by its time of change, a few hundred files at a glance."""

from collections.abc import Iterator
from pathlib import Path


class Watch:
    """Remembers the newest time of change in some folders."""

    def __init__(self, folders: list[Path], suffixes: tuple[str, ...]) -> None:
        self._folders, self._suffixes = folders, suffixes
        self._seen = dict(self._times())

    def changed(self) -> Path | None:
        """A file that was changed, made or removed since the last question; None when none was."""
        now = dict(self._times())
        before, self._seen = self._seen, now
        if now == before:
            return None
        return next(path for path in {**before, **now} if before.get(path) != now.get(path))

    def _times(self) -> Iterator[tuple[Path, int]]:
        for folder in self._folders:
            for path in folder.rglob("*"):
                if path.suffix in self._suffixes:
                    try:
                        yield path, path.stat().st_mtime_ns
                    except FileNotFoundError:
                        continue
