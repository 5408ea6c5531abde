"""The bridge for clients without HTTP: started as they start it, against the application on a port of loopback."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp_types import ElicitResult, TextContent

from fractafrag.gateways.mcp_instance import NotAnInstance, endpoint
from tests.mcp.conftest import ERAS, Program
from tests.mcp.live import Live, live
from tests.works import Person

People = Callable[..., Awaitable[Person]]
Keys = Callable[..., Awaitable[str]]
__all__ = ["live"]

BRIDGE = ("-m", "fractafrag.doors.cli", "mcp-stdio")


@asynccontextmanager
async def bridged(live: Live, secret: str, log: Path, mode: str, **options: Any) -> AsyncGenerator[Program]:
    environment = {"FRACTAFRAG_URL": live.address, "FRACTAFRAG_KEY": secret}
    started = StdioServerParameters(command=sys.executable, args=list(BRIDGE), env=environment)
    with log.open("w") as complaints:
        async with Client(stdio_client(started, errlog=complaints), mode=mode, **options) as client:
            yield Program(client)


@pytest.mark.parametrize("mode", ERAS)
async def test_a_client_of_stdio_works_as_one_of_http(
    mode: str, live: Live, person: People, key: Keys, tmp_path: Path
) -> None:
    ada = await person("ada")
    told: list[float] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        told.append(progress)

    async def answer(*_: Any) -> ElicitResult:
        return ElicitResult(action="accept", content={"username": "ada", "email": "ada@example.org", "name": "Ada"})

    async with bridged(live, await key(ada.viewer), tmp_path / "log", mode, elicitation_callback=answer) as program:
        assert (await program.call("whoami"))["username"] == "ada"
        names = [tool.name for tool in (await program.client.list_tools()).tools]
        assert {"search_shaders", "validate_shader"} <= set(names)
        await program.client.call_tool("test_tool_with_progress", {}, progress_callback=hear)
        asking = "test_elicitation" if mode == "legacy" else "test_input_required_result_elicitation"
        asked = await program.raw(asking, **({"message": "Who?"} if mode == "legacy" else {}))
    assert told == [0, 50, 100]
    assert not asked.is_error
    assert isinstance(asked.content[0], TextContent)
    assert ("action=accept" if mode == "legacy" else "Hello, Ada!") in asked.content[0].text
    assert "as one of ada" in (tmp_path / "log").read_text()


@pytest.mark.parametrize("mode", ERAS)
async def test_a_bridge_outlives_the_instance(mode: str, live: Live, person: People, key: Keys, tmp_path: Path) -> None:
    ada = await person("ada")
    async with bridged(live, await key(ada.viewer), tmp_path / "log", mode) as program:
        assert (await program.call("whoami"))["username"] == "ada"
        await live.stop()
        with pytest.raises(MCPError, match="does not answer"):
            await program.raw("whoami")
        await live.start()
        assert (await program.call("whoami"))["username"] == "ada"


async def ended(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a bridge says that is started with its stdin closed."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("FRACTAFRAG_")}
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, *BRIDGE, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=known | environment,
        timeout=30,
        check=False,
    )


async def test_a_bridge_says_what_it_lacks(live: Live, person: People, key: Keys, tmp_path: Path) -> None:
    ada = await person("ada")
    file = tmp_path / "key"
    file.write_text(f"{await key(ada.viewer)}\n")
    nowhere, keyless, wrong, away, well = await asyncio.gather(
        ended(),
        ended(FRACTAFRAG_URL=live.address),
        ended("--url", live.address, FRACTAFRAG_KEY="ffk_00000000_wrong"),
        ended(FRACTAFRAG_URL="http://127.0.0.1:9", FRACTAFRAG_KEY="ffk_00000000_any"),
        ended("--url", live.address, "--key-file", str(file)),
    )
    assert (nowhere.returncode, "FRACTAFRAG_URL" in nowhere.stderr) == (1, True)
    assert (keyless.returncode, "FRACTAFRAG_KEY" in keyless.stderr) == (1, True)
    assert (wrong.returncode, "does not take this key" in wrong.stderr) == (1, True)
    assert (away.returncode, "does not answer" in away.stderr) == (0, True)
    assert (well.returncode, "as one of ada" in well.stderr) == (0, True)
    assert {one.stdout for one in (nowhere, keyless, wrong, away, well)} == {""}


def test_the_endpoint_follows_from_the_address() -> None:
    assert endpoint("https://shaders.example.org/") == "https://shaders.example.org/mcp"
    assert endpoint("http://127.0.0.1:8000/mcp/readonly") == "http://127.0.0.1:8000/mcp/readonly"
    assert endpoint("https://example.org/mcp?toolsets=browse") == "https://example.org/mcp?toolsets=browse"
    for wrong in ("", "shaders.example.org", "file:///etc/passwd", "https://key@example.org"):
        with pytest.raises(NotAnInstance):
            endpoint(wrong)
