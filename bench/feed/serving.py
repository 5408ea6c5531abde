"""How long a page of the feed takes: readers who scroll, each as a person with a history, against one worker.

Usage: python bench/feed/serving.py [--works 10000] [--people 1000] [--readers 32] [--seconds 10]

Each reader follows the cursor for six pages of twenty, tells after each of them that its cards were watched, then
begins anew as somebody else. First one reader, then all of them without a pause, which shows what the machine can do,
then all of them with the pauses of people who hurry, which shows what people feel. Asserted: every answer is a 200 with
twenty different cards, every report is taken, and PostgreSQL finds candidates by indexes alone.
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
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from random import random
from uuid import uuid4

import orjson

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from feed_endpoint import start
from fill import fill, work_id

PAGES = 6
PAUSE_S = 4.0


def report(connection: HTTPConnection, cards: list[dict[str, object]]) -> None:
    """Tells that each card was looked at for a moment: no longer than since it was served."""
    now = datetime.now(UTC).isoformat()
    events = [
        {"id": str(uuid4()), "impression": card["impression"], "kind": "view", "at": now, "ms": 1} for card in cards
    ]
    connection.request("POST", "/api/v1/events", orjson.dumps({"events": events}), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, body
    assert orjson.loads(body)["accepted"] == len(cards), body


def read(
    port: int, tokens: Iterator[str], until: float, pause_s: float, first: list[float], later: list[float]
) -> None:
    """Scrolls until the time is over; milliseconds of first and of later pages."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(pause_s * random())
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
            report(connection, found["items"])
            if pause_s:
                # Longer than the server keeps a connection that nobody uses.
                connection.close()
                time.sleep(2 * pause_s * random())


def shown(values: list[float]) -> str:
    values = sorted(values)
    return " | ".join(f"{values[int(len(values) * share)]:.0f}" for share in (0.5, 0.95, 0.99))


async def explained(url: str, works: int) -> None:
    """Raises unless what is near, hot and new is found by indexes, and nothing large is read from end to end."""
    import asyncpg

    from fractafrag.domains.feed import slate_queries

    candidates = str(slate_queries._CANDIDATES)
    for place, name in enumerate((":had", ":watcher", ":viewer", ":near", ":liked"), 1):
        candidates = candidates.replace(name, f"${place}")
    connection = await asyncpg.connect(url)
    near = await connection.fetch(
        "EXPLAIN SELECT e.shader_id FROM shader_embeddings e JOIN shaders s ON s.id = e.shader_id AND s.listed"
        " WHERE e.slot = 0 ORDER BY e.x <=> (SELECT x FROM shader_embeddings LIMIT 1) LIMIT 100"
    )
    some = [work_id(n * 17) for n in range(400)]
    plan = await connection.fetch("EXPLAIN " + candidates, [], work_id(5), work_id(5), some, some[:10])
    await connection.close()
    assert any("ix_shader_embeddings_x_0" in row[0] for row in near), near
    words = " ".join(row[0] for row in plan)
    assert "ix_shaders_heat" in words, words
    assert "ix_shaders_published_at" in words, words
    assert "Seq Scan on views" not in words, words
    assert "Seq Scan on shader_embeddings" not in words, words
    # Fewer are read from end to end in no time.
    assert works < 50_000 or "Seq Scan on shaders" not in words, words


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
        asyncio.run(explained(url, asked.works))
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

        print("| readers | pause, s | pages/s | first page: p50, p95, p99 ms | | | later pages: p50, p95, p99 ms | | |")
        print("|---|---|---|---|---|---|---|---|---|")
        for readers, pause_s in ((1, 0.0), (asked.readers, 0.0), (asked.readers, PAUSE_S)):
            first, later = list[float](), list[float]()
            until = time.perf_counter() + asked.seconds
            threads = [
                threading.Thread(target=read, args=(port, next_token(), until, pause_s, first, later))
                for _ in range(readers)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            rate = (len(first) + len(later)) / asked.seconds
            print(f"| {readers} | {pause_s:g} | {rate:.0f} | {shown(first)} | {shown(later)} |", flush=True)
        print(f"\n{asked.works:,} works, {asked.people:,} people; load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
