"""The worst day: everything is gone but the archive and `.env`."""

import subprocess
import tempfile
from typing import Any

from client import get
from stack import LASTING, Failed, Stack, expect, say


def rescue(stack: Stack) -> None:
    """Backs up, takes everything away, restores, and compares what readers see. Raises Failed."""
    before = _seen()
    with tempfile.TemporaryFile() as archive:
        _piped(stack, "exec", "-T", "api", "fractafrag", "backup", "-", stdout=archive)
        size = archive.tell()
        stack.down()
        stack.compose("up", "--detach", "--wait", "postgres", "redis")
        archive.seek(0)
        _piped(stack, "run", "--rm", "--no-deps", "-T", "api", "fractafrag", "restore", "-", stdin=archive)
    took = stack.up()
    after = _seen()
    # Drawing goes on until the backup, so there may be more than were counted before it.
    lost = [shader_id for shader_id, card in before.items() if _kept(after.get(shader_id)) != _kept(card)]
    expect(not lost, f"{len(lost)} of {len(before)} works are lost or others after restoring: {lost[:5]}")
    for card in after.values():
        for url in filter(None, (card["render"]["poster_url"], *(film["url"] for film in card["render"]["films"]))):
            expect(get(url).status == 200, f"{url} is not there after restoring")
    say(f"backed up {size:,} bytes, removed every volume, restored; {len(after)} works with their media are back")
    say(f"{len(LASTING)} services healthy {took:.1f} s after the restore")


def _kept(card: Any) -> Any:
    return card and (card["title"], card["author"], card["version"], card["published_at"], card["render"])


def _piped(stack: Stack, *arguments: str, **streams: Any) -> None:
    done = subprocess.run(
        [*stack.command, *arguments],
        env=stack.environment,
        stderr=subprocess.PIPE,
        check=False,
        **({"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL} | streams),
    )
    if done.returncode:
        raise Failed(f"compose {' '.join(arguments)}: {done.stderr.decode(errors='replace')[-2000:]}")


def _seen() -> dict[str, Any]:
    """Every public work that has its pictures, as strangers see it."""
    found: dict[str, Any] = {}
    cursor = ""
    while True:
        page = get(f"/api/v1/feed/new?limit=50{cursor}").json()
        found |= {card["id"]: card for card in page["items"] if card["render"]["status"] == "ready"}
        if not page.get("next_cursor"):
            return found
        cursor = f"&cursor={page['next_cursor']}"
