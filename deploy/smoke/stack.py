"""The stack under test: a project of its own, with its own secrets, port and volumes, through Docker Compose."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "fractafrag-smoke"
PORT = os.environ.get("SMOKE_PORT", "18080")
ADDRESS = f"http://127.0.0.1:{PORT}"
METRICS_TOKEN = "smoke-metrics-token"
LASTING = ("nginx", "frontend", "api", "mcp", "renderer", "worker", "beat", "postgres", "redis")
PATIENCE_S = 420


class Failed(Exception):
    """What was promised did not come true."""


def expect(true: object, otherwise: str) -> None:
    """Raises Failed with the sentence `otherwise` unless the first is true."""
    if not true:
        raise Failed(otherwise)


def say(sentence: str) -> None:
    """One line of the report, with the time since the beginning."""
    print(f"{time.monotonic() - BEGAN:6.1f} s  {sentence}", flush=True)


BEGAN = time.monotonic()


def until(found: Callable[[], object], what: str, within_s: float = PATIENCE_S, every_s: float = 0.5) -> float:
    """Waits until `found` gives something true; gives the seconds it took, raises Failed."""
    began = time.monotonic()
    while not found():
        if time.monotonic() - began > within_s:
            raise Failed(f"waited {within_s:g} s in vain: {what}")
        time.sleep(every_s)
    return time.monotonic() - began


class Stack:
    """Docker Compose on this project. `env_file` holds what `deploy/env.sh` wrote, and what the test needs besides."""

    def __init__(self, env_file: Path) -> None:
        self.docker = shlex.split(os.environ.get("DOCKER", "docker"))
        self.command = [
            *shlex.split(os.environ.get("COMPOSE", "docker compose")),
            *("--project-name", PROJECT, "--env-file", str(env_file), "--file", str(ROOT / "docker-compose.yml")),
        ]
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COMPOSE_")},
            "ENV_FILE": str(env_file),
        }

    def compose(self, *arguments: str, check: bool = True) -> str:
        """What a command of Compose says on its standard output; Failed with what it complained of."""
        done = subprocess.run(
            [*self.command, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise Failed(f"compose {' '.join(arguments)}: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def up(self, *arguments: str) -> float:
        """Brings everything up and healthy; gives the seconds it took."""
        began = time.monotonic()
        try:
            self.compose("up", "--detach", "--wait", *arguments)
        except Failed as reason:
            # Older versions of Compose take the end of `migrate` for a failure.
            if any(state != "healthy" for _, state in self.states()):
                raise Failed(f"{reason}\n{self.states()}") from reason
        self.wait_well()
        return time.monotonic() - began

    def down(self) -> None:
        """Takes everything away, volumes too."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "5", check=False)

    def containers(self, service: str) -> list[str]:
        """The ids of a service's replicas."""
        return self.compose("ps", "--all", "--quiet", service).split()

    def states(self) -> list[tuple[str, str]]:
        """(service, healthy, unhealthy or starting; or why it does not run) of every replica that is to last."""
        found: list[tuple[str, str]] = []
        for service in LASTING:
            for container in self.containers(service):
                state = json.loads(self.inspect(container, "{{json .State}}"))
                health = state.get("Health", {}).get("Status", "no health check")
                found.append((service, health if state["Status"] == "running" else state["Status"]))
        return found

    def inspect(self, container: str, form: str) -> str:
        """One fact about a container."""
        return self.run("inspect", "--format", form, container).strip()

    def run(self, *arguments: str) -> str:
        """What a command of Docker itself says."""
        done = subprocess.run(
            [*self.docker, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Failed(f"docker {' '.join(arguments)}: {done.stderr.strip()[-2000:]}")
        return done.stdout + done.stderr

    def wait_well(self) -> float:
        """Waits until every replica of every service is healthy."""

        def well() -> bool:
            states = self.states()
            return {name for name, _ in states} == set(LASTING) and all(state == "healthy" for _, state in states)

        return until(well, "every service healthy")

    def crash(self, service: str) -> float:
        """Kills every process of a service at once, as a lack of memory does; gives the seconds until it is well again.

        The restart policy brings it back: `docker kill` would count as somebody's wish to have it stopped.
        """
        (container, *_) = self.containers(service)
        before = self.inspect(container, "{{.State.StartedAt}}")
        self.compose("exec", "-T", service, "sh", "-c", "kill -9 -1", check=False)
        until(lambda: self.inspect(container, "{{.State.StartedAt}}") != before, f"{service} was not started again", 60)
        return until(lambda: self.inspect(container, "{{.State.Health.Status}}") == "healthy", f"{service} well again")


@contextmanager
def own_stack() -> Iterator[Stack]:
    """A fresh stack of its own; it is gone in the end, unless SMOKE_KEEP is set."""
    folder = Path(tempfile.mkdtemp(prefix="fractafrag-smoke-"))
    env_file = folder / "env"
    subprocess.run(["sh", str(ROOT / "deploy" / "env.sh"), str(env_file)], check=True, stdout=subprocess.DEVNULL)
    with env_file.open("a") as file:
        file.write(f"\nHTTP_PORT={PORT}\nPUBLIC_URL={ADDRESS}\nMETRICS_TOKEN={METRICS_TOKEN}\n")
        # One address reads more here than a person does.
        file.write("LIMIT_READ=100000/minute\n")
    stack = Stack(env_file)
    try:
        yield stack
    except Failed:
        sys.stderr.write(stack.compose("ps", "--all", check=False))
        sys.stderr.write(stack.compose("logs", "--no-color", "--tail", "40", check=False)[-20000:])
        raise
    finally:
        if os.environ.get("SMOKE_KEEP"):
            print(f"The stack stays: docker compose --project-name {PROJECT} --env-file {env_file} …")
        else:
            stack.down()
            shutil.rmtree(folder, ignore_errors=True)
