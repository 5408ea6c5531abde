"""Pure room: a tool's result as MCP has it: the same plain values once as structure and once as compact JSON text."""

from collections.abc import Sequence
from typing import Any

import orjson
from mcp_types import CallToolResult, ContentBlock, TextContent
from pydantic import BaseModel


def answer(
    found: BaseModel, *, more: Sequence[ContentBlock] = (), meta: dict[str, Any] | None = None
) -> CallToolResult:
    """`found` as structure and text, followed by `more` blocks; fields that are None and optional are left out.

    The text is JSON, not prose: what other people wrote stays inside its named field.
    """
    plain = found.model_dump(mode="json", by_alias=True, exclude_unset=True)
    text = TextContent(type="text", text=orjson.dumps(plain).decode())
    return CallToolResult(content=[text, *more], structured_content=plain, _meta=meta)
