"""Media: posters and films under names made of their content, so that a name never changes its meaning.

They lie on a volume, or in any store that speaks S3; `obstore` (Apache Arrow's object_store) speaks to both.
"""

import contextlib
import hashlib
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from fractafrag.core import clock
from fractafrag.core.settings import settings

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ObjectStore

Place = Literal["volume", "s3"]

TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "webm": "video/webm", "mp4": "video/mp4"}
PREFIX = "/renders/"
IMMUTABLE = "public, max-age=31536000, immutable"
PATIENCE = timedelta(seconds=30)
FRESH = timedelta(minutes=10)

_NAME = re.compile(rf"[0-9a-f]{{32}}\.({'|'.join(TYPES)})")


class Media(Protocol):
    """Where files are kept that the world may read. A name is `HASH.SUFFIX`, its address `/renders/HASH.SUFFIX`."""

    async def put(self, data: bytes, suffix: str) -> str:
        """Keeps `data`, whole or not at all, and gives its address; the same data gives the same address.

        Raises ValueError for a suffix that is not in TYPES, OSError when it cannot be kept.
        """
        ...

    async def get(self, url: str) -> bytes | None:
        """What is kept at an address that `put` gave; None when nothing is. Raises OSError."""
        ...

    async def drop(self, url: str, rest: timedelta) -> bool:
        """Forgets what is kept there; False when it stays because it was put within `rest`. Raises OSError."""
        ...

    async def part(self, name: str, start: int, end: int) -> bytes:
        """The bytes of a file from `start` to before `end`. Raises FileNotFoundError, OSError."""
        ...

    async def size(self, name: str) -> int | None:
        """The bytes that a file has; None when there is none of this name. Raises OSError."""
        ...

    def names(self) -> AsyncIterator[tuple[str, int]]:
        """The name and size in bytes of every file, in no order. Raises OSError."""
        ...


def content_name(data: bytes, suffix: str) -> str:
    """`HASH.SUFFIX`: the first 128 bits of the SHA-256 of `data` in hexadecimal. Raises ValueError."""
    if suffix not in TYPES:
        raise ValueError(f"media end in {', '.join(sorted(TYPES))}, not {suffix}")
    return f"{hashlib.sha256(data).hexdigest()[:32]}.{suffix}"


def is_name(name: str) -> bool:
    """Whether `put` could have given this name."""
    return bool(_NAME.fullmatch(name))


def media() -> Media:
    """The media of this instance."""
    return at(settings().media_store)


def at(place: Place) -> Media:
    """The media in this place, whether or not they are those of the instance. Raises ValueError when it is not set."""
    known = settings()
    if place == "volume":
        return _volume(known.media_dir)
    if not known.s3_bucket:
        raise ValueError("S3_BUCKET is not set")
    secret = known.s3_secret_access_key
    return _bucket(
        known.s3_bucket,
        known.s3_endpoint,
        known.s3_region,
        known.s3_access_key_id,
        secret.get_secret_value() if secret else None,
    )


@lru_cache
def _volume(folder: Path) -> "StoredMedia":
    return StoredMedia(lambda: LocalStore(folder, mkdir=True))


@lru_cache
def _bucket(bucket: str, endpoint: str | None, region: str, key: str | None, secret: str | None) -> "StoredMedia":
    given = {"endpoint": endpoint, "access_key_id": key, "secret_access_key": secret}
    own: Any = {name: value for name, value in given.items() if value}
    plain = endpoint is not None and endpoint.startswith("http:")
    return StoredMedia(
        lambda: S3Store(
            bucket,
            region=region,
            client_options={"allow_http": plain, "timeout": PATIENCE, "connect_timeout": timedelta(seconds=3)},
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
            **own,
        )
    )


