"""How what the feed works out lies in the database."""

from sqlalchemy import REAL, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model


class NeighbourRow(Model):
    """That a work is enjoyed by those who enjoy another: `weight` in (0, 1], 1 for the strongest of a work."""

    __tablename__ = "shader_neighbours"

    shader_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=True, index=True)
    weight: Mapped[float] = mapped_column(REAL)
