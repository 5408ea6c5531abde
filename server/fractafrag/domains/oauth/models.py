"""How clients and their requests lie in the database."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model


class OAuthClientRow(Model):
    """A client: what its document said when it was read last, or what it said when it registered."""

    __tablename__ = "oauth_clients"
    __table_args__ = (
        CheckConstraint("kind IN ('document', 'registered')", name="kind"),
        CheckConstraint("(kind = 'document') = (fresh_until IS NOT NULL)", name="freshness"),
        Index("ix_oauth_clients_created_at", "created_at"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    uri: Mapped[str | None] = mapped_column(Text)
    redirect_uris: Mapped[list[str]] = mapped_column(ARRAY(Text))
    auth_method: Mapped[str] = mapped_column(Text)
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    # When somebody last let it in; null for one that nobody ever did.
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    fresh_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class OAuthRequestRow(Model):
    """An authorization request, what a person decided on it, and the code that came of that.

    Its id is also the name of the family of tokens that the code is exchanged for.
    """

    __tablename__ = "oauth_requests"
    __table_args__ = (
        CheckConstraint("audience IN ('mcp', 'rest')", name="audience"),
        CheckConstraint("(code_hash IS NULL) = (code_expires_at IS NULL)", name="code"),
        UniqueConstraint("code_hash", name="uq_oauth_requests_code_hash"),
        Index("ix_oauth_requests_expires_at", "expires_at"),
        Index("ix_oauth_requests_client_id", "client_id"),
        Index("ix_oauth_requests_user_id", "user_id"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("oauth_clients.id", ondelete="CASCADE"))
    redirect_uri: Mapped[str] = mapped_column(Text)
    redirect_given: Mapped[bool]
    state: Mapped[str | None] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    audience: Mapped[str] = mapped_column(Text)
    challenge: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    # What was decided, and by whom; no code when the answer was no.
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    granted: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    code_expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    code_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
