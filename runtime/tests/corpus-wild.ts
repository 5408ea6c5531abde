/** Corpus, second part: what stands in works of many years and many hands, from old habits to the corners of GLSL ES 3.00. */
import type { Awkward } from "./corpus";
import type { PassSketch } from "./in-page";

const RED = "{ o = vec4(1.0, 0.0, 0.0, 1.0); }";
const MAIN = `void mainImage(out vec4 o, in vec2 p) ${RED}`;
type Inputs = NonNullable<PassSketch["inputs"]>;
const read = (channel: 0 | 1 | 2 | 3, type: Inputs[number]["type"], source = ""): Inputs[number] => ({ channel, type, source });
const one = (code: string, inputs: Inputs = []): PassSketch[] => [{ type: "image", name: "Image", code, inputs }];
/** A body that paints red plus nothing times `value`, so that what it is made of must compile. */
const uses = (value: string, inputs: Inputs = [], before = ""): PassSketch[] => one(`${before}void mainImage(out vec4 o, in vec2 p) { o = vec4(1.0, 0.0, 0.0, 1.0) + 0.0 * vec4(${value}); }`, inputs);
const body = (text: string, before = ""): PassSketch[] => one(`${before}void mainImage(out vec4 o, in vec2 p) {\n${text}\n}`);
const beside = (pass: PassSketch): PassSketch[] => [pass, ...one(MAIN)];
const sound = (code: string): PassSketch[] => beside({ type: "sound", name: "Sound", code });
const cube = (code: string, inputs: Inputs = []): PassSketch[] => beside({ type: "cubemap", name: "Cube A", code, inputs });
const buffer = (code: string, inputs: Inputs = []): PassSketch[] => beside({ type: "buffer", name: "Buffer A", code, inputs });
const good = (what: string, passes: PassSketch[]): Awkward => ({ what, passes });
const bad = (what: string, passes: PassSketch[], at: string, message: RegExp): Awkward => ({ what, passes, error: [at, message] });

const DIRECTIVES: Awkward[] = [
  good("#line before an entry point: numbers of the author's own", one(`#line 1\n${MAIN}`)),
  good("#line with an expression", one(`#define N 40\n#line N\n${MAIN}`)),
  bad("#version inside", one(`#version 300 es\n${MAIN}`), "Image:1", /version/i),
  bad("#version of the desktop", one(`// one\n#version 330 core\n${MAIN}`), "Image:2", /version/i),
  bad("#extension with warn and disable", one(`#extension all : warn\n#extension GL_OES_standard_derivatives : disable\n${MAIN}`), "Image:1", /extension directive must occur before.*leave it out/),
  bad("an #extension behind the first declaration", one(`float a;\n#extension GL_EXT_shader_texture_lod : enable\n${MAIN}`), "Image:2", /leave it out/),
  bad("an extension that is required and not there", one(`#extension GL_ARB_nothing : require\n${MAIN}`), "Image:1", /extension/i),
  good("precision in the middle of everything", one(`float a;\nprecision mediump float;\nprecision lowp sampler2D;\nfloat b;\n${MAIN}`)),
  good("unknown pragmas", one(`#pragma use_texture_lod\n#pragma once\n${MAIN}`)),
  bad("#pragma STDGL invariant, which is for vertices", one(`float a;\n#pragma STDGL invariant(all)\n${MAIN}`), "Image:2", /invariant/),
  good("#ifdef of a uniform, which is no macro", one(`#ifdef iTime\n#error no\n#endif\n${MAIN}`)),
  good("#define of a uniform's name", one(`#define iTime 1.0\n${MAIN.replace("1.0, 0.0, 0.0", "iTime, 0.0, 0.0")}`)),
  good("#define iResolution as a swizzle of itself", one(`#define iResolution iResolution.xy\nvoid mainImage(out vec4 o, in vec2 p) { vec2 r = iResolution; o = vec4(1, 0, 0, r.x); }`)),
  good("#undef of what never was", one(`#undef NOTHING\n${MAIN}`)),
  good("the same #define twice", one(`#define A 1.0\n#define A 1.0\n${MAIN}`)),
  bad("another #define of a name", one(`#define A 1.0\n#define A 2.0\n${MAIN}`), "Image:2", /redefin/i),
  good("#if of an undefined name behind defined()", one(`#if defined(FOO) && FOO > 2\n#error no\n#endif\n${MAIN}`)),
  good("nested #if with an #else in a comment", one(`#if 1 // #else\n#if 0\n/* #endif */\n#else\n${MAIN}\n#endif\n#endif`)),
  good("a macro that opens what another closes", one(`#define BEGIN void mainImage(out vec4 o, in vec2 p) {\n#define END }\nBEGIN o = vec4(1, 0, 0, 1); END`)),
  good("a macro of macros with a comma in brackets", one(`#define V(x) vec4(x, vec3((0, 0), 0, 1))\n#define W(y) V(y)\nvoid mainImage(out vec4 o, in vec2 p) { o = W(1.0); }`)),
  good("a macro call over several lines", one(`#define F(a, b) vec4(a, b, 0, 1)\nvoid mainImage(out vec4 o, in vec2 p) { o = F(\n  1.0,\n  0.0\n); }`)),
  bad("a macro with too few arguments", one(`#define F(a, b) (a)\nfloat x = F(1.0);\n${MAIN}`), "Image:2", /argument|F/i),
  good("mainImage as a macro with another order of its own", one(`#define mainImage(p, o) mainImage(out vec4 o, in vec2 p)\nvoid mainImage(p, o) ${RED}`)),
  good("main as a macro for mainImage", one(`#define main() mainImage(out vec4 o, in vec2 p)\nvoid main() ${RED}`)),
  good("gl_FragColor as a macro's parameter", one(`#define SET(gl_) gl_ = vec4(1, 0, 0, 1)\nvoid mainImage(out vec4 o, in vec2 p) { SET(o); }`)),
  good("CR LF after a continued line within a macro within a comment", one(`/* \\\r\n */ #define A 1.0 \\\r\n\r\n${MAIN.replace("1.0", "A")}\r\n`)),
  good("mixed ends of lines", one(`// one\r\n// two\n// three\r// four\n${MAIN}`)),
];

