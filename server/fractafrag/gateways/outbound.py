"""Addresses that other people name: asked without letting them reach the network that we stand in; and a fake."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, Protocol

import httpx

from fractafrag.core.settings import Network, settings

MAX_URL = 2048
ADDRESSES_TRIED = 3
"""Of a name with many addresses; all of them are checked."""
USER_AGENT = "Fractafrag"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

# What `is_global` of Python 3.11 lets pass although it leads elsewhere: relays and translations into IPv4.
_DETOURS = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23")
)
_UNICAST = ipaddress.ip_network("2000::/3")
_DOCUMENTATION = ipaddress.ip_network("3fff::/20")


@dataclass(frozen=True)
class Answer:
    """What a server said: `headers` by their names in lower case; `body` as sent, cut where `whole` is false."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool = True


class OutboundError(Exception):
    """There is no answer; the text may be shown to whoever named the address."""


class NotAllowed(OutboundError):
    """We do not go there: asking again is useless as long as the address leads there."""


class Unreachable(OutboundError):
    """Nobody answered in time, or not in HTTP."""


class Outbound(Protocol):
    """Requests to addresses that people from outside chose. Redirects are answers, and are not followed."""

    def check(self, url: str) -> None:
        """Raises NotAllowed for a URL that cannot be allowed whatever its name resolves to; asks nobody."""
        ...

    async def get(self, url: str, headers: Mapping[str, str], *, limit_bytes: int, timeout_s: float) -> Answer:
        """Asks `url`. Raises NotAllowed, Unreachable; never takes longer than `timeout_s`."""
        ...

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, limit_bytes: int, timeout_s: float
    ) -> Answer:
        """Sends `body`. Raises NotAllowed, Unreachable; never takes longer than `timeout_s`."""
        ...


def outbound(*, plain: bool = False) -> Outbound:
    """The way out of this instance; with `plain` also by HTTP without TLS."""
    return GuardedOutbound(loopback=loopback_allowed(), plain=plain, networks=settings().private_networks())


def loopback_allowed() -> bool:
    """Whether plain HTTP to this very machine is let through: only for an instance that nobody else can reach."""
    known = settings()
    return known.outbound_loopback and is_loopback(httpx.URL(known.public_url).host)


