"""The door for MCP clients that only start programs: what comes on stdin goes to an instance, what it says to stdout.

Nothing is understood here beyond what a header must repeat of a message: notifications, questions to the person and
both generations of the protocol go through as they are. Complaints go to stderr, where clients look for them.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
from mcp.server.stdio import stdio_server
from mcp.shared.inbound import (
    MCP_METHOD_HEADER,
    MCP_NAME_HEADER,
    MCP_PROTOCOL_VERSION_HEADER,
    NAME_BEARING_METHODS,
    encode_header_value,
)
from mcp.shared.message import ClientMessageMetadata, SessionMessage
from mcp_types import (
    PARSE_ERROR,
    PROTOCOL_VERSION_META_KEY,
    ErrorData,
    JSONRPCError,
    JSONRPCNotification,
    JSONRPCRequest,
    JSONRPCResponse,
    RequestId,
)
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from fractafrag.gateways.mcp_instance import Incoming, NoAnswer, NotAnInstance, Outgoing, check, endpoint, streams

LAST_WORDS_S = 10.0
"""Seconds that what was asked before stdin closed may still take."""
MAX_KEY = 4096


class BridgeSettings(BaseSettings):
    """What a bridge reads from the environment of the client that starts it."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    fractafrag_url: str | None = Field(default=None, description="Address of the instance.")
    fractafrag_key: SecretStr | None = Field(default=None, description="An API key of it.")


class Bridge:
    """The two directions between a client and an instance."""

    def __init__(self) -> None:
        self._asked: set[RequestId] = set()
        self._opening: RequestId | None = None
        self._version: str | None = None
        self._closed = False
        self._answered = anyio.Event()

    async def up(self, client: Incoming, answers: Outgoing, instance: Outgoing, end: Callable[[], None]) -> None:
        """Carries what the client says to the instance until stdin closes, then waits for the last answers."""
        async for said in client:
            if isinstance(said, Exception):
                error = ErrorData(code=PARSE_ERROR, message="This line is no message of JSON-RPC.")
                await answers.send(SessionMessage(JSONRPCError(jsonrpc="2.0", id=None, error=error)))
                continue
            if isinstance(said.message, JSONRPCRequest):
                self._asked.add(said.message.id)
                if said.message.method == "initialize":
                    self._opening, self._version = said.message.id, None
            await instance.send(SessionMessage(said.message, ClientMessageMetadata(headers=self._headers(said))))
        self._closed = True
        if self._asked:
            with anyio.move_on_after(LAST_WORDS_S):
                await self._answered.wait()
        end()

    async def down(self, instance: Incoming, answers: Outgoing) -> None:
        """Carries what the instance says to the client."""
        async for said in instance:
            if isinstance(said, Exception):
                complain(f"the instance sent what is no message: {said}")
                continue
            message = said.message
            if isinstance(message, JSONRPCResponse) and message.id == self._opening:
                self._version = str(message.result.get("protocolVersion") or "") or None
            await answers.send(SessionMessage(message))
            if isinstance(message, JSONRPCResponse | JSONRPCError) and message.id is not None:
                self._asked.discard(message.id)
                if self._closed and not self._asked:
                    self._answered.set()

    def _headers(self, said: SessionMessage) -> dict[str, str]:
        """What HTTP repeats of a message: its generation, and in the newer one its method and name."""
        message = said.message
        if not isinstance(message, JSONRPCRequest | JSONRPCNotification):
            return {MCP_PROTOCOL_VERSION_HEADER: self._version} if self._version else {}
        params: dict[str, Any] = message.params or {}
        meta = params.get("_meta")
        version = meta.get(PROTOCOL_VERSION_META_KEY) if isinstance(meta, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        if not isinstance(version, str):
            return {MCP_PROTOCOL_VERSION_HEADER: self._version} if self._version else {}
        headers = {MCP_PROTOCOL_VERSION_HEADER: encode_header_value(version), MCP_METHOD_HEADER: message.method}
        name = params.get(NAME_BEARING_METHODS.get(message.method, ""))
        if isinstance(name, str):
            headers[MCP_NAME_HEADER] = encode_header_value(name)
        return headers


def run(url: str | None, key_file: Path | None) -> int:
    """Serves until stdin closes; returns the exit code. What is not given comes from the environment."""
    given = BridgeSettings()
    try:
        address = url or given.fractafrag_url
        if not address:
            raise NotAnInstance("no address. Set FRACTAFRAG_URL, or give --url https://shaders.example.org")
        if key_file:
            key = _key(key_file)
        else:
            key = given.fractafrag_key.get_secret_value().strip() if given.fractafrag_key else ""
        anyio.run(_serve, endpoint(address), key or None)
    except NotAnInstance as problem:
        complain(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


async def _serve(url: str, key: str | None) -> None:
    try:
        if key is None and "/mcp/readonly" not in url:
            raise NotAnInstance("no key. Set FRACTAFRAG_KEY or give --key-file; /mcp/readonly needs none.")
        if key is not None:
            complain(f"{url} knows the key as one of {await check(url, key)}")
    except NoAnswer as problem:
        complain(f"{problem} Going on: every request tries again.")
    bridge = Bridge()
    async with (
        stdio_server() as (client, answers),
        client,
        answers,  # stdout is written until it is closed
        streams(url, key) as (incoming, outgoing),
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(bridge.down, incoming, answers)
        tasks.start_soon(bridge.up, client, answers, outgoing, tasks.cancel_scope.cancel)


def _key(path: Path) -> str:
    try:
        with path.open() as file:
            return file.read(MAX_KEY).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotAnInstance(f"the key cannot be read from {path}: {error}") from error


def complain(sentence: str) -> None:
    """One line for whoever reads the client's log."""
    sys.stderr.write(f"fractafrag mcp-stdio: {sentence}\n")
    sys.stderr.flush()
