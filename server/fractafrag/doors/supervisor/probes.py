"""Does a part answer? Each question has a time limit, and its answer is None or the reason why not."""

import asyncio
from pathlib import Path

from fractafrag.doors.supervisor.processes import last_lines


async def http(host: str, port: int, path: str, timeout_s: float = 5) -> str | None:
    """None when GET answers 200, else the reason."""
    try:
        async with asyncio.timeout(timeout_s):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                name = f"[{host}]" if ":" in host else host
                writer.write(f"GET {path} HTTP/1.1\r\nHost: {name}:{port}\r\nConnection: close\r\n\r\n".encode())
                head = await reader.readline()
                words = head.split(maxsplit=2)
                if len(words) >= 2 and words[1] == b"200":
                    return None
                body = (await reader.read(8192)).partition(b"\r\n\r\n")[2]
            finally:
                writer.close()
    except TimeoutError:
        return f"gave no answer in {timeout_s:g} s"
    except OSError as error:
        return f"does not answer: {error.strerror or error}"
    return f"answers {head.decode(errors='replace').strip()} {body.decode(errors='replace').strip()[:500]}".strip()


async def said(log: Path, words: str, since: int, *, once: bool) -> str | None:
    """None when the log says `words` after byte `since`, or has `once`; else that it has not yet."""
    if once or any(words in line for line in last_lines(log, 2000, since)):
        return None
    return "is still starting"


def reachable(host: str) -> str:
    """The address at which a server that listens on `host` is asked."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)
