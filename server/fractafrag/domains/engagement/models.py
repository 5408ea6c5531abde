"""How votes lie in the database."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model


class VoteRow(Model):
    """What one person thinks of one work; no row is no opinion."""

    __tablename__ = "votes"
    __table_args__ = (CheckConstraint("value IN (-1, 1)", name="value"),)

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    shader_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=True, index=True)
    value: Mapped[int] = mapped_column(SmallInteger)
    cast_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
