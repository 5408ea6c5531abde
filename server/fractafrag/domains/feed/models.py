"""How what the feed works out lies in the database."""

from datetime import datetime

from sqlalchemy import ARRAY, REAL, DateTime, Double, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model


class NeighbourRow(Model):
    """That a work is enjoyed by those who enjoy another: `weight` in (0, 1], 1 for the strongest of a work."""

    __tablename__ = "shader_neighbours"

    shader_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=True, index=True)
    weight: Mapped[float] = mapped_column(REAL)


class RankingWeightsRow(Model):
    """Weights of the score, in the order of `ranking.FEATURES`; those with the greatest number hold.

    `views` showings taught them. `loss` is what they lost on showings that came after those they were first fitted to,
    `loss_by_hand` what the weights that are set by hand lost there (`ranking.log_loss`).
    """

    __tablename__ = "ranking_weights"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    fitted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    weights: Mapped[list[float]] = mapped_column(ARRAY(Double))
    views: Mapped[int] = mapped_column(Integer)
    loss: Mapped[float] = mapped_column(Double)
    loss_by_hand: Mapped[float] = mapped_column(Double)
