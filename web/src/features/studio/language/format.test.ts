/** Format never changes a token, is done when it is done, and lays sources out as people read them. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { newBufferSource, newCommonSource, newCubeSource, newImageSource, newSoundSource } from "../sources";
import { plainSnippet, snippets } from "../writing/snippets";
import { editsBetween, formatted } from "./format";
import { asEdited, tokensOf } from "./tokens";

const library = new URL("../../../../../library/", import.meta.url);
const works = readdirSync(library)
  .filter((name) => name.endsWith(".glsl"))
  .map((name) => [name, asEdited(readFileSync(new URL(name, library), "utf8"))] as const);

/** What a compiler reads, and the comments; directives with their exact text, each on a line of its own. */
function meaning(code: string): string[] {
  const told: string[] = [];
  const tokens = tokensOf(code);
  tokens.forEach(({ kind, text, directive }, index) => {
    const ends = [undefined, "newline"].includes(tokens[index + 1]?.kind);
    if (directive && kind !== "comment") told.push(...(kind === "space" ? (ends ? [] : [" "]) : [`#${text}`]));
    else if (kind === "comment") told.push(text.replace(/\n[^\S\n]*/g, "\n").trimEnd());
    else if (kind !== "space" && kind !== "newline") told.push(text);
  });
  return told;
}

function chance(seed: number): (below: number) => number {
  let state = seed * 7919 + 1;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % below;
  };
}

describe("format", () => {
  test.each(works)("keeps every token and comment of %s, and leaves alone what it has formatted", (_, code) => {
    const once = formatted(code);
    expect(meaning(once)).toEqual(meaning(code));
    expect(formatted(once)).toBe(once);
  });

  test.each(works)("gives %s its indentation back after it was lost", (_, code) => {
    const flat = code.replace(/^[^\S\n]+(?=\S)/gm, (space, at: number) => (code.slice(0, at).split("/*").length > code.slice(0, at).split("*/").length ? space : ""));
    expect(formatted(flat).replace(/[^\S\n]+/g, " ")).toBe(formatted(code).replace(/[^\S\n]+/g, " "));
  });

  test("keeps the tokens of any text whatever", () => {
    const parts = ["a", "1.", ".5", "/*", "*/", "// x", "\n", "\n\n", "\\\n", "#define F(x) x", "#", " ", "\t", "(", ")", "{", "}", "[", "]", ";", ",", "=", "-", "--", "+", "++", "<", "&&", "?", ":", "if", "for", "else", "do", "while", "case", "switch", "return", "\\", "é"];
    for (let seed = 0; seed < 1500; seed += 1) {
      const next = chance(seed);
      const code = Array.from({ length: next(60) }, () => parts[next(parts.length)]).join("");
      const once = formatted(code);
      expect(meaning(once), JSON.stringify(code)).toEqual(meaning(code));
      expect(formatted(once), JSON.stringify(code)).toBe(once);
      const edited = editsBetween(code, once).reduceRight((text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to), code);
      expect(edited).toBe(once);
    }
  });

  test("leaves the sources alone that new passes start with, and the snippets", () => {
    for (const code of [newImageSource, newBufferSource, newCommonSource, newCubeSource, newSoundSource]) expect(formatted(code)).toBe(code);
    for (const { name, code } of snippets) {
      const plain = plainSnippet(code).replace(/^\s+$/gm, "");
      expect(formatted(plain), name).toBe(`${plain}\n`);
    }
  });

  test("indents blocks, bodies without braces, what goes on, cases and arguments", () => {
    const flat = `void f( vec2 p ){
if(a>b)
c=1.0;
else if(d)
for(int i=0;i<3;i++)
e+=i;
else {
g();
}
float h = a +
b *
c;
switch(x){
case 1:
y=-1.0;
break;
default:
y=a-1.0;
}
vec3 v = vec3(
1.0,
-2.0,
3.0
);
for (;;)
if (a) b;
else
c;
do {
i--;
} while(i>0);
z = a?b:-c;
}`;
    expect(formatted(flat)).toBe(`void f( vec2 p ) {
    if (a > b)
        c = 1.0;
    else if (d)
        for (int i = 0; i < 3; i++)
            e += i;
    else {
        g();
    }
    float h = a +
        b *
        c;
    switch (x) {
    case 1:
        y = -1.0;
        break;
    default:
        y = a - 1.0;
    }
    vec3 v = vec3(
        1.0,
        -2.0,
        3.0
    );
    for (;;)
        if (a) b;
        else
            c;
    do {
        i--;
    } while (i > 0);
    z = a ? b : -c;
}
`);
  });

  test("keeps alignments, directives and what a backslash carries on, and brings comments along", () => {
    const code = `#define  A(x)  ( x \\
   + 1.0 )
void f() {
  float a   = 1.0;  // one
  float bcd = 2.0;  // two
      /* three
         four */
}
`;
    expect(formatted(code)).toBe(`#define  A(x)  ( x \\
   + 1.0 )
void f() {
    float a   = 1.0;  // one
    float bcd = 2.0;  // two
    /* three
       four */
}
`);
  });
});
