"""Requests a second of the feed's fixed orders: ours, and what others would write.

Our route against the same SQL in asyncpg alone, in a bare FastAPI handler, and the same page by the ORM with a model.

Usage: python bench/feed_endpoint.py [--works 20000] [--rounds 5] [--seconds 4]
"""

import argparse
import asyncio
import json
import os
import pickle
import statistics
import subprocess
import time
from contextlib import ExitStack
from typing import Any

from instance import ROOT, start, stores

CONNECTIONS = 32
ROUTES = ("/api/v1/feed/trending?limit=20", "/api/v1/feed/new?limit=20")

FILL = """
INSERT INTO users (id, username, display_name, email, password_hash, bio, role, created_at)
SELECT 'u' || n, 'person' || n, 'Person ' || n, 'p' || n || '@example.org', 'x', '', 'user', now()
FROM generate_series(1, 200) n;
INSERT INTO shaders (id, author_id, version, status, visibility, title, description, tags, licence, created_at,
                     updated_at, published_at, up, down, heat, render, search)
SELECT translate(lpad(n::text, 12, '0'), '0', 'z'), 'u' || 1 + n % 200, 1, 'published', 'public',
       'Work number ' || n, 'What it shows.',
       ARRAY['calm', '2d', 'noise'], 'CC0-1.0', t, t, t, n % 97, n % 13, 10 * random(),
       jsonb_build_object('status', 'ready', 'poster_url', '/renders/' || md5(n::text) || '.webp', 'films',
           jsonb_build_array(jsonb_build_object('url', '/renders/' || md5(n::text) || '.webm', 'type', 'video/webm'),
                             jsonb_build_object('url', '/renders/' || md5(n::text) || '.mp4', 'type', 'video/mp4')),
           'facts', jsonb_build_object('tier', 'light', 'frame_ms', 4.2, 'mean_luma', 0.3, 'motion', 0.02),
           'error', null),
       to_tsvector('simple', 'work number ' || n)
FROM generate_series(1, $works) n, LATERAL (SELECT now() - n * interval '1 minute' AS t) moments;
ANALYZE;
"""


async def fill(url: str, works: int) -> None:
    """Users and published works, as many as asked for."""
    import asyncpg

    connection = await asyncpg.connect(url)
    await connection.execute(FILL.replace("$works", str(works)))
    await connection.close()


Statements = list[tuple[str, list[Any]]]


async def statements_of(url: str) -> list[Statements]:
    """The SQL that each of our ROUTES sends, with its arguments, as PostgreSQL gets it."""
    import httpx
    from sqlalchemy import event

    from fractafrag.core.db import Database
    from fractafrag.doors.http import create_app

    database = Database(url)
    seen: Statements = []
    event.listen(
        database.reader.sync_engine,
        "before_cursor_execute",
        lambda _c, _u, sql, arguments, *_: seen.append((sql, [*arguments])),
    )
    found: list[Statements] = []
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(database)), base_url="http://test") as client:
        for route in ROUTES:
            seen.clear()
            answer = await client.get(route)
            assert len(answer.json()["items"]) == 20, answer.text
            found.append(list(seen))
    await database.close()
    return found


async def raw(url: str, statements: Statements, seconds: int) -> float:
    """Pages a second of asyncpg alone, without HTTP and JSON, by as many connections."""
    import asyncpg

    until = time.perf_counter() + seconds

    async def reader() -> int:
        connection, pages = await asyncpg.connect(url), 0
        while time.perf_counter() < until:
            for sql, arguments in statements:
                assert len(await connection.fetch(sql, *arguments)) >= 20
            pages += 1
        await connection.close()
        return pages

    return sum(await asyncio.gather(*(reader() for _ in range(CONNECTIONS)))) / seconds


def load(address: str, seconds: int) -> float:
    """Requests a second under 32 connections; every answer must be a 200."""
    command = ["node", str(ROOT / "node_modules/autocannon/autocannon.js"), "--json", "--no-progress"]
    done = subprocess.run(
        [*command, "-c", str(CONNECTIONS), "-d", str(seconds), address], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert found["non2xx"] == 0, found
    assert found["errors"] == 0, found
    return float(found["requests"]["average"])


def shown(values: list[float], form: str = ".0f") -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--works", type=int, default=20_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--seconds", type=int, default=4)
    asked = arguments.parse_args()

    from fractafrag.doors.supervisor.ports import free_port

    with ExitStack() as stack:
        folder, url = stores(stack)
        asyncio.run(fill(url, asked.works))
        ours = start(stack, "fractafrag.doors.http:create_app", free_port(21000, folder), factory=True)
        print(f"feed, {asked.works:,} works, 20 a page, {CONNECTIONS} connections, one worker, {asked.rounds} rounds\n")
        print("| route | ours | asyncpg alone | FastAPI + asyncpg | FastAPI + ORM | ours of each |")
        print("|---|---|---|---|---|---|")
        for place, (route, statements) in enumerate(zip(ROUTES, asyncio.run(statements_of(url)), strict=True)):
            (folder / "statements").write_bytes(pickle.dumps(statements))
            os.environ["BENCH_STATEMENTS"] = str(folder / "statements")
            path = route.partition("?")[0]
            with ExitStack() as round_stack:
                bare = start(round_stack, "bare_feed:app", free_port(24000 + 10 * place, folder), factory=False)
                found: list[list[float]] = [[], [], [], []]
                for _ in range(asked.rounds):
                    found[0].append(load(ours + route, asked.seconds))
                    found[1].append(asyncio.run(raw(url, statements, asked.seconds)))
                    found[2].append(load(f"{bare}/feed", asked.seconds))
                    found[3].append(load(f"{bare}/orm/{path.rpartition('/')[2]}", asked.seconds))
            ratios = [shown([x / y for x, y in zip(found[0], other, strict=True)], ".2f") for other in found[1:]]
            print(f"| `{path}` | {' | '.join(map(shown, found))} | {', '.join(ratios)} |", flush=True)
        print(f"\nmedian (least–most); load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
