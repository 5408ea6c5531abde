"""Which processes one instance consists of, and how each is started and asked."""

import shutil
import signal
import sys
from collections.abc import Awaitable
from dataclasses import dataclass

from fractafrag.core.queue import QUEUES
from fractafrag.core.settings import ROOT
from fractafrag.doors.supervisor import postgres, probes, processes, valkey
from fractafrag.doors.supervisor.layout import Layout, UpSettings
from fractafrag.doors.supervisor.ports import free_port
from fractafrag.doors.supervisor.postgres import Postgres
from fractafrag.doors.supervisor.service import Plan, Service
from fractafrag.doors.supervisor.trouble import NotInstalledError
from fractafrag.doors.supervisor.valkey import Valkey

RENDERER = ROOT / "renderer" / "dist" / "main.js"
VITE = ROOT / "node_modules" / "vite" / "bin" / "vite.js"


@dataclass
class Fleet:
    """The parts of one instance; a part that the settings place elsewhere is None here."""

    settings: UpSettings
    layout: Layout
    addresses: dict[str, str]
    postgres: Postgres | None
    valkey: Valkey | None
    renderer_port: int | None

    def environment(self, service: str) -> dict[str, str]:
        """What a process of ours finds in its environment."""
        known = {**processes.environment(self.layout.data, service), **self.addresses, "PYTHONUNBUFFERED": "1"}
        # Matrices of a feed are small: threads for them cost seven times what they save.
        return {"OPENBLAS_NUM_THREADS": "1", **known}

    def plans(self, *, dev: bool = False) -> dict[str, Plan]:
        """Every process by name, in the order of their start."""
        found = [self._postgres(), self._valkey(), self._renderer(), self._api(), self._beat(), self._worker()]
        if dev:
            found.append(self._web())
        return {plan.name: plan for plan in found if plan is not None}

    def python(self, *arguments: str) -> list[str]:
        """A command of our own Python."""
        return [sys.executable, *arguments]

    def _postgres(self) -> Plan | None:
        server = self.postgres
        if server is None:
            return None
        return Plan(
            name="postgres",
            command=server.command(),
            environment=processes.environment(self.layout.data, "postgres"),
            cwd=server.folder,
            log=self.layout.log("postgres"),
            probe=lambda _: server.probe(),
            detail=f"PostgreSQL 16 on port {server.port}",
            user=server.user,
            stop_signal=signal.SIGINT,  # its fast stop: ends connections, writes everything down
            death_signal=signal.SIGINT,
            stop_s=30,
            restart_when_unwell=False,  # it may be long at work on its own recovery
            before=lambda: postgres.end_leftovers(server.folder),
        )

    def _valkey(self) -> Plan | None:
        server = self.valkey
        if server is None:
            return None
        return Plan(
            name="valkey",
            command=server.command(),
            environment=processes.environment(self.layout.data, "valkey"),
            cwd=self.layout.valkey,
            log=self.layout.log("valkey"),
            probe=lambda _: server.probe(),
            detail=f"Valkey on port {server.port}",
        )

    def _renderer(self) -> Plan | None:
        port = self.renderer_port
        if port is None:
            return None
        return Plan(
            name="renderer",
            command=renderer_command(),
            environment={**self.environment("renderer"), "RENDERER_PORT": str(port)},
            cwd=ROOT,
            log=self.layout.log("renderer"),
            probe=lambda _: probes.http("127.0.0.1", port, "/health"),
            detail=f"renderer on port {port}",
            restart_when_unwell=False,  # busy or renewing its browser; it has a watchdog of its own
        )

    def _api(self) -> Plan:
        host, port = self.settings.host, self.settings.port
        asked = probes.reachable(host)
        workers = ("--workers", str(self.settings.api_workers)) if self.settings.api_workers > 1 else ()
        return Plan(
            name="api",
            command=self.python(
                *("-m", "uvicorn", "fractafrag.doors.http:create_app", "--factory"),
                *("--host", host, "--port", str(port), *workers),
                # Whose X-Forwarded-For is believed is a setting of ours, not uvicorn's to guess.
                *("--no-proxy-headers", "--no-server-header", "--timeout-graceful-shutdown", "5"),
            ),
            # A session lives in one process, and no request knows which it will meet.
            environment=self.environment("api") | ({"MCP_SESSIONS": "false"} if workers else {}),
            cwd=self.layout.data,
            log=self.layout.log("api"),
            probe=lambda _: probes.http(asked, port, "/health/live"),
            detail=f"API and web app on port {port}",
        )

    def _celery(self, name: str, *arguments: str, detail: str) -> Plan:
        def ready(service: Service) -> Awaitable[str | None]:
            return probes.said(service.plan.log, " ready.", service.log_start, once=service.state == "ready")

        return Plan(
            name=name,
            command=self.python(
                *("-m", "celery", "-A", "fractafrag.doors.worker:app", "worker"),
                *("--hostname", f"{name}@%h", "--loglevel", self.settings.log_level),
                *("--without-mingle", "--without-gossip", "--without-heartbeat", *arguments),
            ),
            environment=self.environment(name),
            cwd=self.layout.data,
            log=self.layout.log(name),
            probe=ready,
            # Nobody waits for its tasks when we are gone: they are done again after the next start.
            death_signal=signal.SIGQUIT,
            detail=detail,
        )

    def _beat(self) -> Plan:
        # Relays facts and values views beside the worker, so that no long render keeps them waiting; beat lives in the
        # same process.
        schedule = str(self.layout.data / "beat-schedule")
        return self._celery(
            "beat", "--pool", "solo", "--queues", "relay", "--beat", "--schedule", schedule, detail="relay and schedule"
        )

    def _worker(self) -> Plan:
        count = self.settings.worker_concurrency
        return self._celery(
            "worker",
            *("--queues", ",".join(QUEUES), "--concurrency", str(count)),
            detail=f"{count} tasks at once",
        )

    def _web(self) -> Plan:
        port = free_port(5173)
        return Plan(
            name="web",
            command=[
                node(),
                str(ROOT / "node_modules" / "vite" / "bin" / "vite.js"),
                "--strictPort",
                "--clearScreen=false",
            ],
            environment={**self.environment("web"), "WEB_PORT": str(port)},
            cwd=ROOT / "web",
            log=self.layout.log("web"),
            probe=lambda _: probes.http("localhost", port, "/"),
            detail=f"http://localhost:{port} reloads as you write",
        )


