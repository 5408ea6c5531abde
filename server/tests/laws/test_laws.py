"""Laws that no import graph can see. Each one names the harm it prevents, and is shown to be able to fail."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[2]
PACKAGE = SERVER / "fractafrag"
DOMAINS = PACKAGE / "domains"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def gateway_names(source: str) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("fractafrag.gateways")
        for alias in node.names
    }


def annotations(function: Function) -> str:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return " ".join(ast.unparse(argument.annotation) for argument in arguments if argument.annotation)


def network_inside_transaction(source: str) -> list[str]:
    """A function that holds a session is inside a transaction: a slow peer would hold its locks."""
    outside = gateway_names(source)
    guilty: list[str] = []
    for function in functions(source):
        blocks: list[ast.AST] = [
            node
            for node in ast.walk(function)
            if isinstance(node, ast.AsyncWith) and re.search(r"\.(read|write)\(\)", ast.unparse(node.items[0]))
        ]
        if re.search(r"\b(Reading|Writing|ReadSession|WriteSession)\b", annotations(function)):
            blocks = [ast.Module(body=function.body, type_ignores=[])]
        for block in blocks:
            inner = [node for node in ast.walk(block) if isinstance(node, ast.Name) and node.id in outside]
            if inner:
                guilty.append(function.name)
    return guilty


def commits(source: str) -> list[str]:
    """Only core/db.py commits: a second place would let an answer leave between two halves of a change."""
    return re.findall(r"\.(?:commit|rollback)\(\)", source)


def sends_work(source: str) -> list[str]:
    """Work leaves through facts: a task that is sent before the commit may run before the row is there."""
    return re.findall(r"\.(?:delay|apply_async|send_task)\(", source)


def reads_environment(source: str) -> list[str]:
    """The environment is read in settings alone: a setting that nobody lists is a setting that nobody finds."""
    return re.findall(r"\bos\.environ\b|\bgetenv\(", source)


def writing_gets(source: str) -> list[str]:
    """A GET holds a read session: crawlers and prefetching browsers must not change anything."""
    return [
        function.name
        for function in functions(source)
        if any(".get(" in ast.unparse(mark) for mark in function.decorator_list) and "Writing" in annotations(function)
    ]


def forbidden_names(path: Path) -> list[str]:
    """A file that is named for nothing collects everything."""
    return re.findall(r"util|helper|manager|handler|\bbase\b|misc|\bcommon\b", path.stem)


def reads_without_viewer(source: str) -> list[str]:
    """A row reaches a stranger only through a query that took a viewer."""
    return [
        function.name
        for function in functions(source)
        if not function.name.startswith("_")
        and re.search(r"\bReadSession\b", annotations(function))
        and "viewer" not in [argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]]
    ]


GUILTY: list[tuple[Callable[[str], list[str]], str]] = [
    (
        network_inside_transaction,
        "from fractafrag.gateways.renderer import renderer\nasync def f(session: WriteSession): await renderer()\n",
    ),
    (
        network_inside_transaction,
        "from fractafrag.gateways import media\n"
        "async def f(db):\n  async with db.write() as s:\n    await media.put(b'')\n",
    ),
    (commits, "await session.commit()"),
    (sends_work, "render.delay(1)"),
    (reads_environment, "os.environ['HOME']"),
    (writing_gets, "@router.get('/x')\nasync def x(session: Writing): ..."),
    (reads_without_viewer, "async def cards(session: ReadSession): ..."),
]

HARMLESS = (
    "from fractafrag.gateways import media\n"
    "@router.get('/x')\n"
    "async def x(session: Reading): ...\n"
    "async def g(db):\n  async with db.read() as s:\n    await load(s)\n  await media.put(b'')\n"
    "async def cards(session: ReadSession, viewer: Viewer | None): ...\n"
)


@pytest.mark.parametrize(("law", "crime"), GUILTY)
def test_each_law_can_fail(law: Callable[[str], list[str]], crime: str) -> None:
    assert law(crime)


@pytest.mark.parametrize("law", {law for law, _ in GUILTY}, ids=lambda law: str(law.__name__))
def test_each_law_lets_the_harmless_pass(law: Callable[[str], list[str]]) -> None:
    assert not law(HARMLESS)


def broken(law: Callable[[str], list[str]], paths: Iterator[Path]) -> dict[str, list[str]]:
    return {str(path): found for path in paths if (found := law(path.read_text()))}


def test_no_network_inside_a_transaction() -> None:
    assert not broken(network_inside_transaction, PACKAGE.rglob("*.py"))


def test_only_one_place_commits() -> None:
    assert set(broken(commits, PACKAGE.rglob("*.py"))) == {str(PACKAGE / "core" / "db.py")}


def test_only_the_queue_sends_work() -> None:
    assert set(broken(sends_work, PACKAGE.rglob("*.py"))) == {str(PACKAGE / "core" / "queue.py")}


def test_the_environment_is_read_in_settings_alone() -> None:
    # The supervisor hands an environment to its children; that is its work.
    paths = (path for path in PACKAGE.rglob("*.py") if "supervisor" not in path.parts)
    assert not broken(reads_environment, paths)


def test_a_get_cannot_write() -> None:
    assert not broken(writing_gets, DOMAINS.glob("*/routes.py"))


def test_every_read_takes_a_viewer() -> None:
    assert not broken(reads_without_viewer, DOMAINS.glob("*/queries.py"))


def test_no_file_is_named_for_nothing() -> None:
    assert forbidden_names(Path("core/helpers.py"))
    assert not {str(path): found for path in PACKAGE.rglob("*.py") if (found := forbidden_names(path))}


def test_no_file_is_longer_than_400_lines() -> None:
    root = SERVER.parent
    sources = [
        path
        for room in ("server", "runtime/src", "renderer/src", "web/src", "e2e", "bench")
        for pattern in ("*.py", "*.ts", "*.tsx", "*.mjs")
        for path in (root / room).rglob(pattern)
        if not {"node_modules", ".venv", "dist"} & set(path.parts) and ".gen." not in path.name
    ]
    assert len(sources) > 50
    assert not {str(path): n for path in sources if (n := len(path.read_text().splitlines())) > 400}


def test_every_module_opens_with_a_sentence() -> None:
    assert not [str(path) for path in PACKAGE.rglob("*.py") if not ast.get_docstring(ast.parse(path.read_text()))]
