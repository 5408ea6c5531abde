"""`fractafrag up`: brings one instance up in order, keeps it up, and takes it down in order."""

import asyncio
import contextlib
import hashlib
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape

from fractafrag.core.settings import ROOT
from fractafrag.doors.supervisor import fleet, ports, probes, processes
from fractafrag.doors.supervisor.layout import Layout, UpSettings
from fractafrag.doors.supervisor.screen import Screen
from fractafrag.doors.supervisor.service import Service
from fractafrag.doors.supervisor.trouble import AlreadyRunningError, Trouble
from fractafrag.doors.supervisor.watch import Watch

EXIT_FAILED = 1
EXIT_PORT_TAKEN = 3
EXIT_ALREADY_RUNNING = 4

# The doors close first and the database last.
STOP_ORDER = ("web", "api", "beat", "worker", "renderer", "valkey", "postgres")
READY_S = 60.0
REACH_S = 20.0


class StartFailedError(Exception):
    """A part without which nothing works did not come up."""

    def __init__(self, name: str, reason: str, log: Path | None = None) -> None:
        super().__init__(reason)
        self.name, self.reason, self.log = name, reason, log


@dataclass
class Step:
    """Something done once on the way up, shown like a service."""

    name: str
    state: str = "waiting"
    note: str = ""


def up(settings: UpSettings, *, dev: bool = False) -> int:
    """Runs the instance until it is told to stop; returns the exit code."""
    screen = Screen()
    layout = Layout(settings.data)
    try:
        layout.prepare()
        with layout.held():
            processes.adopt_orphans()
            left = processes.sweep(layout.data)
            if left:
                screen.say(f"[dim]Ended {left} processes that an earlier run had left behind.[/]")
            if not ports.is_free(settings.host, settings.port):
                screen.say(f"[red]✗[/] {escape(ports.taken_sentence(settings.port))}")
                return EXIT_PORT_TAKEN
            return asyncio.run(Instance(settings, layout, screen, dev=dev).run())
    except AlreadyRunningError as error:
        screen.say(f"[red]✗[/] {escape(str(error))}")
        return EXIT_ALREADY_RUNNING
    except Trouble as error:
        screen.say(f"[red]✗[/] {escape(str(error))}")
    except OSError as error:
        screen.say(f"[red]✗[/] {escape(str(error))}")
    return EXIT_FAILED


