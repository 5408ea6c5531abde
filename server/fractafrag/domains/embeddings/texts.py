"""Pure room: a work in words: what its author says of it, and what its code gives away."""

from collections.abc import Sequence

DESCRIPTION_CHARACTERS = 600
_SAID: dict[str, str] = {
    "3d": "a three-dimensional raymarched scene",
    "audio": "reacts to sound and music",
    "camera": "reads the camera",
    "feedback": "a simulation with feedback between frames",
    "keyboard": "played with the keyboard",
    "mouse": "interactive, follows the mouse",
    "picture": "made from pictures",
}


def words_of(title: str, tags: Sequence[str], description: str, traits: Sequence[str]) -> str:
    """One text: the title, the tags, the description's beginning, and the traits in words."""
    parts = [title, ", ".join(tags), description[:DESCRIPTION_CHARACTERS], *(_SAID[one] for one in traits)]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
