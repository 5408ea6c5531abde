"""`fractafrag reload`: runs a command and starts it anew whenever the program's source changes, for development."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import fractafrag
from fractafrag.doors.supervisor.watch import Watch

LOOK_S = 0.7
STOP_S = 10


def run(command: Sequence[str], source: Path = Path(fractafrag.__file__).parent) -> int:
    """Runs `command` until told to stop by a signal, and anew whenever a Python file below `source` changes."""
    watch = Watch([source], (".py",))
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    process = subprocess.Popen(command)
    while not stopping:
        time.sleep(LOOK_S)
        # One that ended by itself stays ended until somebody has mended the source.
        changed = watch.changed()
        if changed is not None:
            sys.stderr.write(f"{changed.name} changed: starting anew\n")
            _end(process)
            process = subprocess.Popen(command)
    _end(process)
    return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
