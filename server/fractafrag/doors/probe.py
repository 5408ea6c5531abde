"""A container's health check: exits with 0 when the address answers 200, or when a worker has lately swept."""

import sys
import urllib.error
import urllib.request

from redis import Redis
from redis.exceptions import RedisError

from fractafrag.core.settings import settings
from fractafrag.doors.worker_signs import ALIVE_KEY

PATIENCE_S = 4.0


def main(what: str) -> int:
    """0 when well, 1 when not; `what` is an http address, or "worker"."""
    return int(not (_swept() if what == "worker" else _answers(what)))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _swept() -> bool:
    try:
        client: Redis = Redis.from_url(settings().redis_url, socket_timeout=PATIENCE_S)  # pyright: ignore
        return bool(client.exists(ALIVE_KEY))
    except RedisError:
        return False


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
