"""The addresses of OAuth: metadata, authorize, token, register, revoke; one way of counting and refusing for all."""

import logging
from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from mcp.server.auth.handlers.authorize import AuthorizationHandler
from mcp.server.auth.handlers.metadata import MetadataHandler, ProtectedResourceMetadataHandler
from mcp.server.auth.handlers.register import RegistrationHandler
from mcp.server.auth.handlers.revoke import RevocationHandler
from mcp.server.auth.handlers.token import TokenHandler
from mcp.server.auth.settings import ClientRegistrationOptions
from mcp.shared.auth import OAuthMetadata, ProtectedResourceMetadata
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, request_response

from fractafrag.core.errors import Problem, TooManyRequests, unexpected
from fractafrag.core.settings import settings
from fractafrag.core.web import database, within_limit
from fractafrag.domains.accounts.deps import caller_address
from fractafrag.domains.accounts.viewer import Scope
from fractafrag.domains.oauth import redirects, resources, service
from fractafrag.domains.oauth.clients import AUTH_METHODS
from fractafrag.domains.oauth.lookup import NoClient
from fractafrag.doors.oauth import forms
from fractafrag.doors.oauth.forms import NO_STORE, Refused
from fractafrag.doors.oauth.provider import GRANT_TYPES, Authenticator, Provider, basic_credentials

log = logging.getLogger(__name__)

AUTHORIZE, TOKEN, REGISTER, REVOKE = "/oauth/authorize", "/oauth/token", "/oauth/register", "/oauth/revoke"
SERVER_METADATA = "/.well-known/oauth-authorization-server"
PREFLIGHT_S = 3600

Work = Callable[[Request], Awaitable[Response]]


def mount(app: FastAPI) -> None:
    """Adds all endpoints. Pages of other sites may speak to them, but for `authorize`, where only a browser goes."""
    app.router.routes.append(_open(SERVER_METADATA, "GET", _server_metadata))
    for path in resources.PATHS:
        app.router.routes.append(_open(resources.METADATA + path, "GET", _resource_metadata_of(path)))
    authorize = _guarded(_authorize, "oauth")
    app.router.routes.append(Route(AUTHORIZE, authorize, methods=["GET", "POST"], include_in_schema=False))
    app.router.routes.append(_open(TOKEN, "POST", _guarded(_token, "oauth")))
    app.router.routes.append(_open(REVOKE, "POST", _guarded(_revoke, "oauth")))
    app.router.routes.append(_open(REGISTER, "POST", _guarded(_register, "oauth_register")))


def server_metadata() -> OAuthMetadata:
    """What RFC 8414 wants to be told of us."""
    us = service.issuer()
    return OAuthMetadata.model_validate(
        {
            "issuer": us,
            "authorization_endpoint": us + AUTHORIZE,
            "token_endpoint": us + TOKEN,
            "registration_endpoint": us + REGISTER,
            "revocation_endpoint": us + REVOKE,
            "scopes_supported": list(Scope),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": list(GRANT_TYPES),
            "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
            "revocation_endpoint_auth_methods_supported": list(AUTH_METHODS),
            "code_challenge_methods_supported": ["S256"],
            "client_id_metadata_document_supported": True,
            "authorization_response_iss_parameter_supported": True,
        }
    )


def resource_metadata(path: str) -> ProtectedResourceMetadata:
    """What RFC 9728 wants to be told of the resource at `path`."""
    return ProtectedResourceMetadata.model_validate(
        {
            "resource": service.issuer() + path,
            "authorization_servers": [service.issuer()],
            "scopes_supported": list(resources.scopes(path)),
            "resource_name": settings().instance_name,
        }
    )


def _open(path: str, method: str, work: Work) -> Route:
    endpoint = CORSMiddleware(
        request_response(work),
        allow_origins=["*"],
        allow_methods=[method],
        allow_headers=["*"],
        expose_headers=["Retry-After", "WWW-Authenticate"],
        max_age=PREFLIGHT_S,
    )
    return Route(path, endpoint, methods=[method, "OPTIONS"], include_in_schema=False)


def _guarded(work: Work, limit: str) -> Work:
    """Counts, and answers whatever goes wrong in OAuth's own words."""

    async def guarded(request: Request) -> Response:
        try:
            spec: str = getattr(settings(), f"limit_{limit}")
            await within_limit(request, limit.replace("_", "-"), spec, caller_address(request))
            response = await work(request)
        except Refused as refused:
            return refused.answer()
        except TooManyRequests as problem:
            return Refused("temporarily_unavailable", problem.detail, 429, problem.headers).answer()
        except Exception as error:
            problem = error if isinstance(error, Problem) else unexpected(error, request.method, request.url.path)
            name = "server_error" if problem.status == 500 else "temporarily_unavailable"
            return Refused(name, problem.detail, problem.status, problem.headers).answer()
        response.headers.update(NO_STORE)
        return response

    return guarded


async def _server_metadata(request: Request) -> Response:
    return await MetadataHandler(server_metadata()).handle(request)


def _resource_metadata_of(path: str) -> Work:
    async def answer(request: Request) -> Response:
        return await ProtectedResourceMetadataHandler(resource_metadata(path)).handle(request)

    return answer


async def _authorize(request: Request) -> Response:
    told = await forms.form(request) if request.method == "POST" else forms.parameters(request.scope["query_string"])
    provider = Provider(database(request), caller_address(request), told)
    if "client_id" in told:
        try:
            await provider.known(told["client_id"])
        except NoClient as error:
            raise Refused("invalid_request", str(error)) from error
    response = await AuthorizationHandler(provider).handle(forms.with_query(request, told))
    if not isinstance(response, RedirectResponse):
        return response
    target = response.headers["location"]
    if not target.startswith(service.consent_page("")):
        # An error that goes back to the client says who we are, too (RFC 9207).
        response.headers["location"] = redirects.with_parameters(target, iss=service.issuer())
    return response


async def _token(request: Request) -> Response:
    told = _with_client_id(request, await forms.form(request))
    if told.get("grant_type", "") not in (*GRANT_TYPES, ""):
        raise Refused("unsupported_grant_type", f"The grant types are {', '.join(GRANT_TYPES)}.")
    provider = Provider(database(request), caller_address(request), told)
    response = await TokenHandler(provider, Authenticator(provider)).handle(forms.with_form(request, told))
    return _challenged(request, response)


async def _revoke(request: Request) -> Response:
    told = _with_client_id(request, await forms.form(request))
    if told.get("token_type_hint") not in ("access_token", "refresh_token"):
        # RFC 7009 §2.1: a hint that nobody understands is no error.
        told.pop("token_type_hint", None)
    provider = Provider(database(request), caller_address(request), told)
    # The SDK wants a secret to be named even where there is none.
    inner = forms.with_form(request, {"client_secret": "", **told})
    return _challenged(request, await RevocationHandler(provider, Authenticator(provider)).handle(inner))


async def _register(request: Request) -> Response:
    body = await forms.bounded_body(request)
    provider = Provider(database(request), caller_address(request))
    options = ClientRegistrationOptions(enabled=True)
    return await RegistrationHandler(provider, options).handle(forms.with_body(request, body))


def _with_client_id(request: Request, told: dict[str, str]) -> dict[str, str]:
    """A client that names itself in a Basic header need not do so again, though the SDK wants it."""
    shown = basic_credentials(request)
    return {"client_id": shown[0], **told} if shown and shown[0].isprintable() else told


def _challenged(request: Request, response: Response) -> Response:
    if response.status_code == 401 and "authorization" in request.headers:
        response.headers["WWW-Authenticate"] = 'Basic realm="Fractafrag"'
    return response
