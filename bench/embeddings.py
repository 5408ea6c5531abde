"""Likeness: how fast texts are read, how true and fast the index is, and whether neighbours are of one kind.

Usage: python bench/embeddings.py [--points 100000] [--queries 200] [--sheets FOLDER]

The sheets are those of `fractafrag render library --sheet` with the moments and cells of look.py; without a folder they
are drawn first.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
FRACTAFRAG = ROOT / ".venv" / "bin" / "fractafrag"
TEXT = "Rings on a pond. water, calm, simulation. Drops fall, rings run, meet and go through each other"
K = 10


def spread(values: list[float]) -> str:
    """Median, and the least and most."""
    return f"{statistics.median(values):.3g} ({min(values):.3g}–{max(values):.3g})"


async def texts(rounds: int = 5, count: int = 32) -> None:
    """Texts a second on one thread, against the fake that knows shared words only."""
    from fractafrag.gateways.embeddings import FakeEncoder, MiniLM

    ways = {"MiniLM, int8": MiniLM(1), "sum of words (fake)": FakeEncoder()}
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    for one in ways.values():
        await one.encode([TEXT])
    for number in range(rounds):
        for name, one in ways.items():
            began = time.perf_counter()
            await one.encode([f"{TEXT} {number} {at}" for at in range(count)])
            speeds[name].append(count / (time.perf_counter() - began))
    for name, found in speeds.items():
        print(f"| {name} | {spread(found)} texts/s |")


def cloud(count: int, random: np.random.Generator) -> Any:
    """Points around 400 centres, which themselves gather around 20."""
    far = random.normal(size=(20, 128))
    centres = far[random.integers(0, 20, 400)] + 0.8 * random.normal(size=(400, 128))
    points = centres[random.integers(0, 400, count)] + 0.6 * random.normal(size=(count, 128))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def index(points: int, queries: int) -> None:
    """Recall and times of the statement that the platform sends, through the index and without it."""
    from fractafrag.doors import migrations
    from fractafrag.doors.supervisor import postgres
    from fractafrag.doors.supervisor.layout import Layout

    with tempfile.TemporaryDirectory(prefix="fractafrag bench ", ignore_cleanup_errors=True) as folder:
        layout = Layout(Path(folder))
        layout.prepare()
        with postgres.running(layout) as url:
            migrations.upgrade(url)
            asyncio.run(search(url, points, queries))


async def search(url: str, points: int, queries: int) -> None:
    """Fills the database of this address, and asks it."""
    import asyncpg
    from sqlalchemy import text

    from fractafrag.core.db import Database
    from fractafrag.domains.embeddings.queries import near

    x = cloud(points + queries, np.random.default_rng(7))
    ids = [f"{at:012d}".replace("0", "z") for at in range(points)]
    raw: Any = await asyncpg.connect(url)
    await raw.execute(FILL)
    await raw.execute(WORKS, ids)
    await raw.execute("DROP INDEX ix_shader_embeddings_x_0; SET maintenance_work_mem = '512MB'")
    await raw.execute(POINTS, ids, [near.written(one) for one in x[:points]])
    began = time.perf_counter()
    await raw.execute(INDEX)
    print(f"| building the index | {time.perf_counter() - began:.1f} s |")
    await raw.execute("ANALYZE")
    await raw.close()
    database = Database(url, 1)
    asked = x[points:]
    exact = np.argsort(-(asked @ x[:points].T), axis=1)[:, :K]
    async with database.read() as session:
        plan = await session.execute(text(f"EXPLAIN {near.NEAREST.text}"), {"points": [near.written(asked[0])], "k": K})
        assert "Index Scan using ix_shader_embeddings_x_0" in "\n".join(row[0] for row in plan)
        found, times = await ask(session, asked)
        await session.execute(text("SET enable_indexscan = off"))
        slow = [await exactly(session, one) for one in asked[: max(10, queries // 10)]]
    await database.close()
    places = {name: at for at, name in enumerate(ids)}
    hits = [len({places[one] for one in got} & set(row.tolist())) for got, row in zip(found, exact, strict=True)]
    print(f"| recall@{K} | {sum(hits) / K / len(hits):.3f} |")
    for name, taken in (("HNSW", times), ("exact", slow)):
        print(f"| {name}: p50, p95 | {np.quantile(taken, 0.5):.2f} ms, {np.quantile(taken, 0.95):.2f} ms |")


async def ask(session: Any, asked: Any) -> tuple[list[list[str]], list[float]]:
    """Ids and milliseconds of each search."""
    from fractafrag.domains.embeddings.queries import near

    found, times = [], []
    for one in asked:
        began = time.perf_counter()
        [neighbours] = await near.nearest(session, None, [one], K)
        times.append((time.perf_counter() - began) * 1000)
        found.append([one.shader_id for one in neighbours])
    return found, times


async def exactly(session: Any, one: Any) -> float:
    """Milliseconds of the same search by looking at every point."""
    from sqlalchemy import text

    from fractafrag.domains.embeddings.queries import near

    began = time.perf_counter()
    rows = await session.execute(text(EXACT), {"point": near.written(one), "k": K})
    assert len(rows.all()) == K
    return (time.perf_counter() - began) * 1000


EXACT = """
SELECT shader_id FROM shader_embeddings WHERE slot = 0 ORDER BY x <=> CAST(CAST(:point AS text) AS halfvec(128))
LIMIT :k
"""
FILL = """
INSERT INTO users (id, username, display_name, bio, role, created_at) VALUES ('p', 'pat', 'Pat', '', 'user', now());
INSERT INTO embedding_models (version, slot, state, recipe, mean, scale, axes, moods, fitted_on, explained, created_at)
VALUES (1, 0, 'active', 1, '', '', '', '{}', 1, 1, now());
"""
WORKS = """
INSERT INTO shaders (id, author_id, version, status, visibility, title, description, tags, created_at, updated_at,
                     published_at, render, search)
