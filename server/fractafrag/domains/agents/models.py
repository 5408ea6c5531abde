"""How programs that act for people lie in the database."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model


class AgentRow(Model):
    """A program that may act for a person: an API key, or what they allowed a client of OAuth. Never deleted alone."""

    __tablename__ = "agents"
    __table_args__ = (
        CheckConstraint("kind IN ('key', 'oauth')", name="kind"),
        CheckConstraint("(kind = 'key') = (secret_hash IS NOT NULL AND prefix IS NOT NULL)", name="secret"),
        UniqueConstraint("prefix", name="uq_agents_prefix"),
        Index("ix_agents_user_id_created_at", "user_id", text("created_at DESC"), text("id DESC")),
        # One grant for a person, a client and a resource, however often the client asks.
        Index(
            "uq_agents_grant",
            "user_id",
            "client_id",
            "resource",
            unique=True,
            postgresql_where=text("kind = 'oauth' AND revoked_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    # Of keys alone: what finds it, and the HMAC of the whole.
    prefix: Mapped[str | None] = mapped_column(Text)
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    per_minute: Mapped[int | None] = mapped_column(Integer)
    # Of grants alone: whom they were given to, and for which resource (RFC 8707).
    client_id: Mapped[str | None] = mapped_column(Text)
    resource: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class AgentActionRow(Model):
    """What a program did: each change by itself, reads summed up by the hour (`count`)."""

    __tablename__ = "agent_actions"
    __table_args__ = (
        CheckConstraint("via IN ('rest', 'mcp')", name="via"),
        Index("ix_agent_actions_agent_id_at", "agent_id", text("at DESC"), text("id DESC")),
        Index("ix_agent_actions_at", "at", postgresql_using="brin"),
        Index(
            "uq_agent_actions_reads",
            "agent_id",
            "at",
            "via",
            "action",
            "status",
            unique=True,
            postgresql_where=text("summed"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    via: Mapped[str] = mapped_column(Text)
    # The operation id of REST, or the name of the tool of MCP.
    action: Mapped[str] = mapped_column(Text)
    target: Mapped[str | None] = mapped_column(Text)
    status: Mapped[int] = mapped_column(Integer)
    summed: Mapped[bool]
    count: Mapped[int] = mapped_column(Integer, server_default="1")


class GrantTokenRow(Model):
    """A token of a grant, known by its HMAC. A family descends from one authorization; to end it is to delete it."""

    __tablename__ = "grant_tokens"
    __table_args__ = (
        CheckConstraint("kind IN ('access', 'refresh')", name="kind"),
        Index("ix_grant_tokens_agent_id_family", "agent_id", "family"),
        Index("ix_grant_tokens_family", "family"),
        Index("ix_grant_tokens_expires_at", "expires_at"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    family: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    # When a refresh token was exchanged.
    rotated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
