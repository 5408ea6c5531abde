"""The guide is true: what it shows compiles here, what it says does not compile does not."""

import re

from fractafrag.domains.shaders import glsl, guide, passes, works
from fractafrag.domains.shaders.contract import CONTRACT, LIMITS
from fractafrag.gateways.renderer import HttpRenderer, Sheet, SheetWish

MAIN = "void mainImage(out vec4 c, in vec2 p) { c = vec4(f()); }\n"

WRONG = {
    "an int for a float": "float f() { float a = 1; return a; }",
    "pow of an int": "float f() { return pow(iTime, 2); }",
    "max of an int": "float f() { return max(0, iTime); }",
    "int times vec": "float f() { return (2 * vec2(iTime)).x; }",
    "float modulo": "float f() { return iTime % 2.0; }",
    "mod of ints": "float f() { return float(mod(3, 2)); }",
    "texture2D": "float f() { return texture2D(iChannel0, vec2(0.5)).x; }",
    "gl_FragColor": "float f() { gl_FragColor = vec4(1.0); return 1.0; }",
    "varying": "varying vec2 v; float f() { return v.x; }",
    "attribute": "attribute vec2 v; float f() { return v.x; }",
    "words of HLSL": "float f() { return saturate(iTime); }",
    "lerp": "float f() { return lerp(0.0, 1.0, iTime); }",
    "frac": "float f() { return frac(iTime); }",
    "fmod": "float f() { return fmod(iTime, 2.0); }",
    "atan2": "float f() { return atan2(iTime, 1.0); }",
    "float3": "float f() { return float3(iTime).x; }",
    "used before": "float f() { return g(); }\nfloat g() { return 1.0; }",
    "recursion": "float f() { return iTime > 1.0 ? f() : 1.0; }",
    "static": "static float x = 1.0; float f() { return x; }",
    "braces": "float f() { float a[2] = {1.0, 2.0}; return a[0]; }",
    "a global that depends on time": "float t = iTime * 2.0; float f() { return t; }",
    "its own uniform": "uniform float iTime; float f() { return iTime; }",
    "its own main": "float f() { return 1.0; }\nvoid main() {}",
    **{f"the name {name}": f"float f() {{ float {name} = 1.0; return {name}; }}" for name in
       ("sample", "input", "output", "filter", "common", "active", "half", "fixed", "partition", "resource", "patch",
        "smooth", "flat", "gl_mine")},
}  # fmt: skip

RIGHT = {
    "an array": "float f() { float a[3] = float[3](1.0, 2.0, 3.0); return a[1]; }",
    "declared first": "float g();\nfloat f() { return g(); }\nfloat g() { return 1.0; }",
    "integer hash": "float f() { uint h = uint(iFrame) * 0x9E3779B1u; return float(h >> 8) / 16777216.0; }",
    "ints": "float f() { return float(7 % iFrame) + mod(iTime, 2.0) + atan(iTime, 1.0); }",
    "a phone": "#if HW_PERFORMANCE == 0\nfloat f() { return 0.5; }\n#else\nfloat f() { return 1.0; }\n#endif",
    "every uniform": "float f() { return iResolution.x + iTime + iTimeDelta + iFrameRate + float(iFrame) + iMouse.x + "
    "iDate.x + iSampleRate + iChannelTime[3] + iChannelResolution[3].x; }",
}


def full(text: str) -> list[passes.FullPass]:
    found = passes.normalise(works.drafts(text))
    glsl.check(found)
    return found


def examples() -> list[str]:
    return [shown for topic in guide.TOPICS for shown in re.findall(r"```glsl\n(.*?)```", guide.text(topic), re.DOTALL)]


async def test_every_example_is_drawn(compiler: HttpRenderer) -> None:
    assert len(examples()) == 2
    for shown in examples():
        seen = await compiler.sheet(full(shown), SheetWish((0.5, 2.0), 160, 90, "image/jpeg"))
        assert isinstance(seen, Sheet), shown
        assert not seen.facts["blank"]
        assert not seen.facts["static"]
        assert seen.facts["nan_fraction"] == 0
        assert seen.image.type == "image/jpeg"


async def test_what_it_warns_of_does_not_compile_and_what_it_advises_does(compiler: HttpRenderer) -> None:
    found = {name: (await compiler.validate(full(f"{code}\n{MAIN}"))).ok for name, code in (WRONG | RIGHT).items()}
    assert found == dict.fromkeys(WRONG, False) | dict.fromkeys(RIGHT, True)


def test_its_numbers_are_those_of_the_contract() -> None:
    text = guide.text("contract")
    for fact in (
        *(f"{one.type} {one.name}" for one in CONTRACT.uniforms),
        *CONTRACT.texture_sources,
        f"{LIMITS.pass_bytes:,}",
        f"{LIMITS.total_bytes:,}",
        f"{LIMITS.title_characters} characters",
    ):
        assert fact in text
    assert all(f"`{one.id}`" in guide.text("licences") for one in CONTRACT.licences)
    assert f"below {CONTRACT.cost_tiers.medium:,}" in guide.text("cost")
    assert not [topic for topic in guide.TOPICS if "$" in guide.text(topic)]
