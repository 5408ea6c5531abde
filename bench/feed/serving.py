"""How long a page of the feed takes: readers who scroll, each as a person with a history, against one process.

Usage: python bench/feed/serving.py [--works 10000 100000 1000000] [--readers 32] [--seconds 15]

For each number of works, with a tenth as many people, each with 50 views. How it grows is drawn beside this file.

Each reader follows the cursor for six pages of twenty, tells after each of them that its cards were watched, then
begins anew as somebody else. First one reader, then all of them without a pause, which shows what the machine can do,
then all of them with the pauses of people who hurry, which shows what people feel, and once more as people for whom the
worker has chosen how their feed begins. Celery runs beside it all, as ever: it values what is watched within seconds,
and after that a page is chosen anew. Asserted: every answer is a 200 with twenty different cards, every report is
taken, views were valued, and PostgreSQL finds candidates by indexes alone.
"""

import argparse
import asyncio
import importlib.util
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from random import random
from uuid import uuid4

import orjson

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from fill import fill, work_id
from instance import start, stores

PAGES = 6
PAUSE_S = 4.0
COME_BACK = 160
"""People for whom a beginning is prepared: more than can come back while it is measured."""


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


def numbered(statement: object, names: Sequence[str]) -> str:
    """The SQL of a statement with $1, $2 in place of its names, in their order."""
    words = str(statement)
    for place, name in enumerate(names, 1):
        words = re.sub(rf":{name}\b", f"${place}", words)
    return words


async def explained(url: str, works: int) -> None:
    """Raises unless all that a choice asks for is found by indexes, and nothing large is read from end to end."""
    import asyncpg

    from fractafrag.domains.feed import slate_queries as sql

    me, some = work_id(5), [work_id(n * 17) for n in range(400)]
    asked: dict[str, tuple[object, dict[str, object]]] = {
        "history": (sql._HISTORY, {"viewer": me, "watcher": me, "rows": sql.HISTORY}),
        "said": (sql._SAID, {"viewer": me, "watcher": me}),
        "candidates": (
            sql._CANDIDATES,
            {"had": [], "watcher": me, "viewer": me, "near": some, "liked": some[:10]},
        ),
        "cards": (sql._CARDS, {"viewer": me, "watcher": me, "ids": some[:20]}),
    }
    connection = await asyncpg.connect(url)
    near = await connection.fetch(
        "EXPLAIN SELECT e.shader_id FROM shader_embeddings e JOIN shaders s ON s.id = e.shader_id AND s.listed"
        " WHERE e.slot = 0 ORDER BY e.x <=> (SELECT x FROM shader_embeddings LIMIT 1) LIMIT 100"
    )
    assert any("ix_shader_embeddings_x_0" in row[0] for row in near), near
    plans = {
        name: " ".join(row[0] for row in await connection.fetch("EXPLAIN " + numbered(one, [*given]), *given.values()))
        for name, (one, given) in asked.items()
    }
    await connection.close()
    assert "ix_shaders_heat" in plans["candidates"], plans["candidates"]
    assert "ix_shaders_published_at" in plans["candidates"], plans["candidates"]
    # Where there is little, it is read from end to end in no time.
    large = ("views", "shader_embeddings", *(("shaders", "steers", "tastes", "follows") if works >= 50_000 else ()))
    for name, words in plans.items():
        for table in large:
            assert f"Seq Scan on {table}" not in words, f"{name}: {words}"


Milliseconds = tuple[list[float], list[float]]
"""Of first and of later pages."""


async def prepare(url: str) -> None:
    """Has the beginnings chosen of the feeds of those who come back."""
    from fractafrag.core import clock
    from fractafrag.core.db import Database
    from fractafrag.domains.feed import openings

    database = Database(url, 1)
    with clock.frozen(datetime.now(UTC) - timedelta(seconds=openings.QUIET_S + 1)):
        await openings.expect([work_id(n) for n in range(COME_BACK)])
    done = 0
    while some := await openings.prepare(database):
        done += some
    assert done >= COME_BACK, done
    await database.close()


async def valued(url: str) -> int:
    """Views that were valued since they were filled in."""
    import asyncpg

    connection = await asyncpg.connect(url)
    found = await connection.fetchval("SELECT count(*) FROM views WHERE impression_id IS NOT NULL")
    await connection.close()
    return int(found)


def working(stack: ExitStack, folder: Path) -> None:
    """A worker with its clock until the stack ends."""
    log = stack.enter_context((folder / "worker.log").open("w"))
    command = [sys.executable, "-m", "celery", "-A", "fractafrag.doors.worker:app", "worker", "-B"]
    queues = ["--schedule", str(folder / "beat"), "-Q", "relay,default,background"]
    process = subprocess.Popen([*command, "--concurrency", "1", *queues], stdout=log, stderr=log, cwd=folder)
    stack.callback(lambda: (process.terminate(), process.wait()))


def measured(port: int, whose: Iterator[int], readers: int, pause_s: float, seconds: float) -> Milliseconds:
    """What so many readers wait, each page as somebody with views."""
    from fractafrag.core.ids import new_id
    from fractafrag.domains.accounts import access
    from fractafrag.domains.accounts.viewer import Role, Viewer

    lock = threading.Lock()

    def tokens() -> Iterator[str]:
        while True:
            with lock:
                n = next(whose)
            yield access.issue(Viewer(work_id(n), f"person{n}", Role.USER), new_id())

    first, later = list[float](), list[float]()
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=read, args=(port, tokens(), until, pause_s, first, later)) for _ in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return first, later


def grown(works: int, readers: int, seconds: float) -> Milliseconds:
    """All tables of one size; the milliseconds of readers who pause."""
    from fractafrag.doors.supervisor.ports import free_port

    people = works // 10
    with ExitStack() as stack:
        folder, url = stores(stack, OPENBLAS_NUM_THREADS="1", ACCESS_TOKEN_MINUTES="600")
        asyncio.run(fill(url, works, people, 50))
        asyncio.run(explained(url, works))
        port = free_port(21000, folder)
        start(stack, "fractafrag.doors.http:create_app", port, factory=True)
        asyncio.run(prepare(url))
        working(stack, folder)
        print("\n| readers | pause, s | pages/s | first page: p50, p95, p99 | | | later pages: p50, p95, p99 | | |")
        print("|---|---|---|---|---|---|---|---|---|")
        # Strangers to the cache come by turns, those who come back first.
        others, back = count(COME_BACK), count()
        found: Milliseconds = ([], [])
        for number, pause_s, whose in (
            (readers, PAUSE_S, back),
            (1, 0.0, others),
            (readers, 0.0, others),
            (readers, PAUSE_S, others),
        ):
            found = first, later = measured(port, (n % people for n in whose), number, pause_s, seconds)
            rate = (len(first) + len(later)) / seconds
            who = f"{number}, who come back" if whose is back else str(number)
            print(f"| {who} | {pause_s:g} | {rate:.0f} | {shown(first)} | {shown(later)} |", flush=True)
        assert asyncio.run(valued(url)) > 0
        print(f"\n{works:,} works, {people:,} people; load average {os.getloadavg()[0]:.1f}")
        return found


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--works", type=int, nargs="+", default=[10_000])
    arguments.add_argument("--readers", type=int, default=32)
    arguments.add_argument("--seconds", type=int, default=15)
    asked = arguments.parse_args()
    found = {works: grown(works, asked.readers, asked.seconds) for works in asked.works}
    if len(found) > 1 and importlib.util.find_spec("matplotlib"):
        from plots import growth

        growth(found, Path(__file__).parent / "growth.png")


if __name__ == "__main__":
    main()
