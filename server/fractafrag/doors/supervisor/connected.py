"""For a single command: the addresses of what runs, or a database of our own for its length."""

import contextlib
import os
from collections.abc import Generator

from fractafrag.core.settings import settings
from fractafrag.doors.supervisor import postgres
from fractafrag.doors.supervisor.layout import Layout, UpSettings


@contextlib.contextmanager
def connected(known: UpSettings) -> Generator[dict[str, str]]:
    """Within the block `settings()` names a database that answers: the given one, that of the running instance, or
    the instance's own, started for the purpose. Raises PostgresError or AlreadyRunningError."""
    with contextlib.ExitStack() as stack:
        addresses: dict[str, str] = {"DATABASE_URL": known.database_url}
        if not known.given("database_url"):
            layout = Layout(known.data)
            running = layout.running_addresses()
            if running is not None:
                addresses = running
            else:
                layout.prepare()
                stack.enter_context(layout.held())
                addresses["DATABASE_URL"] = stack.enter_context(postgres.running(layout))
        os.environ.update(addresses)
        settings.cache_clear()
        yield addresses
