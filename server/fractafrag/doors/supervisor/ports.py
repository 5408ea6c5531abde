"""Which ports are free, and who holds one that is not."""

import errno
import socket
import zlib
from pathlib import Path

import psutil


def is_free(host: str, port: int) -> bool:
    """True when a server could listen there now; raises OSError when the address itself is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def free_port(start: int, data: Path | None = None) -> int:
    """A free loopback port; two instances start their search at different places, so that they do not race."""
    offset = zlib.crc32(str(data).encode()) % 3000 if data else 0
    for step in range(3000):
        port = start + (offset + step) % 3000
        if is_free("127.0.0.1", port):
            return port
    raise OSError(f"no free port between {start} and {start + 2999}")


def holder(port: int) -> str | None:
    """Who listens on a port, as `name (process 12)`; None when the system does not tell."""
    try:
        connections = psutil.net_connections("tcp")
    except psutil.Error:
        return None
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port:
            if connection.pid is None:
                continue
            try:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
            except psutil.Error:
                return f"process {connection.pid}"
    return None


def taken_sentence(port: int) -> str:
    """One sentence for a person whose port is taken, with the way out."""
    if port < 1024 and holder(port) is None:
        return f"Port {port} is taken, or this user may not listen on it. Choose another: PORT=8001 make run"
    by = holder(port)
    return f"Port {port} is taken{f' by {by}' if by else ''}. Free it, or choose another: PORT={port + 1} make run"