def node() -> str:
    """The path of Node; raises NotInstalledError."""
    found = shutil.which("node")
    if found is None:
        raise NotInstalledError("Node is not installed: Fractafrag needs Node 20.19 or newer on the PATH.")
    return found


def renderer_command() -> list[str]:
    """The command of the renderer; raises NotInstalledError."""
    if not RENDERER.is_file():
        raise NotInstalledError("The renderer is not built; run: make run")
    return [node(), str(RENDERER)]


def assemble(settings: UpSettings, layout: Layout) -> Fleet:
    """Decides which parts are ours and where they listen, and prepares their folders.

    Raises PostgresError, NotInstalledError or OSError.
    """
    secrets, fresh = layout.secrets()
    url = f"http://{_bracketed(probes.reachable(settings.host))}:{settings.port}"
    addresses = {
        "PUBLIC_URL": url,
        "HOST": settings.host,
        "PORT": str(settings.port),
        "MEDIA_DIR": str(layout.data / "renders"),
        **{name: secrets[name] for name in ("JWT_SECRET", "API_KEY_PEPPER", "SECRETS_KEY")},
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "RENDERER_URL": settings.renderer_url,
    }
    database = cache = None
    renderer_port = None
    if not settings.given("database_url"):
        database = postgres.prepare(layout, settings.postgres_port, secrets["POSTGRES_PASSWORD"], new_password=fresh)
        addresses["DATABASE_URL"] = database.url()
    if not settings.given("redis_url"):
        cache = valkey.prepare(layout, settings.valkey_port, secrets["VALKEY_PASSWORD"])
        addresses["REDIS_URL"] = cache.url()
    if not settings.given("renderer_url"):
        renderer_port = settings.renderer_port or free_port(21000, layout.data)
        addresses["RENDERER_URL"] = f"http://127.0.0.1:{renderer_port}"
        renderer_command()
    addresses |= settings.variables()
    return Fleet(settings, layout, addresses, database, cache, renderer_port)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
