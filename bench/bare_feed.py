"""The baselines of feed_endpoint.py: its SQL in a bare FastAPI + asyncpg handler, and the same page by the ORM."""

import os
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI, Response
from pydantic import BaseModel
from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from fractafrag.core.db import async_dsn
from fractafrag.domains.accounts.models import UserRow
from fractafrag.domains.engagement.models import VoteRow
from fractafrag.domains.shaders.models import ShaderRow

STATEMENTS: list[tuple[str, list[Any]]] = pickle.loads(Path(os.environ["BENCH_STATEMENTS"]).read_bytes())


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10)
    engine = create_async_engine(async_dsn(os.environ["DATABASE_URL"]), pool_size=10)
    app.state.sessions = async_sessionmaker(engine, expire_on_commit=False)
    yield
    await engine.dispose()
    await app.state.pool.close()


app = FastAPI(lifespan=lifespan)


@app.get("/feed")
async def feed() -> Response:
    """The rows as JSON."""
    async with app.state.pool.acquire() as connection:
        for sql, arguments in STATEMENTS:
            rows = await connection.fetch(sql, *arguments)
    return Response(orjson.dumps([dict(row) for row in rows], default=str), media_type="application/json")


class Author(BaseModel):
    """Who made a work."""

    username: str
    display_name: str


class Card(BaseModel):
    """What the page shows of a work."""

    id: str
    title: str
    author: Author
    agent: str | None
    tags: list[str]
    licence: str | None
    status: str
    visibility: str
    version: int
    published_at: datetime | None
    updated_at: datetime
    up: int
    down: int
    forks: int
    score: int
    my_vote: int
    render: dict[str, Any]


class Page(BaseModel):
    """Cards."""

    items: list[Card]


@app.get("/orm/{order}", response_model=Page)
async def by_orm(order: str) -> Any:
    """The same page as it is written first: rows of the ORM, and a response model."""
    by = {"new": ShaderRow.published_at, "trending": ShaderRow.heat}[order]
    viewer = ""
    session: AsyncSession
    async with app.state.sessions() as session:
        rows = await session.execute(
            select(ShaderRow, UserRow, func.coalesce(VoteRow.value, 0))
            .join(UserRow, UserRow.id == ShaderRow.author_id)
            .outerjoin(VoteRow, and_(VoteRow.shader_id == ShaderRow.id, VoteRow.user_id == viewer))
            .where(ShaderRow.listed)
            .order_by(by.desc(), ShaderRow.id.desc())
            .limit(20)
        )
        return {
            "items": [
                Card(
                    author=Author(username=user.username, display_name=user.display_name),
                    my_vote=vote,
                    **{name: getattr(shader, name) for name in Card.model_fields if name not in ("author", "my_vote")},
                )
                for shader, user, vote in rows
            ]
        }
