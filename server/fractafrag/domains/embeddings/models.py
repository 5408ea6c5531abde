"""How features, vectors and the spaces that they lie in are kept.

Two spaces may exist side by side, each in a slot of its own with an index of its own: while the works are brought into
a new one, everybody still looks around in the old one, and a single row says which of them is meant.
"""

from datetime import datetime
from typing import Any

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model
from fractafrag.domains.embeddings.projection import DIMENSIONS


class FeaturesRow(Model):
    """What was found out about a work: the parts of which any space makes its vector, as half-precision floats."""

    __tablename__ = "shader_features"

    shader_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int | None] = mapped_column(Integer)
    # Which way of looking it was; 0 while it was only asked for.
    recipe: Mapped[int] = mapped_column(Integer, server_default="0")
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    look: Mapped[bytes | None] = mapped_column(LargeBinary)
    code: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Hard facts to filter by, such as "audio".
    traits: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    asked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    made_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SpaceRow(Model):
    """How a vector is made of the parts: a projection that was fitted on the works of its time."""

    __tablename__ = "embedding_models"
    __table_args__ = (
        CheckConstraint("state IN ('filling', 'active', 'retired')", name="state"),
        CheckConstraint("slot IN (0, 1)", name="slot"),
        Index("uq_embedding_models_state", "state", unique=True, postgresql_where=text("state <> 'retired'")),
        Index("uq_embedding_models_slot", "slot", unique=True, postgresql_where=text("state <> 'retired'")),
    )

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    slot: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(Text)
    recipe: Mapped[int] = mapped_column(Integer)
    # float32: the mean (D), the scale (D), and the axes (128 rows of D) of D features.
    mean: Mapped[bytes] = mapped_column(LargeBinary)
    scale: Mapped[bytes] = mapped_column(LargeBinary)
    axes: Mapped[bytes] = mapped_column(LargeBinary)
    # Directions of moods in this space, by name.
    moods: Mapped[dict[str, Any]] = mapped_column(JSONB)
    fitted_on: Mapped[int] = mapped_column(Integer)
    explained: Mapped[float] = mapped_column(Double)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    activated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


def _hnsw(slot: int) -> Index:
    return Index(
        f"ix_shader_embeddings_x_{slot}",
        "x",
        postgresql_using="hnsw",
        postgresql_with={"m": 16, "ef_construction": 64},
        postgresql_ops={"x": "halfvec_cosine_ops"},
        postgresql_where=text(f"slot = {slot}"),
    )


class EmbeddingRow(Model):
    """A work as a point of one space: a unit vector."""

    __tablename__ = "shader_embeddings"
    __table_args__ = (CheckConstraint("slot IN (0, 1)", name="slot"), _hnsw(0), _hnsw(1))

    shader_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=True)
    slot: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(ForeignKey("embedding_models.version"))
    x: Mapped[Any] = mapped_column(HALFVEC(DIMENSIONS))
