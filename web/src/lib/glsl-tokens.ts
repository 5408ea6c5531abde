// Cuts GLSL into coloured pieces for reading; the studio's editor has its own, richer knowledge of the language.

export type TokenKind = "plain" | "comment" | "directive" | "keyword" | "type" | "number" | "builtin" | "uniform";

export interface Token {
  kind: TokenKind;
  text: string;
}

const words = (list: string) => new Set(list.split(" "));

const KEYWORDS = words(
  "attribute break case centroid const continue default discard do else flat for highp if in inout invariant layout lowp mediump out precision return smooth struct switch uniform varying while true false",
);
const TYPES = words(
  "void bool int uint float vec2 vec3 vec4 bvec2 bvec3 bvec4 ivec2 ivec3 ivec4 uvec2 uvec3 uvec4 mat2 mat3 mat4 mat2x2 mat2x3 mat2x4 mat3x2 mat3x3 mat3x4 mat4x2 mat4x3 mat4x4 sampler2D sampler3D samplerCube",
);
const BUILTINS = words(
  "abs acos acosh all any asin asinh atan atanh ceil clamp cos cosh cross dFdx dFdy degrees determinant distance dot equal exp exp2 faceforward floor fract fwidth greaterThan greaterThanEqual inverse inversesqrt isinf isnan length lessThan lessThanEqual log log2 max min mix mod modf normalize not notEqual outerProduct pow radians reflect refract round roundEven sign sin sinh smoothstep sqrt step tan tanh texelFetch texture textureGrad textureLod textureSize transpose trunc floatBitsToInt floatBitsToUint intBitsToFloat uintBitsToFloat mainImage",
);
const UNIFORMS = words(
  "iResolution iTime iTimeDelta iFrameRate iFrame iMouse iDate iSampleRate iChannelTime iChannelResolution iChannel0 iChannel1 iChannel2 iChannel3",
);

const PIECE = /(\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*)|(^[ \t]*#[ \t]*\w+)|(0[xX][\da-fA-F]+[uU]?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[uUfF]?)|([A-Za-z_]\w*)/gm;

/** The source as lines of tokens; joining all texts with newlines gives the source back. */
export function glslLines(source: string): Token[][] {
  const lines: Token[][] = [[]];
  const put = (kind: TokenKind, text: string) => {
    text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push([]);
      const line = lines[lines.length - 1];
      const before = line?.[line.length - 1];
      if (part === "" || !line) return;
      if (before?.kind === kind) before.text += part;
      else line.push({ kind, text: part });
    });
  };
  let at = 0;
  for (const match of source.matchAll(PIECE)) {
    const [text, comment, directive, number] = match;
    put("plain", source.slice(at, match.index));
    put(comment !== undefined ? "comment" : directive !== undefined ? "directive" : number !== undefined ? "number" : kindOfWord(text), text);
    at = match.index + text.length;
  }
  put("plain", source.slice(at));
  return lines;
}

function kindOfWord(word: string): TokenKind {
  if (KEYWORDS.has(word)) return "keyword";
  if (TYPES.has(word)) return "type";
  if (UNIFORMS.has(word)) return "uniform";
  return BUILTINS.has(word) ? "builtin" : "plain";
}
