"""How people's pictures, and which works read them, lie in the database."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model


class UploadRow(Model):
    """A picture of one person; another who brings the same has a row of their own, and the file is kept once."""

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("bytes > 0 AND width > 0 AND height > 0", name="sizes"),
        Index("ix_uploads_sha256", "sha256"),
    )

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    bytes: Mapped[int] = mapped_column(Integer)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    channels: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class UploadUseRow(Model):
    """That some version of a work reads a picture; versions never change, so it holds as long as the work."""

    __tablename__ = "upload_uses"
    __table_args__ = (Index("ix_upload_uses_shader_id", "shader_id"),)

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    shader_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=True)
