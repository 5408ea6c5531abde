"""What every tool that takes code does first: one text, or a list of passes, becomes passes in their full form."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from fractafrag.core.errors import Unprocessable
from fractafrag.domains.shaders import service, works
from fractafrag.domains.shaders.passes import FullPass
from fractafrag.domains.shaders.schemas import PassDraft

Code = Annotated[
    str | None,
    Field(
        description="GLSL of the Image pass; or several passes, each begun by a line such as `// == Buffer A`, the "
        "last by `// == Image`, and below it its inputs, such as `// iChannel0: buffer Buffer A, linear, clamp`."
    ),
]
Passes = Annotated[
    list[dict[str, Any]] | None,
    Field(
        description="Instead of code: [{type: image|buffer|common, name?, code, inputs?: [{channel, type, source}]}]."
    ),
]

_DRAFTS = TypeAdapter(list[PassDraft])


def drafts(code: str | None, passes: Sequence[dict[str, Any]] | None) -> list[PassDraft]:
    """What was sent, as the services take it. Raises Unprocessable, naming the field."""
    if (code is None) == (passes is None):
        raise Unprocessable("Send either code or passes.", field="code")
    try:
        given = works.drafts(code) if code is not None else passes
        return _DRAFTS.validate_python(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(["passes", *(str(part) for part in first["loc"])])
        raise Unprocessable(f"{field}: {first['msg']}", field=field) from error
    except ValueError as error:
        raise Unprocessable(str(error), field="code") from error


def full(code: str | None, passes: Sequence[dict[str, Any]] | None) -> tuple[FullPass, ...]:
    """What was sent, in its full form, let through by the static gate. Raises Unprocessable, naming the field."""
    found = service.full_passes(drafts(code, passes))
    service.gate(found)
    return found
