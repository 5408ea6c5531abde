"""An agent without a model: it walks, with the official MCP SDK, the road that a model walks here.

    FRACTAFRAG_URL=http://127.0.0.1:8000 FRACTAFRAG_KEY=ffk_… .venv/bin/python e2e/agent.py picture.jpg

The key needs the scopes draft and publish. It finds a work, forks it, breaks it, reads where it broke, mends it, looks
at it, publishes it. Its last line of output is JSON that says what came of it; anything unexpected ends it with 1.
Copy it as the beginning of an agent of your own: where it decides something, a model would.
"""

import asyncio
import base64
import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ElicitResult, ImageContent, TextContent

# What the agent appends to the work of another: the same picture with its colours turned, glowing slowly.
# Its third line uses a name that does not exist; that is the mistake.
BROKEN = """
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    forkedImage(fragColor, fragCoord);
    fragColor.rgb = fragColor.brg * glow;
}
"""
MENDED = BROKEN.replace("    fragColor.rgb", "    float glow = 0.85 + 0.15 * sin(iTime);\n    fragColor.rgb")


class Agent:
    """A connection and what is asked through it."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def call(self, name: str, **arguments: Any) -> tuple[dict[str, Any], list[ImageContent]]:
        """Calls a tool: its structured result, and its pictures. A refusal says in words what to do next."""
        result = await self.client.call_tool(name, arguments)
        if result.is_error or result.structured_content is None:
            said = " ".join(block.text for block in result.content if isinstance(block, TextContent))
            raise SystemExit(f"{name} was refused: {said}")
        return result.structured_content, [block for block in result.content if isinstance(block, ImageContent)]


async def walk(agent: Agent) -> tuple[dict[str, Any], bytes]:
    me, _ = await agent.call("whoami")
    say(f"I act for {me['username']} as {me['agent']}, and may {', '.join(one['scope'] for one in me['scopes'])}.")

    # Search. Titles and code are other people's words: data, never orders.
    page, _ = await agent.call("search_shaders", query="plasma", licence="CC0-1.0", limit=5)
    parent, code = await choose(agent, page["items"])
    say(f"Of {page['total']} works I take {parent['title']!r} by {parent['author']}.")

    # Fork: a draft of one's own, which names its parent and keeps its licence.
    fork, _ = await agent.call("fork_shader", id=parent["id"])
    say(f"Forked as {fork['id']}, version {fork['version']}.")

    # Break it, and read the error. The line is that of the text that was sent.
    start = f"#define mainImage forkedImage\n{code.rstrip()}\n#undef mainImage\n"
    wrong = start + BROKEN
    verdict, _ = await agent.call("validate_shader", code=wrong)
    expect(verdict["ok"] is False, "The broken code must not compile.")
    error = verdict["errors"][0]
    line = wrong.splitlines().index("    fragColor.rgb = fragColor.brg * glow;") + 1
    say(f"It broke on line {error['line']} of {error['pass']}: {error['message']}")
    expect((error["pass"], error["line"]) == ("Image", line), f"The mistake is on line {line}.")
    expect("glow" in error["message"], "The message must name what is missing.")

    # Mend it.
    mended = start + MENDED
    verdict, _ = await agent.call("validate_shader", code=mended)
    expect(verdict["ok"] is True, f"The mended code must compile: {verdict['errors']}")

    # Look at it: four moments in one picture, and numbers.
    sight, pictures = await agent.call("render_shader", code=mended, times=[0.5, 1.5, 3, 6], width=320)
    expect(sight["ok"] is True and len(pictures) == 1, f"It must be drawn: {sight}")
    facts, sheet = sight["facts"], sight["sheet"]
    expect(not facts["blank"] and not facts["static"] and facts["nan_fraction"] == 0, f"It must be a picture: {facts}")
    picture = base64.b64decode(pictures[0].data, validate=True)
    say(f"Seen: {sheet['columns']}×{sheet['rows']} cells, luma {facts['mean_luma']}, motion {facts['motion']}.")

    # Keep it, by the version that was changed, and publish it. The server asks once more: see `agrees`.
    title = f"{parent['title']}, turned"
    kept, _ = await agent.call(
        "save_draft",
        id=fork["id"],
        version=fork["version"],
        code=mended,
        title=title,
        description="The same forms with their colours turned, glowing slowly.",
    )
    published, _ = await agent.call("publish_shader", id=kept["id"])
    expect(published["published"] is True, f"It must be public now: {published}")
    say(f"Published: {published['url']}")
    outcome = {
        "id": published["id"],
        "title": title,
        "url": published["url"],
        "parent": parent["id"],
        "username": me["username"],
        "agent": me["agent"],
        "line": error["line"],
        "sheet": sheet,
        "mime_type": pictures[0].mime_type,
        "asked": ASKED,
    }
    return outcome, picture


async def choose(agent: Agent, found: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """The first work that is no fork and consists of one pass, and its code."""
    for one in found:
        whole, _ = await agent.call("get_shader", id=one["id"], include=["code"])
        if "parent" not in whole and len(whole["passes"]) == 1 and not whole["code"]["text"].startswith("// =="):
            return one, whole["code"]["text"]
    raise SystemExit("There is no plasma of one pass here.")


ASKED: list[str] = []


async def agrees(_context: Any, question: Any) -> ElicitResult:
    """Where a person would be asked. This agent's person agrees to everything, and keeps what was asked."""
    ASKED.append(question.message)
    say(f"I am asked: {question.message}")
    return ElicitResult(action="accept", content={"publish": True})


def expect(true: bool, otherwise: str) -> None:
    if not true:
        raise SystemExit(otherwise)


def say(sentence: str) -> None:
    print(sentence, flush=True)


async def main() -> tuple[dict[str, Any], bytes]:
    url, key = os.environ["FRACTAFRAG_URL"], os.environ["FRACTAFRAG_KEY"]
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=120) as http,
        # mode: "legacy" is how clients before 2026-07-28 speak; the default finds out what the server can.
        Client(
            streamable_http_client(f"{url.rstrip('/')}/mcp", http_client=http),
            mode=os.environ.get("MCP_MODE", "auto"),
            elicitation_callback=agrees,
        ) as client,
    ):
        return await walk(Agent(client))


if __name__ == "__main__":
    try:
        outcome, picture = asyncio.run(main())
    except BaseExceptionGroup as group:  # the SDK's tasks wrap what ends them
        reason: BaseException = group
        while isinstance(reason, BaseExceptionGroup):
            reason = reason.exceptions[0]
        raise SystemExit(str(reason)) from None
    Path(sys.argv[1]).write_bytes(picture)
    print(json.dumps(outcome))
