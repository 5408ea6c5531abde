"""Pictures of one's own: sent, listed, read by works, deleted when nobody reads them."""

import io
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from obstore.store import LocalStore
from PIL import Image

from fractafrag.core.settings import settings
from fractafrag.gateways.media import FakeMedia, StoredMedia
from tests.works import IMAGE, Person

pytestmark = pytest.mark.usefixtures("renderer", "media")
People = Callable[..., Awaitable[Person]]


def file_of(colour: str, size: int = 8) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(kept, "PNG")
    return kept.getvalue()


async def send(person: Person, colour: str = "teal", **params: Any) -> dict[str, Any]:
    answer = await person.http.post("/uploads", content=file_of(colour), params=params)
    assert answer.status_code == 201, answer.text
    upload: dict[str, Any] = answer.json()
    return upload


def reading(source: str) -> list[dict[str, Any]]:
    return [{"type": "image", "code": IMAGE, "inputs": [{"channel": 0, "type": "texture", "source": source}]}]


async def test_a_picture_is_kept_and_listed(person: People, media: FakeMedia) -> None:
    ada = await person("ada")
    upload = await send(ada, name="moss.png")
    assert upload["source"] == f"upload:{upload['sha256']}"
    assert upload["url"] == f"/renders/{upload['sha256'][:32]}.webp"
    assert (await media.get(upload["url"]) or b"")[8:12] == b"WEBP"
    listed = await ada.get("/uploads")
    assert listed["items"] == [upload]
    assert (upload["name"], upload["width"], upload["used"]) == ("moss.png", 8, False)
    assert listed["bytes_used"] == upload["bytes"]


async def test_the_same_picture_twice_is_one(person: People, media: FakeMedia) -> None:
    ada, bob = await person("ada"), await person("bob")
    assert (await send(ada))["sha256"] == (await send(ada))["sha256"] == (await send(bob))["sha256"]
    assert len((await ada.get("/uploads"))["items"]) == len((await bob.get("/uploads"))["items"]) == 1
    assert len(media.kept) == 1


@pytest.mark.parametrize("sent", [b"", b"no picture at all", b"GIF89a"])
async def test_what_is_no_picture_is_refused_and_not_kept(person: People, media: FakeMedia, sent: bytes) -> None:
    answer = await (await person("ada")).http.post("/uploads", content=sent)
    assert (answer.status_code, answer.json()["field"]) == (422, "body")
    assert not media.kept


async def test_a_file_may_be_larger_than_other_bodies_up_to_its_own_limit(
    database: Any, setting: Callable[..., None], media: FakeMedia
) -> None:
    setting(MAX_BODY_BYTES="2048", UPLOAD_BYTES="4096")
    from fractafrag.doors.http import create_app

    transport = httpx.ASGITransport(create_app(database), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as http:
        assert (await http.post("/uploads", content=bytes(3000))).status_code == 401
        assert (await http.post("/uploads", content=bytes(5000))).status_code == 413
        assert (await http.post("/validate", content=bytes(3000))).status_code == 413
    assert not media.kept


async def test_nobody_may_have_more_pictures_than_the_quota(person: People, setting: Callable[..., None]) -> None:
    ada = await person("ada")
    first = await send(ada)
    setting(UPLOAD_COUNT="1")
    assert (await ada.http.post("/uploads", content=file_of("red"))).status_code == 422
    setting(UPLOAD_COUNT="200", UPLOAD_TOTAL_BYTES=str(first["bytes"] + 1))
    refused = await ada.http.post("/uploads", content=file_of("red"))
    assert refused.status_code == 422
    assert f"{first['bytes'] + 1:,}" in refused.json()["detail"]
    assert len((await ada.get("/uploads"))["items"]) == 1


async def test_a_work_reads_ones_own_pictures_and_nobody_elses(person: People) -> None:
    ada, bob = await person("ada"), await person("bob")
    upload = await send(ada)
    page = await ada.make(passes=reading(upload["source"]))
    assert page["passes"][0]["inputs"][0]["source"] == upload["source"]
    refused = await bob.http.post("/shaders", json=bob.draft(passes=reading(upload["source"])))
    assert (refused.status_code, refused.json()["field"]) == (422, "passes.0.inputs.0.source")


async def test_a_fork_reads_what_its_parent_reads(person: People) -> None:
    ada, bob = await person("ada"), await person("bob")
    shown, hidden = await send(ada), await send(ada, "red")
    page = await ada.make(passes=reading(shown["source"]))
    fork = (await bob.http.post(f"/shaders/{page['id']}/fork")).json()
    saved = await bob.save(fork, title="Mine")
    assert saved["passes"][0]["inputs"][0]["source"] == shown["source"]
    assert (await bob.change(saved, passes=reading(hidden["source"]))).status_code == 422


async def test_a_picture_that_a_version_reads_cannot_be_deleted(person: People) -> None:
    ada = await person("ada")
    upload = await send(ada)
    page = await ada.make(passes=reading(upload["source"]))
    await ada.save(page, passes=[{"type": "image", "code": IMAGE}])
    answer = await ada.http.delete(f"/uploads/{upload['sha256']}")
    assert answer.status_code == 409
    assert (await ada.get("/uploads"))["items"][0]["used"] is True


async def test_only_its_owner_deletes_a_picture(person: People) -> None:
    ada, bob = await person("ada"), await person("bob")
    upload = await send(ada)
    assert (await bob.http.delete(f"/uploads/{upload['sha256']}")).status_code == 404
    assert (await ada.http.delete("/uploads/nonsense")).status_code == 404
    assert (await ada.http.delete(f"/uploads/{upload['sha256']}")).status_code == 204
    assert (await ada.get("/uploads"))["items"] == []
    assert (await ada.http.delete(f"/uploads/{upload['sha256']}")).status_code == 404


async def test_the_file_of_a_deleted_picture_goes_when_nobody_else_has_it(
    person: People, work_off: Callable[[], Awaitable[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(settings().media_dir)
    kept = StoredMedia(lambda: LocalStore(folder, mkdir=True))
    monkeypatch.setattr("fractafrag.gateways.media.media", lambda: kept)
    ada, bob = await person("ada"), await person("bob")
    alone, shared = await send(ada), await send(ada, "red")
    await send(bob, "red")
    for upload in (alone, shared):
        assert (await ada.http.delete(f"/uploads/{upload['sha256']}")).status_code == 204
        # It has lain there for long.
        os.utime(folder / upload["url"].rsplit("/", 1)[1], (0, 0))
    await work_off()
    assert await kept.get(alone["url"]) is None
    assert await kept.get(shared["url"]) is not None


async def test_a_file_that_was_just_brought_again_stays(
    person: People, work_off: Callable[[], Awaitable[int]], media: FakeMedia
) -> None:
    ada = await person("ada")
    upload = await send(ada)
    assert (await ada.http.delete(f"/uploads/{upload['sha256']}")).status_code == 204
    await work_off()
    assert await media.get(upload["url"]) is not None
