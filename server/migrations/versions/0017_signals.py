"""Signals: impressions, events, views, and what people keep, follow, hide and report."""

import sqlalchemy as sa
from alembic import op

revision = "0017_signals"
down_revision = "0016_turns"
branch_labels = None
depends_on = None

# Written without per cent signs, which Alembic doubles where it prints SQL.
MAKE_PARTITIONS = """
CREATE FUNCTION make_partitions(parent text, filed_by text, moment timestamptz, weeks integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    first timestamptz;
    part text;
    other text := 'partitions.' || quote_ident(parent || '_other');
    bounds text;
BEGIN
    -- Two processes must not make the same partition; the lock ends with the transaction.
    PERFORM pg_advisory_xact_lock(4839201178);
    FOR week IN 0..weeks LOOP
        first := date_trunc('week', moment, 'UTC') + week * interval '168 hours';
        part := 'partitions.' || quote_ident(parent || '_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMMDD'));
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        EXECUTE 'CREATE TABLE ' || part || ' (LIKE public.' || quote_ident(parent) || ' INCLUDING ALL)';
        -- What came before its week was made lies in the default partition, and would be in the way.
        bounds := quote_ident(filed_by) || ' >= ' || quote_literal(first) || ' AND ' || quote_ident(filed_by) || ' < '
            || quote_literal(first + interval '168 hours');
        EXECUTE 'WITH moved AS (DELETE FROM ' || other || ' WHERE ' || bounds || ' RETURNING *) '
            || 'INSERT INTO ' || part || ' SELECT * FROM moved';
        EXECUTE 'ALTER TABLE public.' || quote_ident(parent) || ' ATTACH PARTITION ' || part || ' FOR VALUES FROM ('
            || quote_literal(first) || ') TO (' || quote_literal(first + interval '168 hours') || ')';
    END LOOP;
END
$$
"""

DROP_PARTITIONS = """
CREATE FUNCTION drop_partitions(parent text, filed_by text, before timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    part text;
BEGIN
    FOR part IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'partitions' AND tablename ~ ('^' || parent || '_[0-9]{8}$')
        AND right(tablename, 8) < to_char(before AT TIME ZONE 'UTC', 'YYYYMMDD')
        ORDER BY tablename
    LOOP
        EXECUTE 'DROP TABLE partitions.' || quote_ident(part);
    END LOOP;
    EXECUTE 'DELETE FROM partitions.' || quote_ident(parent || '_other') || ' WHERE ' || quote_ident(filed_by)
        || ' < ' || quote_literal(before);
END
$$
"""