SELECT id, 'p', 1, 'published', 'public', id, '', '{}', now(), now(), now(), '{}', '' FROM unnest($1::text[]) g (id)
"""
POINTS = """
INSERT INTO shader_embeddings (shader_id, slot, version, x)
SELECT id, 0, 1, point::halfvec(128) FROM unnest($1::text[], $2::text[]) AS g (id, point)
"""
INDEX = """
CREATE INDEX ix_shader_embeddings_x_0 ON shader_embeddings USING hnsw (x halfvec_cosine_ops)
WITH (m = 16, ef_construction = 64) WHERE slot = 0
"""


async def kinds(sheets: Path) -> None:
    """Of the ten nearest works of the library, how many share two tags or more; tags are kept out of the words."""
    from PIL import Image

    from fractafrag.domains.embeddings import idioms, look, parts, projection
    from fractafrag.domains.embeddings.texts import words_of
    from fractafrag.domains.shaders.works import parse
    from fractafrag.gateways.embeddings import MiniLM

    contents = {file.stem: parse(file.read_text()) for file in sorted((ROOT / "library").glob("*.glsl"))}
    made = [idioms.read(one.passes, ()) for one in contents.values()]
    seen = []
    for slug in contents:
        width, height = Image.open(sheets / f"{slug}.png").size
        grid = [(side + look.GAP) // (cell + look.GAP) for side, cell in zip((width, height), look.CELL, strict=True)]
        frames = look.frames((sheets / f"{slug}.png").read_bytes(), grid[0], grid[1], len(look.MOMENTS))
        seen.append(look.features(frames, look.MOMENTS))
    said = [words_of(one.title, (), one.description, ()) for one in contents.values()]
    words = await MiniLM(1).encode(said)
    raw = np.concatenate([words, np.array(seen), np.array([one.features for one in made])], axis=1).astype(np.float32)
    tags = [set(one.tags) for one in contents.values()]
    random = np.random.default_rng(3).normal(size=(len(raw), 128))
    blocks = {"words": [0], "look": [1], "code": [2], "words, look and code": [0, 1, 2]}
    ways = {"random": random / np.linalg.norm(random, axis=1, keepdims=True)}
    for name, chosen in blocks.items():
        own = [parts.BLOCKS[at] for at in chosen]
        columns = np.concatenate([raw[:, one.start : one.end] for one in own], axis=1)
        starts = np.cumsum([0] + [one.end - one.start for one in own]).tolist()
        moved = [
            projection.Block(s, e, one.share, one.standardised)
            for s, e, one in zip(starts[:-1], starts[1:], own, strict=True)
        ]
        ways[name] = projection.project(projection.fit(columns, moved)[0], columns)
    for name, x in ways.items():
        alike = x @ x.T - 2 * np.eye(len(x))
        near = np.argsort(-alike, axis=1)
        for k in (5, K):
            shared = [[len(tags[at] & tags[other]) >= 2 for other in near[at, :k]] for at in range(len(x))]
            print(f"| {name} | {k} | {np.mean(shared):.3f} |")


def main() -> None:
    """Prints rows for RESULTS.md."""
    options = argparse.ArgumentParser()
    options.add_argument("--points", type=int, default=100_000)
    options.add_argument("--queries", type=int, default=200)
    options.add_argument("--sheets", type=Path)
    given = options.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f}\n")
    asyncio.run(texts())
    with tempfile.TemporaryDirectory() as folder:
        if given.sheets is None:
            draw(folder)
        asyncio.run(kinds(given.sheets or Path(folder)))
    index(given.points, given.queries)
    print(f"\nload average {os.getloadavg()[0]:.1f}")


def draw(folder: str) -> None:
    """The sheets of the library, as the worker asks for them."""
    from fractafrag.domains.embeddings import look

    size, times = f"{look.CELL[0]}x{look.CELL[1]}", ",".join(map(str, look.MOMENTS))
    wish = ["--sheet", "--times", times, "--size", size, "--format", "png", "-o", folder]
    subprocess.run([FRACTAFRAG, "render", "library", *wish], cwd=ROOT, check=True)


main()
