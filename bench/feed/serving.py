"""How long a page of the feed takes: readers who scroll, each as a person with a history, against one worker.

Usage: python bench/feed/serving.py [--works 10000] [--people 1000] [--readers 32] [--seconds 10]

Each reader follows the cursor for six pages of twenty, then begins anew as somebody else. Asserted: every answer is a
200 with twenty different cards, and PostgreSQL finds what is near by the index.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from feed_endpoint import start
from fill import fill, work_id

PAGES = 6


def read(port: int, tokens: Iterator[str], until: float, first: list[float], later: list[float]) -> None:
    """Scrolls until the time is over; milliseconds of first and of later pages."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while time.perf_counter() < until:
        headers = {"Authorization": f"Bearer {next(tokens)}"}
        cursor, seen = "", set[str]()
        for page in range(PAGES):
            began = time.perf_counter()
            connection.request("GET", f"/api/v1/feed?limit=20{cursor}", headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            (later if page else first).append((time.perf_counter() - began) * 1000)
            assert answer.status == 200, body
            found = orjson.loads(body)
            ids = {card["id"] for card in found["items"]}
            assert len(ids) == 20, found
            assert not ids & seen
            seen |= ids
            cursor = f"&cursor={found['next_cursor']}"


def shown(values: list[float]) -> str:
    values = sorted(values)
    return " | ".join(f"{values[int(len(values) * share)]:.0f}" for share in (0.5, 0.95, 0.99))


async def explained(url: str) -> None:
    """Raises unless what is near is found by the index of vectors."""
    import asyncpg

    connection = await asyncpg.connect(url)
    plan = await connection.fetch(
        "EXPLAIN SELECT e.shader_id FROM shader_embeddings e JOIN shaders s ON s.id = e.shader_id AND s.listed"
        " WHERE e.slot = 0 ORDER BY e.x <=> (SELECT x FROM shader_embeddings LIMIT 1) LIMIT 100"
    )
    await connection.close()
    assert any("ix_shader_embeddings_x_0" in row[0] for row in plan), plan


def main() -> None:
    arguments = argparse.ArgumentParser()
    for name, default in (("works", 10_000), ("people", 1_000), ("readers", 32), ("seconds", 10)):
        arguments.add_argument(f"--{name}", type=int, default=default)
    asked = arguments.parse_args()

    from fractafrag.core.ids import new_id
    from fractafrag.core.settings import settings
    from fractafrag.domains.accounts import access
    from fractafrag.domains.accounts.viewer import Role, Viewer
    from fractafrag.doors import migrations
    from fractafrag.doors.supervisor import postgres, valkey
    from fractafrag.doors.supervisor.layout import Layout
    from fractafrag.doors.supervisor.ports import free_port

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fractafrag bench ")))
        layout = Layout(folder)
        layout.prepare()
        url = stack.enter_context(postgres.running(layout))
        server = valkey.prepare(layout, None, "bench")
        broker = subprocess.Popen(server.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stack.callback(lambda: (broker.kill(), broker.wait()))
        os.environ |= {
            "DATABASE_URL": url,
            "REDIS_URL": server.url(),
            "RATE_LIMITS": "off",
            "MEDIA_DIR": str(folder / "renders"),
            "OPENBLAS_NUM_THREADS": "1",
            "ACCESS_TOKEN_MINUTES": "600",
        }
        settings.cache_clear()
        migrations.upgrade(url)
        asyncio.run(fill(url, asked.works, asked.people, 50))
        asyncio.run(explained(url))
        port = free_port(21000, folder)
        start(stack, "fractafrag.doors.http:create_app", port, factory=True)
        tokens = (
            access.issue(Viewer(work_id(n % asked.people), f"person{n % asked.people}", Role.USER), new_id())
            for n in count()
        )
        lock = threading.Lock()

        def next_token() -> Iterator[str]:
            while True:
                with lock:
                    token = next(tokens)
                yield token

        print("| readers | pages/s | first page: p50, p95, p99 ms | | | later pages: p50, p95, p99 ms | | |")
        print("|---|---|---|---|---|---|---|---|")
        for readers in (1, asked.readers):
            first, later = list[float](), list[float]()
            until = time.perf_counter() + asked.seconds
            threads = [
                threading.Thread(target=read, args=(port, next_token(), until, first, later)) for _ in range(readers)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            rate = (len(first) + len(later)) / asked.seconds
            print(f"| {readers} | {rate:.0f} | {shown(first)} | {shown(later)} |", flush=True)
        print(f"\n{asked.works:,} works, {asked.people:,} people; load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
