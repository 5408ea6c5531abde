"""Simulator and evaluation of the feed in one command: prints the tables, and draws the plot beside this file.

python bench/feed/run.py [--seeds 10] [--no-ablations] [--no-offline]
"""

import argparse
import importlib.util
from pathlib import Path

from offline import bandit_table, movielens_table
from simulate import Run, all_runs, interval
from world import WORLDS, Kind

FOLDER = Path(__file__).resolve().parent
DATA = FOLDER.parents[1] / ".fractafrag" / "bench"


def mean(runs: list[Run], name: str) -> float:
    """The mean of one number over seeds."""
    return sum(getattr(run, name) for run in runs) / len(runs)


def rivals_table(found: dict[str, list[Run]], kind: Kind) -> None:
    """What each policy reached in one world, and ours against it, paired by seed."""
    ours = found[f"{kind.name}/ours"]
    print(f"\n### world “{kind.name}”\n")
    print(
        "| policy | mean y | ours − it, 95 % | first success, slots | works under 24 h | styles a page | Gini |", end=""
    )
    print(" pages to recover |" if kind.drift_round else "")
    print("|---|---|---|---|---|---|---|" + ("---|" if kind.drift_round else ""))
    for name in ("mean vector", "Wilson + tags", "ours"):
        runs = found[f"{kind.name}/{name}"]
        gap, half = interval([a.mean_y - b.mean_y for a, b in zip(ours, runs, strict=True)])
        against = "" if name == "ours" else f"{gap:+.3f} ± {half:.3f}"
        row = f"| {name} | {mean(runs, 'mean_y'):.3f} | {against} | {mean(runs, 'first_positive'):.1f} "
        row += f"| {100 * mean(runs, 'young_share'):.0f} % | {mean(runs, 'styles'):.1f} | {mean(runs, 'gini'):.2f} |"
        if kind.drift_round:
            row += f" {sum(run.pages_to_recover(kind.drift_round) for run in runs) / len(runs):.1f} |"
        print(row)


def ablations_table(found: dict[str, list[Run]], kind: Kind) -> None:
    """What is lost when one part is taken away, paired by seed."""
    ours = found[f"{kind.name}/ours"]
    print(f"\n### taken away, world “{kind.name}”\n\n| without | mean y | whole − it, 95 % | works under 24 h | Gini |")
    print("|---|---|---|---|---|")
    known = {f"{one.name}/{name}" for one in WORLDS for name in ("mean vector", "Wilson + tags", "ours")}
    for key, runs in found.items():
        if key in known:
            continue
        gap, half = interval([a.mean_y - b.mean_y for a, b in zip(ours, runs, strict=True)])
        row = f"| {key.split('/')[1]} | {mean(runs, 'mean_y'):.3f} | {gap:+.3f} ± {half:.3f} "
        print(row + f"| {100 * mean(runs, 'young_share'):.0f} % | {mean(runs, 'gini'):.2f} |")


def main() -> None:
    """All tables; bounded by the number of seeds."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=10, choices=range(2, 11), metavar="2…10")
    asked.add_argument("--no-ablations", action="store_true")
    asked.add_argument("--no-offline", action="store_true")
    wanted = asked.parse_args()
    if not wanted.no_offline:
        print("### MovieLens-100k\n\n| method | NDCG@20 | parameters, from the validation part |\n|---|---|---|")
        for name, value, words in movielens_table(DATA):
            print(f"| {name} | {value:.3f} | {words} |", flush=True)
        print("\n### Open Bandit\n\n| policy | clicks in a thousand, 95 % | impressions that count |\n|---|---|---|")
        for name, value, half, size in bandit_table(DATA):
            print(f"| {name} | {value:.1f} ± {half:.1f} | {size:.0f} |", flush=True)
    found = all_runs(WORLDS, wanted.seeds, None if wanted.no_ablations else WORLDS[0])
    for kind in WORLDS:
        rivals_table(found, kind)
    if not wanted.no_ablations:
        ablations_table(found, WORLDS[0])
    if importlib.util.find_spec("matplotlib") is None:
        print("\nNo plot: `pip install matplotlib` brings what draws it.")
        return
    from plots import by_round

    by_round(found, [kind.name for kind in WORLDS], FOLDER / "by-round.png")


if __name__ == "__main__":
    main()
