"""The application on a port of loopback, for what a transport in memory cannot: to stream, to go away, to come back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import uvicorn

from fractafrag.doors.supervisor.ports import free_port


class Live:
    """The application on a port, which can go away and come back without its memory."""

    def __init__(self, database: Any, port: int) -> None:
        self._database = database
        self._port = port
        self.address = f"http://127.0.0.1:{port}"

    async def start(self) -> None:
        from fractafrag.doors.http import create_app

        config = uvicorn.Config(
            create_app(self._database), port=self._port, log_config=None, timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            assert not self._task.done()
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._task


@pytest.fixture
async def live(database: Any, setting: Callable[..., None]) -> AsyncIterator[Live]:
    port = free_port(29000)
    found = Live(database, port)
    setting(PORT=str(port), PUBLIC_URL=found.address, MCP_CONFORMANCE_FIXTURES="true")
    await found.start()
    yield found
    await found.stop()