class StoredMedia:
    """The real one: a folder that nginx or the API serves at `/renders/`, or a bucket."""

    def __init__(self, opened: "Callable[[], ObjectStore]") -> None:
        self._opened = opened
        self._store: ObjectStore | None = None

    def _open(self) -> "ObjectStore":
        # Opened at first use: a folder that cannot be made must be an error of the write, not of the import.
        if self._store is None:
            with _as_os_error():
                self._store = self._opened()
        return self._store

    async def put(self, data: bytes, suffix: str) -> str:
        """Keeps `data`, whole or not at all. Raises ValueError, OSError."""
        name = content_name(data, suffix)
        found = await self._about(name)
        # What has lain there for long is written anew: whoever wants it gone must see that somebody wanted it kept.
        if found is None or found["size"] != len(data) or clock.now() - found["last_modified"] > FRESH:
            local = isinstance(self._open(), LocalStore)
            # A folder has no place for such words; there, nginx or the API says them.
            words: Any = {} if local else {"Content-Type": TYPES[suffix], "Cache-Control": IMMUTABLE}
            with _as_os_error():
                await obstore.put_async(self._open(), name, data, attributes=words, use_multipart=False)
        return PREFIX + name

    async def get(self, url: str) -> bytes | None:
        """What is kept at `url`; None when nothing is. Raises OSError."""
        name = url.removeprefix(PREFIX)
        if not is_name(name):
            return None
        try:
            with _as_os_error():
                found = await obstore.get_async(self._open(), name)
                return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None

    async def part(self, name: str, start: int, end: int) -> bytes:
        """The bytes of a file from `start` to before `end`. Raises FileNotFoundError, OSError."""
        with _as_os_error():
            return bytes(await obstore.get_range_async(self._open(), name, start=start, end=end))

    async def size(self, name: str) -> int | None:
        """The bytes that a file has; None when there is none of this name. Raises OSError."""
        found = await self._about(name)
        return None if found is None else found["size"]

    async def drop(self, url: str, rest: timedelta) -> bool:
        """Deletes the file, unless it was put within `rest`. Raises OSError."""
        name = url.removeprefix(PREFIX)
        found = await self._about(name)
        if found is None:
            return True
        if clock.now() - found["last_modified"] < rest:
            return False
        with contextlib.suppress(FileNotFoundError), _as_os_error():
            await obstore.delete_async(self._open(), name)
        return True

    async def _about(self, name: str) -> "ObjectMeta | None":
        if not is_name(name):
            return None
        try:
            with _as_os_error():
                return await obstore.head_async(self._open(), name)
        except FileNotFoundError:
            return None

    async def names(self) -> AsyncIterator[tuple[str, int]]:
        """The name and size of every file. Raises OSError."""
        with _as_os_error():
            listing: Any = obstore.list(self._open())  # pyright: ignore[reportUnknownMemberType]
            async for chunk in listing:
                for one in chunk:
                    if is_name(one["path"]):
                        yield one["path"], one["size"]


class _as_os_error:  # noqa: N801
    """What the store says, as the errors that Python has for files."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, BaseError) and not isinstance(error, OSError):
            raise OSError(str(error).splitlines()[0][:500]) from error


@dataclass
class FakeMedia:
    """A dictionary of names."""

    kept: dict[str, bytes] = field(default_factory=dict[str, bytes])
    since: dict[str, datetime] = field(default_factory=dict[str, datetime])

    async def put(self, data: bytes, suffix: str) -> str:
        """Keeps `data`. Raises ValueError."""
        name = content_name(data, suffix)
        self.kept[name], self.since[name] = data, clock.now()
        return PREFIX + name

    async def get(self, url: str) -> bytes | None:
        """What is kept at `url`; None when nothing is."""
        return self.kept.get(url.removeprefix(PREFIX))

    async def drop(self, url: str, rest: timedelta) -> bool:
        """Forgets it, unless it was put within `rest`."""
        name = url.removeprefix(PREFIX)
        if name in self.kept and clock.now() - self.since[name] < rest:
            return False
        self.kept.pop(name, None)
        return True

    async def part(self, name: str, start: int, end: int) -> bytes:
        """A slice of what is kept. Raises FileNotFoundError."""
        if name not in self.kept:
            raise FileNotFoundError(name)
        return self.kept[name][start:end]

    async def size(self, name: str) -> int | None:
        """The length of what is kept."""
        return len(self.kept[name]) if name in self.kept else None

    async def names(self) -> AsyncIterator[tuple[str, int]]:
        """All of it."""
        for name, data in list(self.kept.items()):
            yield name, len(data)
