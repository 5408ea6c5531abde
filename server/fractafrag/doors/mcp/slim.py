"""JSON schemas as short as they can be said: every word in a tool's schema is paid for by each model that reads it."""

from typing import Any, cast, overload


@overload
def slim(schema: dict[str, Any]) -> dict[str, Any]: ...
@overload
def slim(schema: None) -> None: ...
def slim(schema: dict[str, Any] | None) -> dict[str, Any] | None:
    """The schema without the titles that Pydantic makes up of the names, without changing what it permits."""
    if schema is None:
        return None
    found: dict[str, Any] = _slim(schema)
    return found


def _slim(part: Any) -> Any:
    if isinstance(part, list):
        return [_slim(one) for one in cast(list[Any], part)]
    if not isinstance(part, dict):
        return part
    short: dict[str, Any] = {}
    for key, value in cast(dict[str, Any], part).items():
        if key in ("properties", "$defs"):
            short[key] = {name: _slim(one) for name, one in value.items()}
        elif not (key == "title" and isinstance(value, str)):
            short[key] = value if key in ("default", "enum", "const", "examples") else _slim(value)
    return short