class Instance:
    """One instance on its way up, up, and on its way down."""

    def __init__(self, settings: UpSettings, layout: Layout, screen: Screen, *, dev: bool) -> None:
        self._settings, self._layout, self._screen, self._dev = settings, layout, screen, dev
        self._services: dict[str, Service] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._stop = asyncio.Event()
        self._hurry = False
        self._up = False
        self._helpers: list[asyncio.Task[None]] = []

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._asked_to_stop)
        loop.add_signal_handler(signal.SIGCHLD, self._child_changed)
        began = time.monotonic()
        code = 0
        try:
            self._fleet = fleet.assemble(self._settings, self._layout)
            start = asyncio.create_task(self._start(began))
            stopped = asyncio.create_task(self._stop.wait())
            await asyncio.wait({start, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                start.result()
                await stopped
            start.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await start
        except StartFailedError as error:
            code = EXIT_FAILED
            self._screen.say(f"\n[red]✗ {error.name} is not there:[/] {escape(error.reason)}")
            if error.log is not None:
                self._screen.say(f"[dim]All it said: {escape(str(error.log))}[/]")
        finally:
            await self._take_down()
        return code

    async def _start(self, began: float) -> None:
        parts = self._fleet
        self._services = {
            name: Service(plan, self._layout.data, self._changed) for name, plan in parts.plans(dev=self._dev).items()
        }
        self._layout.write_state({**parts.addresses, "URL": parts.addresses["PUBLIC_URL"]})
        migrations, library = Step("schema"), Step("library")
        rows = list(self._services.values())
        first = [row for row in rows if row.name in ("postgres", "valkey", "renderer")]
        shown = [*first, migrations, library, *(row for row in rows if row not in first)]
        with self._screen.starting(shown):
            for service in first:
                self._keep(service)
            await self._wait_for("postgres")
            await self._reach("database", "DATABASE_URL", probes.database)
            await self._once(migrations, "migrate", "up to date")
            await self._wait_for("valkey")
            await self._reach("redis", "REDIS_URL", probes.redis)
            if not self._is_seeded():
                await self._once(library, "seed", "the first shaders are there", watch_progress=True)
                self._note_seeded()
            else:
                library.state, library.note = "ready", "the first shaders are there"
            for service in rows:
                if service not in first:
                    self._keep(service)
            await self._wait_for("api")
            for name in self._services:
                await self._wait_for(name, needed=False)
        await self._say_ready(began)

    def _keep(self, service: Service) -> None:
        self._keepers.append(asyncio.create_task(service.keep()))

    async def _wait_for(self, name: str, *, needed: bool = True) -> None:
        """Until a service is ready, or failing; raises StartFailedError for a failing one that is needed."""
        service = self._services.get(name)
        while service is not None and service.state not in ("ready", "failing"):
            await asyncio.sleep(0.05)
        if needed and service is not None and service.state == "failing":
            raise StartFailedError(name, service.reason, service.plan.log)

    async def _reach(self, name: str, setting: str, ask: Callable[[str], Awaitable[str | None]]) -> None:
        """Until a server answers that the settings place elsewhere; raises StartFailedError."""
        if not self._settings.given(setting.lower()):
            return
        deadline = time.monotonic() + REACH_S
        while (why := await ask(self._fleet.addresses[setting])) is not None:
            if time.monotonic() > deadline:
                raise StartFailedError(name, f"it {why.rstrip('.')}. Its address is the setting {setting}.")
            await asyncio.sleep(0.5)

    async def _once(self, step: Step, command: str, done: str, *, watch_progress: bool = False) -> None:
        """Runs one of our own commands to its end; raises StartFailedError."""
        step.state = "starting"
        self._screen.refresh()
        log = self._layout.log(command)
        processes.rotate(log)
        since = log.stat().st_size if log.exists() else 0
        process = processes.spawn(
            self._fleet.python("-m", "fractafrag.doors.cli", command, *(["--lines"] if watch_progress else [])),
            environment=self._fleet.environment(command),
            cwd=ROOT,
            log=log,
        )
        try:
            while process.poll() is None:
                if watch_progress:
                    self._show_progress(processes.last_lines(log, 1, since))
                await asyncio.sleep(0.05)
        finally:
            if process.poll() is None:
                processes.signal_group(process, signal.SIGKILL)
                process.wait()
        if process.returncode != 0:
            step.state, step.note = "failing", "failed"
            self._screen.refresh()
            raise StartFailedError(step.name, "\n".join(processes.last_lines(log, 8, since)), log)
        step.state, step.note = "ready", done
        if watch_progress:
            self._screen.progress(1, 1, "")
        self._screen.refresh()

    def _show_progress(self, lines: list[str]) -> None:
        counts, _, title = (lines[0] if lines else "").partition(" ")
        done, slash, total = counts.partition("/")
        if slash and done.isdigit() and total.isdigit():
            self._screen.progress(int(done), int(total), title)

    def _seed_stamp(self) -> str:
        digest = hashlib.sha256()
        folder = self._settings.library_dir
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file():
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def _is_seeded(self) -> bool:
        # Somebody else's database may have been emptied since: then only asking it tells.
        stamp = self._layout.data / "seeded"
        return self._fleet.postgres is not None and stamp.exists() and stamp.read_text() == self._seed_stamp()

    def _note_seeded(self) -> None:
        (self._layout.data / "seeded").write_text(self._seed_stamp())

    async def _say_ready(self, began: float) -> None:
        """Asks the API whether every part answers, and says the address, or what is missing."""
        host, port = probes.reachable(self._settings.host), self._settings.port
        while (why := await probes.http(host, port, "/health/ready")) is not None:
            if time.monotonic() - began > READY_S:
                break
            await asyncio.sleep(0.25)
        for service in self._services.values():
            if service.state == "failing":
                self._screen.say(f"\n[red]✗ {service.name} is not there:[/] {escape(service.reason)}")
                self._screen.say(
                    f"[dim]It is tried again every minute. All it said: {escape(str(service.plan.log))}[/]"
                )
        if why is not None:
            self._screen.say(f"\n[yellow]! Not every part answers:[/] {escape(why)}")
        address = self._fleet.addresses["PUBLIC_URL"]
        self._screen.say(
            f"\n  [bold]Fractafrag is {'ready' if why is None else 'up'}:[/] [bold cyan]{escape(address)}[/]"
        )
        if "web" in self._services:
            self._screen.say(f"  {escape(self._services['web'].plan.detail)}")
            self._helpers.append(asyncio.create_task(self._reload()))
        self._screen.say(
            f"  [dim]{time.monotonic() - began:.1f} s. Logs in {escape(str(self._layout.logs))}. Ctrl-C stops it.[/]\n"
        )
        self._up = True
        self._helpers.append(asyncio.create_task(self._turn_logs()))

    async def _turn_logs(self) -> None:
        while True:
            await asyncio.sleep(30)
            for service in self._services.values():
                processes.rotate(service.plan.log)

    async def _reload(self) -> None:
        """Restarts what runs changed source."""
        python = Watch([ROOT / "server" / "fractafrag"], (".py",))
        drawing = Watch([ROOT / "renderer" / "src", ROOT / "runtime" / "src"], (".ts", ".html"))
        while True:
            await asyncio.sleep(0.5)
            if changed := python.changed():
                self._screen.say(f"[dim]↻ {escape(changed.name)} changed: api, beat and worker start anew[/]")
                for name in ("api", "beat", "worker"):
                    self._services[name].ask_restart()
            if (changed := drawing.changed()) and "renderer" in self._services:
                self._screen.say(f"[dim]↻ {escape(changed.name)} changed: the renderer is built anew[/]")
                await self._rebuild_renderer()

    async def _rebuild_renderer(self) -> None:
        log = self._layout.log("build")
        process = processes.spawn(
            [fleet.node(), "build.mjs"],
            environment=self._fleet.environment("build"),
            cwd=ROOT / "renderer",
            log=log,
        )
        while process.poll() is None:
            await asyncio.sleep(0.05)
        if process.returncode == 0:
            self._services["renderer"].ask_restart()
        else:
            self._screen.say(
                "[red]✗ the renderer does not build:[/]\n" + escape("\n".join(processes.last_lines(log, 20)))
            )

    def _changed(self, service: Service, reason: str) -> None:
        if self._up and not self._stop.is_set():
            if service.state == "restarting" and reason:
                self._screen.say(f"[yellow]↻ {service.name} {escape(reason.splitlines()[0])}; it is started again[/]")
            elif service.state == "failing":
                self._screen.say(
                    f"[red]✗ {service.name} dies again and again; it is tried every minute:[/]\n{escape(reason)}"
                )
            elif service.state == "unwell":
                self._screen.say(f"[yellow]! {service.name} {escape(reason)}[/]")
            elif service.state == "ready":
                self._screen.say(f"[green]✓ {service.name} is there[/]")
        self._screen.refresh()

    def _child_changed(self) -> None:
        processes.reap()
        for service in self._services.values():
            service.wake()

    def _asked_to_stop(self) -> None:
        if self._stop.is_set():  # asked twice: no more patience
            self._hurry = True
            for service in self._services.values():
                if service.name != "postgres":
                    service.kill()
            return
        self._stop.set()
        self._screen.say("\n[dim]Stopping…[/]")

    async def _take_down(self) -> None:
        self._stop.set()
        for task in self._helpers:
            task.cancel()
        services = [self._services[name] for name in STOP_ORDER if name in self._services]
        before, last = [s for s in services if s.name not in ("valkey", "postgres")], services[-2:]
        doors = [s for s in before if s.name in ("web", "api")]
        await asyncio.gather(*(service.stop() for service in doors))
        await asyncio.gather(*(service.stop() for service in before if service not in doors))
        await asyncio.gather(*(service.stop() for service in last if service not in before))
        for task in self._keepers:
            task.cancel()
        await asyncio.gather(*self._keepers, *self._helpers, return_exceptions=True)
        left = await asyncio.to_thread(processes.sweep, self._layout.data, gently_s=1)
        processes.reap()
        self._layout.state.unlink(missing_ok=True)
        sentence = "Stopped." if not left else f"Stopped; {left} processes had to be ended."
        self._screen.say(f"[dim]{sentence}[/]")
