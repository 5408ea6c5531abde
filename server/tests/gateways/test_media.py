"""Media keep what they are given, under a name that never changes its meaning: on a volume, and in a real S3 server."""

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import LocalStore, S3Store

from fractafrag.core.settings import settings
from fractafrag.gateways import media as gateway
from fractafrag.gateways.media import FakeMedia, Media, StoredMedia


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def volume(folder: Path) -> StoredMedia:
    return StoredMedia(lambda: LocalStore(folder, mkdir=True))


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """A server on loopback that speaks S3."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
async def bucket(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Media]:
    import httpx

    async with httpx.AsyncClient() as client:
        await client.post(f"{s3_address}/moto-api/reset")
        assert (await client.put(f"{s3_address}/renders-of-ours")).status_code == 200
    given = {
        "MEDIA_STORE": "s3",
        "S3_BUCKET": "renders-of-ours",
        "S3_ENDPOINT": s3_address,
        "S3_ACCESS_KEY_ID": "anybody",
        "S3_SECRET_ACCESS_KEY": "anything",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield gateway.media()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(params=["fake", "volume", "s3"])
def media(request: pytest.FixtureRequest, tmp_path: Path) -> Media:
    if request.param == "s3":
        found: Media = request.getfixturevalue("bucket")
        return found
    return FakeMedia() if request.param == "fake" else volume(tmp_path / "a folder" / "renders")


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
    media = volume(tmp_path)
    url = await media.put(b"a still", "webp")
    os.utime(tmp_path / url.rsplit("/", 1)[1], (0, 0))
    await media.put(b"a still", "webp")
    assert not await media.drop(url, timedelta(hours=1))


async def test_nothing_outside_of_the_folder_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"kept")
    assert await volume(tmp_path / "renders").drop("/renders/../kept", timedelta(0))
    assert (tmp_path / "kept").exists()


async def test_many_writers_of_one_file_leave_it_whole(media: Media) -> None:
    data = bytes(range(256)) * 4096
    urls = await asyncio.gather(*(media.put(data, "mp4") for _ in range(8)))
    assert len(set(urls)) == 1
    assert await media.get(urls[0]) == data


async def test_a_part_of_a_file_is_read_alone(media: Media) -> None:
    name = (await media.put(bytes(range(100)), "webm")).removeprefix("/renders/")
    assert await media.size(name) == 100
    assert await media.part(name, 10, 20) == bytes(range(10, 20))
    with pytest.raises(FileNotFoundError):
        await media.part("0" * 32 + ".webm", 0, 1)


async def test_every_file_is_listed_with_its_size(media: Media) -> None:
    urls = [await media.put(data, "webp") for data in (b"one", b"three")]
    found = {name: size async for name, size in media.names()}
    assert found == {urls[0].removeprefix("/renders/"): 3, urls[1].removeprefix("/renders/"): 5}


@pytest.mark.parametrize("suffix", ["html", "", "../webp", "WEBP", "svg"])
async def test_only_pictures_and_films_are_kept(media: Media, suffix: str) -> None:
    with pytest.raises(ValueError, match="media end in"):
        await media.put(b"<script>", suffix)


@pytest.mark.parametrize(
    "url", ["/renders/none.webp", f"/renders/{'0' * 32}.webp", "/renders/../secret", "/renders/", "/etc/passwd", ""]
)
async def test_there_is_nothing_where_nothing_was_put(media: Media, url: str) -> None:
    assert await media.get(url) is None
    assert await media.size(url.removeprefix("/renders/")) is None


async def test_a_volume_leaves_no_traces_and_is_read_by_others(tmp_path: Path) -> None:
    url = await volume(tmp_path).put(b"x", "webp")
    (name,) = names(tmp_path)
    assert url == f"/renders/{name}"
    assert (tmp_path / name).stat().st_mode & 0o044


async def test_half_a_file_is_written_anew(tmp_path: Path) -> None:
    media = volume(tmp_path)
    url = await media.put(b"a whole film", "webm")
    (tmp_path / url.rsplit("/", 1)[1]).write_bytes(b"a who")
    await media.put(b"a whole film", "webm")
    assert await media.get(url) == b"a whole film"


async def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="exists"):
        await volume(tmp_path / "file").put(b"x", "webp")
    assert names(tmp_path) == ["file"]


async def test_a_store_that_is_away_is_an_error(monkeypatch: pytest.MonkeyPatch, bucket: Media) -> None:
    monkeypatch.setenv("S3_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(gateway, "PATIENCE", gateway.PATIENCE / 30)
    settings.cache_clear()
    with pytest.raises(OSError, match=r"."):
        await gateway.media().put(b"x", "webp")


async def test_in_a_bucket_a_file_says_what_it_is(bucket: Media, s3_address: str) -> None:
    url = await bucket.put(b"a film", "webm")
    store = S3Store(
        "renders-of-ours",
        endpoint=s3_address,
        region="us-east-1",
        access_key_id="anybody",
        secret_access_key="anything",
        client_options={"allow_http": True},
    )
    found = await obstore.get_async(store, url.removeprefix("/renders/"))
    assert found.attributes["Content-Type"] == "video/webm"
    assert "immutable" in found.attributes["Cache-Control"]
