"""How other places write shaders: what is read, what is changed and told, and that nothing that is sent can harm."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractafrag.domains.shaders.dialects import reading, shadertoy, writing
from fractafrag.domains.shaders.dialects.imported import Imported, ImportProblem
from fractafrag.domains.shaders.passes import normalise

IMAGE = "void mainImage(out vec4 c, in vec2 p) { c = vec4(p / iResolution.xy, 0.5, 1.0); }\n"
SITE = {"A": "4dXGR8", "B": "XsXGR8", "C": "4sXGR8", "D": "XdfGR8"}


def one(text: str, filename: str | None = None) -> Imported:
    (found,) = reading.read(text, filename)
    return found


def code_of(work: Imported, name: str) -> str:
    return next(found["code"] for found in work.passes if found["name"] == name)


def inputs_of(work: Imported, name: str) -> list[dict[str, Any]]:
    return next(found["inputs"] for found in work.passes if found["name"] == name)


def shader(*passes: dict[str, Any], **info: Any) -> dict[str, Any]:
    usual = {"id": "XsXXDn", "name": "Rain", "username": "somebody", "description": "It rains.", "tags": ["2d"]}
    return {"ver": "0.1", "info": usual | info, "renderpass": list(passes)}


def site_pass(kind: str, name: str, output: str, code: str = IMAGE, *inputs: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "name": name, "outputs": [{"id": output, "channel": 0}], "code": code, "inputs": list(inputs)}


def site_input(channel: int, kind: str, id: str, file: str = "", **sampler: str) -> dict[str, Any]:  # noqa: A002
    return {"channel": channel, "type": kind, "id": id, "filepath": file, "sampler": sampler}


FORMS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "bare": lambda one: one,
    "wrapped": lambda one: {"Shader": one},
    "in a list": lambda one: [one],
    "wrapped in a list": lambda one: [{"Shader": one}],
    "in an archive": lambda one: {"numShaders": 1, "shaders": [one]},
}


@pytest.mark.parametrize("form", FORMS)
def test_shadertoys_json_is_read_however_it_is_wrapped(form: str) -> None:
    work = one(json.dumps(FORMS[form](shader(site_pass("image", "Image", "4dfGRr")))))
    assert (work.title, work.description, work.tags) == ("Rain", "It rains.", ["2d"])
    assert work.origin.author == "somebody"
    assert work.origin.url == "https://www.shadertoy.com/view/XsXXDn"
    assert work.licence == "CC-BY-NC-SA-3.0"
    assert [found["name"] for found in work.passes] == ["Image"]


def test_a_buffer_is_the_one_of_its_output_and_not_of_its_name_and_the_order_stays() -> None:
    work = one(
        json.dumps(
            shader(
                site_pass("buffer", "Buffer A", SITE["C"]),
                site_pass("buffer", "Buf D", SITE["A"], IMAGE, site_input(2, "buffer", SITE["C"])),
                site_pass("image", "Image", "4dfGRr", IMAGE, site_input(1, "buffer", SITE["A"])),
            )
        )
    )
    assert [found["name"] for found in work.passes] == ["Buffer C", "Buffer A", "Image"]
    assert inputs_of(work, "Buffer A")[0]["source"] == "Buffer C"
    assert (inputs_of(work, "Image")[0]["channel"], inputs_of(work, "Image")[0]["source"]) == (1, "Buffer A")


def test_the_apis_dialect_names_buffers_by_number_or_by_the_files_digits() -> None:
    def api_input(**of: Any) -> dict[str, Any]:
        usual: dict[str, Any] = {"channel": 0, "ctype": "buffer", "sampler": {}, "published": 1}
        return usual | of

    buffer = {"type": "buffer", "name": "Buf B", "outputs": [{"id": 258, "channel": 0}], "code": IMAGE, "inputs": []}
    for given_ in (api_input(id=258, src="x"), api_input(id=999, src="/media/previz/buffer01.png")):
        image = {"type": "image", "name": "", "outputs": [{"id": 37}], "code": IMAGE, "inputs": [given_]}
        work = one(json.dumps({"Shader": shader(buffer, image)}))
        assert inputs_of(work, "Image")[0]["source"] == "Buffer B"


def test_what_a_sampler_leaves_out_is_nearest_repeat_and_not_flipped() -> None:
    texture = site_input(0, "texture", "17", "/presets/tex12.png")
    flipped = site_input(1, "texture", "17", "/presets/tex12.png", filter="mipmap", wrap="odd", vflip="true")
    work = one(json.dumps(shader(site_pass("image", "Image", "4dfGRr", IMAGE, flipped, texture))))
    first, second = inputs_of(work, "Image")
    assert first["sampler"] == {"filter": "nearest", "wrap": "repeat", "vflip": False, "srgb": False}
    assert second["sampler"] == {"filter": "mipmap", "wrap": "repeat", "vflip": True, "srgb": False}


def test_media_are_ours_and_what_does_not_look_the_same_is_told() -> None:
    alike = site_input(0, "texture", "30", "/presets/tex16.png")
    unknown = site_input(1, "texture", "", "/media/a/0000.png")
    music: dict[str, Any] = {
        "channel": 2,
        "type": "musicstream",
        "id": "x",
        "filepath": "https://example.com/song",
        "sampler": {},
    }
    odd = site_input(3, "hologram", "")
    work = one(json.dumps(shader(site_pass("image", "Image", "4dfGRr", IMAGE, alike, unknown, music, odd))))
    assert [found["source"] for found in inputs_of(work, "Image")] == ["noise-rgba-256", "abstract-ink", "music-loop"]
    assert any("iChannel1 of Image" in said and "stands for" in said for said in work.changes)
    assert not any("iChannel0" in said for said in work.changes)
    assert any("hologram" in said for said in work.warnings)


@pytest.mark.parametrize(
    ("comment", "licence"),
    [
        ("// SPDX-License-Identifier: MIT", "MIT"),
        ("/* This is CC0, do what you like */", "CC0-1.0"),
        ("// License Creative Commons Attribution-NonCommercial-ShareAlike 3.0", "CC-BY-NC-SA-3.0"),
        ("// The MIT License", "MIT"),
        ("float MIT_License = 1.0;", "CC-BY-NC-SA-3.0"),
    ],
)
def test_the_licence_that_the_code_states_holds(comment: str, licence: str) -> None:
    work = one(json.dumps(shader(site_pass("image", "Image", "4dfGRr", f"{comment}\n{IMAGE}"))))
    assert work.licence == licence


def test_old_names_are_defined_and_no_line_of_a_pass_moves() -> None:
    code = "// one\nvoid mainImage(out vec4 c, in vec2 p) {\n    c = texture2D(iChannel0, p) * iGlobalTime;\n}\n"
    work = one(code)
    assert code_of(work, "Image") == code
    assert code_of(work, "Common") == "#define iGlobalTime iTime\n#define texture2D texture\n"
    assert any("iGlobalTime is iTime" in said for said in work.changes)
    assert [found["name"] for found in one("// texture2D\n" + IMAGE).passes] == ["Image"]


SANDBOX = """#ifdef GL_ES
precision mediump float;
#endif
#extension GL_OES_standard_derivatives : enable
uniform float time; uniform vec2 mouse;
/* uniform vec2 resolution; of old */ uniform vec2 resolution;
varying vec2 surfacePosition;
void main( void ) {
    vec2 p = gl_FragCoord.xy / resolution.xy + mouse;
    gl_FragColor = vec4(p, sin(time), 1.0) + surfacePosition.x;
}
"""


def test_a_fragment_of_glsl_sandbox_keeps_its_lines() -> None:
    work = one(SANDBOX, "my_first-try.frag")
    assert (work.title, work.origin.format) == ("my first try", "sandbox")
    theirs, ours = SANDBOX.split("\n"), code_of(work, "Image").split("\n")
    assert "sin(time)" in ours[theirs.index("    gl_FragColor = vec4(p, sin(time), 1.0) + surfacePosition.x;")]
    assert "#define time iTime" in code_of(work, "Common")
    assert "#define mouse (iMouse.xy / iResolution.xy)" in code_of(work, "Common")


def test_a_fragment_that_reads_its_last_frame_becomes_a_buffer() -> None:
    work = one(
        "uniform sampler2D backbuffer;\nuniform vec2 resolution;\n"
        "void main() { gl_FragColor = texture2D(backbuffer, gl_FragCoord.xy / resolution) * 0.9; }"
    )
    assert [found["name"] for found in work.passes] == ["Common", "Buffer A", "Image"]
    assert inputs_of(work, "Buffer A")[0]["source"] == "Buffer A"


def test_the_book_of_shaders_is_known_by_its_names() -> None:
    work = one("uniform vec2 u_resolution;\nvoid main() { gl_FragColor = vec4(gl_FragCoord.xy / u_resolution, 0, 1); }")
    assert work.origin.format == "book"
    assert "#define u_resolution iResolution.xy" in code_of(work, "Common")


ISF = """/*{
  "ISFVSN": "2", "DESCRIPTION": "Trails.", "CREDIT": "somebody", "CATEGORIES": ["generator"],
  "INPUTS": [
    {"NAME": "fade", "TYPE": "float", "MIN": 0.0, "MAX": 2.0, "DEFAULT": 0.9, "LABEL": "How long"},
    {"NAME": "tint", "TYPE": "color", "DEFAULT": [1.0, 0.5, 0.0, 1.0]},
    {"NAME": "spot", "TYPE": "point2D", "DEFAULT": [0.5, 0.5]},
    {"NAME": "mode", "TYPE": "long", "VALUES": [0, 1], "LABELS": ["Plain", "Wild"], "DEFAULT": 1},
    {"NAME": "on", "TYPE": "bool", "DEFAULT": true}
  ],
  "PASSES": [{"TARGET": "trails", "PERSISTENT": true, "FLOAT": true}, {}]
}*/
void main() {
    vec2 p = isf_FragNormCoord;
    float hit = on ? smoothstep(0.1, 0.0, distance(p, spot + 0.2 * sin(TIME))) : float(mode);
    if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(trails) * fade + tint * hit;
    else gl_FragColor = IMG_NORM_PIXEL(trails, p);
}
"""


def test_isf_becomes_parameters_and_buffers_and_keeps_its_lines() -> None:
    work = one(ISF, "trails.fs")
    assert [found["name"] for found in work.passes] == ["Common", "Buffer A", "Image"]
    common = code_of(work, "Common")
    assert 'uniform float fade; // @range 0 2 = 0.9 "How long"' in common
    assert "uniform vec4 tint; // @colour = #ff8000ff" in common
    assert "uniform vec2 spot; // @point 0 1 = 0.5 0.5" in common
    assert 'uniform int mode; // @choice 0 "Plain" 1 "Wild" = 1' in common
    assert "uniform bool on; // @bool = true" in common
    where = ISF.split("\n").index("    vec2 p = isf_FragNormCoord;")
    for name in ("Buffer A", "Image"):
        assert code_of(work, name).split("\n")[where] == "    vec2 p = isf_FragNormCoord;"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is nothing in it."),
        ("float x;", "There is neither mainImage nor main in it."),
        ("{}", "There is no shader in this JSON"),
        ("[1, 2, 3]", "There is no shader in this JSON"),
        ("{'a': 1}", "The JSON cannot be read"),
        ("[" * 100_000, "The JSON cannot be read"),
        ('{"renderpass": []}', "has no Image pass"),
        (json.dumps(shader(site_pass("image", "Image", "x", "x" * 70_000))), "65,536 bytes"),
        ('/*{"INPUTS": [}*/ void main() {}', "The JSON at its head cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        reading.read(text)
    assert sentence in str(problem.value)


def test_one_broken_work_of_many_is_told_and_leaves_the_others() -> None:
    good, bad = shader(site_pass("image", "Image", "x")), shader(name="Empty")
    found = reading.read(json.dumps([bad, good, good]))
    assert len(found) == 2
    assert "“Empty” has no Image pass" in found[0].warnings[0]


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


def test_an_archive_gives_its_shaders_and_nothing_else() -> None:
    found = dict(reading.members(zipped(a_glsl=IMAGE.encode(), b_json=b"{}", c_png=b"\x89PNG", d_exe=b"MZ")))
    assert sorted(found) == ["a.glsl", "b.json"]


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(ImportProblem, match="too large"):
        list(reading.members(zipped(a_glsl=b" " * (17 * 1024 * 1024))))
    with pytest.raises(ImportProblem, match="cannot be read"):
        list(reading.members(b"PK\x03\x04 and nothing"))


def test_what_would_be_lost_there_is_told() -> None:
    full = normalise(
        [{"type": "common", "code": "float t = iTime;"}, {"type": "image", "code": "uniform float s;" + IMAGE}]
    )
    assert [said.split()[0] for said in writing.losses(full)] == ["Common", "Image"]
    document = writing.shadertoy(writing.Told("XsXXDn", "Rain", "ada", 0, full))
    assert document["Shader"]["fractafrag"]["notes"] == writing.losses(full)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
KEYS = ("info", "renderpass", "inputs", "outputs", "sampler", "id", "type", "ctype", "code", "channel", "name", "tags")
SHADERS = st.recursive(
    JSON,
    lambda inner: st.dictionaries(st.sampled_from(KEYS), inner | st.lists(inner, max_size=3), max_size=6),
    max_leaves=15,
)


@given(SHADERS)
def test_no_json_breaks_the_reader(document: Any) -> None:
    try:
        shadertoy.read({"renderpass": [document], "info": document} | (document if isinstance(document, dict) else {}))  # pyright: ignore
        reading.read(json.dumps([document]))
    except ImportProblem:
        pass


PIECES = st.sampled_from(
    [
        "void main() {",
        "}",
        "gl_FragColor",
        "uniform float ",
        "time;",
        "/*{",
        "}*/",
        '"INPUTS"',
        "[",
        "]",
        "//",
        "\n",
        "/*",
        "*/",
        "mainImage",
        "#version 300 es",
        "out vec4 o;",
        "varying vec2 v;",
        "uniform sampler2D t;",
        "\x00",
        "�",
        ":",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40))
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    try:
        for work in reading.read(" ".join(pieces)):
            assert any(found["type"] == "image" for found in work.passes)
    except ImportProblem:
        pass
