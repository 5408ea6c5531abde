// Works that do not end, or not in this life: loops of every kind, and what the compiler makes of them.
import { type Hostile, buffers, image, main } from "./work.js";

const SINE = "fragColor += sin(float(i) * fragCoord.x);";

export const loops: Hostile[] = [
  { name: "a for loop to a thousand million", passes: main(`for (int i = 0; i < 1000000000; i++) ${SINE}`), often: true },
  { name: "for (;;) with work in it", passes: main("int i = 0; for (;;) { i = (i + 1) & 1023; if (i > 2000) break; fragColor.x += sin(float(i)); }") },
  { name: "for (;;) with nothing in it", passes: main("for (;;);") },
  { name: "while (true)", passes: main(`int i = 0; while (true) { i++; ${SINE} }`) },
  { name: "do while that never ends", passes: main(`int i = 1; do { i = i * 3 + 1; ${SINE} } while (i != 0 || iTime > -1.0);`) },
  { name: "a loop bounded by a uniform", passes: main(`for (int i = 0; i < int(iResolution.x) * 10000000; i++) ${SINE}`), often: true },
  { name: "a loop bounded by the time", passes: main("float t = 0.0; while (t < iTime + 1e9) { t += 1e-3; fragColor.x += sin(t); }") },
  { name: "a float counter too large to grow", passes: main("for (float t = 1e8; t < 2e8; t += 1.0) fragColor.x += cos(t);") },
  { name: "a step of nothing", passes: main("float s = iTime * 0.0; for (float t = 0.0; t < 1.0; t += s) fragColor.x += sin(t + fragCoord.x);") },
  { name: "a counter that wraps around", passes: main(`for (int i = 0; i >= 0 || iTime > -1.0; i++) ${SINE}`) },
  { name: "an unsigned that is never below zero", passes: main("for (uint i = 10u; i >= 0u; i--) fragColor.x += float(i & 7u);") },
  { name: "a bound of NaN", passes: main("float n = sqrt(-1.0 - iTime * iTime); float t = 0.0; do { t += 1.0; fragColor.x += sin(t); } while (!(t > n));") },
  { name: "loops within loops", passes: main("for (int a = 0; a < 4000; a++) for (int b = 0; b < 4000; b++) for (int c = 0; c < 400; c++) fragColor.x += sin(float(a * b + c));") },
  { name: "endless for half of the pixels", passes: main(`if (fragCoord.x > iResolution.x * 0.5) for (int i = 0; i < 2000000000; i++) ${SINE}`) },
  { name: "endless for one pixel", passes: main(`if (ivec2(fragCoord) == ivec2(7, 3)) { int i = 0; while (i >= 0 || iTime > -1.0) { i++; ${SINE} } }`) },
  { name: "endless from the second frame on", passes: main(`if (iFrame > 0) { int i = 0; while (iTime > -1.0) { i++; ${SINE} } } else fragColor = vec4(0.5);`) },
  { name: "endless from the first second on", passes: main(`if (iTime > 1.0) { int i = 0; while (iTime > -1.0) { i++; ${SINE} } } else fragColor = vec4(0.5);`) },
  { name: "an endless function", passes: image("float f(float x) { while (x < 2.0) x = sin(x); return x; }\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(f(p.x)); }") },
  { name: "endless in Common", passes: [{ type: "common", name: "Common", code: "float f(float x) { while (x < 2.0) x = sin(x + 0.1); return x; }", inputs: [] }, ...main("fragColor = vec4(f(fragCoord.x));")] },
  { name: "endless in Buffer A", passes: buffers(1, "float x = p.x; while (x < 2.0) x = sin(x + iTime); c = vec4(x);") },
  { name: "endless in Buffer D alone", passes: buffers(4, "c = vec4(0.1);", "float x = p.x; while (x < 2.0) x = sin(x + iTime); c = vec4(x);") },
  { name: "continue for ever", passes: main("for (int i = 0; i < 10;) { fragColor.x += sin(fragCoord.x); if (fragColor.x > 1e9) i++; continue; }") },
  { name: "a switch in an endless loop", passes: main("int s = 0; while (iTime > -1.0) { switch (s) { case 0: s = 1; break; case 1: s = 2; break; default: s = 0; } fragColor.x += float(s); }") },
  { name: "a march that never arrives", passes: main("vec3 p = vec3(fragCoord, 0.0); float d = 1.0; while (d > 0.0) { d = abs(sin(p.x)) + 1e-3; p += d * 1e-6; fragColor.x += d; }") },
  { name: "a collatz walk from each pixel, without an end", passes: main("int n = int(fragCoord.x) + 2; for (int i = 0; n != -1; i++) { n = (n & 1) == 0 ? n / 2 : 3 * n + 1; fragColor.x += float(n); }") },
  { name: "a hundred thousand texture reads a pixel", passes: image("void mainImage(out vec4 c, in vec2 p) { c = vec4(0.0); for (int i = 0; i < 100000; i++) c += textureLod(iChannel0, p / 7.0 + float(i), 0.0); }", [{ channel: 0, type: "texture", source: "noise-rgba-256" }]) },
  { name: "reads that depend on reads", passes: image("void mainImage(out vec4 c, in vec2 p) { c = vec4(p, 0.0, 0.0); for (int i = 0; i < 200000; i++) c = texture(iChannel0, c.xy + c.zw); }", [{ channel: 0, type: "texture", source: "noise-rgba-64" }]) },
  { name: "half a million sines", passes: main("for (int i = 0; i < 500000; i++) fragColor.x += sin(fragColor.x + float(i));") },
];
