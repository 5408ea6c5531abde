"""Plots of the simulator and of serving as PNG, drawn by matplotlib, which only this benchmark needs."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from simulate import Run

mpl.use("Agg")
import matplotlib.pyplot as plt

COLOURS = {"ours": "#7bbf00", "mean vector": "#4f7cff", "Wilson + tags": "#ff8a3c"}


def by_round(found: dict[str, list[Run]], worlds: Sequence[str], path: Path) -> None:
    """Mean y of each page over the seeds, with the spread between them, a panel for each world."""
    figure, panels = plt.subplots(1, len(worlds), figsize=(4 * len(worlds), 3.2), sharey=True, squeeze=False)
    for panel, world in zip(panels[0], worlds, strict=True):
        for name, colour in COLOURS.items():
            runs = np.stack([run.by_round for run in found[f"{world}/{name}"]])
            pages = np.arange(1, runs.shape[1] + 1)
            panel.plot(pages, runs.mean(0), color=colour, label=name)
            panel.fill_between(pages, runs.min(0), runs.max(0), color=colour, alpha=0.15, linewidth=0)
        panel.set_title(world)
        panel.set_xlabel("page of 20")
        panel.grid(alpha=0.2)
    panels[0][0].set_ylabel("mean y")
    panels[0][0].legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    plt.close(figure)


def growth(found: Mapping[int, tuple[Sequence[float], Sequence[float]]], path: Path) -> None:
    """Median and 95th percentile of first and of later pages, in ms, over the number of works."""
    figure, panel = plt.subplots(figsize=(6, 3.6))
    sizes = sorted(found)
    for place, (name, colour) in enumerate((("first page", "#4f7cff"), ("later page", "#7bbf00"))):
        for share, dashes in ((50, "-"), (95, "--")):
            values = [float(np.percentile(found[works][place], share)) for works in sizes]
            panel.plot(sizes, values, dashes, color=colour, marker="o", label=f"{name}, p{share}")
    panel.axhline(50, color="#999999", linewidth=0.8)
    panel.set_xscale("log")
    panel.set_ylim(0)
    panel.set_xlabel("works")
    panel.set_ylabel("ms")
    panel.grid(alpha=0.2)
    panel.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    plt.close(figure)
