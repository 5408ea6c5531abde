"""Pure room: how a list of works becomes an Atom feed (RFC 4287)."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import quote

import feedgenerator

MEDIA = "http://search.yahoo.com/mrss/"
POSTER_TYPE = "image/webp"
BEFORE_ANYTHING = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was last changed: the same feed must be the same bytes."""

# What JSON and PostgreSQL take and XML 1.0 has no way to write, not even as a reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """A work as a feed tells of it; `poster_url` is a path of this site, `agent` the program through which it came."""

    id: str
    title: str
    description: str
    tags: Sequence[str]
    licence: str | None
    username: str
    display_name: str
    agent: str | None
    published_at: datetime
    updated_at: datetime
    poster_url: str | None


@dataclass(frozen=True)
class Head:
    """What a feed is: `path` is its own address, `page` that of the same list for people, both paths of this site."""

    title: str
    path: str
    page: str
    author: str | None = None


_Library: Any = feedgenerator.Atom1Feed  # without types: what is written is checked by reading it back


class _Atom(_Library):
    """Atom as the library writes it, with poster and thumbnail, and the same bytes for the same works."""

    def root_attributes(self) -> dict[str, str]:
        written: Any = super()
        return {**written.root_attributes(), "xmlns:media": MEDIA}

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=BEFORE_ANYTHING)

    def add_item_elements(self, handler: Any, item: Any) -> None:
        written: Any = super()
        written.add_item_elements(handler, item)
        if item["poster"]:
            # Not the library's enclosure: its length is a must there, and we do not know it.
            handler.addQuickElement("link", "", {"rel": "enclosure", "href": item["poster"], "type": POSTER_TYPE})
            handler.addQuickElement("media:thumbnail", "", {"url": item["poster"]})


def write(site: str, head: Head, entries: Sequence[Entry]) -> bytes:
    """The feed as UTF-8 XML; `site` is the instance's address without a slash at its end.

    The id of an entry is a tag URI (RFC 4151) of host, day of publication and path: it outlives a change of port or
    scheme. Words of people are escaped as text, in the title once, and again where a reader expects HTML.
    """
    feed: Any = _Atom(
        title=_text(head.title),
        link=site + head.page,
        description=None,
        feed_url=site + head.path,
        feed_guid=site + head.path,
        author_name=_text(head.author) if head.author else None,
        author_link=site + head.page if head.author else None,
    )
    for entry in entries:
        poster = site + entry.poster_url if entry.poster_url else None
        page = f"{site}/s/{entry.id}"
        words = escape(_text(entry.description)).replace("\n", "<br>")
        picture = f'<p><a href="{escape(page)}"><img src="{escape(poster)}" alt=""></a></p>' if poster else ""
        feed.add_item(
            title=_text(entry.title),
            link=page,
            description=words or None,
            content=f"{picture}<p>{words}</p>" if words else picture or None,
            author_name=_text(f"{entry.display_name}'s agent {entry.agent}" if entry.agent else entry.display_name),
            author_link=f"{site}/u/{quote(entry.username)}",
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            categories=[_text(tag) for tag in entry.tags],
            item_copyright=_text(entry.licence) if entry.licence else None,
            poster=poster,
        )
    out = io.StringIO()
    feed.write(out, "utf-8")
    return out.getvalue().encode()


def _text(words: str) -> str:
    return _NOT_XML.sub("\ufffd", words)
