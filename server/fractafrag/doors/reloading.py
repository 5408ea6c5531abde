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


def run(command: Sequence[str]) -> int:
    """Until it is told to stop, or the command ends by itself; then its exit code."""
    watch = Watch([Path(fractafrag.__file__).parent], (".py",))
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    process = subprocess.Popen(command)
    while not stopping:
        time.sleep(LOOK_S)
        changed = watch.changed()
        if changed is not None:
            sys.stderr.write(f"{changed.name} changed: starting anew\n")
            _end(process)
            process = subprocess.Popen(command)
        elif (code := process.poll()) is not None:
            # A module that cannot be imported is being mended: wait for the next change, as nobody would restart us.
            sys.stderr.write(f"ended with {code}; waiting for a change\n")
            while not stopping and watch.changed() is None:
                time.sleep(LOOK_S)
            process = process if stopping else subprocess.Popen(command)
    _end(process)
    return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
