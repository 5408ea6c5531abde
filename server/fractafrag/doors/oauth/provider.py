"""The SDK's endpoints ask, our services answer: one provider for one request."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote_plus

from mcp.server.auth.middleware.client_auth import AuthenticationError, ClientAuthenticator
from mcp.server.auth.provider import (
    AccessToken,
    AuthorizationCode,
    AuthorizationParams,
    AuthorizeError,
    OAuthAuthorizationServerProvider,
    RefreshToken,
    RegistrationError,
    TokenError,
)
from mcp.shared.auth import (
    InvalidRedirectUriError,
    InvalidScopeError,
    OAuthClientInformationFull,
    OAuthToken,
)
from pydantic import AnyUrl, PrivateAttr
from starlette.requests import Request

from fractafrag.core.db import Database
from fractafrag.core.settings import settings
from fractafrag.domains.accounts.viewer import Scope
from fractafrag.domains.agents import grants
from fractafrag.domains.agents.grants import Pair
from fractafrag.domains.oauth import clients, lookup, resources, service
from fractafrag.domains.oauth.clients import BadClient, Client
from fractafrag.domains.oauth.lookup import NoClient

GRANT_TYPES = ("authorization_code", "refresh_token")


class SdkClient(OAuthClientInformationFull):
    """A client as the SDK's endpoints see it; what it may ask for is decided by ours."""

    _known: Client = PrivateAttr()

    @classmethod
    def of(cls, known: Client) -> "SdkClient":
        """The same client."""
        made = cls(
            client_id=known.id,
            redirect_uris=[AnyUrl(uri) for uri in known.redirect_uris],
            token_endpoint_auth_method=known.auth_method,
            grant_types=list(GRANT_TYPES),
        )
        made._known = known
        return made

    def validate_redirect_uri(self, redirect_uri: AnyUrl | None) -> AnyUrl:
        """Where to go back to. Raises InvalidRedirectUriError."""
        found = self._known.redirect(None if redirect_uri is None else str(redirect_uri))
        if found is None:
            raise InvalidRedirectUriError("redirect_uri is not one of this client's.")
        return AnyUrl(found)

    def validate_scope(self, requested_scope: str | None) -> list[str] | None:
        """What is asked for, as far as we know it. Raises InvalidScopeError."""
        found = service.asked_scopes(requested_scope)
        if not found:
            raise InvalidScopeError(f"The scopes are {', '.join(Scope)}.")
        return list(found)


