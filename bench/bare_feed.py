"""The baseline of feed_endpoint.py: the feed's SQL in a bare FastAPI + asyncpg handler, and nothing else."""

import os
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI, Response

STATEMENTS: list[tuple[str, list[Any]]] = pickle.loads(Path(os.environ["BENCH_STATEMENTS"]).read_bytes())


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/feed")
async def feed() -> Response:
    """The rows as JSON."""
    async with app.state.pool.acquire() as connection:
        for sql, arguments in STATEMENTS:
            rows = await connection.fetch(sql, *arguments)
    return Response(orjson.dumps([dict(row) for row in rows], default=str), media_type="application/json")
