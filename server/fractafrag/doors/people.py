"""`fractafrag make-admin`: the one thing about people that is decided in the shell."""

import asyncio

from fractafrag.core.db import Database
from fractafrag.core.errors import NotFound
from fractafrag.core.settings import settings
from fractafrag.domains.accounts import service
from fractafrag.doors.supervisor.trouble import Trouble


def make_admin(username: str) -> str:
    """Gives the account the role and returns its name; raises Trouble when there is none."""
    return asyncio.run(_make_admin(username))


async def _make_admin(username: str) -> str:
    database = Database(settings().database_url, 1)
    try:
        async with database.write() as session:
            return (await service.make_admin(session, username)).username
    except NotFound as error:
        raise Trouble(f"There is no account named {username}.") from error
    finally:
        await database.close()