PARTITIONED = (("impressions", "served_at"), ("engagement_events", "filed_at"))


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _mark(table: str, other: str, to: str, moment: str, *checks: sa.CheckConstraint) -> None:
    op.create_table(
        table,
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column(other, sa.Text, nullable=False),
        _moment(moment),
        sa.PrimaryKeyConstraint("user_id", other, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id_users", ondelete="CASCADE"),
        sa.ForeignKeyConstraint([other], [f"{to}.id"], name=f"fk_{table}_{other}_{to}", ondelete="CASCADE"),
        *checks,
    )
    op.create_index(f"ix_{table}_{other}", table, [other])


def _others(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("user_id <> author_id", name=op.f(f"ck_{table}_others"))


def upgrade() -> None:
    _mark("saves", "shader_id", "shaders", "saved_at")
    op.create_index(
        "ix_saves_user_id_saved_at", "saves", ["user_id", sa.text("saved_at DESC"), sa.text("shader_id DESC")]
    )
    _mark("follows", "author_id", "users", "followed_at", _others("follows"))
    _mark("hides", "shader_id", "shaders", "hidden_at")
    _mark("mutes", "author_id", "users", "muted_at", _others("mutes"))
    op.create_table(
        "reports",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("reporter_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False, server_default=""),
        sa.Column("state", sa.Text, nullable=False, server_default="open"),
        _moment("reported_at"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("reporter_id", "shader_id", name="uq_reports_reporter_id_shader_id"),
        sa.ForeignKeyConstraint(["shader_id"], ["shaders.id"], name="fk_reports_shader_id_shaders", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reporter_id"], ["users.id"], name="fk_reports_reporter_id_users", ondelete="CASCADE"),
        sa.CheckConstraint("state IN ('open', 'upheld', 'dismissed')", name=op.f("ck_reports_state")),
    )
    op.create_index("ix_reports_shader_id", "reports", ["shader_id"])
    op.create_index("ix_reports_open", "reports", ["reported_at"], postgresql_where=sa.text("state = 'open'"))

    op.create_table(
        "impressions",
        _moment("served_at"),
        sa.Column("id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("viewer_id", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("propensity", sa.REAL, nullable=False),
        sa.Column("dwell_ms", sa.Integer),
        sa.Column("replays", sa.Integer, nullable=False, server_default="0"),
        sa.Column("skipped", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("binned_ms", sa.Integer),
        sa.Column("y", sa.REAL),
        sa.PrimaryKeyConstraint("served_at", "id", name="pk_impressions"),
        postgresql_partition_by="RANGE (served_at)",
    )
    op.create_index("ix_impressions_viewer_id_served_at", "impressions", ["viewer_id", "served_at"])
    op.create_table(
        "engagement_events",
        _moment("filed_at"),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("viewer_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text),
        sa.Column("author_id", sa.Text),
        sa.Column("impression_id", sa.BigInteger),
        sa.Column("ms", sa.Integer),
        _moment("at"),
        sa.PrimaryKeyConstraint("filed_at", "id", name="pk_engagement_events"),
        postgresql_partition_by="RANGE (filed_at)",
    )
    op.create_index("ix_engagement_events_viewer_id_filed_at", "engagement_events", ["viewer_id", "filed_at"])
    # Of a schema of their own: which there are is a matter of the calendar, not of the schema's history.
    op.execute("CREATE SCHEMA partitions")
    op.execute(MAKE_PARTITIONS)
    op.execute(DROP_PARTITIONS)
    for table, filed_by in PARTITIONED:
        op.execute(f"CREATE TABLE partitions.{table}_other PARTITION OF {table} DEFAULT")
        op.execute(f"SELECT make_partitions('{table}', '{filed_by}', now(), 4)")

    op.create_table(
        "due_views",
        sa.Column("viewer_id", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("impression_id", sa.BigInteger, nullable=False, autoincrement=False),
        _moment("served_at", nullable=True),
        _moment("since"),
        sa.PrimaryKeyConstraint("viewer_id", "shader_id", "impression_id", name="pk_due_views"),
    )
    op.create_index("ix_due_views_since", "due_views", ["since"])
    op.create_table(
        "views",
        sa.Column("viewer_id", sa.Text, nullable=False),
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("y", sa.Double, nullable=False),
        sa.Column("dwell_ms", sa.Integer),
        sa.Column("impression_id", sa.BigInteger),
        _moment("served_at", nullable=True),
        sa.Column("times", sa.Integer, nullable=False),
        _moment("last_at"),
        _moment("valued_at"),
        sa.PrimaryKeyConstraint("viewer_id", "shader_id", name="pk_views"),
        sa.ForeignKeyConstraint(["shader_id"], ["shaders.id"], name="fk_views_shader_id_shaders", ondelete="CASCADE"),
    )
    op.create_index("ix_views_shader_id", "views", ["shader_id"])
    op.create_index("ix_views_viewer_id_last_at", "views", ["viewer_id", sa.text("last_at DESC")])
    op.create_index("ix_views_valued_at", "views", ["valued_at"])
    op.create_index("ix_views_visitors", "views", ["last_at"], postgresql_where=sa.text("starts_with(viewer_id, 'v-')"))
    op.create_table(
        "shader_engagement",
        sa.Column("shader_id", sa.Text, nullable=False),
        sa.Column("views", sa.BigInteger, nullable=False),
        sa.Column("gains", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("shader_id", name="pk_shader_engagement"),
        sa.ForeignKeyConstraint(
            ["shader_id"], ["shaders.id"], name="fk_shader_engagement_shader_id_shaders", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "dwell_histograms",
        sa.Column("of", sa.Text, nullable=False),
        sa.Column("counts", sa.ARRAY(sa.Integer), nullable=False),
        _moment("changed_at"),
        sa.PrimaryKeyConstraint("of", name="pk_dwell_histograms"),
    )
    op.create_table(
        "learning_off",
        sa.Column("user_id", sa.Text, nullable=False),
        _moment("since"),
        sa.PrimaryKeyConstraint("user_id", name="pk_learning_off"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_learning_off_user_id_users", ondelete="CASCADE"),
    )


def downgrade() -> None:
    for table in (
        "learning_off",
        "dwell_histograms",
        "shader_engagement",
        "views",
        "due_views",
        "engagement_events",
        "impressions",
        "reports",
        "mutes",
        "hides",
        "follows",
        "saves",
    ):
        op.drop_table(table)
    op.execute("DROP FUNCTION make_partitions, drop_partitions")
    op.execute("DROP SCHEMA partitions CASCADE")
