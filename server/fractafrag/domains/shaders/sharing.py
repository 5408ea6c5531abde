"""Pure room: a work as other sites read it: the head of its page, its embed, its answer to oEmbed.

Titles, names and descriptions are people's words: each is escaped for the place where it is put, and nothing else is.
"""

import re
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import orjson

POSTER = (960, 540)
"""Width and height in which posters are drawn (tasks.py)."""
SOCIAL = (1200, 630)
"""That of the picture for other sites, in JPEG, which every one of them reads."""
FILM = (480, 270)
EMBED = (640, 360)
"""Width and height of an embed when nobody asked for another."""
DESCRIPTION_CHARACTERS = 200
SHAPE = 16 / 9
MOST_WIDTH = 3840

# What JSON and PostgreSQL take and XML 1.0 has no way to write.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL | re.IGNORECASE)
_DESCRIPTION = re.compile(r"<meta\s+name=\"description\"[^>]*>", re.IGNORECASE)
_WORK = re.compile(r"/(?:s|embed)/([^/]{1,64})(?:/v/\d{1,9})?/?")


@dataclass(frozen=True)
class Film:
    """A looping preview: its path on this site and its type."""

    url: str
    type: str


@dataclass(frozen=True)
class Shared:
    """A work as anybody may see it who has its address; `poster_url`, `social_url` and the films' are paths here."""

    id: str
    title: str
    description: str
    unlisted: bool
    username: str
    author: str
    poster_url: str | None
    social_url: str | None
    films: tuple[Film, ...]
    facts: dict[str, Any]


@dataclass(frozen=True)
class Site:
    """This instance: its address without a slash at the end, and its name."""

    address: str
    name: str


def shared_of(row: Any) -> Shared:
    """A Shared of a row with its columns; `render` is the JSON text of what the card shows."""
    render = orjson.loads(row.render)
    agent = f"{row.display_name}'s agent {row.agent}" if row.agent else row.display_name
    return Shared(
        id=row.id,
        title=row.title,
        description=row.description,
        unlisted=row.visibility != "public",
        username=row.username,
        author=agent,
        poster_url=render.get("poster_url"),
        social_url=next((one["url"] for one in render["posters"] if (one["width"], one["height"]) == SOCIAL), None),
        films=tuple(Film(film["url"], film["type"]) for film in render.get("films") or ()),
        facts=render.get("facts") or {},
    )


def work_in(site: Site, url: str) -> str | None:
    """The id of the work whose page or embed is at `url` on this site; None for every other address."""
    try:
        asked, own = urlsplit(url.strip()), urlsplit(site.address)
        # A site behind a proxy is known by both schemes.
        same = asked.hostname == own.hostname and _port(asked.port) == _port(own.port)
    except ValueError:
        return None
    found = _WORK.fullmatch(asked.path.removeprefix(own.path.rstrip("/")))
    return found[1] if found and same and asked.scheme in ("http", "https") else None


def _port(port: int | None) -> int | None:
    return None if port in (80, 443) else port


def one_line(words: str, most: int = DESCRIPTION_CHARACTERS) -> str:
    """The words on one line, cut at a word's end, with an ellipsis where something is missing."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def head(site: Site, work: Shared) -> str:
    """What stands in the head of a work's page: title, description, Open Graph, Twitter's card, oEmbed, address."""
    page, embed = f"{site.address}/s/{work.id}", f"{site.address}/embed/{work.id}"
    words = one_line(work.description) or f"A living shader by {work.author}."
    secure = site.address.startswith("https:")
    by_property = [
        ("og:type", "video.other"),
        ("og:site_name", site.name),
        ("og:title", work.title),
        ("og:description", words),
        ("og:url", page),
    ]
    # A player inside a card must come by HTTPS: without it the large picture is the best that there is.
    by_name = [
        ("description", words),
        ("twitter:card", "player" if secure and work.poster_url else "summary_large_image"),
        ("twitter:title", work.title),
        ("twitter:description", words),
    ]
    if work.unlisted:
        by_name.append(("robots", "noindex"))
    if work.poster_url:
        url, size, kind = (work.social_url, SOCIAL, "jpeg") if work.social_url else (work.poster_url, POSTER, "webp")
        image = site.address + url
        by_property += [("og:image", image), *([("og:image:secure_url", image)] if secure else [])]
        by_property += [("og:image:type", f"image/{kind}"), *_sized("og:image", size)]
        by_property += [("og:image:alt", f"Still of {work.title}")]
        by_name += [("twitter:image", image), ("twitter:image:alt", f"Still of {work.title}")]
        if secure:
            by_name += [("twitter:player", f"{embed}?autoplay=1"), *_sized("twitter:player", EMBED)]
    # MP4 first: not every site that shows a film knows WebM, and many look at the first alone.
    for film in sorted(work.films, key=lambda film: film.type != "video/mp4"):
        url = site.address + film.url
        by_property += [("og:video", url), *([("og:video:secure_url", url)] if secure else [])]
        by_property += [("og:video:type", film.type), *_sized("og:video", FILM)]
    oembed = f"{site.address}/oembed?url={quote(page, safe='')}"
    return "\n    ".join(
        [
            f"<title>{escape(f'{work.title} by {work.author} · {site.name}')}</title>",
            *(f'<meta name="{name}" content="{escape(content)}" />' for name, content in by_name),
            *(f'<meta property="{name}" content="{escape(content)}" />' for name, content in by_property),
            f'<link rel="canonical" href="{escape(page)}" />',
            *(
                f'<link rel="alternate" type="{kind}+oembed" href="{escape(f"{oembed}&format={name}")}" '
                f'title="{escape(work.title)}" />'
                for name, kind in (("json", "application/json"), ("xml", "text/xml"))
            ),
            f'<link rel="alternate" type="application/atom+xml" title="{escape(f"New by {work.author}")}" '
            f'href="/feeds/people/{quote(work.username)}.atom" />',
        ]
    )


def _sized(name: str, size: tuple[int, int]) -> list[tuple[str, str]]:
    return [(f"{name}:width", str(size[0])), (f"{name}:height", str(size[1]))]


def app_page(index: str, site: Site, work: Shared) -> str:
    """The app's page with the head of a work in place of its own title and description."""
    bare = _DESCRIPTION.sub("", _TITLE.sub("", index, count=1), count=1)
    before, end, after = bare.partition("</head>")
    return f"{before}{head(site, work)}\n  {end}{after}" if end else index


