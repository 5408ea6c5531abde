"""What clients of OAuth send, and how they are refused: bounded, each parameter once, in OAuth's own words."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Message

MAX_BODY = 16 * 1024
MAX_PARAMETERS = 32
FORM = "application/x-www-form-urlencoded"
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Refused(Exception):
    """A refusal as RFC 6749 §5.2 and its kin have it: a code, and words for the client's maker."""

    def __init__(self, error: str, why: str, status: int = 400, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(why)
        self.error = error
        self.status = status
        self.headers = dict(headers or {})

    def answer(self) -> JSONResponse:
        """The refusal as JSON."""
        body = {"error": self.error, "error_description": str(self)}
        return JSONResponse(body, self.status, NO_STORE | self.headers)


async def bounded_body(request: Request) -> bytes:
    """The body of a request. Raises Refused when it has more than MAX_BODY bytes."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_BODY:
            raise Refused("invalid_request", f"A request may have {MAX_BODY:,} bytes.", 413, {"Connection": "close"})
    return bytes(data)


def parameters(encoded: bytes) -> dict[str, str]:
    """The parameters of a query or form; one without a value is as good as absent (RFC 6749 §3.1). Raises Refused."""
    if len(encoded) > MAX_BODY:
        raise Refused("invalid_request", f"A request may have {MAX_BODY:,} bytes.", 413)
    try:
        pairs = parse_qsl(encoded.decode("ascii"), True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except ValueError as error:
        raise Refused("invalid_request", "The parameters are not application/x-www-form-urlencoded.") from error
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise Refused("invalid_request", f"{name[:40]!r} is there more than once.")
        if not (name + value).isprintable():
            raise Refused("invalid_request", f"{name[:40]!r} has characters that cannot be seen.")
        found[name] = value
    return {name: value for name, value in found.items() if value}


async def form(request: Request) -> dict[str, str]:
    """The parameters in the body of a POST. Raises Refused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise Refused("invalid_request", f"The body must be {FORM}.")
    return parameters(await bounded_body(request))


def with_query(request: Request, told: Mapping[str, str]) -> Request:
    """The request as a GET with these parameters."""
    return Request({**request.scope, "method": "GET", "query_string": urlencode(told).encode()}, request.receive)


def with_body(request: Request, body: bytes) -> Request:
    """The request with this body, which was read already."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


def with_form(request: Request, told: Mapping[str, str]) -> Request:
    """The request with these parameters in its body."""
    return with_body(request, urlencode(told).encode())
