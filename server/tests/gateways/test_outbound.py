"""Requests to addresses that strangers chose: none of them reaches the network that we stand in."""

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fractafrag.core.settings import settings
from fractafrag.gateways import outbound as gateway
from fractafrag.gateways.outbound import (
    Answer,
    FakeOutbound,
    GuardedOutbound,
    NotAllowed,
    Outbound,
    Unreachable,
    is_public,
)

ROOM: Any = {"limit_bytes": 1000, "timeout_s": 5.0}
HELLO = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nhello"


class Peer:
    """A server that says always the same, and keeps what it was told."""

    def __init__(self, says: bytes) -> None:
        self.says = says
        self.heard: list[bytes] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-l")), 0)
            self.heard.append(head + await reader.readexactly(length))
            writer.write(self.says)
            await writer.drain()
            if not self.says:
                await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def listening(says: bytes = HELLO, context: ssl.SSLContext | None = None) -> AsyncGenerator[Peer]:
    peer = Peer(says)
    server = await asyncio.start_server(peer.serve, "127.0.0.1", 0, ssl=context)
    peer.port = server.sockets[0].getsockname()[1]
    try:
        yield peer
    finally:
        server.close()
        await server.wait_closed()


def resolving(*addresses: str) -> gateway.Resolve:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return resolve


@pytest.fixture(params=["fake", "real"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Outbound, str, Callable[[], Any]]]:
    """A way out, an address where somebody says hello, and what was heard there: method, body, a header."""
    if request.param == "fake":
        fake, url = FakeOutbound(), "https://hello.example.org/"
        said = {"content-type": "text/plain", "cache-control": "max-age=60", "content-length": "5"}
        fake.answers[url] = Answer(200, said, b"hello")
        yield fake, url, lambda: [(one.method, one.body or b"", dict(one.headers)["X-One"]) for one in fake.sent]
        return
    async with listening() as peer:

        def heard() -> list[tuple[str, bytes, str]]:
            parts = [one.partition(b"\r\n\r\n") for one in peer.heard]
            return [
                (
                    head.split(b" ", 1)[0].decode(),
                    body,
                    next(line[7:].decode() for line in head.split(b"\r\n") if line.startswith(b"X-One")),
                )
                for head, _, body in parts
            ]

        yield GuardedOutbound(loopback=True), f"http://127.0.0.1:{peer.port}/", heard


async def test_it_asks_and_sends_and_hears_the_answer(either: tuple[Outbound, str, Callable[[], Any]]) -> None:
    way, url, heard = either
    got = await way.get(url, {"X-One": "1"}, **ROOM)
    sent = await way.post(url, b"a body", {"X-One": "2"}, **ROOM)
    assert got == sent
    assert (got.status, got.body, got.whole, got.headers["cache-control"]) == (200, b"hello", True, "max-age=60")
    assert heard() == [("GET", b"", "1"), ("POST", b"a body", "2")]


