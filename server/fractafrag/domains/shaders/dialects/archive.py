"""Pure room: many works as one archive (ZIP), written piece by piece, that `fractafrag import` reads back."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from fractafrag.domains.shaders.dialects import writing

_README = """# Shaders of {author}

{count} from {home}, as they were when this archive was made.

Each file in `works/` is one shader in the JSON of Shadertoy's API. What Shadertoy's form cannot say (licence,
parameters and presets, the moment of the still, inputs that it has not, where an imported work comes from and its text
as it came) stands in the same file under `fractafrag`, which other programs leave alone.

To have them again: `fractafrag import THIS.zip --as NAME` makes private drafts of them on any instance, once however
often it is run; the studio's “Import…” takes single files. Pictures of your own that works read are not in here: they
lie where their instance keeps them, and another one will ask for them anew.

On which terms others may use what: LICENCES.md.

| work | file | where it stood |
|---|---|---|
"""
_LICENCES = """# Licences

Each work stands under the licence that its author gave it, an id of https://spdx.org/licenses/.

| work | by | licence |
|---|---|---|
"""


class _Sink:
    """Where the archive writes to; it cannot be gone back in, so sizes follow their files."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


@dataclass
class Archive:
    """An archive under way; what `add` and `finish` give, one after the other, is the file."""

    author: str
    home: str
    _sink: _Sink = field(default_factory=_Sink)
    _works: list[str] = field(default_factory=list[str])
    _terms: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6)  # pyright: ignore[reportArgumentType, reportCallIssue]

    def add(self, work: writing.Told, status: str, changed: datetime) -> bytes:
        """Puts a work in. `status` is in words for people, `changed` (UTC) the date of its file."""
        name = f"works/{slug(work.title)}-{work.id}.json"
        self._write(name, orjson.dumps(writing.shadertoy(work), option=orjson.OPT_INDENT_2), changed)
        self._works.append(f"| {_cell(work.title)} | `{name}` | {status} |")
        author = (work.origin or {}).get("author") or work.author
        self._terms.append(f"| {_cell(work.title)} | {_cell(author)} | {work.licence or 'none was named'} |")
        return self._sink.take()

    def finish(self, now: datetime) -> bytes:
        """Writes what is for people, and the directory."""
        count = "1 work" if len(self._works) == 1 else f"{len(self._works):,} works"
        readme = _README.format(author=_cell(self.author), home=self.home, count=count)
        self._write("README.md", (readme + "\n".join(self._works) + "\n").encode(), now)
        self._write("LICENCES.md", (_LICENCES + "\n".join(self._terms) + "\n").encode(), now)
        self._zip.close()
        return self._sink.take()

    def _write(self, name: str, content: bytes, when: datetime) -> None:
        # A ZIP knows no year before 1980.
        about = zipfile.ZipInfo(name, (max(1980, when.year), when.month, when.day, when.hour, when.minute, when.second))
        about.compress_type = zipfile.ZIP_DEFLATED
        about.external_attr = 0o644 << 16
        self._zip.writestr(about, content)


def slug(title: str) -> str:
    """The title as the beginning of a file's name: lower case, ASCII, at most 60 characters; "shader" for none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "shader"


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").split()) or "Untitled"