const NAMES: Awkward[] = [
  ...["sampler", "texture1", "input1", "outputs", "main1", "fragColor", "color", "time", "resolution", "mouse", "frame", "iChannel", "iCh", "header", "loaded", "size", "speed", "scale", "values", "work"].map((name) =>
    good(`a variable named ${name}`, body(`float ${name} = 1.0; o = vec4(${name}, 0, 0, 1);`)),
  ),
  ...["color", "ff_output1", "iGlobalTime", "texture2D", "textureCube", "fragCoord", "pi", "PI", "e"].map((name) => good(`a global named ${name}`, body(`o = vec4(${name}, 0, 0, 1);`, `float ${name} = 1.0;\n`))),
  ...["hash", "noise", "rotate", "map", "smin", "lerp", "saturate", "mod289", "permute", "round2", "fract2", "main2"].map((name) =>
    good(`a function named ${name}`, body(`o = vec4(${name}(1.0), 0, 0, 1);`, `float ${name}(float x) { return x; }\n`)),
  ),
  bad("an overload of a built-in, which GLSL ES 3.00 took away", body("o = vec4(min(1, 2, 0), 0, 0, 1);", "\nint min(int a, int b, int c) { return c; }\n"), "Image:2", /built-in/),
  ...["round", "trunc", "sinh", "cosh", "tanh", "acosh", "isnan", "inverse", "transpose", "determinant", "outerProduct"].map((name) => {
    const call = { isnan: "float(isnan(p.x))", inverse: "inverse(mat2(1.0))[0].x", transpose: "transpose(mat2(1.0))[0].x", determinant: "determinant(mat2(1.0))", outerProduct: "outerProduct(vec2(1), vec2(1))[0].x", acosh: "acosh(2.0)" }[name] ?? `${name}(0.5)`;
    return good(`${name}, which GLSL 1.00 had not`, uses(call));
  }),
  bad("output, a word that is kept", body("float output = 1.0;"), "Image:2", /output.*reserved/i),
  bad("active, a word that is kept", body("float active = 1.0;"), "Image:2", /active|reserved/i),
  bad("filter, a word that is kept", body("float filter = 1.0;"), "Image:2", /filter|reserved/i),
  bad("common, a word that is kept", body("float common = 1.0;"), "Image:2", /common|reserved/i),
  bad("two underscores at the head of a macro", one(`#define __x 1.0\nfloat a = nobody;\n${MAIN}`), "Image:2", /nobody/),
  bad("a name of gl_", body("float gl_mine = 1.0;"), "Image:2", /gl_/),
];

