"""Starting a child so that it cannot outlive us, stopping it, and finding what an earlier run left behind."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

# Every child carries these two in its environment; by them an orphan is known as ours, and as whose.
DATA_MARK = "FRACTAFRAG_INSTANCE"
SERVICE_MARK = "FRACTAFRAG_SERVICE"

_LINUX = sys.platform == "linux"
_LIBC = ctypes.CDLL(None, use_errno=True) if _LINUX else None
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
LOG_BYTES = 10_000_000

_spawned: list[subprocess.Popen[bytes]] = []


def adopt_orphans() -> None:
    """Makes this process the parent of every descendant that loses its own, so that none escapes (Linux)."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _dying_with(parent: int, death_signal: int) -> Callable[[], None] | None:
    libc = _LIBC
    if libc is None:
        return None

    def in_child() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the line above took hold
            os._exit(1)

    return in_child


def spawn(
    command: list[str],
    *,
    environment: Mapping[str, str],
    cwd: Path,
    log: Path,
    user: int | None = None,
    death_signal: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Starts a process in a session of its own, its output appended to `log`.

    On Linux the kernel sends it `death_signal` when this process dies, however it dies.
    Raises OSError when the program cannot be started.
    """
    rotate(log)
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            group=None if user is None else pwd.getpwuid(user).pw_gid,
            extra_groups=None if user is None else [],
            preexec_fn=_dying_with(os.getpid(), death_signal),
        )
    _spawned.append(process)
    return process


def environment(data: Path | None = None, service: str = "") -> dict[str, str]:
    """Our own environment for a child to inherit, with the marks by which it is found again."""
    inherited = dict(os.environ)
    if data is not None:
        inherited |= {DATA_MARK: str(data), SERVICE_MARK: service}
    return inherited


def rotate(log: Path) -> None:
    """Keeps a log below twice LOG_BYTES: the full one becomes `.1`. Its writers append, so they go on at the start."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_BYTES:
            shutil.copyfile(log, log.with_name(log.name + ".1"))
            os.truncate(log, 0)


def last_lines(log: Path, count: int = 8, since: int = 0) -> list[str]:
    """The last lines that say something, of what was written after byte `since`; at most 64 KiB are read."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            if size < since:  # rotated meanwhile
                since = 0
            file.seek(max(since, size - 65536))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [line.rstrip() for line in text.splitlines() if line.strip()][-count:]


def signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    """Sends a signal to a child and everything in its process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def reap() -> None:
    """Buries adopted processes that have ended; what we spawned is left to who asks for its exit code."""
    _spawned[:] = [process for process in _spawned if process.returncode is None]
    owned = {process.pid for process in _spawned}
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error, ChildProcessError):
            if child.pid not in owned and child.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(child.pid, os.WNOHANG)


def marked(data: Path, service: str | None = None) -> list[psutil.Process]:
    """Processes that an instance on `data` started (those of one service, if named), this one excepted."""
    found: list[psutil.Process] = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            environment = process.environ()
            if environment.get(DATA_MARK) == str(data) and service in (None, environment.get(SERVICE_MARK)):
                found.append(process)
    return found


def end(processes: list[psutil.Process], *, gently_s: float) -> None:
    """Asks processes to stop, waits, and kills those that did not; returns when all are gone."""
    if gently_s > 0:
        for process in processes:
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
        _, processes = psutil.wait_procs(processes, timeout=gently_s)
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(processes, timeout=5)


def sweep(data: Path, *, gently_s: float = 5) -> int:
    """Ends what an earlier run on `data` left behind, and says how many processes that were."""
    orphans = marked(data)
    if orphans:
        end(orphans, gently_s=gently_s)
    deadline = time.monotonic() + 5
    while marked(data) and time.monotonic() < deadline:
        end(marked(data), gently_s=0)
    return len(orphans)
