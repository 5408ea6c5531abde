/** The words of GLSL ES 3.00, by which the editor colours a source. */

export const keywords: readonly string[] = [
  "break", "case", "centroid", "const", "continue", "default", "discard", "do", "else", "flat", "for", "highp", "if",
  "in", "inout", "invariant", "layout", "lowp", "mediump", "out", "precision", "return", "smooth", "struct", "switch",
  "uniform", "while",
];

export const constants: readonly string[] = ["true", "false", "gl_FragCoord", "gl_FrontFacing", "gl_PointCoord", "gl_FragDepth"];

export const types: readonly string[] = [
  "void", "bool", "int", "uint", "float", "vec2", "vec3", "vec4", "ivec2", "ivec3", "ivec4", "uvec2", "uvec3", "uvec4",
  "bvec2", "bvec3", "bvec4", "mat2", "mat3", "mat4", "mat2x2", "mat2x3", "mat2x4", "mat3x2", "mat3x3", "mat3x4",
  "mat4x2", "mat4x3", "mat4x4", "sampler2D", "sampler3D", "samplerCube", "sampler2DArray", "sampler2DShadow",
  "isampler2D", "isampler3D", "usampler2D", "usampler3D",
];

/** What each of them does stands in language/builtins.ts, which is loaded later. */
export const builtinNames: readonly string[] = [
  "radians", "degrees", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
  "pow", "exp", "log", "exp2", "log2", "sqrt", "inversesqrt", "abs", "sign", "floor", "trunc", "round", "roundEven",
  "ceil", "fract", "mod", "modf", "min", "max", "clamp", "mix", "step", "smoothstep", "isnan", "isinf", "floatBitsToInt",
  "floatBitsToUint", "intBitsToFloat", "uintBitsToFloat", "packSnorm2x16", "unpackSnorm2x16", "packUnorm2x16",
  "unpackUnorm2x16", "packHalf2x16", "unpackHalf2x16", "length", "distance", "dot", "cross", "normalize", "faceforward",
  "reflect", "refract", "matrixCompMult", "outerProduct", "transpose", "determinant", "inverse", "lessThan",
  "lessThanEqual", "greaterThan", "greaterThanEqual", "equal", "notEqual", "any", "all", "not", "textureSize", "texture",
  "textureProj", "textureLod", "textureOffset", "texelFetch", "texelFetchOffset", "textureProjOffset",
  "textureLodOffset", "textureProjLod", "textureProjLodOffset", "textureGrad", "textureGradOffset", "textureProjGrad",
  "textureProjGradOffset", "dFdx", "dFdy", "fwidth",
];