def is_loopback(host: str) -> bool:
    """Whether a host, as it stands in a URL without brackets, is this machine by name or address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet, by RFC 6890 and what goes around it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in _UNICAST or address in _DOCUMENTATION:
            return False
    if any(address in network for network in _DETOURS if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


async def _resolve(host: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


@lru_cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class GuardedOutbound:
    """The real one: HTTPS to public addresses; with `plain` also HTTP, with `loopback` also HTTP to this machine.

    `networks` are private ones that the operator wants to be reached, by HTTP too.

    A name is resolved once, every address that it has must be allowed, and the connection goes to one of these: a name
    that means something else a moment later leads nowhere else. The certificate is checked against the name.
    """

    def __init__(
        self,
        *,
        loopback: bool = False,
        plain: bool = False,
        networks: Sequence[Network] = (),
        resolve: Resolve = _resolve,
        public: Callable[[Address], bool] = is_public,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.loopback = loopback
        self.plain = plain
        self.networks = networks
        self._resolve = resolve
        self._public = public
        self._trust = trust

    def check(self, url: str) -> None:
        """Raises NotAllowed for a URL that cannot be allowed whatever its name resolves to; asks nobody."""
        self._parse(url)

    async def get(self, url: str, headers: Mapping[str, str], *, limit_bytes: int, timeout_s: float) -> Answer:
        """Asks `url`. Raises NotAllowed, Unreachable."""
        return await self._ask("GET", url, None, headers, limit_bytes, timeout_s)

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, limit_bytes: int, timeout_s: float
    ) -> Answer:
        """Sends `body`. Raises NotAllowed, Unreachable."""
        return await self._ask("POST", url, body, headers, limit_bytes, timeout_s)

    def _parse(self, url: str) -> httpx.URL:
        if len(url) > MAX_URL:
            raise NotAllowed(f"An address may have {MAX_URL} characters.")
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise NotAllowed("This is no address.") from error
        here = self.loopback and is_loopback(parsed.host)
        # Where the operator lets us go by HTTP is known once the name is resolved.
        if parsed.scheme != "https" and not (parsed.scheme == "http" and (here or self.plain or self.networks)):
            raise NotAllowed(f"The address must begin with https://{' or http://' if self.plain else ''}.")
        if not parsed.host or parsed.userinfo or parsed.fragment:
            raise NotAllowed("The address must name a host, no user and no fragment.")
        if not here:
            try:
                literal = ipaddress.ip_address(parsed.host)
            except ValueError:
                if is_loopback(parsed.host) and not self._wanted(ipaddress.ip_address("127.0.0.1")):
                    raise NotAllowed("The address leads into a private network.") from None
            else:
                self._refuse_private([literal])
            if parsed.port is not None and parsed.port not in (80, 443) and not 1024 <= parsed.port <= 65535:
                raise NotAllowed("The port must be 80, 443, or 1024 and above.")
        return parsed

    def _refuse_private(self, addresses: Sequence[Address]) -> None:
        for address in addresses:
            if not (self._public(address) or (self.loopback and address.is_loopback) or self._wanted(address)):
                raise NotAllowed("The address leads into a private network.")

    def _wanted(self, address: Address) -> bool:
        inner = getattr(address, "ipv4_mapped", None) or address
        return any(inner in network for network in self.networks if network.version == inner.version)

    async def _ask(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], limit_bytes: int, timeout_s: float
    ) -> Answer:
        parsed = self._parse(url)
        try:
            # The read timeout alone would let a peer drip bytes for ever.
            async with asyncio.timeout(timeout_s):
                addresses = await self._addresses(parsed)
                for address in addresses[:-1]:
                    try:
                        return await self._exchange(method, parsed, address, body, headers, limit_bytes, timeout_s)
                    except httpx.ConnectError:
                        continue
                return await self._exchange(method, parsed, addresses[-1], body, headers, limit_bytes, timeout_s)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise Unreachable(f"No answer within {timeout_s:g} seconds.") from error
        except httpx.ConnectError as error:
            certificate = any(isinstance(cause, ssl.SSLError) for cause in _causes(error))
            raise Unreachable("The certificate is not valid." if certificate else "Nobody listens there.") from error
        except (httpx.HTTPError, httpx.StreamError, ValueError) as error:
            raise Unreachable("The answer was not HTTP, or broke off.") from error

    async def _addresses(self, url: httpx.URL) -> list[Address]:
        try:
            found = await self._resolve(url.host, url.port or (443 if url.scheme == "https" else 80))
            addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
        except (OSError, UnicodeError, ValueError) as error:
            raise Unreachable("This name has no address.") from error
        if not addresses:
            raise Unreachable("This name has no address.")
        self._refuse_private(addresses)
        if (
            url.scheme == "http"
            and not self.plain
            and not all(self._wanted(one) or one.is_loopback for one in addresses)
        ):
            raise NotAllowed("The address must begin with https://.")
        return addresses[:ADDRESSES_TRIED]

    async def _exchange(
        self,
        method: str,
        url: httpx.URL,
        address: Address,
        body: bytes | None,
        headers: Mapping[str, str],
        limit_bytes: int,
        timeout_s: float,
    ) -> Answer:
        named = {
            "User-Agent": USER_AGENT,
            **headers,
            "Host": url.netloc.decode("ascii"),
            # What arrives is what is counted: no small body that unpacks into a large one.
            "Accept-Encoding": "identity",
        }
        async with (
            httpx.AsyncClient(
                timeout=timeout_s, trust_env=False, follow_redirects=False, verify=self._trust or _trust()
            ) as client,
            client.stream(
                method,
                url.copy_with(host=str(address)),
                content=body,
                headers=named,
                extensions={"sni_hostname": url.raw_host.decode("ascii").strip("[]")},
            ) as response,
        ):
            data = bytearray()
            async for chunk in response.aiter_raw(4096):
                data += chunk
                if len(data) > limit_bytes:
                    break
            said = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, said, bytes(data[:limit_bytes]), len(data) <= limit_bytes)


@dataclass(frozen=True)
class Sent:
    """A request that the fake was given."""

    method: Literal["GET", "POST"]
    url: str
    body: bytes | None
    headers: Mapping[str, str]


@dataclass
class FakeOutbound:
    """Asks nobody: `answers` by URL, errors among them are raised; `sent` is what was asked; `plain` as above."""

    answers: dict[str, Answer | OutboundError] = field(default_factory=dict[str, Answer | OutboundError])
    sent: list[Sent] = field(default_factory=list[Sent])
    plain: bool = False

    def check(self, url: str) -> None:
        """As the real one does without `loopback`."""
        GuardedOutbound(plain=self.plain).check(url)

    async def get(self, url: str, headers: Mapping[str, str], *, limit_bytes: int, timeout_s: float) -> Answer:
        """The answer kept for `url`."""
        return self._ask(Sent("GET", url, None, headers), limit_bytes)

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, limit_bytes: int, timeout_s: float
    ) -> Answer:
        """The answer kept for `url`."""
        return self._ask(Sent("POST", url, body, headers), limit_bytes)

    def _ask(self, request: Sent, limit_bytes: int) -> Answer:
        self.check(request.url)
        self.sent.append(request)
        answer = self.answers.get(request.url, Unreachable("Nobody listens there."))
        if isinstance(answer, OutboundError):
            raise answer
        whole = answer.whole and len(answer.body) <= limit_bytes
        return Answer(answer.status, answer.headers, answer.body[:limit_bytes], whole)
