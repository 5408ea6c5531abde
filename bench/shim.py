"""A proxy on loopback that adds an Authorization header: the conformance suite and its like send none.

Everything else goes through as it came, but for the shim's own address in Host and Origin, which becomes that of the
server behind it. Every connection carries one request, so that answers of any framing can be passed on as bytes.
"""

import asyncio
import contextlib
import threading
from collections.abc import Generator
from urllib.parse import urlsplit

HEAD_LIMIT = 64 * 1024
OURS = (b"authorization", b"connection")


class Shim:
    """Listens on a free port of 127.0.0.1 and forwards to `target` (http://HOST:PORT) with `credential`."""

    def __init__(self, target: str, credential: str) -> None:
        parts = urlsplit(target)
        assert parts.hostname is not None
        self.host, self.port = parts.hostname, parts.port or 80
        self.credential = credential
        self.own_port = 0

    @property
    def address(self) -> str:
        """http://127.0.0.1:PORT of the shim itself."""
        return f"http://127.0.0.1:{self.own_port}"

    async def serve(self, ready: threading.Event, stop: asyncio.Event) -> None:
        """Forwards until `stop` is set."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, limit=HEAD_LIMIT)
        self.own_port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await stop.wait()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = await reader.readuntil(b"\r\n\r\n")
            upstream, to_upstream = await asyncio.open_connection(self.host, self.port)
            to_upstream.write(self._rewritten(head))
            there = asyncio.create_task(_pipe(reader, to_upstream))
            back = asyncio.create_task(_pipe(upstream, writer))
            # Whoever hangs up first ends both: a stream that nobody reads must not go on.
            await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
            if there.done() and not back.done() and not reader.at_eof():
                await back
            there.cancel()
            back.cancel()
            to_upstream.close()
        writer.close()

    def _rewritten(self, head: bytes) -> bytes:
        first, *lines = head.rstrip(b"\r\n").split(b"\r\n")
        kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in OURS]
        own, theirs = (f"{name}:{port}".encode() for name, port in (("", self.own_port), ("", self.port)))
        for place, line in enumerate(kept):
            if line.partition(b":")[0].strip().lower() in (b"host", b"origin") and line.rstrip().endswith(own):
                kept[place] = line.rstrip()[: -len(own)] + theirs
        added = [f"Authorization: Bearer {self.credential}".encode(), b"Connection: close"]
        return b"\r\n".join([first, *kept, *added, b"", b""])


async def _pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()


@contextlib.contextmanager
def shim(target: str, credential: str) -> Generator[str]:
    """Runs a shim in a thread of its own; yields its address."""
    found = Shim(target, credential)
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(found.serve(ready, stop)), daemon=True)
    thread.start()
    if not ready.wait(10):
        raise RuntimeError("the shim did not start")
    try:
        yield found.address
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
