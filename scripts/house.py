"""What stands behind the Makefile: installs, builds, runs, tests and checks. Standard library only."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import install
import steps
from install import ROOT, Stop

USAGE = (
    "scripts/house run|dev|install|test|check|gen|lock|bench|bench-feed|fuzz|compose-test|hostile|walk|"
    "mcp-conformance|clean"
)


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    extra = arguments[1:]
    if command in ("run", "dev"):
        install.everything()
        fractafrag = [*install.python("-m", "fractafrag.doors.cli"), "up"]
        os.execv(fractafrag[0], [*fractafrag, *(["--dev"] if command == "dev" else []), *extra])
    if command == "install":
        install.everything()
        print("Everything is installed and built.")
        return 0
    if command == "test":
        install.everything()
        return steps.run(steps.tests(), extra)
    if command == "check":
        install.everything()
        return steps.run(steps.checks(), extra)
    if command == "gen":
        install.packages()
        return steps.run(steps.generation(), extra)
    if command == "bench":
        install.everything()
        return steps.run(steps.benchmarks(), extra)
    if command == "bench-feed":
        install.everything()
        return steps.run(steps.feed_benchmarks(), extra)
    if command == "fuzz":
        install.everything()
        return steps.run(steps.fuzzing(), extra)
    if command == "hostile":
        install.everything()
        return steps.run(steps.hostility(), extra)
    if command == "walk":
        install.everything()
        return steps.run(steps.walk(), extra)
    if command == "mcp-conformance":
        install.everything()
        install.conformance()
        return steps.run(steps.conformance(), extra)
    if command == "compose-test":
        return steps.run(steps.compose_test(), extra)
    if command == "lock":
        install.python_packages()
        install.lock()
        return 0
    if command == "clean":
        install.clean()
        return 0
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    os.chdir(ROOT)
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        print(f"\n{' '.join(map(str, error.cmd[:4]))} … failed with code {error.returncode}.", file=sys.stderr)
        sys.exit(1)