const LANGUAGE: Awkward[] = [
  good("arrays of structs with nested arrays, by a constructor", body("o = vec4(A[1].w[2], 0, 0, 1);", "struct S { float w[3]; int n; };\nconst S A[2] = S[2](S(float[3](0., 0., 0.), 1), S(float[3](0., 0., 1.), 2));\n")),
  good("an array without a size by its constructor, as a const global", body("o = vec4(A[A.length() - 1], 0, 0, 1);", "const float A[] = float[](0., 0., 1.);\n")),
  good("the size of an array before its name", body("float[2] a = float[2](1., 0.); o = vec4(a[0], a[1], 0, 1);")),
  bad("an array of arrays, which GLSL ES 3.10 brought", body("float a[2][2];\no = vec4(a[0][0]);"), "Image:2", /array/i),
  good("switch with fall-through and a block", body("int n = int(p.x) * 0 + 2; switch (n) { case 0: case 2: { float r = 1.0; o = vec4(r, 0, 0, 1); break; } default: o = vec4(0); }")),
  bad("a switch over a float", body("switch (p.x) { default: o = vec4(1); }"), "Image:2", /switch|integer/i),
  good("unsigned hashes with shifts, and floatBitsToUint", uses("float((floatBitsToUint(p.x) * 1597334677u ^ (uint(p.y) << 3u)) >> 31)")),
  good("bit operators on vectors", uses("vec4(ivec4(ivec2(p), 3, 4) & 1, 0).x + float((uvec2(p) ^ uvec2(7u)).x % 3u)", [], "").map((pass) => ({ ...pass, code: pass.code.replace("vec4(ivec4(ivec2(p), 3, 4) & 1, 0).x", "float((ivec4(ivec2(p), 3, 4) & 1).x)") }))),
  good("packing and unpacking", uses("unpackHalf2x16(packHalf2x16(p)).x + unpackUnorm2x16(packSnorm2x16(p)).y")),
  good("modf with an out parameter, and intBitsToFloat", body("float whole; float part = modf(1.5, whole); o = vec4(whole, 0.0 * part * intBitsToFloat(1), 0, 1);")),
  good("matrices that are not square", body("mat2x3 m = mat2x3(1, 0, 0, 0, 0, 1); vec3 v = m * vec2(1, 0); o = vec4(v, 1);")),
  good("a matrix times itself by *=, and by columns", body("mat3 m = mat3(1); m *= m; m[0][0] /= 1.0; o = vec4(m[0], 1);")),
  good("integer vectors, mixed constructors", body("ivec3 i = ivec3(vec3(1.9)); o = vec4(vec2(i.xy) * vec2(1, 0), bvec2(false));").map((pass) => ({ ...pass, code: pass.code.replace("bvec2(false));", "float(false), 1);") }))),
  good("for with float steps and two variables", body("float s = 0.; for (float a = 0., b = 1.; a < 1.; a += .25, b *= .5) s += .25; o = vec4(s, 0, 0, 1);")),
  good("while(true) with breaks and a counter", body("int i = 0; while (true) { if (++i > 9) break; } o = vec4(i > 9, 0, 0, 1);")),
  good("a loop that ends by a uniform", body("float s = 0.; for (int i = 0; i < 4 + min(iFrame, 0); i++) s += .25; o = vec4(s, 0, 0, 1);")),
  good("const arrays indexed by a loop that counts down", body("o = vec4(0, 0, 0, 1); for (int i = 3; i-- > 0;) o.x += W[i];", "const float W[3] = float[3](.5, .25, .25);\n")),
  good("globals that begin with constants of constants", body("o = vec4(d.x, 0, 0, 1);", "const float a = sqrt(4.0) * 0.5;\nconst vec2 d = vec2(a, cos(0.0) - 1.0);\nfloat later = a + d.y;\n")),
  bad("a global that begins with a uniform", one(`const float a = 1.0;\nvec2 r = iResolution.xy;\n${MAIN}`), "Image:2", /constant/),
  good("a global that begins with a const struct", body("o = vec4(L.c * L.k, 1);", "struct Light { vec3 c; float k; };\nconst Light L = Light(vec3(1, 0, 0), 1.0);\n")),
  good("inout of a struct's field and of a vector's parts", body("S s; s.v = vec2(1, 0); f(s.v); f(o.zw); o = vec4(s.v, 0, 1);", "struct S { vec2 v; };\nvoid f(inout vec2 v) { v *= 1.0; }\n")),
  good("swizzles of swizzles, stpq and rgba", body("vec4 v = vec4(0, 0, 1, 1); o = v.zyxw.rgba.stpq;")),
  good("a ternary of structs' fields and nested calls", body("o = mix(vec4(0), vec4(1, 0, 0, 1), p.x > -1. ? step(0., 1.) : smoothstep(0., 1., .5));")),
  good("a function that returns an array, indexed at once", body("o = vec4(f()[1], 0, 0, 1);", "float[2] f() { return float[2](0., 1.); }\n")),
  good("discard", body("if (p.x < -1.) discard; o = vec4(1, 0, 0, 1);")),
  good("invariant, flat and layout stay words that may be read over", one(`// invariant flat layout\n${MAIN}`)),
  good("lowp and mediump everywhere", body("lowp float a = 1.0; mediump vec2 b = vec2(0); highp int c = 1; o = vec4(a, b, c);")),
  good("infinities and what is not a number, behind a condition", body("float z = 0.0; float i = 1.0 / z; o = vec4(isinf(i) || true ? 1 : 0, 0, 0, 1);")),
  good("hexadecimal unsigned numbers up to the largest", uses("float(0xFFFFFFFFu >> 31) + float(0x7fffffff) * 0.0 + float(4294967295u) * 0.0")),
  bad("a number beyond 32 bits", body("int a = 4294967296;\no = vec4(a);"), "Image:2", /overflow|integer|out of range/i),
  good("semicolons too many within a function", body(";; o = vec4(1, 0, 0, 1);; { ; }")),
  bad("a semicolon too many between functions", one(`float a;\n;\n${MAIN}`), "Image:2", /syntax error/),
  good("a function without a body before one with it", body("o = vec4(f(1.0), 0, 0, 1);", "float f(float x);\nfloat f(in float x) { return x; }\n")),
  good("derivatives in a branch that all take", uses("dFdx(p.x) + dFdy(p.y) + fwidth(p.x * p.y) + length(fwidth(p))")),
  bad("an int where a float is asked for, in a call", body("float f = pow(2, 3);\no = vec4(f);"), "Image:2", /pow|overload/i),
  bad("a float for an index", body("float a[2];\no = vec4(a[p.x]);"), "Image:3", /index|integer|'\[\]'/i),
  bad("an l-value that is none", body("p.xx = vec2(1);\no = vec4(1);"), "Image:2", /l-value|assign|swizzle/i),
  bad("const that is written", body("const float a = 1.0;\na = 2.0;"), "Image:3", /const|l-value/i),
  bad("else without if", body("o = vec4(1);\nelse o = vec4(0);"), "Image:3", /syntax error/),
];

