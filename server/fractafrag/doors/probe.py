"""A container's health check: exits with 0 when the address answers 200, or when the worker beside it takes tasks."""

import sys
import time
import urllib.error
import urllib.request

from fractafrag.core.settings import settings
from fractafrag.doors.worker_signs import FILE_STALE_S

PATIENCE_S = 4.0


def main(what: str) -> int:
    """0 when well, 1 when not; `what` is an http address, or "worker"."""
    return int(not (_takes_tasks() if what == "worker" else _answers(what)))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _takes_tasks() -> bool:
    sign = settings().worker_sign
    try:
        return sign is not None and time.time() - sign.stat().st_mtime < FILE_STALE_S
    except OSError:
        return False


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
