"""What MCP costs a model in tokens, and a call in time beside the same through REST, on a whole instance.

Usage: python bench/mcp_tools.py [--searches 80] [--validations 24]
"""

import argparse
import asyncio
import json
import os
import statistics
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx2
import instance
import rs_bpe
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

VOCABULARY: Any = rs_bpe.openai.o200k_base()  # type: ignore[attr-defined]
PIXELS = 750
"""Of a picture a token, as some models count."""
BUDGETS = {
    "tools/list": 6000,
    "a page of a search": 1500,
    "render, 4 cells of 320": 2000,
    "render, 9 cells, the largest": 2000,
}
SEARCH = {"query": "noise or plasma or light", "limit": 10}
CODE = """
// {turn}
void mainImage(out vec4 fragColor, in vec2 fragCoord) {{
    vec2 uv = fragCoord / iResolution.xy;
    fragColor = vec4(0.5 + 0.5 * cos(iTime + 4.0 * uv.xyx + vec3(0.0, 2.0, {turn}.0)), 1.0);
}}
"""

Call = Callable[[int], Awaitable[Any]]


def tokens(value: Any) -> int:
    """Tokens of a value as compact JSON."""
    return int(VOCABULARY.count(json.dumps(value, separators=(",", ":"), ensure_ascii=False)))


@asynccontextmanager
async def program(address: str, key: str, mode: str) -> AsyncGenerator[Client]:
    """A connected client of the SDK, which speaks one generation of the protocol."""
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=60) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode) as client,
    ):
        await client.list_tools()  # later calls are checked against its schemas, which the client keeps
        yield client


async def costs(client: Client) -> dict[str, int]:
    """Tokens of the list of tools, of a page of a search, and of a look at a shader with its picture."""
    listed = (await client.list_tools()).tools
    code = CODE.format(turn=4)
    return {
        "tools/list": tokens([tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed]),
        "a page of a search": tokens(await _told(client, "search_shaders", SEARCH)),
        "render, 4 cells of 320": await _look(client, {"code": code, "width": 320}),
        "render, 9 cells, the largest": await _look(client, {"code": code, "width": 640, "times": list(range(9))}),
    }


async def _look(client: Client, arguments: dict[str, Any]) -> int:
    seen = await _told(client, "render_shader", arguments)
    return tokens(seen) + -(-seen["sheet"]["width"] * seen["sheet"]["height"] // PIXELS)


async def _told(client: Client, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


async def compared(ways: dict[str, Call], count: int) -> dict[str, list[float]]:
    """Milliseconds of `count` calls each way, taken in turns after one that does not count."""
    took: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(-1, count):
        for name, call in ways.items():
            began = time.perf_counter()
            await call(turn)
            if turn >= 0:
                took[name].append((time.perf_counter() - began) * 1000)
    return took


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


async def measure(address: str, key: str, searches: int, validations: int) -> bool:
    async with AsyncExitStack() as stack:
        rest = await stack.enter_async_context(
            httpx2.AsyncClient(base_url=f"{address}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=60)
        )
        modern = await stack.enter_async_context(program(address, key, "2026-07-28"))
        legacy = await stack.enter_async_context(program(address, key, "legacy"))

        spent = await costs(modern)
        print("| what a model reads | tokens (o200k) | budget |\n|---|---|---|")
        for name, budget in BUDGETS.items():
            print(f"| {name} | {spent[name]} | {budget} |")

        async def rest_search(_: int) -> None:
            answer = await rest.get("/shaders", params={"q": SEARCH["query"], "limit": SEARCH["limit"]})
            assert len(answer.raise_for_status().json()["items"]) == SEARCH["limit"]

        # No way compiles what another has compiled: every code is its own.
        codes = iter(range(1, 1_000_000))

        async def rest_validate(_: int) -> None:
            image = {"name": "Image", "type": "image", "code": CODE.format(turn=next(codes)), "inputs": []}
            answer = await rest.post("/validate", json={"passes": [image]})
            assert answer.raise_for_status().json()["ok"] is True

        def mcp_search(client: Client) -> Call:
            async def call(_: int) -> None:
                assert len((await _told(client, "search_shaders", SEARCH))["items"]) == SEARCH["limit"]

            return call

        def mcp_validate(client: Client) -> Call:
            async def call(_: int) -> None:
                assert (await _told(client, "validate_shader", {"code": CODE.format(turn=next(codes))}))["ok"] is True

            return call

        print("\n| call | way | p50, ms | p95, ms | p50 against REST | p95 against REST |\n|---|---|---|---|---|---|")
        for name, plain, through, count in (
            ("search", rest_search, mcp_search, searches),
            ("validate", rest_validate, mcp_validate, validations),
        ):
            ways = {"REST": plain, "MCP 2026-07-28": through(modern), "MCP 2025-11-25": through(legacy)}
            took = await compared(ways, count)
            base = took["REST"]
            for way, times in took.items():
                middle, high = statistics.median(times), p95(times)
                ratios = f"{middle / statistics.median(base):.2f} | {high / p95(base):.2f}"
                print(f"| {name} | {way} | {middle:.1f} | {high:.1f} | {ratios} |", flush=True)
        print(f"\n{searches} searches and {validations} validations each way; load average {os.getloadavg()[0]:.1f}")
    return all(spent[name] <= budget for name, budget in BUDGETS.items())


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--searches", type=int, default=80)
    arguments.add_argument("--validations", type=int, default=24)
    asked = arguments.parse_args()
    with instance.data_folder() as data, instance.running(data) as address:
        if not asyncio.run(measure(address, instance.key(address), asked.searches, asked.validations)):
            raise SystemExit("A budget of tokens is exceeded.")


if __name__ == "__main__":
    main()
