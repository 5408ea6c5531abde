"""The files that are made from the program, and whether those in the tree are still what it would make."""

import asyncio
import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from fractafrag.core.settings import ROOT


def openapi() -> str:
    """contract/openapi.json: the REST API as clients see it."""
    from fractafrag.doors.http import create_app

    return json.dumps(create_app().openapi(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def api_types() -> str:
    """web/src/lib/api.gen.ts: the same for TypeScript."""
    from fractafrag.doors.supervisor.fleet import node

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "openapi.json", Path(folder) / "api.gen.ts"
        source.write_text(openapi(), encoding="utf-8")
        program = ROOT / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
        command = [node(), str(program), str(source), "--output", str(target)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=120)
        return target.read_text(encoding="utf-8")


def mcp_tools() -> str:
    """contract/mcp-tools.json: what a model is told of each tool, resource and prompt; a diff changes the API."""
    from fractafrag.doors.mcp.server import OFFERS, create_server

    async def listed() -> dict[str, Any]:
        server = create_server()
        tools = [tool for tool in await server.list_tools() if tool.name in OFFERS]
        return {
            "instructions": server.instructions,
            "tools": [_plain(tool) for tool in tools],
            "resources": [_plain(one) for one in await server.list_resources()],
            "resource_templates": [_plain(one) for one in await server.list_resource_templates()],
            "prompts": [_plain(one) for one in await server.list_prompts()],
        }

    return json.dumps(asyncio.run(listed()), indent=2, ensure_ascii=False) + "\n"


def _plain(listed: BaseModel) -> dict[str, Any]:
    return listed.model_dump(mode="json", by_alias=True, exclude_none=True)


def init_sql() -> str:
    """deploy/init.sql: the whole schema, for people who want to read or load it at once."""
    from fractafrag.doors.migrations import as_sql

    head = "-- The whole schema, made from server/migrations by `make gen`. A change belongs there.\n\n"
    return head + as_sql().rstrip() + "\n"


def env_example() -> str:
    """.env.example: every setting with its meaning and default, all commented out."""
    from fractafrag.doors.stack import StackSettings
    from fractafrag.doors.supervisor.layout import UpSettings

    lines = [
        "# Every setting, with its default; made from the program by `make gen`.",
        "# Copy this file to .env and uncomment what you want otherwise; for Docker Compose: sh deploy/env.sh",
    ]
    for name, field in UpSettings.model_fields.items():
        lines += ["", f"# {field.description}", f"#{name.upper()}={_default(field)}"]
    lines += ["", "# ---- For Docker Compose alone"]
    for name, field in StackSettings.model_fields.items():
        lines += ["", f"# {field.description}", f"#{name.upper()}={_default(field)}"]
    return "\n".join(lines) + "\n"


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if hasattr(value, "get_secret_value"):
        return ""  # a secret has no default that anybody should keep
    if isinstance(value, Path):
        return str(value.relative_to(ROOT)) if value.is_relative_to(ROOT) else str(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


FILES: dict[str, tuple[Path, Callable[[], str]]] = {
    "openapi": (ROOT / "contract" / "openapi.json", openapi),
    "mcp": (ROOT / "contract" / "mcp-tools.json", mcp_tools),
    "types": (ROOT / "web" / "src" / "lib" / "api.gen.ts", api_types),
    "sql": (ROOT / "deploy" / "init.sql", init_sql),
    "env": (ROOT / ".env.example", env_example),
}


def write(names: list[str]) -> list[Path]:
    """Writes the files of these names (all, if none is named); returns those that changed."""
    changed: list[Path] = []
    for name in names or list(FILES):
        path, make = FILES[name]
        text = make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def stale(names: list[str]) -> list[Path]:
    """Those of the files that are not what the program would make now."""
    found: list[Path] = []
    for name in names or list(FILES):
        path, make = FILES[name]
        if not path.exists() or path.read_text(encoding="utf-8") != make():
            found.append(path)
    return found
