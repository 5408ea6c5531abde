"""One process that must be there: started, asked whether it answers, restarted when it dies, stopped in the end."""

import asyncio
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from fractafrag.doors.supervisor import processes

State = Literal["waiting", "starting", "ready", "unwell", "restarting", "failing", "stopped"]
Probe = Callable[[], Awaitable[str | None]]

QUICK_DEATH_S = 10.0
QUICK_DEATHS = 5
FIRST_QUICK_DEATHS = 3  # what never worked is not worth as much patience
FIRST_PAUSE_S = 0.5
SLOW_PAUSE_S = 60.0
PROBE_EVERY_S = 5.0
UNWELL_S = 60.0


@dataclass
class Plan:
    """What a service is: how to start it, how to ask it, how to stop it."""

    name: str
    command: list[str]
    environment: dict[str, str]
    cwd: Path
    log: Path
    probe: Callable[["Service"], Awaitable[str | None]]
    detail: str = ""
    user: int | None = None
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGTERM
    stop_s: float = 10.0
    start_s: float = 90.0
    # False: it may be unwell for as long as it likes, and is restarted only when it dies.
    restart_when_unwell: bool = True
    before: Callable[[], None] | None = None


@dataclass
class Service:
    """A running Plan. `changed` is called with a sentence whenever there is something to tell."""

    plan: Plan
    data: Path
    changed: Callable[["Service", str], None]
    state: State = "waiting"
    reason: str = ""
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    log_start: int = 0
    started_at: float = 0.0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _was_ready: bool = False
    _restart_asked: bool = False

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def note(self) -> str:
        """What to show beside its name."""
        if self.state in ("unwell", "restarting", "failing") and self.reason:
            return self.reason.splitlines()[0]
        return self.plan.detail

    def wake(self) -> None:
        """Says that a child may have died: look now."""
        self._wake.set()

    def ask_restart(self) -> None:
        """Ends the process, so that it comes up again with what has changed."""
        self._restart_asked = True
        self._wake.set()

    async def keep(self) -> None:
        """Keeps the process there until `stop`; returns only then."""
        quick_deaths = 0
        while not self._stopping:
            try:
                self._start()
            except OSError as error:
                self.reason = f"cannot be started: {error}"
                asked = False
            else:
                asked = await self._watch()
            if self._stopping:
                return
            lived = time.monotonic() - self.started_at
            await asyncio.to_thread(self._clear)
            if asked:
                self._tell("restarting", "")
                continue
            quick_deaths = quick_deaths + 1 if lived < QUICK_DEATH_S else 1
            slow = quick_deaths >= (QUICK_DEATHS if self._was_ready else FIRST_QUICK_DEATHS)
            pause = SLOW_PAUSE_S if slow else FIRST_PAUSE_S * 2 ** (quick_deaths - 1)
            self._tell("failing" if slow else "restarting", self.reason)
            self.restarts += 1
            await self._sleep(pause)

    def _start(self) -> None:
        self.started_at = time.monotonic()
        self._restart_asked = False
        if self.plan.before is not None:
            self.plan.before()
        processes.rotate(self.plan.log)
        self.log_start = self.plan.log.stat().st_size if self.plan.log.exists() else 0
        self.process = processes.spawn(
            self.plan.command,
            environment=self.plan.environment,
            cwd=self.plan.cwd,
            log=self.plan.log,
            user=self.plan.user,
            death_signal=self.plan.death_signal,
        )
        if self.state != "failing":
            self._tell("starting", "")

    async def _watch(self) -> bool:
        """Returns when the process is dead; True when its restart was asked for."""
        process = self.process
        assert process is not None
        well_at = time.monotonic()
        next_probe = 0.0
        while (code := process.poll()) is None:
            now = time.monotonic()
            if self._stopping:
                return False
            if self._restart_asked:
                self._restart_asked = False
                await self._end(process)
                return True
            if now >= next_probe:
                why = await self.plan.probe(self)
                now = time.monotonic()
                if process.poll() is not None:
                    continue
                if why is None:
                    well_at = now
                    self._was_ready = True
                    if self.state != "ready":
                        self._tell("ready", "")
                elif self.state in ("ready", "unwell"):
                    if self.state == "ready" and now - well_at > 2 * PROBE_EVERY_S:
                        self._tell("unwell", why)
                    if self.plan.restart_when_unwell and now - well_at > UNWELL_S:
                        self.reason = f"it {why} for {UNWELL_S:.0f} seconds and was ended"
                        await self._end(process)
                        return False
                elif now - well_at > self.plan.start_s:
                    self.reason = f"not ready after {self.plan.start_s:.0f} seconds: it {why}"
                    self.reason = "\n".join([self.reason, *self.said()])
                    await self._end(process)
                    return False
                next_probe = now + (PROBE_EVERY_S if self.state in ("ready", "unwell") else 0.1)
            await self._sleep(max(0.02, min(1.0, next_probe - now)))
        self.reason = "\n".join([_death(code), *self.said()])
        return False

    def said(self, count: int = 8) -> list[str]:
        """The last lines it wrote since its start."""
        return processes.last_lines(self.plan.log, count, self.log_start)

    async def _sleep(self, seconds: float) -> None:
        self._wake.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(self.plan.stop_signal)
        deadline = time.monotonic() + self.plan.stop_s
        while process.poll() is None and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        if process.poll() is None:
            processes.signal_group(process, signal.SIGKILL)
            while process.poll() is None:
                await asyncio.sleep(0.02)

    def _clear(self) -> None:
        """Ends what the dead process left: its group, and children that went into sessions of their own."""
        if self.process is not None:
            processes.signal_group(self.process, signal.SIGKILL)
        processes.end(processes.marked(self.data, self.name), gently_s=0)

    async def stop(self) -> None:
        """Stops the process and all it left; it is not started again."""
        self._stopping = True
        self._wake.set()
        if self.process is not None:
            if self.process.poll() is None:
                await self._end(self.process)
            await asyncio.to_thread(self._clear)
        self._tell("stopped", "")

    def kill(self) -> None:
        """Ends the process at once."""
        self._stopping = True
        if self.process is not None and self.process.poll() is None:
            processes.signal_group(self.process, signal.SIGKILL)

    def _tell(self, state: State, reason: str) -> None:
        self.state = state
        if reason or state == "ready":
            self.reason = reason
        self.changed(self, reason)


def _death(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
