"""Fills a migrated, empty database by COPY: works as points around a few centres, people, and what they watched.

Usage: python bench/feed/fill.py DATABASE_URL [--works 10000] [--people 1000] [--views 50]
"""

import argparse
import asyncio
import io
import time

import asyncpg
import numpy as np

DIMENSIONS, CENTRES, AUTHORS = 128, 60, 2000
WELL_KNOWN, BESIDE, FOLLOWED = 3000, 100, 5
"""Works that half of all views are of, the neighbours that each of these has, and whom everybody follows."""
AT_ONCE = 20_000
RENDER = (
    '{"status": "ready", "poster_url": "/renders/0123456789abcdef0123456789abcdef.webp", "films": '
    '[{"url": "/renders/0123456789abcdef0123456789abcdef.webm", "type": "video/webm"}], '
    '"facts": {"tier": "light", "frame_ms": 4.2, "mean_luma": 0.3, "motion": 0.02}, "error": null}'
)
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def work_id(number: int) -> str:
    """The id of a work, or of a person, by its number."""
    digits = ""
    for _ in range(12):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


async def copy(connection: asyncpg.Connection, table: str, columns: str, lines: list[str]) -> None:
    """Rows in COPY's text form, without tabs or backslashes in them."""
    source = io.BytesIO("".join(lines).encode())
    await connection.copy_to_table(table, source=source, columns=columns.split(), format="text")


async def fill(url: str, works: int, people: int, views: int) -> None:
    """Works with vectors, and people with views, who follow others, and have turned the dial and muted something.

    Half of the views are of a few well-known works, which have neighbours. The index is built at the end.
    """
    began = time.perf_counter()
    random = np.random.default_rng(1)
    centres = random.normal(size=(CENTRES, DIMENSIONS))
    connection = await asyncpg.connect(url)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("DROP INDEX ix_shader_embeddings_x_0")
    await connection.execute(
        "INSERT INTO embedding_models (version, slot, state, recipe, mean, scale, axes, moods, fitted_on, explained,"
        " created_at) VALUES (1, 0, 'active', 1, '', '', '', '{}', 1, 1, now())"
    )
    joined = "id username display_name bio role created_at"
    for start in range(0, people, AT_ONCE):
        who = range(start, min(people, start + AT_ONCE))
        lines = [f"{work_id(n)}\tperson{n}\tPerson {n}\t\tuser\t2026-01-01\n" for n in who]
        await copy(connection, "users", joined, lines)
    columns = (
        "id author_id version status visibility title description tags licence created_at updated_at published_at "
        "up down heat render search"
    )
    for start in range(0, works, AT_ONCE):
        some = range(start, min(works, start + AT_ONCE))
        heat, kind = random.normal(size=len(some)), random.integers(0, CENTRES, len(some))
        x = centres[kind] + 0.7 * random.normal(size=(len(some), DIMENSIONS))
        x /= np.linalg.norm(x, axis=1)[:, None]
        rows: list[str] = []
        points: list[str] = []
        sums: list[str] = []
        for place, n in enumerate(some):
            at = np.datetime64("2026-11-30") - np.timedelta64(int(n), "m")
            rows.append(
                f"{work_id(n)}\t{work_id(n % min(people, AUTHORS))}\t1\tpublished\tpublic\tWork {n}\t\t"
                f"{{kind{kind[place]},2d}}\tCC0-1.0\t{at}\t{at}\t{at}\t{n % 97}\t{n % 13}\t{heat[place]:.6f}\t{RENDER}"
                "\t\n"
            )
            points.append(f"{work_id(n)}\t0\t1\t[{','.join(f'{value:.4f}' for value in x[place])}]\n")
            if n % 3:
                sums.append(f"{work_id(n)}\t{n % 400}\t{(n % 400) * (0.2 + 0.3 * (n % 7) / 7):.3f}\n")
        await copy(connection, "shaders", columns, rows)
        await copy(connection, "shader_embeddings", "shader_id slot version x", points)
        await copy(connection, "shader_engagement", "shader_id views gains", sums)
    seen = "viewer_id shader_id y times last_at valued_at"
    lines = []
    known = min(works, WELL_KNOWN)
    for person in range(people):
        watched = np.append(random.integers(0, works, views // 2), random.integers(0, known, views - views // 2))
        for place, work in enumerate(random.permutation(np.unique(watched)).tolist()):
            at = np.datetime64("2026-11-29") - np.timedelta64(place * 37, "m")
            lines.append(f"{work_id(person)}\t{work_id(work)}\t{random.uniform(-0.8, 1.4):.3f}\t1\t{at}\t{at}\n")
        if len(lines) > AT_ONCE:
            await copy(connection, "views", seen, lines)
            lines = []
    await copy(connection, "views", seen, lines)
    await said(connection, random, people, known)
    copied = time.perf_counter()
    await connection.execute("SET maintenance_work_mem = '1GB'")
    await connection.execute(
        "CREATE INDEX ix_shader_embeddings_x_0 ON shader_embeddings USING hnsw (x halfvec_cosine_ops)"
        " WITH (m = 16, ef_construction = 64) WHERE slot = 0"
    )
    # As autovacuum leaves an instance that has grown.
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    indexed = time.perf_counter()
    print(f"{works:,} works, {people:,} people: copied {copied - began:.0f} s, indexed {indexed - copied:.0f} s")


async def said(connection: asyncpg.Connection, random: np.random.Generator, people: int, known: int) -> None:
    """What people said of their taste, whom they follow, and which works the same people enjoy."""
    pairs = [
        f"{work_id(work)}\t{work_id(other)}\t{weight:.4f}\n"
        for work in range(known)
        for other, weight in zip(
            np.unique(random.integers(0, known, BESIDE)).tolist(), random.uniform(0.01, 1, BESIDE), strict=False
        )
        if other != work
    ]
    await copy(connection, "shader_neighbours", "shader_id other_id weight", pairs)
    tastes, steers, follows = list[str](), list[str](), list[str]()
    for person in range(people):
        tastes.append(f"{work_id(person)}\t{random.uniform(0, 1):.2f}\t2026-11-01\n")
        works = [work_id(work) for work in random.integers(0, known, 4).tolist()]
        kept = f"{work_id(person)}\t{works[0]}\t{{{','.join(works)}}}\t1.5"
        steers.append(f"{kept}\t{'t' if person % 2 else 'f'}\t{'f' if person % 2 else 't'}\t2026-11-01\n")
        authors = {person + 1 + 7 * turn for turn in range(FOLLOWED)}
        follows.extend(f"{work_id(person)}\t{work_id(n % min(people, AUTHORS))}\t2026-11-01\n" for n in authors)
    await copy(connection, "tastes", "viewer_id surprise changed_at", tastes)
    await copy(connection, "steers", "viewer_id interest works weight muted pinned changed_at", steers)
    await copy(connection, "follows", "user_id author_id followed_at", follows)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("url")
    arguments.add_argument("--works", type=int, default=10_000)
    arguments.add_argument("--people", type=int, default=1_000)
    arguments.add_argument("--views", type=int, default=50)
    asked = arguments.parse_args()
    asyncio.run(fill(asked.url, asked.works, asked.people, asked.views))
