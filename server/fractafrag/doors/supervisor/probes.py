"""Does a part answer? Each question has a time limit, and its answer is None or the reason why not."""

import asyncio
from pathlib import Path
from typing import Any, cast

from fractafrag.doors.supervisor.processes import last_lines

ANSWER_BYTES = 16_384


async def http(host: str, port: int, path: str, timeout_s: float = 5) -> str | None:
    """None when GET answers 200, else the reason."""
    try:
        status, body = await get(host, port, path, timeout_s)
    except TimeoutError:
        return f"gave no answer in {timeout_s:g} s"
    except OSError as error:
        return f"does not answer: {error.strerror or error}"
    return None if status == 200 else f"answers {status} {body.strip()[:500]}".strip()


async def get(host: str, port: int, path: str, timeout_s: float = 5) -> tuple[int, str]:
    """Status and body (its first 16 KiB) of a GET; raises TimeoutError or OSError."""
    async with asyncio.timeout(timeout_s):
        reader, writer = await asyncio.open_connection(host, port)
        try:
            name = f"[{host}]" if ":" in host else host
            # HTTP/1.0: the body comes as it is, and ends with the connection.
            writer.write(f"GET {path} HTTP/1.0\r\nHost: {name}:{port}\r\n\r\n".encode())
            answer = b""
            while len(answer) < ANSWER_BYTES and (part := await reader.read(ANSWER_BYTES)):
                answer += part
        finally:
            writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    words = head.split(maxsplit=2)
    if len(words) < 2 or not words[1].isdigit():
        raise OSError("it does not speak HTTP")
    return int(words[1]), body.decode("utf-8", "replace")


async def database(url: str) -> str | None:
    """None when PostgreSQL answers there, else the reason, without the address and its password."""
    import asyncpg

    try:
        connection: Any = await cast(Any, asyncpg).connect(url, timeout=3)
        await connection.close(timeout=3)
    except TimeoutError:
        return "gave no answer in 3 s"
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return f"does not answer: {error}"
    return None


async def redis(url: str) -> str | None:
    """None when a server of the Redis protocol answers there, else the reason."""
    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    try:
        client = Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3)  # pyright: ignore[reportUnknownMemberType]
        async with client:
            await client.ping()  # pyright: ignore[reportGeneralTypeIssues, reportUnknownMemberType]
    except (RedisError, OSError, ValueError) as error:
        return f"does not answer: {error}"
    return None


async def said(log: Path, words: str, since: int, *, once: bool) -> str | None:
    """None when the log says `words` after byte `since`, or has `once`; else that it has not yet."""
    if once or any(words in line for line in last_lines(log, 2000, since)):
        return None
    return "is still starting"


def reachable(host: str) -> str:
    """The address at which a server that listens on `host` is asked."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)
