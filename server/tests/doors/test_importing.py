"""`fractafrag import`: many works of elsewhere at once, told one by one, and never twice."""

import asyncio
import json
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from fractafrag.doors import importing
from fractafrag.doors.supervisor.trouble import Trouble
from tests.works import IMAGE, Person, media, person, renderer

__all__ = ["media", "person", "renderer"]


def shader(name: str, code: str = IMAGE) -> dict[str, object]:
    image = {"type": "image", "name": "Image", "outputs": [{"id": 37}], "inputs": [], "code": code}
    return {"ver": "0.1", "info": {"id": "XsXXDn", "name": name, "username": "somebody"}, "renderpass": [image]}


async def test_folders_and_archives_are_imported_once_and_what_cannot_be_is_told(
    person: Callable[..., Awaitable[Person]], tmp_path: Path
) -> None:
    ada = await person("ada")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "plain.glsl").write_text(IMAGE)
    (tmp_path / "deep" / "notes.md").write_text("Not a shader.")
    (tmp_path / "many.json").write_text(json.dumps([shader("One"), shader("Two", "// iGlobalTime" + IMAGE)]))
    (tmp_path / "broken.json").write_text("{")
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("inside/three.frag", "uniform float time;\nvoid main() { gl_FragColor = vec4(sin(time)); }")
    report = await asyncio.to_thread(importing.run, [tmp_path], "Ada", "private")
    assert (report.made, report.there, len(report.failures)) == (4, 0, 1)
    assert "broken.json" in report.failures[0]
    again = await asyncio.to_thread(importing.run, [tmp_path], "ada", "private")
    assert (again.made, again.there) == (0, 4)

    mine = (await ada.get("/me/shaders"))["items"]
    assert {one["visibility"] for one in mine} == {"private"}
    two = next(one for one in mine if one["title"] == "Two")
    page = await ada.get(f"/shaders/{two['id']}")
    assert page["origin"]["author"] == "somebody"
    assert page["origin"]["url"] == "https://www.shadertoy.com/view/XsXXDn"
    assert page["licence"] == "CC-BY-NC-SA-3.0"
    eve = await person("eve")
    assert (await eve.http.get(f"/shaders/{two['id']}")).status_code == 404


@pytest.mark.usefixtures("database")
async def test_an_account_that_is_not_there_and_a_folder_without_shaders_are_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no shader"):
        await asyncio.to_thread(importing.run, [tmp_path], "nobody", "private")
    (tmp_path / "a.glsl").write_text(IMAGE)
    with pytest.raises(Trouble, match="no account named nobody"):
        await asyncio.to_thread(importing.run, [tmp_path], "nobody", "private")


async def test_what_is_read_is_sent_as_a_draft_that_is_private_and_exports_again(
    person: Callable[..., Awaitable[Person]],
) -> None:
    ada = await person("ada")
    answer = await ada.http.post("/imports", json={"text": json.dumps(shader("Rain")), "filename": "rain.json"})
    assert answer.status_code == 200, answer.text
    (found,) = answer.json()["items"]
    found.pop("warnings")
    made = await ada.http.post("/shaders", json=found)
    assert made.status_code == 201, made.text
    page = made.json()
    assert (page["visibility"], page["status"], page["origin"]["format"]) == ("private", "draft", "shadertoy")
    exported = await ada.http.get(f"/shaders/{page['id']}/export")
    assert exported.headers["content-disposition"] == f'attachment; filename="{page["id"]}.json"'
    assert exported.json()["Shader"]["renderpass"][0]["code"] == IMAGE
    assert (await ada.http.get(f"/shaders/{page['id']}/export", params={"format": "glsl"})).text == IMAGE
    refused = await ada.http.post("/imports", json={"text": "no shader"})
    assert (refused.status_code, refused.json()["field"]) == (422, "text")
