"""What a person sees of the start: one line a service while it happens, plain sentences from then on."""

import contextlib
import sys
from collections.abc import Generator, Iterable
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

SIGNS = {
    "waiting": "[dim]·[/]",
    "starting": "[yellow]…[/]",
    "ready": "[green]✓[/]",
    "unwell": "[yellow]![/]",
    "restarting": "[yellow]↻[/]",
    "failing": "[red]✗[/]",
    "stopped": "[dim]■[/]",
}


class Shown(Protocol):
    """What the screen needs to know of a service."""

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def note(self) -> str: ...


class Screen:
    """Prints to a terminal, or plain lines where there is none. A closed terminal never stops the instance."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
        self._live: Live | None = None
        self._rows: list[Shown] = []
        self._told: dict[str, str] = {}
        self._bar = Progress(
            TextColumn("  {task.description}"),
            BarColumn(30),
            TextColumn("{task.completed}/{task.total} {task.fields[title]}"),
        )
        self._task = self._bar.add_task("first shaders", total=None, title="", visible=False)

    @contextlib.contextmanager
    def starting(self, rows: Iterable[Shown]) -> Generator[None]:
        """While the block runs, the rows are shown as a living table, in a terminal."""
        self._rows = list(rows)
        if not self._console.is_terminal:
            try:
                yield
            finally:
                self._rows = []
            return
        # Refreshed by us: a thread of rich's own would be in the way when children are forked.
        self._live = Live(self._table(), console=self._console, auto_refresh=False, transient=False)
        try:
            with self._live:
                yield
        finally:
            self._live = None

    def refresh(self) -> None:
        """Shows the rows as they are now."""
        with contextlib.suppress(OSError):
            if self._live is not None:
                self._live.update(self._table(), refresh=True)
            elif not self._console.is_terminal:
                for row in self._rows:
                    if self._told.get(row.name) != row.state and row.state in ("ready", "failing"):
                        self.say(f"{SIGNS[row.state]} {row.name:<10} {escape(row.note)}")
                    self._told[row.name] = row.state

    def progress(self, done: int, total: int, title: str) -> None:
        """How far the first seeding is."""
        self._bar.update(self._task, completed=done, total=total, title=title, visible=done < total)
        self.refresh()

    def say(self, markup: str) -> None:
        """One line for the person."""
        with contextlib.suppress(OSError):
            self._console.print(markup)

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        for row in self._rows:
            table.add_row(f"  {SIGNS[row.state]}", row.name, f"[dim]{escape(row.note)}[/]")
        outer = Table.grid()
        outer.add_row(table)
        if self._bar.tasks[0].visible:
            outer.add_row(self._bar)
        return outer
