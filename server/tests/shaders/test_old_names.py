"""Texts of GLSL ES 1.00: what has another name in 3.00, or may no longer be called so, is defined, and lines stay."""

import json

import pytest

from tests.shaders.test_dialects import IMAGE, SITE, code_of, one, shader, site_pass

# As hundreds of works of GLSL Sandbox begin and end, which somebody brought there from Shadertoy.
BROUGHT = """/*
 * Original shader from: https://www.shadertoy.com/view/abc123
 */
#ifdef GL_ES
precision mediump float;
#endif
// glslsandbox uniforms
uniform float time;
uniform vec2 mouse, resolution;
// shadertoy emulation
#define iTime time
#define iResolution resolution
vec4 iMouse = vec4(0.0);
// Emulate some GLSL ES 3.x
float tanh(float x) { return 1.0 - 2.0 / (exp(2.0 * x) + 1.0); }
#define round(x) floor((x) + 0.5)
// --------[ Original ShaderToy begins here ]---------- //
void mainImage(out vec4 fragColor, in vec2 fragCoord) {
    fragColor = vec4(tanh(round(iMouse.x)), fragCoord / iResolution.xy, sin(iTime));
}
// --------[ Original ShaderToy ends here ]---------- //
void main(void) {
    iMouse = vec4(mouse * resolution, 0.0, 0.0);
    mainImage(gl_FragColor, gl_FragCoord.xy);
    gl_FragColor.a = 1.0;
}
"""


def test_a_fragment_that_wraps_a_shader_of_shadertoy_keeps_its_own_main_image_and_uniforms() -> None:
    work = one(BROUGHT)
    assert (work.origin.format, work.origin.url) == ("sandbox", "https://www.shadertoy.com/view/abc123")
    assert work.licence == "CC-BY-NC-SA-3.0"
    common, image = code_of(work, "Common"), code_of(work, "Image")
    # Theirs and ours stand apart: their macro iTime means their time, which means our iTime.
    assert common.index("float pageTime() { return iTime; }") < common.index("#define time pageTime()")
    assert "#define mouse (pageMouse().xy / pageResolution().xy)" in common
    assert "#define iMouse own_iMouse" in common
    assert "#define iTime own_iTime" not in common
    assert "#define tanh own_tanh" in common
    assert "round" not in common
    ends = BROUGHT.split("\n").index("    gl_FragColor.a = 1.0;")
    assert image.split("\n")[ends] == "    fragmentColor.a = 1.0;"
    assert "#undef mainImage\nvoid mainImage(" in image


@pytest.mark.parametrize(
    ("code", "defined"),
    [
        ("float sample(float filter) { return filter; }", {"sample": "own_sample", "filter": "own_filter"}),
        ("float smooth(float x) { return x; }", {"smooth": "own_smooth"}),
        ("smooth in vec2 v;", {}),
        ("mat3 transpose(mat3 m) { return m; }\nfloat f() { return round(2.0); }", {"transpose": "own_transpose"}),
        ("float f(float x) { return tanh (x); }", {}),
        ("#if __VERSION__ < 300\nfloat round(float x) { return x; }\n#endif", {}),
        ("#define sample(x) texture(iChannel0, x)\nvec4 f() { return sample(vec2(0)); }", {}),
        ("#define TWICE(sample) (2.0 * (sample))", {}),
        ("#ifdef filter\n#endif", {}),
        ("struct S { float active; };\nfloat f(S s) { return s.active; }", {"active": "own_active"}),
        ("vec4 f() { return texture2DProjLod(iChannel0, vec3(1), 0.0); }", {"texture2DProjLod": "textureProjLod"}),
        ("vec4 f() { return textureCube(iChannel0, vec3(1)); }", {"textureCube": "texture"}),
        ("// sample, texture2D\n/* filter */", {}),
    ],
)
def test_names_that_glsl_es_3_took_are_the_texts_own(code: str, defined: dict[str, str]) -> None:
    work = one(f"{code}\n{IMAGE}")
    assert code_of(work, "Image") == f"{code}\n{IMAGE}"
    common = [found["code"] for found in work.passes if found["name"] == "Common"]
    lines = [line.removeprefix("#define ").split(" ") for text in common for line in text.splitlines()]
    assert dict(lines) == defined


