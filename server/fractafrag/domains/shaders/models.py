"""How works, their versions and their pictures lie in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model

LISTED = "status = 'published' AND visibility = 'public' AND NOT broken"
_LISTED = text("listed")


class ShaderRow(Model):
    """A work as it is now: its current version's words, its counters, and what its card shows."""

    __tablename__ = "shaders"
    __table_args__ = (
        CheckConstraint("status IN ('draft', 'published', 'archived')", name="status"),
        CheckConstraint("visibility IN ('public', 'unlisted', 'private')", name="visibility"),
        CheckConstraint("up >= 0 AND down >= 0 AND forks >= 0", name="counters"),
        CheckConstraint("status <> 'published' OR published_at IS NOT NULL", name="published_at"),
        Index("ix_shaders_heat", text("heat DESC"), text("id DESC"), postgresql_where=_LISTED),
        Index("ix_shaders_published_at", text("published_at DESC"), text("id DESC"), postgresql_where=_LISTED),
        Index("ix_shaders_score", text("score DESC"), text("id DESC"), postgresql_where=_LISTED),
        Index("ix_shaders_author_id_updated_at", "author_id", text("updated_at DESC"), text("id DESC")),
        Index("ix_shaders_parent_id_published_at", "parent_id", text("published_at DESC"), text("id DESC")),
        Index("ix_shaders_search", "search", postgresql_using="gin", postgresql_where=_LISTED),
        Index("ix_shaders_tags", "tags", postgresql_using="gin", postgresql_where=_LISTED),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    version: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(Text)
    visibility: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    licence: Mapped[str | None] = mapped_column(Text)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("shaders.id", ondelete="SET NULL"))
    parent_version: Mapped[int | None] = mapped_column(Integer)
    # The name of the program through which it was made, as it was then.
    agent: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    up: Mapped[int] = mapped_column(Integer, server_default="0")
    down: Mapped[int] = mapped_column(Integer, server_default="0")
    forks: Mapped[int] = mapped_column(Integer, server_default="0")
    score: Mapped[int] = mapped_column(Integer, Computed("up - down", persisted=True))
    heat: Mapped[float] = mapped_column(Double, server_default="0")
    # What the card shows of the pictures in `renders`; the error apart, because only the author is told.
    render: Mapped[dict[str, Any]] = mapped_column(JSONB)
    render_error: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    # The current version is to blame for having no picture: it is not put before others.
    broken: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    listed: Mapped[bool] = mapped_column(Boolean, Computed(LISTED, persisted=True))
    search: Mapped[Any] = mapped_column(TSVECTOR)
    # Of an imported work: who made it where, what was changed to run here; and its text as it came.
    origin: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    original: Mapped[str | None] = mapped_column(Text)


class ShaderVersionRow(Model):
    """One saved state of a work; never changed, but for the name that its author gives it."""

    __tablename__ = "shader_versions"
    __table_args__ = (CheckConstraint("char_length(name) BETWEEN 1 AND 80", name="name"),)

    shader_id: Mapped[str] = mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    agent: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    # Whether others could see this state while it was the current one.
    public: Mapped[bool] = mapped_column(Boolean)
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    licence: Mapped[str | None] = mapped_column(Text)
    poster_at: Mapped[float | None] = mapped_column(Double)
    passes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    parameters: Mapped[dict[str, Any]] = mapped_column(
        JSONB, server_default=text("""'{"values": {}, "presets": []}'""")
    )
    total_bytes: Mapped[int] = mapped_column(BigInteger)


class RenderRow(Model):
    """The picture of one version; `content_hash` says of what, so that the same is drawn once."""

    __tablename__ = "renders"
    __table_args__ = (
        ForeignKeyConstraint(
            ["shader_id", "version"], ["shader_versions.shader_id", "shader_versions.number"], ondelete="CASCADE"
        ),
        CheckConstraint("status IN ('pending', 'ready', 'failed')", name="status"),
        Index("ix_renders_finished_at", "finished_at"),
        Index("ix_renders_content_hash", "content_hash", postgresql_where=text("status = 'ready'")),
    )

    shader_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    status: Mapped[str] = mapped_column(Text, server_default="pending")
    content_hash: Mapped[str] = mapped_column(Text)
    renderer: Mapped[str | None] = mapped_column(Text)
    poster_url: Mapped[str | None] = mapped_column(Text)
    # The same moment in every size that there is.
    posters: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    films: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'"))
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # When it was last drawn again, or could not be.
    redrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class RetiredMediaRow(Model):
    """A file that a picture no longer shows since it was drawn again; it goes when nothing else shows it."""

    __tablename__ = "retired_media"
    __table_args__ = (Index("ix_retired_media_retired_at", "retired_at"),)

    url: Mapped[str] = mapped_column(Text, primary_key=True)
    retired_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


_GOING_ON = text("ended_at IS NULL")


class RedrawRow(Model):
    """One wish to draw the pictures of many works again, and how far it has come; at most one goes on at a time."""

    __tablename__ = "redraws"
    __table_args__ = (
        CheckConstraint("scope IN ('outdated', 'failed', 'all')", name="scope"),
        Index("uq_redraws_going_on", text("(ended_at IS NULL)"), unique=True, postgresql_where=_GOING_ON),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    scope: Mapped[str] = mapped_column(Text)
    # The version of the renderer that drew everything that is not outdated.
    renderer: Mapped[str] = mapped_column(Text)
    total: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer, server_default="0")
    failed: Mapped[int] = mapped_column(Integer, server_default="0")
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
