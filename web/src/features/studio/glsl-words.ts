/** The words of GLSL ES 3.00, with the signatures that completion shows. */

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

/** Name and signature; T stands for float, vec2, vec3 and vec4 alike. */
export const builtins: readonly (readonly [string, string])[] = [
  ["radians", "T radians(T degrees)"], ["degrees", "T degrees(T radians)"],
  ["sin", "T sin(T angle)"], ["cos", "T cos(T angle)"], ["tan", "T tan(T angle)"],
  ["asin", "T asin(T x)"], ["acos", "T acos(T x)"], ["atan", "T atan(T y, T x)"],
  ["sinh", "T sinh(T x)"], ["cosh", "T cosh(T x)"], ["tanh", "T tanh(T x)"],
  ["asinh", "T asinh(T x)"], ["acosh", "T acosh(T x)"], ["atanh", "T atanh(T x)"],
  ["pow", "T pow(T x, T y)"], ["exp", "T exp(T x)"], ["log", "T log(T x)"], ["exp2", "T exp2(T x)"], ["log2", "T log2(T x)"],
  ["sqrt", "T sqrt(T x)"], ["inversesqrt", "T inversesqrt(T x)"],
  ["abs", "T abs(T x)"], ["sign", "T sign(T x)"], ["floor", "T floor(T x)"], ["trunc", "T trunc(T x)"],
  ["round", "T round(T x)"], ["roundEven", "T roundEven(T x)"], ["ceil", "T ceil(T x)"], ["fract", "T fract(T x)"],
  ["mod", "T mod(T x, T y)"], ["modf", "T modf(T x, out T i)"], ["min", "T min(T x, T y)"], ["max", "T max(T x, T y)"],
  ["clamp", "T clamp(T x, T low, T high)"], ["mix", "T mix(T a, T b, T t)"], ["step", "T step(T edge, T x)"],
  ["smoothstep", "T smoothstep(T low, T high, T x)"], ["isnan", "bool isnan(float x)"], ["isinf", "bool isinf(float x)"],
  ["floatBitsToInt", "int floatBitsToInt(float x)"], ["floatBitsToUint", "uint floatBitsToUint(float x)"],
  ["intBitsToFloat", "float intBitsToFloat(int x)"], ["uintBitsToFloat", "float uintBitsToFloat(uint x)"],
  ["packSnorm2x16", "uint packSnorm2x16(vec2 v)"], ["unpackSnorm2x16", "vec2 unpackSnorm2x16(uint p)"],
  ["packUnorm2x16", "uint packUnorm2x16(vec2 v)"], ["unpackUnorm2x16", "vec2 unpackUnorm2x16(uint p)"],
  ["packHalf2x16", "uint packHalf2x16(vec2 v)"], ["unpackHalf2x16", "vec2 unpackHalf2x16(uint p)"],
  ["length", "float length(T v)"], ["distance", "float distance(T a, T b)"], ["dot", "float dot(T a, T b)"],
  ["cross", "vec3 cross(vec3 a, vec3 b)"], ["normalize", "T normalize(T v)"],
  ["faceforward", "T faceforward(T n, T i, T ref)"], ["reflect", "T reflect(T i, T n)"],
  ["refract", "T refract(T i, T n, float eta)"],
  ["matrixCompMult", "mat matrixCompMult(mat a, mat b)"], ["outerProduct", "mat outerProduct(T c, T r)"],
  ["transpose", "mat transpose(mat m)"], ["determinant", "float determinant(mat m)"], ["inverse", "mat inverse(mat m)"],
  ["lessThan", "bvec lessThan(vec a, vec b)"], ["lessThanEqual", "bvec lessThanEqual(vec a, vec b)"],
  ["greaterThan", "bvec greaterThan(vec a, vec b)"], ["greaterThanEqual", "bvec greaterThanEqual(vec a, vec b)"],
  ["equal", "bvec equal(vec a, vec b)"], ["notEqual", "bvec notEqual(vec a, vec b)"],
  ["any", "bool any(bvec v)"], ["all", "bool all(bvec v)"], ["not", "bvec not(bvec v)"],
  ["textureSize", "ivec2 textureSize(sampler2D s, int lod)"], ["texture", "vec4 texture(sampler2D s, vec2 uv)"],
  ["textureLod", "vec4 textureLod(sampler2D s, vec2 uv, float lod)"],
  ["textureGrad", "vec4 textureGrad(sampler2D s, vec2 uv, vec2 dx, vec2 dy)"],
  ["textureProj", "vec4 textureProj(sampler2D s, vec3 p)"], ["textureOffset", "vec4 textureOffset(sampler2D s, vec2 uv, ivec2 o)"],
  ["texelFetch", "vec4 texelFetch(sampler2D s, ivec2 p, int lod)"],
  ["dFdx", "T dFdx(T p)"], ["dFdy", "T dFdy(T p)"], ["fwidth", "T fwidth(T p)"],
];