def test_a_variable_called_texture_does_not_hide_the_function() -> None:
    work = one(
        "void mainImage(out vec4 c, in vec2 p) {\n"
        "    vec4 texture = texture2D(iChannel0, p);\n"
        "    c = texture + texture2D(iChannel0, p, 1.0);\n}\n"
    )
    common = code_of(work, "Common")
    assert "vec4 readTexture(sampler2D s, vec2 p) { return texture(s, p); }" in common
    assert common.endswith("#define texture2D readTexture\n")
    sampled = one("uniform sampler2D texture;\nvoid main() { gl_FragColor = texture2D(texture, gl_FragCoord.xy); }")
    common = code_of(sampled, "Common")
    assert common.index("readTexture(sampler2D s, vec2 p)") < common.index("#define texture iChannel0")


def test_what_one_pass_defines_is_not_taken_from_another() -> None:
    own = "#define sample(x) x\n#define texture2D texture\n" + IMAGE
    work = one(
        json.dumps(
            shader(
                site_pass("buffer", "Buffer A", SITE["A"], own),
                site_pass("image", "Image", "4dfGRr", "float sample = texture2D(iChannel0, vec2(0)).x;\n" + IMAGE),
            )
        )
    )
    assert code_of(work, "Buffer A") == own
    assert code_of(work, "Image").startswith("#define sample own_sample\nfloat sample")
    assert code_of(work, "Common") == "#define texture2D texture\n"
    assert any("Image begins with one more line" in said for said in work.changes)


def test_what_common_defines_holds_in_every_pass() -> None:
    shared = "#define texture2D(s, p) textureLod(s, p, 0.0)\nfloat tanh(float x) { return x; }\n"
    uses = "float f() { return tanh(texture2D(iChannel0, vec2(0)).x); }\n" + IMAGE
    work = one(json.dumps(shader(site_pass("common", "Common", "x", shared), site_pass("image", "Image", "y", uses))))
    assert code_of(work, "Common") == "#define tanh own_tanh\n" + shared
    assert code_of(work, "Image") == uses


def test_values_of_globals_that_are_no_constants_are_given_where_the_picture_begins() -> None:
    text = (
        "uniform float time;\nuniform vec2 resolution;\n"
        "float pi = 3.14, two = 2.0;\nconst float half_pi = 1.57;\nfloat plain = 0.5;\n"
        "float turn = time * (plain + 1.0); // each frame\nvec2 centre = vec2(resolution.x, turn);\n"
        "#ifdef SLOW\nfloat pace = time;\n#endif\n"
        "void main() {\n    float inner = time;\n    gl_FragColor = vec4(centre, turn, inner);\n}\n"
    )
    work = one(text)
    image = code_of(work, "Image").split("\n")
    assert image[5] == "float turn/* = time * (plain + 1.0)*/; // each frame"
    assert [line.split("/*")[0] for line in image[5:7]] == ["float turn", "vec2 centre"]
    assert "    float inner = time;" in image
    assert "float pace = time;" in image
    entry = "\n".join(image).split("void mainImage(")[1]
    assert "    turn = time * (plain + 1.0);\n    centre = vec2(resolution.x, turn);\n    fragmentMain();" in entry


def test_what_the_header_declares_is_no_longer_declared_by_a_text_that_wraps_it() -> None:
    text = (
        "#version 300 es\nuniform vec3 iResolution;\n"
        "uniform float iTime; // seconds\nuniform float own; // @range 0 1\n"
    )
    work = one(text + IMAGE)
    image = code_of(work, "Image").split("\n")
    assert image[:4] == [
        "/* #version 300 es */",
        "/* uniform vec3 iResolution; */",
        "/* uniform float iTime; */ // seconds",
        "uniform float own; // @range 0 1",
    ]


def test_uniforms_in_one_declaration_are_each_what_they_are() -> None:
    text = (
        "uniform vec2 resolution, mouse;\nuniform float time, speed;\n"
        "varying vec2 vUv, other;\nattribute vec3 position;\n"
        "void main() { gl_FragColor = vec4(mouse, other + vUv) * speed * time + position.x; }\n"
    )
    common = code_of(one(text), "Common")
    for line in (
        "#define resolution iResolution.xy",
        "#define mouse (iMouse.xy / iResolution.xy)",
        "#define time iTime",
        "uniform float speed;",
        "#define vUv (fragmentCoord.xy / iResolution.xy)",
        "#define other vec2(0.0)",
        "#define position vec3(0.0)",
    ):
        assert f"{line}\n" in common
