"""Pure room: how large a source becomes when its macros are expanded, found without expanding them.

The size of a macro's expansion is linear in the sizes of its arguments: a constant, and for each parameter how often it
comes to stand in the text. Such sizes compose, so a bomb of forty doublings is measured in forty steps. Where the text
leaves a choice (the branches of `#if`, a macro defined again), every alternative is taken and the largest counts, so
the answer is an upper bound for everything but names that are pasted together across a macro's edge.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MAX_DEPTH = 48
"""Macros within macros, and macro calls within the arguments of macro calls."""
MAX_STEPS = 500_000
"""Tokens looked at; a source of 128 KiB with sane macros needs a tenth."""

_CONTINUED = re.compile(r"\\\r?\n")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_DIRECTIVE = re.compile(r"[ \t\v\f]*#[ \t\v\f]*([A-Za-z_]+)(.*)", re.DOTALL)
_DEFINE = re.compile(r"[ \t\v\f]*([A-Za-z_]\w*)(\([^()]*\))?(.*)", re.DOTALL)
_TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|\s+|.", re.DOTALL)


class Bomb(ValueError):
    """Macros nested deeper, or more entangled, than anybody writes by hand."""


@dataclass(frozen=True)
class Size:
    """A number of characters: `fixed`, and for each parameter how often its argument comes to stand in the text."""

    fixed: int
    uses: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, eq=False)
class Macro:
    """One definition: its parameters (None when it is not called like a function) and its body's tokens."""

    parameters: tuple[str, ...] | None
    body: tuple[str, ...]


def logical_lines(source: str) -> list[tuple[int, str]]:
    """(line number from 1, text) of every line, comments blanked and continued lines joined."""
    joined = _CONTINUED.sub("\x01", source)
    bare = _COMMENT.sub(lambda found: " " + "".join(char for char in found[0] if char in "\n\x01"), joined)
    lines: list[tuple[int, str]] = []
    number = 1
    for text in bare.split("\n"):
        lines.append((number, text.replace("\x01", " ")))
        number += 1 + text.count("\x01")
    return lines