const READING: Awkward[] = [
  good("texelFetch, textureSize and textureLod of a texture", uses("texelFetch(iChannel0, ivec2(p), 0) + vec4(textureSize(iChannel0, 0), 0, 0) + textureLod(iChannel0, p, 2.0)", [read(0, "texture", "noise-rgba-256")])),
  good("textureGrad, textureOffset and textureProj", uses("textureGrad(iChannel0, p, dFdx(p), dFdy(p)) + textureOffset(iChannel0, p, ivec2(1, -2)) + textureProj(iChannel0, vec3(p, 1.0))", [read(0, "texture", "noise-grey-64")])),
  good("texelFetchOffset and textureLodOffset", uses("texelFetchOffset(iChannel0, ivec2(1), 0, ivec2(1)) + textureLodOffset(iChannel0, p, 0.0, ivec2(-1))")),
  good("texture with a bias", uses("texture(iChannel0, p, -10.0)")),
  good("a cubemap by direction, by level, by derivatives, and its size", uses("texture(iChannel1, vec3(p, 1)) + textureLod(iChannel1, vec3(1), 1.0) + textureGrad(iChannel1, vec3(p, 1), vec3(dFdx(p), 0), vec3(dFdy(p), 0)) + vec4(textureSize(iChannel1, 0), 0, 0)", [read(1, "cubemap", "sky")])),
  good("a volume by place, by texel, and its size", uses("texture(iChannel2, vec3(p, 1)) + texelFetch(iChannel2, ivec3(1), 0) + vec4(textureSize(iChannel2, 0), 0)", [read(2, "volume", "volume-noise-rgba")])),
  good("all four kinds of sampler in one pass", uses("texture(iChannel0, p) + texture(iChannel1, vec3(p, 0)) + texture(iChannel2, vec3(p, 0)) + texelFetch(iChannel3, ivec2(65, 2), 0)", [read(0, "music", "music-loop"), read(1, "cubemap", "hall"), read(2, "volume", "volume-noise-grey"), read(3, "keyboard")])),
  good("samplers of three kinds as parameters", uses("a(iChannel0) + b(iChannel1) + c(iChannel2)", [read(0, "texture", "wood"), read(1, "cubemap", "forest"), read(2, "volume", "volume-noise-grey")], "vec4 a(sampler2D s) { return texture(s, vec2(0)); }\nvec4 b(in samplerCube s) { return texture(s, vec3(1)); }\nvec4 c(highp sampler3D s) { return texture(s, vec3(0)); }\n")),
  good("macros of old names over channels", uses("T(0) + T(1)", [], "#define T(n) texture(iChannel##n, p)\n").map((pass) => ({ ...pass, code: pass.code.replace("iChannel##n", "iChannel0").replace("T(0) + T(1)", "T(0) + T(1)") }))),
  good("keyboard as everybody reads it", uses("texelFetch(iChannel0, ivec2(KEY_A, 0), 0).x + texture(iChannel0, vec2((32.5) / 256.0, 0.5 / 3.0)).x", [read(0, "keyboard")], "const int KEY_A = 65;\n")),
  good("iCh0's parts", uses("texture(iCh0.sampler, p).x + iCh1.size.x + iCh2.time + float(iCh3.loaded)")),
  bad("a volume's sampler where a texture is bound", one(`void mainImage(out vec4 o, in vec2 p) {\n  o = texture(iChannel0, vec3(p, 0));\n}`, [read(0, "texture", "wood")]), "Image:2", /texture|overload/),
  bad("a texture's sampler where a cubemap is bound", one(`void mainImage(out vec4 o, in vec2 p) {\n  o = texture(iChannel0, p);\n}`, [read(0, "cubemap", "sky")]), "Image:2", /texture|overload/),
  bad("samplers in a ternary", body("o = texture(p.x > 0.0 ? iChannel0 : iChannel1, p);"), "Image:2", /ternary|sampler/i),
  bad("an array of samplers that is indexed", body("o = texture(iChannels[0], p);"), "Image:2", /iChannels/),
];

