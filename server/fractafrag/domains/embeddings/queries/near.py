"""Who is near whom: reads that every index answers, one statement each."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import text

from fractafrag.core.db import ReadSession
from fractafrag.domains.accounts.viewer import Viewer
from fractafrag.domains.embeddings.projection import DIMENSIONS, Floats

ACTIVE = "(SELECT slot FROM embedding_models WHERE state = 'active')"
"""The slot in which everybody looks around now; NULL while there is no space yet."""
_HEADER_BYTES = 4


class Neighbour(NamedTuple):
    """A public work near a point: its id, and the cosine of the angle between them."""

    shader_id: str
    cosine: float


_PUBLIC = "JOIN shaders s ON s.id = e.shader_id AND s.listed"


def _branch(slot: int, among: str) -> str:
    # The index holds one slot, so the slot stands in the text; the other branch is not even begun.
    return f"""
        (SELECT e.shader_id, e.x <=> asked.x AS distance
         FROM shader_embeddings e {among}
         WHERE e.slot = {slot} AND {ACTIVE} = {slot}
         ORDER BY e.x <=> asked.x LIMIT :k)
    """


def _found(among: str) -> str:
    return f"""
        FROM (
            SELECT number, CAST(point AS halfvec({DIMENSIONS})) AS x
            FROM unnest(CAST(:points AS text[])) WITH ORDINALITY AS given (point, number)
        ) AS asked
        CROSS JOIN LATERAL ({_branch(0, among)} UNION ALL {_branch(1, among)}) AS near
    """


def _nearest(also: str = "") -> Any:
    # The order of an iterative scan is relaxed, hence the second sort.
    return text(
        f"""
        SELECT asked.number, near.shader_id, near.distance {_found(f"{_PUBLIC} {also}")}
        ORDER BY asked.number, near.distance, near.shader_id
        """
    )


NEAREST = _nearest()
NEAREST_WITH = _nearest("JOIN shader_features f ON f.shader_id = e.shader_id AND f.traits @> CAST(:traits AS text[])")
AROUND = text(f"SELECT near.shader_id {_found('')}")
_VECTORS = text(
    f"""
    SELECT shader_id, halfvec_send(x) AS x FROM shader_embeddings
    WHERE shader_id = ANY(CAST(:ids AS text[])) AND slot = {ACTIVE}
    """
)


def written(x: Floats) -> str:
    """A point as pgvector reads it."""
    return f"[{','.join(f'{value:.6g}' for value in x.tolist())}]"


def read(sent: bytes) -> Floats:
    """A point as `halfvec_send` gives it: two bytes of dimensions, two unused, big-endian halves."""
    return np.frombuffer(sent, ">f2", offset=_HEADER_BYTES).astype(np.float32)


async def nearest(
    session: ReadSession, viewer: Viewer | None, points: Sequence[Floats], k: int, traits: Sequence[str] = ()
) -> list[list[Neighbour]]:
    """For each point the `k` public works nearest to it, the nearest first; the same for every viewer.

    Only works with all of the `traits`, if any are named. Empty lists while there is no space yet.
    """
    if not points:
        return []
    values: dict[str, Any] = {"points": [written(point) for point in points], "k": k}
    statement = NEAREST_WITH if traits else NEAREST
    rows = await session.execute(statement, values | ({"traits": list(traits)} if traits else {}))
    found = [list[Neighbour]() for _ in points]
    for row in rows:
        place: int = row.number - 1
        found[place].append(Neighbour(row.shader_id, 1 - row.distance))
    return found


async def around(session: ReadSession, viewer: Viewer | None, points: Sequence[Floats], k: int) -> list[str]:
    """The `k` works nearest to each point, in no order, public or not any more, whoever asks."""
    if not points:
        return []
    return list((await session.scalars(AROUND, {"points": [written(point) for point in points], "k": k})).all())


async def vectors(session: ReadSession, viewer: Viewer | None, shader_ids: Sequence[str]) -> dict[str, Floats]:
    """Where these works lie, whoever asks: a place tells nothing of its work. Those without one are left out."""
    rows = await session.execute(_VECTORS, {"ids": list(shader_ids)})
    return {row.shader_id: read(row.x) for row in rows}
