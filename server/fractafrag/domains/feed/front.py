"""Pure room: the app's page with the beginning of a feed in it, so that a stranger sees the first picture at once.

What is put in: a preload of the first poster, the poster itself below everything that the app will show, and the first
page as JSON, which a browser does not run. Names and addresses in it are other people's words and escaped.
"""

from html import escape
from typing import Any

import orjson

SIZES = "(orientation: portrait) 80vw, 100vw"
"""How wide a card's poster is shown, as web/src/features/feed/Slide.tsx says: else it would be fetched twice."""


def front_page(index: str, page: bytes) -> str:
    """`index` with the FeedPage `page` (JSON) in it; the same where it has no place for it."""
    head, head_end, rest = index.partition("</head>")
    before, body, after = rest.partition("<body>")
    if not head_end or not body:
        return index
    items = orjson.loads(page)["items"]
    link, picture = _poster(items[0]["render"]) if items else ("", "")
    # Inside a script only its end tag, and what looks like a comment, would be read as HTML.
    data = page.decode().replace("<", "\\u003c")
    script = f'<script type="application/json" id="first-page">{data}</script>'
    return f"{head}{link}{head_end}{before}{body}\n    {picture}{script}{after}"


def _poster(render: dict[str, Any]) -> tuple[str, str]:
    """The preload and the image of a poster; both empty where there is none yet."""
    url = render["poster_url"]
    if not url:
        return "", ""
    sources = [f"{one['url']} {one['width']}w" for one in render["posters"] if one["type"] == "image/webp"]
    chosen = escape(", ".join(sources)) if len(sources) > 1 else ""
    preload = f' imagesrcset="{chosen}" imagesizes="{SIZES}"' if chosen else ""
    image = f' sizes="{SIZES}" srcset="{chosen}"' if chosen else ""
    return (
        f'  <link rel="preload" as="image" href="{escape(url)}"{preload} fetchpriority="high" />\n  ',
        f'<img id="first-picture" alt=""{image} src="{escape(url)}" fetchpriority="high" decoding="sync" '
        'style="position: fixed; inset: 0; width: 100%; height: 100%; object-fit: cover" />\n    ',
    )
