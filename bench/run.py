"""Runs every benchmark, one after another; their tables go to bench/RESULTS.md by hand, with a date."""

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent
SCRIPTS = (
    [sys.executable, "feed_endpoint.py"],
    ["node", "renderer.mjs"],
    ["node", "renderer_jobs.mjs"],
    [sys.executable, "mcp_tools.py"],
    ["node", "pages.mjs"],
    ["node", "craft.mjs"],
    ["node", "swipe.mjs"],
)

for script in SCRIPTS:
    print(f"\n== {script[1]}\n", flush=True)
    subprocess.run([script[0], str(BENCH / script[1])], check=True)
