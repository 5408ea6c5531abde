"""Media keep what they are given, under a name that never changes its meaning."""

import asyncio
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

from fractafrag.gateways.media import FakeMedia, Media, VolumeMedia


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


@pytest.fixture(params=["fake", "volume"])
def media(request: pytest.FixtureRequest, tmp_path: Path) -> Media:
    return FakeMedia() if request.param == "fake" else VolumeMedia(tmp_path / "a folder" / "renders")


async def test_what_is_put_comes_back(media: Media) -> None:
    url = await media.put(b"a film", "webm")
    assert re.fullmatch(r"/renders/[0-9a-f]{32}\.webm", url)
    assert await media.get(url) == b"a film"


async def test_the_same_bytes_have_the_same_name_and_others_another(media: Media) -> None:
    first, again, other = [await media.put(data, "webp") for data in (b"one", b"one", b"two")]
    assert first == again != other


async def test_what_is_dropped_is_gone_unless_it_was_just_put(media: Media) -> None:
    url = await media.put(b"a still", "webp")
    assert not await media.drop(url, timedelta(hours=1))
    assert await media.get(url) == b"a still"
    assert await media.drop(url, timedelta(0))
    assert await media.get(url) is None
    assert await media.drop(url, timedelta(0))


async def test_what_is_put_again_is_as_if_it_were_new(tmp_path: Path) -> None:
    media = VolumeMedia(tmp_path)
    url = await media.put(b"a still", "webp")
    os.utime(tmp_path / url.rsplit("/", 1)[1], (0, 0))
    await media.put(b"a still", "webp")
    assert not await media.drop(url, timedelta(hours=1))


async def test_nothing_outside_of_the_folder_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"kept")
    assert await VolumeMedia(tmp_path / "renders").drop("/renders/../kept", timedelta(0))
    assert (tmp_path / "kept").exists()


async def test_many_writers_of_one_file_leave_it_whole(media: Media) -> None:
    data = bytes(range(256)) * 4096
    urls = await asyncio.gather(*(media.put(data, "mp4") for _ in range(8)))
    assert len(set(urls)) == 1
    assert await media.get(urls[0]) == data


@pytest.mark.parametrize("suffix", ["html", "", "../webp", "WEBP", "svg"])
async def test_only_pictures_and_films_are_kept(media: Media, suffix: str) -> None:
    with pytest.raises(ValueError, match="media end in"):
        await media.put(b"<script>", suffix)


@pytest.mark.parametrize("url", ["/renders/none.webp", "/renders/../secret", "/renders/", "/etc/passwd", ""])
async def test_there_is_nothing_where_nothing_was_put(media: Media, url: str) -> None:
    assert await media.get(url) is None


async def test_a_volume_leaves_no_traces_and_is_read_by_others(tmp_path: Path) -> None:
    url = await VolumeMedia(tmp_path).put(b"x", "webp")
    (name,) = names(tmp_path)
    assert url == f"/renders/{name}"
    assert mode(tmp_path / name) == 0o644


async def test_half_a_file_is_written_anew(tmp_path: Path) -> None:
    media = VolumeMedia(tmp_path)
    url = await media.put(b"a whole film", "webm")
    (tmp_path / url.rsplit("/", 1)[1]).write_bytes(b"a who")
    await media.put(b"a whole film", "webm")
    assert await media.get(url) == b"a whole film"


async def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        await VolumeMedia(tmp_path / "file").put(b"x", "webp")
    assert names(tmp_path) == ["file"]
