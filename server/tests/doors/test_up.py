"""`fractafrag up`, for real: every process, killed in every way, with real data."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from fractafrag.core.settings import ROOT
from fractafrag.doors.supervisor import processes
from fractafrag.doors.supervisor.layout import UpSettings
from fractafrag.doors.supervisor.up import EXIT_ALREADY_RUNNING, EXIT_PORT_TAKEN

PATIENCE_S = 180
SERVICES = ("postgres", "valkey", "renderer", "api", "beat", "worker")

pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.skipif(not (ROOT / "renderer" / "dist" / "main.js").exists(), reason="the renderer is not built"),
]


def until(true: Callable[[], bool], what: str, also: Callable[[], str] = lambda: "") -> None:
    """Waits for something to become true."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > deadline:
            pytest.fail(f"{what} did not happen\n{also()}")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """A running `fractafrag up`."""

    process: subprocess.Popen[bytes]
    data: Path
    port: int
    screen: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        return self.screen.read_text(errors="replace")

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=5, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def main_process(self, service: str) -> int:
        """The process that the supervisor itself started for a service."""
        for one in psutil.Process(self.process.pid).children():
            if one.is_running() and environment_of(one).get(processes.SERVICE_MARK) == service:
                return one.pid
        return 0

    def everybody(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def environment_of(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except psutil.Error:
        return {}


def command(data: Path, port: int, library: Path) -> dict[str, str]:
    """The environment of an `up` that knows nothing of the servers of the other tests."""
    own = {name.upper() for name in UpSettings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in own}
    return {
        **inherited,
        "FRACTAFRAG_DATA": str(data),
        "PORT": str(port),
        "LIBRARY_DIR": str(library),
        "RATE_LIMITS": "off",
        "ENV_FILE": "",
    }


def start(data: Path, port: int, library: Path) -> House:
    screen = data.parent / f"screen-{time.monotonic_ns()}.txt"
    with screen.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "fractafrag.doors.cli", "up"],
            env=command(data, port, library),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    house = House(process, data, port, screen)
    try:
        until(lambda: "Fractafrag is ready" in house.said() or process.poll() is not None, "the start", house.said)
        assert process.poll() is None, house.said()
        assert house.url in house.said()
    except BaseException:
        end(house)
        raise
    return house


def end(house: House) -> None:
    """Leaves no process of the house behind."""
    if house.process.poll() is None:
        house.process.kill()
    house.process.wait()
    processes.sweep(house.data, gently_s=3)


@contextmanager
def up(data: Path, port: int, library: Path) -> Generator[House]:
    house = start(data, port, library)
    try:
        yield house
    finally:
        end(house)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one work, so that the start is not about drawing."""
    folder = tmp_path / "library"
    folder.mkdir()
    work = ROOT / "library" / "plasma.glsl"
    (folder / work.name).write_bytes(work.read_bytes())
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    # Long on purpose: a socket file in here would have too long a name.
    return tmp_path / "a house with spaces, ünd a näme that is very long indeed" / "data of the house"


def run_again(data: Path, port: int, library: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fractafrag.doors.cli", "up"],
        env=command(data, port, library),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_killed_service_comes_back_and_a_stop_leaves_no_orphan(data: Path, tmp_path: Path, library: Path) -> None:
    data.parent.mkdir(parents=True)
    with up(data, free_port(), library) as house:
        assert house.ready()
        assert (data / "secrets.env").stat().st_mode & 0o077 == 0

        twice = run_again(data, free_port(), library)
        assert twice.returncode == EXIT_ALREADY_RUNNING
        assert "already runs" in twice.stdout
        assert str(house.process.pid) in twice.stdout

        taken = run_again(tmp_path / "another", house.port, library)
        assert taken.returncode == EXIT_PORT_TAKEN
        assert f"Port {house.port} is taken by" in taken.stdout
        assert f"PORT={house.port + 1}" in taken.stdout

        for service in ("worker", "renderer", "api", "valkey", "postgres"):
            before = house.main_process(service)
            assert before, service
            children = psutil.Process(before).children(recursive=True)
            psutil.Process(before).kill()
            until(lambda s=service, b=before: house.main_process(s) not in (0, b), f"a new {service}", house.said)
            _, left = psutil.wait_procs(children, timeout=20)
            assert not left, f"{service} left {left}"
        until(house.ready, "readiness after the kills", house.said)
        assert "worker was ended by SIGKILL; it is started again" in house.said()

        everybody = house.everybody()
        assert len(everybody) > len(SERVICES)
        house.process.send_signal(signal.SIGINT)
        assert house.process.wait(60) == 0, house.said()
        assert not [one for one in everybody if one.is_running()]
        assert not processes.marked(data)
        assert "Stopped." in house.said()


def test_what_was_promised_survives_a_kill_of_everything(data: Path, library: Path) -> None:
    data.parent.mkdir(parents=True)
    port = free_port()
    person = {"username": "ada", "email": "ada@example.org", "password": "a long enough passphrase"}
    with up(data, port, library) as house:
        answer = httpx.post(f"{house.url}/api/v1/auth/register", json=person, trust_env=False, timeout=30)
        assert answer.status_code == 201, answer.text
        everybody = house.everybody()
        house.process.kill()
        house.process.wait()
        _, left = psutil.wait_procs(everybody, timeout=30)
        if sys.platform == "linux":
            assert not left, f"outlived the supervisor: {left}"

    with up(data, port, library) as house:
        for one in [psutil.Process(house.process.pid), *house.everybody()]:
            # The others go with the supervisor, some sooner than they are killed.
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        house.process.wait()

    # A number that another process has got since: PostgreSQL alone would believe it and refuse to start.
    pid_file = data / "postgres" / "postmaster.pid"
    if pid_file.exists():
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    with up(data, port, library) as house:
        login = {"login": person["username"], "password": person["password"]}
        answer = httpx.post(f"{house.url}/api/v1/auth/login", json=login, trust_env=False, timeout=30)
        assert answer.status_code == 200, answer.text
        assert json.loads(answer.text)["user"]["username"] == "ada"
        house.process.send_signal(signal.SIGTERM)
        assert house.process.wait(60) == 0, house.said()
        assert not processes.marked(data)
