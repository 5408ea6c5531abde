"""One process of a stack alone: what its health check sees, and how it starts anew while its source is written."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from fractafrag.core import errors
from fractafrag.core.settings import Settings, settings
from fractafrag.doors import probe, worker


@pytest.fixture
def address() -> Any:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/health/live" else 503)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            del format, args

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_health_check_believes_only_a_200(address: str) -> None:
    assert probe.main(f"{address}/health/live") == 0
    assert probe.main(f"{address}/health/ready") == 1


def test_the_health_check_of_a_process_that_is_gone_fails() -> None:
    assert probe.main("http://127.0.0.1:9/health/live") == 1


def test_the_health_check_needs_none_of_our_packages() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-X", "importtime", str(probe.__file__), "/absent"], capture_output=True
    )
    assert done.returncode == 1
    assert b"fractafrag" not in done.stderr


def test_a_worker_is_well_while_it_touches_its_file(tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    assert probe.main(str(sign)) == 1
    sign.touch()
    assert probe.main(str(sign)) == 0
    long_ago = time.time() - probe.STALE_S - 1
    os.utime(sign, (long_ago, long_ago))
    assert probe.main(str(sign)) == 1


class Timer:
    """A consumer's timer that fires when the test says so."""

    def __init__(self) -> None:
        self.repeated: list[Callable[[], None]] = []

    def call_repeatedly(self, seconds: float, work: Callable[[], None]) -> Any:
        assert seconds < probe.STALE_S / 2
        self.repeated.append(work)
        return SimpleNamespace(cancel=lambda: self.repeated.remove(work))


def test_a_worker_touches_its_file_only_while_it_takes_tasks(tmp_path: Path, setting: Callable[..., None]) -> None:
    sign = tmp_path / "sign"
    setting(WORKER_SIGN=str(sign))
    consumer = SimpleNamespace(timer=Timer())
    step = worker.Sign(consumer)
    step.start(consumer)
    assert sign.exists()
    sign.unlink()
    consumer.timer.repeated[0]()
    assert sign.exists()
    step.stop(consumer)  # what Celery does when the broker is gone
    assert not consumer.timer.repeated
    step.stop(consumer)


def test_every_worker_has_that_step() -> None:
    assert worker.Sign in worker.app.steps["consumer"]


def test_a_command_starts_anew_when_the_source_changes_and_ends_with_its_watcher(tmp_path: Path) -> None:
    source, said = tmp_path / "source", tmp_path / "said"
    source.mkdir()
    (source / "one.py").write_text("")
    program = f"import os, time; open({str(said)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"
    watcher = (
        "import sys; from pathlib import Path; from fractafrag.doors import reloading; "
        f"sys.exit(reloading.run([sys.executable, '-c', {program!r}], Path({str(source)!r})))"
    )
    process = subprocess.Popen([sys.executable, "-c", watcher], stderr=subprocess.DEVNULL)
    try:
        first = _lines(said, 1)
        (source / "two.py").write_text("changed = True\n")
        second = _lines(said, 2)
        assert first[0] == second[0] != second[1]
        assert not _lives(int(second[0]))
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert not _lives(int(second[1]))


def _lines(path: Path, count: int) -> list[str]:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if path.exists() and len(found := path.read_text().split()) >= count:
            return found
        threading.Event().wait(0.05)
    raise AssertionError(f"{path} never had {count} lines")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class DriverError(Exception):
    sqlstate = "57P03"


def test_a_database_that_is_away_is_a_503_and_a_fault_of_ours_a_500() -> None:
    wrapped = RuntimeError("of the ORM")
    wrapped.__cause__ = DriverError("the database system is starting up")
    assert errors.unexpected(wrapped, "GET", "/").status == 503
    assert errors.unexpected(ConnectionRefusedError(), "GET", "/").status == 503
    assert errors.unexpected(ValueError("ours"), "GET", "/").status == 500


async def test_readiness_can_be_asked_of_some_parts_only(client: httpx.AsyncClient) -> None:
    answer = await client.get("http://test/health/ready", params={"parts": ["database", "redis"]})
    assert answer.status_code == 200
    assert answer.json()["parts"] == {"database": True, "redis": True}
    assert (await client.get("http://test/health/ready", params={"parts": "cellar"})).status_code == 422


def test_the_cookie_goes_over_https_where_people_come_over_https() -> None:
    assert Settings(public_url="https://shaders.example.org", cookie_secure=None).cookies_over_https
    assert not Settings(public_url="http://127.0.0.1:8000", cookie_secure=None).cookies_over_https
    assert Settings(public_url="http://127.0.0.1:8000", cookie_secure=True).cookies_over_https
    assert settings().cookies_over_https is False
