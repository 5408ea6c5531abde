"""Pure room: under which licence a work that was made from another may stand."""

from fractafrag.domains.shaders.contract import LICENCES

_PERMISSIVE = frozenset({"CC0-1.0", "CC-BY-4.0", "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "Unlicense"})
_STRICT: dict[str, frozenset[str]] = {
    "CC-BY-NC-4.0": frozenset({"CC-BY-NC-SA-4.0"}),
    "CC-BY-NC-SA-3.0": frozenset({"CC-BY-NC-SA-4.0"}),
    "GPL-3.0-or-later": frozenset({"GPL-3.0-only"}),
}


def permitted(parent: str | None) -> frozenset[str]:
    """Licences that a work made from one under `parent` may have: its own, and those that ask for no less.

    A permissive licence permits any (its author stays named as the parent's); one that asks for the same again, or
    against commerce, permits only its like. A parent without a licence is one's own draft, and permits any.
    """
    if parent is None or parent in _PERMISSIVE:
        return LICENCES
    return frozenset({parent}) | _STRICT.get(parent, frozenset())
