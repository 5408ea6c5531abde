"""Starts a whole instance in a folder of its own, as `make run` does, or parts of one; makes people with API keys."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FRACTAFRAG = ROOT / ".venv" / "bin" / "fractafrag"
PATIENCE_S = 180


@contextmanager
def data_folder() -> Generator[Path]:
    """A folder for the data of an instance, gone in the end."""
    with tempfile.TemporaryDirectory(prefix="fractafrag bench ", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextmanager
def running(data: Path, settings: Mapping[str, str] | None = None) -> Generator[str]:
    """While the block lasts, an instance with these `settings` runs on a free port; yields its address."""
    from fractafrag.doors.supervisor.ports import free_port

    port = free_port(26000, data)
    environment = {**os.environ, "PORT": str(port), "FRACTAFRAG_DATA": str(data), "RATE_LIMITS": "off", "ENV_FILE": ""}
    address = f"http://127.0.0.1:{port}"
    with (data / "up.log").open("w") as log:
        process = subprocess.Popen(
            [FRACTAFRAG, "up"], cwd=ROOT, env=environment | dict(settings or {}), stdout=log, stderr=log
        )
        try:
            _wait(process, f"{address}/health/ready", data / "up.log")
            yield address
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.3)
        else:
            return
    raise SystemExit(f"The instance did not start:\n{log.read_text()[-4000:]}")


def call(address: str, path: str, body: Any = None, token: str | None = None) -> Any:
    """One request to the REST API, a POST when there is a `body`; returns what it answers. Raises SystemExit."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{address}/api/v1{path}", data, headers), timeout=60
        ) as got:
            return json.loads(got.read())
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{path} answered {error.code}: {error.read().decode()[:1000]}") from error


def key(address: str, name: str = "bench") -> str:
    """The secret of a new key with every scope, of a new person, made as people make them: through the REST API."""
    username = f"bench{time.time_ns():x}"[:20]
    form = {"username": username, "email": f"{username}@example.org", "password": f"long and odd {username}"}
    token = call(address, "/auth/register", form)["access_token"]
    wish = {"name": name, "scopes": ["browse", "draft", "publish"], "expires_in_days": 1}
    return str(call(address, "/keys", wish, token)["secret"])


def stores(stack: ExitStack, **environment: str) -> tuple[Path, str]:
    """A migrated PostgreSQL and a Valkey until the stack ends, for this process and all that it starts from now on.

    Returns the folder that is theirs, and the address of the database.
    """
    from fractafrag.core.settings import settings
    from fractafrag.doors import migrations
    from fractafrag.doors.supervisor import postgres, valkey
    from fractafrag.doors.supervisor.layout import Layout

    folder = stack.enter_context(data_folder())
    layout = Layout(folder)
    layout.prepare()
    url = stack.enter_context(postgres.running(layout))
    server = valkey.prepare(layout, None, "bench")
    broker = subprocess.Popen(server.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(lambda: (broker.kill(), broker.wait()))
    own = {"DATABASE_URL": url, "REDIS_URL": server.url(), "MEDIA_DIR": str(folder / "renders"), "RATE_LIMITS": "off"}
    os.environ |= own | environment
    settings.cache_clear()
    migrations.upgrade(url)
    return folder, url


def start(stack: ExitStack, app: str, port: int, *, factory: bool) -> str:
    """A uvicorn with one worker; returns its address once it answers."""
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "error", "--no-access-log"]
    process = subprocess.Popen([*command, *(["--factory"] if factory else [])], cwd=ROOT / "bench")
    stack.callback(lambda: (process.terminate(), process.wait()))
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/openapi.json" if not factory else f"{address}/health/live", timeout=1)
        except OSError:
            time.sleep(0.05)
        else:
            return address
    raise SystemExit(f"{app} did not start")