class Provider(OAuthAuthorizationServerProvider[AuthorizationCode, RefreshToken, AccessToken]):
    """Answers for a request of a caller at `address`, with the parameters `told`."""

    def __init__(self, database: Database, address: str, told: Mapping[str, str] | None = None) -> None:
        self._database = database
        self._address = address
        self._told = told or {}
        self._found: dict[str, Client] = {}

    async def known(self, client_id: str) -> Client:
        """The client of this id. Raises NoClient, TooManyRequests."""
        if client_id not in self._found:
            self._found[client_id] = await lookup.client_of(self._database, client_id, self._address)
        return self._found[client_id]

    async def get_client(self, client_id: str) -> OAuthClientInformationFull | None:
        """The client of this id."""
        try:
            return SdkClient.of(await self.known(client_id))
        except NoClient:
            return None

    async def register_client(self, client_info: OAuthClientInformationFull) -> None:
        """Keeps a client; what is told back to it is what was kept. Raises RegistrationError, Unavailable."""
        try:
            client = clients.registered(
                client_info.client_id,
                client_info.client_name,
                str(client_info.client_uri) if client_info.client_uri else None,
                [str(uri) for uri in client_info.redirect_uris or ()],
                client_info.token_endpoint_auth_method,
            )
        except BadClient as error:
            code = "invalid_redirect_uri" if error.field == "redirect_uris" else "invalid_client_metadata"
            raise RegistrationError(code, str(error)) from error
        async with self._database.write() as session:
            await service.register(session, client, client_info.client_secret)
        client_info.client_name = client.name
        client_info.redirect_uris = [AnyUrl(uri) for uri in client.redirect_uris]
        client_info.grant_types = list(GRANT_TYPES)
        client_info.response_types = ["code"]
        client_info.scope = " ".join(Scope)

    async def authorize(self, client: OAuthClientInformationFull, params: AuthorizationParams) -> str:
        """Keeps the request, and sends the browser to the page where its person decides. Raises AuthorizeError."""
        audience = resources.audience(params.resource, service.issuer())
        if audience is None:
            raise AuthorizeError("invalid_target", "The resource is not one of ours.")
        if not service.is_challenge(params.code_challenge):
            raise AuthorizeError("invalid_request", "code_challenge must be a SHA-256 in base64url (S256).")
        if self._told.get("response_mode", "query") != "query":
            raise AuthorizeError("invalid_request", "response_mode must be query.")
        if params.state is not None and len(params.state) > service.MAX_STATE:
            # What is too long to be kept is too long to be sent back, too.
            raise AuthorizeError("invalid_request", f"state may have {service.MAX_STATE} characters.")
        wish = service.Wish(
            client=await self.known(client.client_id),
            redirect_uri=str(params.redirect_uri),
            redirect_given=params.redirect_uri_provided_explicitly,
            state=params.state,
            scopes=frozenset(Scope(scope) for scope in params.scopes or ()),
            audience=audience,
            challenge=params.code_challenge,
        )
        async with self._database.write() as session:
            return service.consent_page(await service.begin(session, wish))

    async def load_authorization_code(
        self, client: OAuthClientInformationFull, authorization_code: str
    ) -> AuthorizationCode | None:
        """What must be proved to use the code. One that comes back ends what it gave, whoever brings it."""
        async with self._database.read() as session:
            code = await service.look_at_code(session, client.client_id, authorization_code)
        if code is None:
            return None
        if code.used:
            await self._redeem(client.client_id, authorization_code)
            return None
        return AuthorizationCode(
            code=authorization_code,
            scopes=[],
            expires_at=code.expires_at,
            client_id=client.client_id,
            code_challenge=code.challenge,
            redirect_uri=AnyUrl(code.redirect_uri),
            redirect_uri_provided_explicitly=code.redirect_given,
            resource=code.audience,
        )

    async def exchange_authorization_code(
        self, client: OAuthClientInformationFull, authorization_code: AuthorizationCode
    ) -> OAuthToken:
        """Tokens for a code whose proof has succeeded. Raises TokenError."""
        self._check_target(authorization_code.resource)
        pair = await self._redeem(client.client_id, authorization_code.code)
        if pair is None:
            raise TokenError("invalid_grant", "The code has expired, or was used already.")
        return _token(pair)

    async def load_refresh_token(self, client: OAuthClientInformationFull, refresh_token: str) -> RefreshToken | None:
        """What the token is good for."""
        async with self._database.read() as session:
            shown = await grants.look_at(session, refresh_token, "refresh")
        if shown is None:
            return None
        return RefreshToken(
            token=refresh_token, client_id=shown.client_id, scopes=list(shown.scopes), resource=shown.resource
        )

    async def exchange_refresh_token(
        self, client: OAuthClientInformationFull, refresh_token: RefreshToken, scopes: list[str]
    ) -> OAuthToken:
        """A new pair for a refresh token. Raises TokenError."""
        self._check_target(refresh_token.resource)
        wanted = [Scope(scope) for scope in scopes]
        async with self._database.write() as session:
            pair = await grants.rotate(session, refresh_token.token, client.client_id, wanted)
        if pair is None:
            raise TokenError("invalid_grant", "The refresh token is no longer good; authorize again.")
        return _token(pair)

    async def load_access_token(self, token: str) -> AccessToken | None:
        """What the token is good for."""
        async with self._database.read() as session:
            shown = await grants.look_at(session, token, "access")
        if shown is None:
            return None
        return AccessToken(token=token, client_id=shown.client_id, scopes=list(shown.scopes), resource=shown.resource)

    async def revoke_token(self, token: AccessToken | RefreshToken) -> None:
        """Ends the token: with a refresh token all that descends from its authorization."""
        kind = "refresh" if isinstance(token, RefreshToken) else "access"
        async with self._database.write() as session:
            await grants.end_by_token(session, token.token, kind, token.client_id)

    async def _redeem(self, client_id: str, code: str) -> Pair | None:
        async with self._database.write() as session:
            return await service.redeem(session, client_id, code)

    def _check_target(self, given_to: str | None) -> None:
        wanted = self._told.get("resource")
        if wanted is not None and resources.audience(wanted, settings().public_url) != given_to:
            raise TokenError("invalid_target", "The person allowed another resource.")


class Authenticator(ClientAuthenticator):
    """Checks secrets against their digests; the SDK's own would need them in the clear."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(provider)
        self._provider = provider

    async def authenticate_request(self, request: Request) -> OAuthClientInformationFull:
        """The client that asks. Raises AuthenticationError."""
        told = await request.form()
        try:
            client = await self._provider.known(str(told.get("client_id", "")))
        except NoClient as error:
            raise AuthenticationError(str(error)) from error
        if client.auth_method != "none":
            basic = client.auth_method == "client_secret_basic"
            shown = basic_credentials(request) if basic else (client.id, str(told.get("client_secret", "")))
            if shown is None or shown[0] != client.id or not service.proves(client, shown[1]):
                raise AuthenticationError(f"This client must prove who it is by {client.auth_method}.")
        return SdkClient.of(client)


def basic_credentials(request: Request) -> tuple[str, str] | None:
    """(client_id, secret) of a Basic header (RFC 6749 §2.3.1)."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (ValueError, binascii.Error):
        return None
    return (unquote_plus(name), unquote_plus(secret)) if colon else None


def _token(pair: Pair) -> OAuthToken:
    return OAuthToken(
        access_token=pair.access,
        expires_in=pair.expires_in_s,
        scope=" ".join(pair.scopes),
        refresh_token=pair.refresh,
    )
