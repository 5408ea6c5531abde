"""Media: posters and films under names made of their content, so that a name never changes its meaning."""

import asyncio
import contextlib
import hashlib
import os
import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from fractafrag.core.settings import settings

SUFFIXES = frozenset({"webp", "webm", "mp4"})
PREFIX = "/renders/"


class Media(Protocol):
    """Where files are kept that the world may read."""

    async def put(self, data: bytes, suffix: str) -> str:
        """Keeps `data` and gives its address, `/renders/HASH.SUFFIX`; the same data gives the same address.

        Raises ValueError for a suffix that is not in SUFFIXES, OSError when it cannot be kept.
        """
        ...

    async def get(self, url: str) -> bytes | None:
        """What is kept at an address that `put` gave; None when nothing is."""
        ...

    async def drop(self, url: str, rest: timedelta) -> bool:
        """Forgets what is kept there; False when it stays because it was put within `rest`. Raises OSError."""
        ...


def media() -> Media:
    """The media of this instance."""
    return VolumeMedia(settings().media_dir)


def content_name(data: bytes, suffix: str) -> str:
    """`HASH.SUFFIX`: the first 128 bits of the SHA-256 of `data` in hexadecimal. Raises ValueError."""
    if suffix not in SUFFIXES:
        raise ValueError(f"media end in {', '.join(sorted(SUFFIXES))}, not {suffix}")
    return f"{hashlib.sha256(data).hexdigest()[:32]}.{suffix}"


class VolumeMedia:
    """A folder; nginx, or the API, serves it at `/renders/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, data: bytes, suffix: str) -> str:
        """Keeps `data`, whole or not at all. Raises ValueError, OSError."""
        name = content_name(data, suffix)
        await asyncio.to_thread(self._write, name, data)
        return PREFIX + name

    async def get(self, url: str) -> bytes | None:
        """What is kept at `url`; None when nothing is."""
        path = self.folder / url.removeprefix(PREFIX)
        if path.parent != self.folder or not await asyncio.to_thread(path.is_file):
            return None
        return await asyncio.to_thread(path.read_bytes)

    async def drop(self, url: str, rest: timedelta) -> bool:
        """Deletes the file, unless it was put within `rest`. Raises OSError."""
        path = self.folder / url.removeprefix(PREFIX)
        return path.parent != self.folder or await asyncio.to_thread(_delete, path, rest)

    def _write(self, name: str, data: bytes) -> None:
        target = self.folder / name
        if target.is_file() and target.stat().st_size == len(data):
            # Whoever wants it gone must see that somebody wanted it kept.
            target.touch()
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        # A reader must never meet half a film: the name appears when the bytes are on the disk.
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                # mkstemp keeps its files to itself, but nginx runs as somebody else.
                os.fchmod(file.fileno(), 0o644)
            Path(temporary).replace(target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(temporary).unlink()
            raise


def _delete(path: Path, rest: timedelta) -> bool:
    try:
        if time.time() - path.stat().st_mtime < rest.total_seconds():
            return False
        path.unlink()
    except FileNotFoundError:
        pass
    return True


@dataclass
class FakeMedia:
    """A dictionary."""

    kept: dict[str, bytes] = field(default_factory=dict[str, bytes])
    since: dict[str, float] = field(default_factory=dict[str, float])

    async def put(self, data: bytes, suffix: str) -> str:
        """Keeps `data`. Raises ValueError."""
        url = PREFIX + content_name(data, suffix)
        self.kept[url], self.since[url] = data, time.time()
        return url

    async def get(self, url: str) -> bytes | None:
        """What is kept at `url`; None when nothing is."""
        return self.kept.get(url)

    async def drop(self, url: str, rest: timedelta) -> bool:
        """Forgets it, unless it was put within `rest`."""
        if url in self.kept and time.time() - self.since[url] < rest.total_seconds():
            return False
        self.kept.pop(url, None)
        return True
