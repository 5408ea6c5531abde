"""A renderer for a single command: started, asked, stopped."""

import asyncio
import contextlib
import json
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fractafrag.core.settings import ROOT
from fractafrag.doors.supervisor import fleet, probes, processes
from fractafrag.doors.supervisor.ports import free_port
from fractafrag.doors.supervisor.trouble import NoRendererError

START_S = 60.0


@contextlib.contextmanager
def private() -> Generator[str]:
    """A renderer for the length of the block; yields its address. Raises NoRendererError or NotInstalledError."""
    with tempfile.TemporaryDirectory(prefix="fractafrag-") as folder:
        log = Path(folder) / "renderer.log"
        port = free_port(24000, Path(folder))
        process = processes.spawn(
            fleet.renderer_command(),
            environment={**processes.environment(), "RENDERER_PORT": str(port)},
            cwd=ROOT,
            log=log,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait(process, port, log)
            yield url
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                processes.signal_group(process, signal.SIGKILL)
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while (why := asyncio.run(probes.http("127.0.0.1", port, "/health"))) is not None:
        if process.poll() is not None or time.monotonic() > deadline:
            raise NoRendererError("\n".join([f"The renderer {why}", *processes.last_lines(log)]))
        time.sleep(0.1)


def health(url: str) -> dict[str, Any]:
    """What a renderer says of itself; raises NoRendererError."""
    parts = urlsplit(url)
    try:
        status, body = asyncio.run(probes.get(parts.hostname or "", parts.port or 80, "/health"))
    except OSError as error:  # a time-out is one too
        raise NoRendererError(f"The renderer at {url} does not answer: {error}") from None
    if status != 200:
        raise NoRendererError(f"The renderer at {url} answers {status}: {body[:500]}")
    try:
        return dict(json.loads(body))
    except ValueError:
        raise NoRendererError(f"What answers at {url} is no renderer") from None
