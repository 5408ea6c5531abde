"""One walk through the product, at the pace of a person, and what nginx promises about each kind of answer."""

import gzip
import json
import re
from typing import Any

from client import Person, ask, get
from stack import expect, say, until

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "smoke", "version": "1"}},
}
IMMUTABLE = "public, max-age=31536000, immutable"


def walk() -> None:
    """Registers, publishes, waits for poster and film, finds the work in the feed, and speaks MCP. Raises Failed."""
    page()
    person = Person("walker")
    say(f"registered {person.name}")
    answer = person.publish(person.draft("A first walk", 0.0))
    expect(answer.status == 201, f"publishing: {answer.status} {answer.body[:300]!r}")
    shader_id = answer.json()["id"]
    took = until(lambda: person.filmed(shader_id), "poster and film of a first work")
    say(f"published, and filmed {took:.1f} s later")
    renders(person.page(shader_id).json()["render"])
    listed = get("/api/v1/feed/new").json()["items"]
    expect(shader_id in [card["id"] for card in listed], "the work is not among the new ones")
    expect(get("/api/v1/feed").json()["items"], "the feed is empty")
    expect(shader_id.encode() in get("/feeds/new.atom").body, "the work is not in the Atom feed")
    say("it is in the feed, and in the Atom feed")
    mcp(person)
    refusals()


def page() -> None:
    """The page of the app: not kept, compressed beforehand, fenced in; its assets are kept for ever."""
    answer = get("/")
    policy = answer.headers.get("content-security-policy", "")
    expect(answer.status == 200 and b'<div id="root">' in answer.body, "the page of the app is not there")
    expect(answer.headers.get("cache-control") == "no-cache", "the page may be kept")
    # A browser's own visit brings a stranger's first cards, unless they take too long on a busy machine.
    visits = [get("/", Accept="text/html") for _ in range(5)]
    expect(any(b'id="first-page"' in visit.body for visit in visits), "the page brings no first cards")
    expect(
        all(visit.headers.get("cache-control") in ("no-cache", "private, no-cache") for visit in visits),
        "a stranger's page may be kept",
    )
    for rule in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'"):
        expect(rule in policy, f"the policy of the page lacks {rule}")
    for name, value in {
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
    }.items():
        expect(answer.headers.get(name) == value, f"the page lacks {name}")
    expect(answer.headers.get("server", "nginx") == "nginx", "nginx tells its version")
    expect(
        get("/shader/anything").headers.get("content-security-policy") == policy, "deep addresses have another policy"
    )
    found = re.search(rb'src="(/assets/[^"]+\.js)"', answer.body)
    expect(found, "the page names no script")
    script = found[1].decode() if found else ""
    plain, small = get(script), get(script, Accept_Encoding="gzip, br")
    expect(plain.headers.get("cache-control") == IMMUTABLE, "assets are not immutable")
    expect(small.headers.get("content-encoding") == "gzip", "assets are not compressed")
    expect(gzip.decompress(small.body) == plain.body, "the compressed asset is another one")
    expect(get("/assets/absent.js").status == 404, "an absent asset is not 404")
    say(f"the app: {len(plain.body):,} bytes of script come as {len(small.body):,}; policy and caching hold")


def renders(render: dict[str, Any]) -> None:
    """Posters and films: straight from the volume, immutable, in parts for players."""
    film = render["films"][0]["url"]
    whole, part = get(film), get(film, Range="bytes=0-99")
    expect(whole.status == 200 and len(whole.body) > 1000, "the film is not there")
    expect(whole.headers.get("cache-control") == IMMUTABLE, "the film is not immutable")
    expect(whole.headers["content-type"].startswith("video/"), f"the film is {whole.headers['content-type']}")
    expect(part.status == 206 and part.body == whole.body[:100], "a part of the film is not a part of the film")
    expect(part.headers.get("content-range") == f"bytes 0-99/{len(whole.body)}", "the part has a wrong range")
    expect(get(film, Range=f"bytes={len(whole.body)}-").status == 416, "a range past the end is not refused")
    poster = get(render["poster_url"])
    expect(poster.status == 200 and poster.headers["content-type"] == "image/webp", "the poster is not there")
    say(f"poster of {len(poster.body):,} bytes, film of {len(whole.body):,}, ranges and caching hold")


def mcp(person: Person) -> None:
    """MCP: nobody without a credential, the tools with one, and events that leave at once."""
    expect(ask("POST", "/mcp", INITIALIZE).status == 401, "MCP lets strangers in")
    accept = {"Accept": "application/json, text/event-stream"}
    answer = ask("POST", "/mcp", INITIALIZE, person.bearer | accept)
    expect(answer.status == 200, f"MCP initialize: {answer.status} {answer.body[:300]!r}")
    name = _message(answer.body)["result"]["serverInfo"]["name"]
    listing = {"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}}
    version = {"MCP-Protocol-Version": "2025-11-25"}
    tools = _message(ask("POST", "/mcp", listing, person.bearer | accept | version).body)["result"]["tools"]
    expect(len(tools) >= 5, "MCP has hardly any tools")
    call = {"name": "search_shaders", "arguments": {"text": "walk"}}
    calling = {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": call}
    answered = _message(ask("POST", "/mcp", calling, person.bearer | accept | version).body)
    expect(not answered["result"].get("isError"), f"search_shaders: {answered}")
    streamed = ask("POST", "/mcp", listing, person.bearer | accept | version | {"Accept-Encoding": "gzip"})
    expect(streamed.headers["content-type"].startswith("text/event-stream"), "MCP answers without events")
    expect("content-encoding" not in streamed.headers, "events wait to be compressed")
    expect(ask("POST", "/mcp/readonly", INITIALIZE, accept).status == 200, "MCP for readers does not answer")
    say(f"MCP initialize answers as {name} with {len(tools)} tools, in events that nothing compresses")


def _message(body: bytes) -> Any:
    """The message of an answer in JSON, or the first of one in events."""
    text = body.decode()
    if text.lstrip().startswith("{"):
        return json.loads(text)
    return json.loads(next(line[5:] for line in text.splitlines() if line.startswith("data:")))


def refusals() -> None:
    """What is not public is not there; what is too large is refused in the shape of all refusals."""
    expect(get("/metrics").status == 404, "the metrics are public")
    large = ask("POST", "/api/v1/shaders", {"title": "x" * 1_200_000})
    expect(large.status == 413, f"a large body is answered with {large.status}")
    expect(large.headers["content-type"].startswith("application/problem+json"), "that refusal has another shape")
    named = ask("GET", "/api/v1/instance", headers={"X-Request-ID": "smoke-1"})
    expect(named.headers.get("x-request-id") == "smoke-1", "a request does not keep its name")
    evil = ask("GET", "/api/v1/instance", headers={"X-Request-ID": "a b;c"})
    expect(evil.headers.get("x-request-id", "a b;c") != "a b;c", "a request may have any name")
    say("metrics hidden, large bodies refused, requests keep their names")
