"""The schema's way up: runs Alembic, and prints the whole schema as SQL."""

import importlib
import importlib.util
import io
import pkgutil
from pathlib import Path

from alembic import command
from alembic.config import Config

import fractafrag.domains

LOCK = 4_839_201_177
"""The advisory lock that makes migrations run once, whoever starts them."""

_SERVER = Path(__file__).resolve().parents[2]


def import_models() -> None:
    """Imports the models of every domain, so that the metadata is whole."""
    importlib.import_module("fractafrag.core.facts")
    importlib.import_module("fractafrag.core.once")
    for domain in pkgutil.iter_modules(fractafrag.domains.__path__):
        name = f"fractafrag.domains.{domain.name}.models"
        if importlib.util.find_spec(name):
            importlib.import_module(name)


def _config(database_url: str | None = None, output: io.StringIO | None = None) -> Config:
    config = Config(str(_SERVER / "alembic.ini"), output_buffer=output or io.StringIO())
    if database_url:
        config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config


def upgrade(database_url: str) -> None:
    """Brings the database to the newest schema; safe to run from several processes at once."""
    command.upgrade(_config(database_url), "head")


def as_sql() -> str:
    """The whole schema as the SQL of all migrations, for people who want to read or load it at once."""
    output = io.StringIO()
    command.upgrade(_config(output=output), "head", sql=True)
    return output.getvalue()
