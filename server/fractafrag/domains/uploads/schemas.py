"""How people's pictures look from outside."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


class Upload(BaseModel):
    """A picture of one's own, as it is kept: WebP, at most 2048 pixels a side, without the file's metadata."""

    sha256: str = Field(description="Of the kept file, in hexadecimal.", pattern="^[0-9a-f]{64}$")
    source: str = Field(description="What the `source` of a texture input says to read it: `upload:` and the hash.")
    url: str = Field(description="Where the kept file lies.")
    name: str = Field(description="What the file was called.")
    width: int
    height: int
    channels: Literal[3, 4] = Field(description="4 with transparency.")
    bytes: int = Field(description="Of the kept file.")
    created_at: datetime
    used: bool = Field(description="Whether a version of a work reads it; then it cannot be deleted.")


class UploadList(BaseModel):
    """All pictures of one's own, the newest first, and how many more there may be."""

    items: list[Upload]
    count_limit: int = Field(description="Pictures that one person may have.")
    bytes_limit: int = Field(description="Bytes that all of them may have together.")
    bytes_used: int