def directives(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """(line, name, rest) of every preprocessor directive."""
    for number, text in lines:
        found = _DIRECTIVE.fullmatch(text)
        if found:
            yield number, found[1], found[2]


def expanded_size(source: str, limit: int) -> int:
    """An upper bound for the characters of `source` after preprocessing; counting stops just above `limit`.

    Raises Bomb when macros are nested deeper than MAX_DEPTH, or need more than MAX_STEPS.
    """
    lines = logical_lines(source)
    definitions = _definitions(lines)
    text = [line for _, line in lines if not _DIRECTIVE.fullmatch(line)]
    if not definitions:
        return sum(len(line) + 1 for line in text)
    return _Measure(definitions, limit).of(tuple(_TOKEN.findall("\n".join(text))), frozenset(), frozenset(), 0).fixed


def _definitions(lines: Sequence[tuple[int, str]]) -> dict[str, list[Macro]]:
    definitions: dict[str, list[Macro]] = {}
    for _, name, rest in directives(lines):
        found = _DEFINE.fullmatch(rest) if name == "define" else None
        if found:
            parameters = None if found[2] is None else tuple(one.strip() for one in found[2][1:-1].split(","))
            body = tuple(_TOKEN.findall(found[3].strip()))
            definitions.setdefault(found[1], []).append(Macro(parameters, body))
    return definitions


class _Measure:
    """Sizes of token lists; definitions that were measured once are remembered."""

    def __init__(self, definitions: Mapping[str, Sequence[Macro]], limit: int) -> None:
        self.definitions = definitions
        self.limit = limit
        self.known: dict[Macro, Size] = {}
        self.steps = 0
        self.cut: set[str] = set()

    def of(self, tokens: Sequence[str], parameters: frozenset[str], active: frozenset[str], depth: int) -> Size:
        """The size of `tokens`, in which `parameters` stand for arguments and the macros in `active` for themselves."""
        if depth > MAX_DEPTH:
            raise Bomb(f"Macros may be nested {MAX_DEPTH} deep.")
        fixed, uses, at = 0, dict[str, int](), 0
        while at < len(tokens) and fixed <= self.limit:
            token, at = tokens[at], at + 1
            self._step()
            if token in parameters:
                uses[token] = min(uses.get(token, 0) + 1, self.limit + 1)
            elif token in active:
                self.cut.add(token)
                fixed += len(token)
            elif token in self.definitions:
                size, at = self._use(token, tokens, at, parameters, active, depth)
                fixed += size.fixed
                for name, count in size.uses.items():
                    uses[name] = min(uses.get(name, 0) + count, self.limit + 1)
            else:
                fixed += 1 if token.isspace() else len(token)
        return Size(min(fixed, self.limit + 1), uses)

    def _use(
        self,
        name: str,
        tokens: Sequence[str],
        at: int,
        parameters: frozenset[str],
        active: frozenset[str],
        depth: int,
    ) -> tuple[Size, int]:
        alternatives = self._resolved(name)
        arguments, after = self._arguments(tokens, at)
        largest, end = Size(len(name)), at
        sizes: list[Size] | None = None
        for macro in alternatives:
            if macro.parameters is not None and arguments is None:
                continue
            size = self._definition(name, macro, active, depth)
            if macro.parameters is not None and arguments is not None:
                if sizes is None:
                    sizes = [self.of(one, parameters, active, depth + 1) for one in arguments]
                size = self._applied(size, macro.parameters, sizes)
                end = after
            largest = self._larger(largest, size)
        return largest, end

    def _resolved(self, name: str) -> list[Macro]:
        """All definitions of a name, and of the names that it is only another name for."""
        found, seen, waiting = list[Macro](), {name}, [name]
        while waiting:
            for macro in self.definitions[waiting.pop()]:
                found.append(macro)
                words = [token for token in macro.body if not token.isspace() and token not in "()"]
                if (
                    macro.parameters is None
                    and len(words) == 1
                    and words[0] in self.definitions
                    and words[0] not in seen
                ):
                    seen.add(words[0])
                    waiting.append(words[0])
        return found

    def _definition(self, name: str, macro: Macro, active: frozenset[str], depth: int) -> Size:
        if macro in self.known:
            return self.known[macro]
        outer, self.cut = self.cut, set[str]()
        size = self.of(macro.body, frozenset(macro.parameters or ()), active | {name}, depth + 1)
        cut = self.cut - {name}
        # A size that was cut short by a macro around it holds only there.
        if not cut:
            self.known[macro] = size
        self.cut = outer | cut
        return size

    def _applied(self, size: Size, names: Sequence[str], arguments: Sequence[Size]) -> Size:
        fixed, uses = size.fixed, dict[str, int]()
        for name, argument in zip(names, arguments, strict=False):
            times = size.uses.get(name, 0)
            fixed += times * argument.fixed
            for inner, count in argument.uses.items():
                uses[inner] = min(uses.get(inner, 0) + times * count, self.limit + 1)
        return Size(min(fixed, self.limit + 1), uses)

    def _larger(self, one: Size, other: Size) -> Size:
        uses = {name: max(one.uses.get(name, 0), other.uses.get(name, 0)) for name in {*one.uses, *other.uses}}
        return Size(max(one.fixed, other.fixed), uses)

    def _arguments(self, tokens: Sequence[str], at: int) -> tuple[list[Sequence[str]] | None, int]:
        """The arguments of a call that opens at or after `at`, and where it ends; None when there is no call."""
        while at < len(tokens) and tokens[at].isspace():
            at += 1
        if at >= len(tokens) or tokens[at] != "(":
            return None, at
        arguments, start, depth = list[Sequence[str]](), at + 1, 0
        for here in range(at, len(tokens)):
            self._step()
            token = tokens[here]
            if token == "(":
                depth += 1
            elif token == ")":
                depth -= 1
                if depth == 0:
                    return [*arguments, tokens[start:here]], here + 1
            elif token == "," and depth == 1:
                arguments.append(tokens[start:here])
                start = here + 1
        return None, at

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Bomb("These macros are too entangled to be measured.")
