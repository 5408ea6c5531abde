"""A container's health check: exits with 0 when an address answers 200, or a worker has lately touched its file.

It is asked every few seconds on a machine that may be busy drawing, so it imports nothing that it can do without:
`python -S probe.py http://127.0.0.1:8000/health/live`, or the path of the file.
"""

import os
import socket
import sys
import time

PATIENCE_S = 8.0
STALE_S = 30.0
"""From which age on a worker's file says that it takes no tasks; it is touched every five seconds."""


def main(what: str) -> int:
    """0 when well, 1 when not; `what` is an http address with its port, or the path of a worker's file."""
    try:
        if what.startswith("http://"):
            return int(not _answers(what))
        return int(time.time() - os.stat(what).st_mtime > STALE_S)  # noqa: PTH116
    except OSError:
        return 1


def _answers(url: str) -> bool:
    place, _, path = url.removeprefix("http://").partition("/")
    host, _, port = place.partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE_S) as connection:
        connection.sendall(f"GET /{path} HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n".encode())
        return connection.recv(16)[8:].startswith(b" 200")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
