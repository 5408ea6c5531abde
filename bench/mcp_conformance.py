"""The official MCP conformance suite and the Inspector against a whole instance, through its own identity and mounting.

Usage: make mcp-conformance. Writes a dated table into bench/RESULTS.md; ends with 1 when anything failed.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import instance
from shim import shim

HERE = Path(__file__).resolve().parent / "mcp-conformance"
MODULES = HERE / "node_modules"
NODE = MODULES / "node" / "bin" / "node"
SUITE = MODULES / "@modelcontextprotocol" / "conformance" / "dist" / "index.js"
INSPECTOR = MODULES / "@modelcontextprotocol" / "inspector" / "clients" / "launcher" / "build" / "index.js"
EXPECTED_FAILURES = HERE / "expected-failures.yaml"
RESULTS = HERE.parent / "RESULTS.md"
REVISIONS = ("2026-07-28", "2025-11-25")
ERAS = ("modern", "legacy")
MARKS = {True: "✓", False: "✗", None: "·"}


@dataclass
class Row:
    """One line of the table."""

    what: str
    found: str
    ok: bool | None
    """None: run and told, but no condition of conformance."""


def main() -> int:
    rows: list[Row] = []
    with instance.data_folder() as data:
        with instance.running(data) as address, shim(address, instance.key(address, "Inspector")) as door:
            rows += inspect(f"{door}/mcp")
        fixtures = {"MCP_CONFORMANCE_FIXTURES": "true"}
        with instance.running(data, fixtures) as address, shim(address, instance.key(address, "conformance")) as door:
            for revision in REVISIONS:
                rows += conform(f"{door}/mcp", revision)
    table = shown(rows)
    print(f"\n{table}")
    write(table)
    return 1 if any(row.ok is False for row in rows) else 0


def conform(url: str, revision: str) -> list[Row]:
    """Runs everything that a revision of the specification requires, and what the suite runs beside it."""
    required = required_of(revision)
    with tempfile.TemporaryDirectory(prefix="conformance ") as folder:
        done = node(
            SUITE,
            *("server", "--url", url, "--requirements", revision),
            *("--expected-failures", str(EXPECTED_FAILURES), "--output-dir", folder),
        )
    said = done.stdout + done.stderr
    checks = {
        name: (int(passed), int(failed))
        for name, passed, failed in re.findall(r"^[✓✗~⚠] ([\w-]+): (\d+) passed, (\d+) failed", said, re.MULTILINE)
    }
    good = [name for name in required if name in checks and checks[name][0] > 0 and checks[name][1] == 0]
    passed = sum(checks[name][0] for name in required if name in checks)
    failed = sum(checks[name][1] for name in required if name in checks)
    ok = done.returncode == 0 and len(good) == len(required) > 0
    if not ok:
        print(said)
    else:
        print(said[said.rfind("=== SUMMARY") :])
    rows = [
        Row(
            f"conformance suite, required by {revision}",
            f"{len(good)} of {len(required)} scenarios, {passed} of {passed + failed} checks",
            ok,
        )
    ]
    # The suite says which count for nothing: extensions that a server may lack, and what it is not sure of itself.
    beside = {name: passed > 0 and not failed for name, (passed, failed) in checks.items() if name not in required}
    lacking = sorted({_family(name) for name, good in beside.items() if not good})
    note = f"; not: {', '.join(lacking)}" if lacking else ""
    rows.append(
        Row(f"run beside it, not scored for {revision}", f"{sum(beside.values())} of {len(beside)}{note}", None)
    )
    return rows


def _family(name: str) -> str:
    return "the extension `tasks`, which we do not offer" if name.startswith("tasks-") else f"`{name}`"


def required_of(revision: str) -> list[str]:
    """The names of the scenarios for servers that a revision requires, by the suite's own frozen list."""
    listed = node(SUITE, "list", "--requirements", revision, "--server").stdout
    part = listed.partition("Server scenarios")[2].partition("Client scenarios")[0].partition("Run and reported")[0]
    found = re.findall(r"^  - ([\w-]+)", part, re.MULTILINE)
    if not found:
        raise SystemExit(f"The suite lists nothing for {revision}:\n{listed}")
    return found


def inspect(url: str) -> list[Row]:
    """Whether the Inspector finds the real tools portable, and their apps in order, in both generations."""
    rows: list[Row] = []
    for era in ERAS:
        listed = inspector(url, era, "--method", "tools/list", "--strict")
        complaints = [line for line in listed.stderr.splitlines() if line.strip()]
        tools = json.loads(listed.stdout)["result"]["tools"] if listed.returncode == 0 else []
        ok = listed.returncode == 0 and not complaints and len(tools) > 0
        rows.append(Row(f"Inspector `tools/list --strict`, {era}", f"{len(tools)} tools, {len(complaints)} notes", ok))
        told = inspector(url, era, "--method", "tools/list", "--app-info", "--advertise-apps")
        apps = [one for one in (json.loads(line) for line in told.stdout.splitlines()) if one.get("hasApp")]
        names = ", ".join(f"`{one['toolName']}` → {one['resourceUri']}" for one in apps)
        clean = told.returncode == 0 and not told.stderr.strip() and len(apps) > 0
        rows.append(Row(f"Inspector `tools/list --app-info`, {era}", names or "no app", clean))
        for one in (listed, told):
            print(one.stdout[-3000:], one.stderr, sep="\n")
    return rows


def inspector(url: str, era: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return node(
        INSPECTOR,
        *("--cli", "--server-url", url, "--transport", "http", "--protocol-era", era, "--format", "json"),
        *arguments,
    )


def node(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a program of the suite's own Node, which writes nothing into the home of a person."""
    with tempfile.TemporaryDirectory(prefix="home ") as home:
        environment = {**os.environ, "HOME": home, "NO_UPDATE_NOTIFIER": "1"}
        return subprocess.run(
            [NODE, program, *arguments], capture_output=True, text=True, env=environment, cwd=home, timeout=600
        )


def shown(rows: list[Row]) -> str:
    lines = ["| what | found | |", "|---|---|---|"]
    return "\n".join(lines + [f"| {row.what} | {row.found} | {MARKS[row.ok]} |" for row in rows])


def write(table: str) -> None:
    """Puts the table into RESULTS.md; a second run on the same day takes the place of the first."""
    packages = json.loads((HERE / "package.json").read_text())["dependencies"]
    versions = ", ".join(f"{name} {version}" for name, version in packages.items())
    heading = f"## {datetime.now(UTC):%Y-%m-%d} · MCP conformance"
    said = "Through our own identity, limits and mounting, on a whole instance; the file of expected failures is empty."
    section = f"{heading}\n\n{said} {versions}.\n\n{table}\n"
    text = RESULTS.read_text()
    before, found, after = text.partition(f"{heading}\n")
    rest = after[after.find("\n## ") :] if found and "\n## " in after else ""
    RESULTS.write_text(f"{before.rstrip()}\n\n{section}{rest}")


if __name__ == "__main__":
    sys.exit(main())