def embed_page(template: str, site: Site, work: Shared | None) -> str:
    """The page for other sites' frames: `<!--head-->` and `<!--work-->` of the template are filled in.

    Without a work it says that there is none. What the page's script must know stands in attributes.
    """
    if work is None:
        title, body = "Not here", _missing(site)
    else:
        title, body = f"{work.title} by {work.author}", _player(site, work)
    lines = f'<title>{escape(title)}</title>\n    <meta name="robots" content="noindex" />'
    filled = template.replace("<!--head-->", lines, 1)
    before, marker, after = filled.partition("<!--work-->")
    return f"{before}{body}{after}" if marker else filled


def _missing(site: Site) -> str:
    return (
        '<p class="missing">This shader is not here, or it is not public. '
        f'<a href="{escape(site.address)}" target="_blank" rel="noopener">{escape(site.name)}</a></p>'
    )


def _player(site: Site, work: Shared) -> str:
    page = escape(f"{site.address}/s/{work.id}")
    poster = f' poster="{escape(work.poster_url)}"' if work.poster_url else ""
    still = f'<img class="still" src="{escape(work.poster_url)}" alt="" />' if work.poster_url else ""
    facts = orjson.dumps({name: work.facts[name] for name in TOLD if name in work.facts}).decode()
    return (
        f'{still}<fractafrag-player src="/api/v1/shaders/{work.id}"{poster} media="/media-set/" '
        f'aria-label="{escape(f"Living picture of {work.title}")}" data-facts="{escape(facts)}" controls>'
        "</fractafrag-player>"
        f'<a class="back" href="{page}" target="_blank" rel="noopener"><b>{escape(work.title)}</b> '
        f"<span>by {escape(work.author)} on {escape(site.name)}</span></a>"
    )


TOLD = ("tier", "flashing")
"""Which of the renderer's facts the embed must know before it plays by itself."""


def oembed(site: Site, work: Shared, most_width: int | None, most_height: int | None) -> dict[str, Any]:
    """The answer of oEmbed 1.0 for a work, a video of 16:9 within the wanted sizes in pixels."""
    wanted = [width for width in (most_width, most_height and int(most_height * SHAPE)) if width is not None]
    width = max(1, min([*wanted, MOST_WIDTH] if wanted else [EMBED[0]]))
    height = max(1, int(width / SHAPE))
    told: dict[str, Any] = {
        "version": "1.0",
        "type": "video",
        "title": work.title,
        "author_name": work.author,
        "author_url": f"{site.address}/u/{quote(work.username)}",
        "provider_name": site.name,
        "provider_url": site.address,
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": frame(site, work, width, height),
    }
    if work.poster_url:
        told |= {
            "thumbnail_url": site.address + work.poster_url,
            "thumbnail_width": POSTER[0],
            "thumbnail_height": POSTER[1],
        }
    return told


def frame(site: Site, work: Shared, width: int, height: int) -> str:
    """The HTML that shows a work on another page."""
    return (
        f'<iframe src="{escape(f"{site.address}/embed/{work.id}")}" width="{width}" height="{height}" '
        f'title="{escape(f"{work.title} by {work.author}")}" style="border:0" loading="lazy" '
        'allow="fullscreen; autoplay" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )


def as_xml(told: dict[str, Any]) -> bytes:
    """The same answer as XML, as oEmbed 1.0 §2.3.4 shows it."""
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = _NOT_XML.sub("\ufffd", str(value))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