async def test_a_long_answer_is_cut(either: tuple[Outbound, str, Callable[[], Any]]) -> None:
    way, url, _ = either
    got = await way.get(url, {"X-One": "1"}, limit_bytes=4, timeout_s=5)
    assert (got.body, got.whole) == (b"hell", False)
    exact = await way.get(url, {"X-One": "1"}, limit_bytes=5, timeout_s=5)
    assert (exact.body, exact.whole) == (b"hello", True)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://user:secret@example.org/",
        "https://example.org/#part",
        "https:///path",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:192.168.0.1]/",
        "https://localhost/",
        "https://example.org:25/",
        "https://example.org:99999/",
        "no address",
        "https://" + "a" * 2100,
    ],
)
@pytest.mark.parametrize("way", [GuardedOutbound(), FakeOutbound()], ids=["real", "fake"])
async def test_where_it_does_not_go_at_all(way: Outbound, url: str) -> None:
    with pytest.raises(NotAllowed):
        way.check(url)
    with pytest.raises(NotAllowed):
        await way.get(url, {}, **ROOM)


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["10.0.0.1"],
        ["172.16.0.1"],
        ["192.168.1.1"],
        ["169.254.169.254"],
        ["100.64.0.1"],
        ["0.0.0.0"],
        ["224.0.0.1"],
        ["255.255.255.255"],
        ["192.88.99.1"],
        ["198.18.0.1"],
        ["::1"],
        ["::"],
        ["fe80::1%eth0"],
        ["fd00::1"],
        ["fec0::1"],
        ["ff02::1"],
        ["::ffff:10.0.0.1"],
        ["::10.0.0.1"],
        ["64:ff9b::a00:1"],
        ["2002:a00:1::1"],
        ["2001:0:a00:1::1"],
        ["2001:db8::1"],
        ["3fff::1"],
        ["93.184.215.14", "10.0.0.1"],
    ],
)
async def test_a_name_that_leads_into_a_private_network_is_not_asked(found: list[str]) -> None:
    for url in ("https://example.org/", "https://0x7f.1/", "https://2130706433/"):
        with pytest.raises(NotAllowed, match="private"):
            await GuardedOutbound(resolve=resolving(*found)).get(url, {}, **ROOM)


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_the_open_internet_is_open(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


async def test_loopback_is_let_through_only_when_the_instance_is_there_too(setting: Callable[..., None]) -> None:
    async with listening() as peer:
        url = f"http://localhost:{peer.port}/"
        for values, open_ in [
            ({"OUTBOUND_LOOPBACK": "false", "PUBLIC_URL": "http://127.0.0.1:8000"}, False),
            ({"OUTBOUND_LOOPBACK": "true", "PUBLIC_URL": "https://shaders.example.org"}, False),
            ({"OUTBOUND_LOOPBACK": "true", "PUBLIC_URL": "http://localhost:8000"}, True),
            ({"OUTBOUND_LOOPBACK": "true", "PUBLIC_URL": "http://[::1]:8000"}, True),
        ]:
            setting(**values)
            if open_:
                assert (await gateway.outbound().get(url, {}, **ROOM)).body == b"hello"
            else:
                with pytest.raises(NotAllowed):
                    await gateway.outbound().get(url, {}, **ROOM)


async def test_plain_http_reaches_this_machine_alone() -> None:
    with pytest.raises(NotAllowed, match="https"):
        await GuardedOutbound(loopback=True).get("http://example.org/", {}, **ROOM)
    with pytest.raises(NotAllowed, match="https"):
        # A name server that calls another machine "localhost" is a liar.
        await GuardedOutbound(loopback=True, resolve=resolving("93.184.215.14")).get("http://localhost/", {}, **ROOM)


@pytest.mark.parametrize("way", [GuardedOutbound(plain=True), FakeOutbound(plain=True)], ids=["real", "fake"])
async def test_plain_http_is_a_wish_that_opens_no_private_network(way: Outbound) -> None:
    way.check("http://example.org/hook")
    for url in (
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://localhost/",
        "http://169.254.169.254/",
        "ftp://a.example/",
    ):
        with pytest.raises(NotAllowed):
            way.check(url)


async def test_plain_http_by_a_name_that_leads_inside_is_not_asked() -> None:
    with pytest.raises(NotAllowed, match="private"):
        await GuardedOutbound(plain=True, resolve=resolving("192.168.0.1")).post("http://a.example/", b"", {}, **ROOM)


async def test_a_private_network_that_the_operator_names_is_reached_and_no_other(setting: Callable[..., None]) -> None:
    setting(OUTBOUND_PRIVATE_NETWORKS="127.0.0.0/8, fd00:1::/32", PUBLIC_URL="https://shaders.example.org")
    async with listening() as peer:
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]"):
            gateway.outbound().check(f"http://{host}:{peer.port}/")
        assert (await gateway.outbound().get(f"http://localhost:{peer.port}/", {}, **ROOM)).body == b"hello"
    for url in ("http://10.0.0.1/", "http://[::1]/", "https://[fd00:2::1]/", "https://169.254.169.254/"):
        with pytest.raises(NotAllowed):
            await gateway.outbound().get(url, {}, **ROOM)
    with pytest.raises(NotAllowed, match="https"):
        # HTTP without TLS stays inside the networks that were named.
        await GuardedOutbound(networks=settings().private_networks(), resolve=resolving("93.184.215.14")).get(
            "http://example.org/", {}, **ROOM
        )


def test_what_is_no_network_is_noticed_at_the_start(setting: Callable[..., None]) -> None:
    setting(OUTBOUND_PRIVATE_NETWORKS="10.0.0.1/8")
    with pytest.raises(ValueError, match="host bits"):
        settings()


async def test_a_redirect_is_an_answer() -> None:
    says = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/secret\r\nContent-Length: 0\r\n\r\n"
    async with listening(says) as peer:
        got = await GuardedOutbound(loopback=True).get(f"http://127.0.0.1:{peer.port}/", {}, **ROOM)
        assert (got.status, len(peer.heard)) == (302, 1)


async def test_silence_nonsense_and_closed_doors_are_no_answer() -> None:
    way = GuardedOutbound(loopback=True)
    async with listening(b"") as silent:
        with pytest.raises(Unreachable, match=r"within 0\.1 seconds"):
            await way.get(f"http://127.0.0.1:{silent.port}/", {}, limit_bytes=10, timeout_s=0.1)
    with pytest.raises(Unreachable, match="listens"):
        await way.get(f"http://127.0.0.1:{silent.port}/", {}, **ROOM)
    async with listening(b"SSH-2.0-OpenSSH_9.2\r\n") as other:
        with pytest.raises(Unreachable, match="not HTTP"):
            await way.get(f"http://127.0.0.1:{other.port}/", {}, **ROOM)
    with pytest.raises(Unreachable, match="no address"):
        await GuardedOutbound(resolve=resolving()).get("https://example.org/", {}, **ROOM)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server of this name shows, and the trust that believes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), now - day, now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "both.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


async def test_it_connects_to_the_address_that_was_checked_and_asks_for_the_name(tmp_path: Path) -> None:
    server, trust = certificate(tmp_path, "hooks.example.org")
    asked: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    way = GuardedOutbound(resolve=resolve, public=lambda _: True, trust=trust)
    async with listening(context=server) as peer:
        got = await way.get(f"https://hooks.example.org:{peer.port}/in", {}, **ROOM)
        assert got.body == b"hello"
        assert f"\r\nHost: hooks.example.org:{peer.port}\r\n".encode() in peer.heard[0]
        assert asked == ["hooks.example.org"]
        with pytest.raises(Unreachable, match="certificate"):
            await way.get(f"https://other.example.org:{peer.port}/in", {}, **ROOM)
        assert len(peer.heard) == 1


async def test_an_address_that_is_shut_is_passed_over(tmp_path: Path) -> None:
    server, trust = certificate(tmp_path, "hooks.example.org")
    way = GuardedOutbound(resolve=resolving("127.0.0.9", "127.0.0.1"), public=lambda _: True, trust=trust)
    async with listening(context=server) as peer:
        assert (await way.get(f"https://hooks.example.org:{peer.port}/", {}, **ROOM)).body == b"hello"
