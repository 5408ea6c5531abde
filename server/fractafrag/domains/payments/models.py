"""How the hooks of the creator economy lie in the database; amounts are integers in minor units."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model


class CreatorPayoutRow(Model):
    __tablename__ = "creator_payouts"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount_positive"),)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    creator_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default="planned")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class SourceUnlockRow(Model):
    __tablename__ = "source_unlocks"
    __table_args__ = (
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        Index("uq_source_unlocks_shader_id_buyer_id", "shader_id", "buyer_id", unique=True),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    shader_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="RESTRICT"))
    buyer_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    price_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class CommercialLicenseRow(Model):
    __tablename__ = "commercial_licenses"
    __table_args__ = (CheckConstraint("price_minor >= 0", name="price_not_negative"),)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    shader_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="RESTRICT"), index=True)
    licensee_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    terms: Mapped[str] = mapped_column(Text)
    price_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class CreatorEngagementSnapshotRow(Model):
    __tablename__ = "creator_engagement_snapshots"

    creator_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    shaders: Mapped[int] = mapped_column(Integer, server_default="0")
    views: Mapped[int] = mapped_column(BigInteger, server_default="0")
    upvotes: Mapped[int] = mapped_column(BigInteger, server_default="0")
    forks: Mapped[int] = mapped_column(BigInteger, server_default="0")