const PASSES: Awkward[] = [
  good("mainSound with sample and time", sound("vec2 mainSound(int samp, float time) { return vec2(sin(6.2831 * 440.0 * time) * exp(-3.0 * mod(time, 1.0))); }")),
  good("mainSound with `in` before both", sound("vec2 mainSound(in int samp, in float time) { return vec2(float(samp & 255) / 255.0, time); }")),
  good("the mainSound of long ago", sound("vec2 mainSound(float time) { return vec2(fract(time)); }")),
  good("the mainSound of long ago by a macro", sound("#define S vec2 mainSound(float t)\nS { return vec2(0.5 * sin(t)); }")),
  good("a Sound pass with all of its uniforms", sound("vec2 mainSound(int samp, float time) { return vec2(iSampleRate + iTimeOffset + float(iSampleOffset) + iDate.w + iChannelTime[0] + iChannelResolution[0].x) * 0.0; }")),
  bad("a Sound pass that reads iTime", sound("vec2 mainSound(int samp, float time) {\n  return vec2(iTime);\n}"), "Sound:2", /iTime/),
  bad("mainSound that returns one number", sound("\nfloat mainSound(float time) { return 0.0; }"), "Sound:2", /mainSound|return type/),
  good("mainCubemap with its own names", cube("void mainCubemap(out vec4 c, in vec2 f, in vec3 ro, in vec3 rd) { c = vec4(0.5 + 0.5 * rd, 1.0); }")),
  good("mainCubemap beside a mainImage that nobody calls", cube("void mainImage(out vec4 o, in vec2 p) { o = vec4(0); }\nvoid mainCubemap(out vec4 c, in vec2 f, in vec3 ro, in vec3 rd) { mainImage(c, f); }")),
  good("a cubemap that reads itself", cube("void mainCubemap(out vec4 c, in vec2 f, in vec3 ro, in vec3 rd) { c = texture(iChannel0, rd) * 0.9 + vec4(iFrame == 0); }", [read(0, "cubemap", "Cube A")])),
  bad("a cubemap without mainCubemap", cube("void mainImage(out vec4 o, in vec2 p) { o = vec4(0); }"), "Cube A:1", /mainCubemap/),
  bad("an error within mainCubemap", cube("\n\nvoid mainCubemap(out vec4 c, in vec2 f, in vec3 ro, in vec3 rd) { c = nobody; }"), "Cube A:3", /nobody/),
  good("a buffer that reads itself by texelFetch and keeps four numbers", buffer("void mainImage(out vec4 o, in vec2 p) { vec4 b = texelFetch(iChannel0, ivec2(p), 0); o = iFrame < 2 ? vec4(-1, 2, 1e6, 0.5) : b; }", [read(0, "buffer", "Buffer A")])),
  good("a buffer of golfed code", buffer("#define T(p) texture(iChannel0,(p)/iResolution.xy)\nvoid mainImage(out vec4 O,vec2 U){O=T(U);for(int i=-1;i<2;i++)for(int j=-1;j<2;j++)O+=.1*T(U+vec2(i,j));O/=2.;}", [read(0, "buffer", "Buffer A")])),
  bad("an error of a buffer, on the buffer", buffer("// one\nvoid mainImage(out vec4 o, in vec2 p) { o = vec4(nobody); }"), "Buffer A:2", /nobody/),
  good("Common that asks which pass it is in, by a macro of the pass", [{ type: "common", name: "Common", code: "#ifdef SCALE\n#error it is not seen\n#endif\nfloat f(float x) { return x; }" }, ...one(`#define SCALE 2\n${MAIN.replace("1.0, 0.0", "f(1.0), 0.0")}`)]),
  good("two passes that define the same names otherwise", [{ type: "buffer", name: "Buffer A", code: "#define N 3\nfloat f() { return 1.0; }\nvoid mainImage(out vec4 o, in vec2 p) { o = vec4(f() * float(N)); }" }, ...one(`#define N 1.0\nfloat f(float x) { return x; }\nvoid mainImage(out vec4 o, in vec2 p) { o = vec4(f(N), 0, 0, 1); }`)]),
  good("Common whose functions read a channel that each pass binds otherwise, by a parameter", [{ type: "common", name: "Common", code: "vec4 fetch(sampler2D s) { return texelFetch(s, ivec2(0), 0); }" }, ...uses("fetch(iChannel3)", [read(3, "texture", "noise-grey-64")])]),
  bad("Common that declares what a pass declares again", [{ type: "common", name: "Common", code: "float f() { return 1.0; }" }, ...one(`// one\nfloat f() { return 2.0; }\n${MAIN}`)], "Image:2", /body|redefinition/),
];

export const wild: readonly Awkward[] = [...DIRECTIVES, ...NAMES, ...LANGUAGE, ...READING, ...PASSES];
