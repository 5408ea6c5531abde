"""How signals lie in the database: what was shown, what people did, and what both came to.

`impressions` and `engagement_events` are partitioned by week (queries/partitions.py). Their rows name accounts and
works without foreign keys: a log is written fast, and forgotten by the week.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    REAL,
    BigInteger,
    Boolean,
    CheckConstraint,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from fractafrag.core.db import Model


def _person(*, primary: bool = False) -> Mapped[str]:
    return mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=primary)


def _work(*, primary: bool = False, index: bool = False) -> Mapped[str]:
    return mapped_column(ForeignKey("shaders.id", ondelete="CASCADE"), primary_key=primary, index=index)


def _moment(*, primary: bool = False) -> Mapped[datetime]:
    return mapped_column(DateTime(timezone=True), primary_key=primary)


class VoteRow(Model):
    """What one person thinks of one work; no row is no opinion."""

    __tablename__ = "votes"
    __table_args__ = (CheckConstraint("value IN (-1, 1)", name="value"),)

    user_id: Mapped[str] = _person(primary=True)
    shader_id: Mapped[str] = _work(primary=True, index=True)
    value: Mapped[int] = mapped_column(SmallInteger)
    cast_at: Mapped[datetime] = _moment()


class SaveRow(Model):
    """A work that somebody wants to find again."""

    __tablename__ = "saves"
    __table_args__ = (Index("ix_saves_user_id_saved_at", "user_id", text("saved_at DESC"), text("shader_id DESC")),)

    user_id: Mapped[str] = _person(primary=True)
    shader_id: Mapped[str] = _work(primary=True, index=True)
    saved_at: Mapped[datetime] = _moment()


class FollowRow(Model):
    """Somebody who wants to see what an author makes."""

    __tablename__ = "follows"
    __table_args__ = (CheckConstraint("user_id <> author_id", name="others"),)

    user_id: Mapped[str] = _person(primary=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    followed_at: Mapped[datetime] = _moment()


class HideRow(Model):
    """A work that somebody does not want to meet again."""

    __tablename__ = "hides"

    user_id: Mapped[str] = _person(primary=True)
    shader_id: Mapped[str] = _work(primary=True, index=True)
    hidden_at: Mapped[datetime] = _moment()


class MuteRow(Model):
    """An author whose works somebody does not want to meet."""

    __tablename__ = "mutes"
    __table_args__ = (CheckConstraint("user_id <> author_id", name="others"),)

    user_id: Mapped[str] = _person(primary=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    muted_at: Mapped[datetime] = _moment()


class ReportRow(Model):
    """That somebody finds a work out of place, and why; one a person and work."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("reporter_id", "shader_id", name="uq_reports_reporter_id_shader_id"),
        CheckConstraint("state IN ('open', 'upheld', 'dismissed')", name="state"),
        Index("ix_reports_open", "reported_at", postgresql_where=text("state = 'open'")),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    shader_id: Mapped[str] = _work(index=True)
    reporter_id: Mapped[str] = _person()
    reason: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, server_default="")
    state: Mapped[str] = mapped_column(Text, server_default="open")
    reported_at: Mapped[datetime] = _moment()


class ImpressionRow(Model):
    """One showing of one work to one watcher (impressions.py); written with the first report, or from what was served.

    `wish` is 1 for "more like this", -1 for "less". `dwell_ms` null: nothing was ever reported. `y` null: not valued
    yet. `binned_ms` is the dwell under which it stands in the histograms. `features` are `impressions.packed`.
    """

    __tablename__ = "impressions"
    __table_args__ = (
        Index("ix_impressions_viewer_id_served_at", "viewer_id", "served_at"),
        {"postgresql_partition_by": "RANGE (served_at)"},
    )

    served_at: Mapped[datetime] = _moment(primary=True)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    viewer_id: Mapped[str] = mapped_column(Text)
    shader_id: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    slot: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    policy: Mapped[str] = mapped_column(Text)
    propensity: Mapped[float] = mapped_column(REAL)
    dwell_ms: Mapped[int | None] = mapped_column(Integer)
    replays: Mapped[int] = mapped_column(Integer, server_default="0")
    skipped: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    binned_ms: Mapped[int | None] = mapped_column(Integer)
    y: Mapped[float | None] = mapped_column(REAL)
    wish: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    features: Mapped[bytes | None] = mapped_column(LargeBinary)


class EngagementEventRow(Model):
    """One thing that somebody did.

    `filed_at` is when the work was served that it is about, or when it happened where none was: it stays the same
    when an event is sent again, so that the primary key finds the repetition.
    """

    __tablename__ = "engagement_events"
    __table_args__ = (
        Index("ix_engagement_events_viewer_id_filed_at", "viewer_id", "filed_at"),
        {"postgresql_partition_by": "RANGE (filed_at)"},
    )

    filed_at: Mapped[datetime] = _moment(primary=True)
    id: Mapped[Any] = mapped_column(Uuid, primary_key=True)
    viewer_id: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    shader_id: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[str | None] = mapped_column(Text)
    impression_id: Mapped[int | None] = mapped_column(BigInteger)
    ms: Mapped[int | None] = mapped_column(Integer)
    at: Mapped[datetime] = _moment()


