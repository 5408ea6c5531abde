"""The SQL of the weights of the score."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text

from fractafrag.core.db import ReadSession, WriteSession

_CURRENT = text("SELECT number, weights FROM ranking_weights ORDER BY number DESC LIMIT 1")
_KEEP = text(
    """
    INSERT INTO ranking_weights (fitted_at, weights, views, loss, loss_by_hand)
    VALUES (:fitted_at, CAST(:weights AS double precision[]), :views, :loss, :loss_by_hand) RETURNING number
    """
)
_FORGET = text("DELETE FROM ranking_weights WHERE fitted_at < :before AND number < :last")


async def current(session: ReadSession | WriteSession) -> tuple[int, list[float]] | None:
    """The weights that hold and their number; None while none were ever fitted."""
    row = (await session.execute(_CURRENT)).one_or_none()
    return row and (row.number, row.weights)


async def keep(
    session: WriteSession, weights: Sequence[float], fitted_at: datetime, *, views: int, loss: float, by_hand: float
) -> int:
    """Lets these weights hold from now on; their number."""
    values: dict[str, Any] = {"weights": list(weights), "fitted_at": fitted_at, "views": views}
    number: int | None = await session.scalar(_KEEP, values | {"loss": loss, "loss_by_hand": by_hand})
    assert number is not None
    return number


async def forget(session: WriteSession, before: datetime, last: int) -> None:
    """Forgets weights that were fitted before a moment, but not the last."""
    await session.execute(_FORGET, {"before": before, "last": last})