class DueViewRow(Model):
    """A view whose value is to be worked out anew; `impression_id` 0: what was done about the work elsewhere."""

    __tablename__ = "due_views"
    __table_args__ = (Index("ix_due_views_since", "since"),)

    viewer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    shader_id: Mapped[str] = mapped_column(Text, primary_key=True)
    impression_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    served_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    since: Mapped[datetime] = _moment()


class ViewRow(Model):
    """What one watcher made of one work: `y` of the last showing, with all that was done about the work since.

    `last_at` is when they last met it, `valued_at` when this row last changed: whoever learns from views goes on from
    the greatest that they have read.
    """

    __tablename__ = "views"
    __table_args__ = (
        Index("ix_views_viewer_id_last_at", "viewer_id", text("last_at DESC")),
        Index("ix_views_valued_at", "valued_at"),
        Index("ix_views_visitors", "last_at", postgresql_where=text("starts_with(viewer_id, 'v-')")),
    )

    viewer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    shader_id: Mapped[str] = _work(primary=True, index=True)
    y: Mapped[float] = mapped_column(Double)
    dwell_ms: Mapped[int | None] = mapped_column(Integer)
    impression_id: Mapped[int | None] = mapped_column(BigInteger)
    served_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    times: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = _moment()
    valued_at: Mapped[datetime] = _moment()
    wish: Mapped[int] = mapped_column(SmallInteger, server_default="0")


class ShaderEngagementRow(Model):
    """What all views of a work come to: how many, and the sum of `value.gain` of each."""

    __tablename__ = "shader_engagement"

    shader_id: Mapped[str] = _work(primary=True)
    views: Mapped[int] = mapped_column(BigInteger)
    gains: Mapped[float] = mapped_column(Double)


class DwellHistogramRow(Model):
    """How long views lasted, in the 32 bins of value.py: of a watcher, or of a bucket (`bucket:light/3d`)."""

    __tablename__ = "dwell_histograms"

    of: Mapped[str] = mapped_column(Text, primary_key=True)
    counts: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    changed_at: Mapped[datetime] = _moment()


class LearningOffRow(Model):
    """Somebody who does not want to be learned from; no row is the usual case."""

    __tablename__ = "learning_off"

    user_id: Mapped[str] = _person(primary=True)
    since: Mapped[datetime] = _moment()


class TasteRow(Model):
    """What a watcher said of their taste as a whole; no row is nothing.

    `surprise` is the dial in [0, 1]. Views that were last met before `since` teach nothing any more, those before
    `session_since` are no longer of this session.
    """

    __tablename__ = "tastes"
    __table_args__ = (
        CheckConstraint("surprise BETWEEN 0 AND 1", name="surprise"),
        Index("ix_tastes_visitors", "changed_at", postgresql_where=text("starts_with(viewer_id, 'v-')")),
    )

    viewer_id: Mapped[str] = mapped_column(Text, primary_key=True)
    surprise: Mapped[float | None] = mapped_column(REAL)
    since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    session_since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    changed_at: Mapped[datetime] = _moment()


class SteerRow(Model):
    """An interest that a watcher muted or pinned; it is known by `works`, up to four, the most typical first.

    `weight` is what the interest weighed then.
    """

    __tablename__ = "steers"
    __table_args__ = (CheckConstraint("muted <> pinned", name="one"),)

    viewer_id: Mapped[str] = mapped_column(
        ForeignKey("tastes.viewer_id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    interest: Mapped[str] = mapped_column(Text, primary_key=True)
    works: Mapped[list[str]] = mapped_column(ARRAY(Text))
    weight: Mapped[float] = mapped_column(REAL)
    muted: Mapped[bool] = mapped_column(Boolean)
    pinned: Mapped[bool] = mapped_column(Boolean)
    changed_at: Mapped[datetime] = _moment()


class ForgottenInterestRow(Model):
    """An interest that a watcher wants forgotten: what they liked of it until `forgotten_at` counts no more.

    `works` are all that it was made of, the most typical first; `weight`, `muted` and `pinned` what it was then.
    """

    __tablename__ = "forgotten_interests"

    viewer_id: Mapped[str] = mapped_column(
        ForeignKey("tastes.viewer_id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    interest: Mapped[str] = mapped_column(Text, primary_key=True)
    forgotten_at: Mapped[datetime] = _moment(primary=True)
    works: Mapped[list[str]] = mapped_column(ARRAY(Text))
    weight: Mapped[float] = mapped_column(REAL)
    muted: Mapped[bool] = mapped_column(Boolean)
    pinned: Mapped[bool] = mapped_column(Boolean)


class HeirRow(Model):
    """A visitor who has become an account: what is still reported under the old name is the account's."""

    __tablename__ = "heirs"

    visitor_id: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[str] = _person()
    since: Mapped[datetime] = _moment()
