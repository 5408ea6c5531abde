/** The functions and variables of GLSL ES 3.00: how each is called, and what it answers, in words of our own. */

export interface Builtin {
  name: string;
  /** T stands for float, vec2, vec3 and vec4 alike, I for whole numbers of the same sizes. */
  signatures: readonly string[];
  meaning: string;
}

const TABLE = `
radians | T radians(T degrees) | Degrees as radians.
degrees | T degrees(T radians) | Radians as degrees.
sin | T sin(T angle) | Sine of an angle in radians: −1 to 1, once round in 2π.
cos | T cos(T angle) | Cosine of an angle in radians: a sine that begins at 1.
tan | T tan(T angle) | Tangent of an angle in radians; without bound near π/2.
asin | T asin(T x) | The angle of −π/2 to π/2 whose sine is x. Undefined where |x| > 1.
acos | T acos(T x) | The angle of 0 to π whose cosine is x. Undefined where |x| > 1.
atan | T atan(T y, T x); T atan(T y_over_x) | The angle of the direction (x, y), −π to π; of one number, −π/2 to π/2.
sinh | T sinh(T x) | Hyperbolic sine, (eˣ − e⁻ˣ) / 2.
cosh | T cosh(T x) | Hyperbolic cosine, (eˣ + e⁻ˣ) / 2.
tanh | T tanh(T x) | Hyperbolic tangent: bends any number softly into −1 to 1.
asinh | T asinh(T x) | The number whose hyperbolic sine is x.
acosh | T acosh(T x) | The number whose hyperbolic cosine is x. Undefined where x < 1.
atanh | T atanh(T x) | The number whose hyperbolic tangent is x. Undefined where |x| ≥ 1.
pow | T pow(T x, T y) | x to the power y. Undefined where x < 0, and where x = 0 and y ≤ 0.
exp | T exp(T x) | e to the power x.
log | T log(T x) | Natural logarithm. Undefined where x ≤ 0.
exp2 | T exp2(T x) | 2 to the power x.
log2 | T log2(T x) | Logarithm to the base 2. Undefined where x ≤ 0.
sqrt | T sqrt(T x) | Square root. Undefined where x < 0.
inversesqrt | T inversesqrt(T x) | 1 / √x. Undefined where x ≤ 0.
abs | T abs(T x); I abs(I x) | x without its sign.
sign | T sign(T x); I sign(I x) | −1, 0 or 1, as x is below, at or above zero.
floor | T floor(T x) | The nearest whole number that is not above x.
trunc | T trunc(T x) | x without what stands behind the point.
round | T round(T x) | The nearest whole number; which way halves go is the driver's choice.
roundEven | T roundEven(T x) | The nearest whole number; halves go to the even one.
ceil | T ceil(T x) | The nearest whole number that is not below x.
fract | T fract(T x) | x − floor(x): what lies above the whole number, 0 up to but not 1.
mod | T mod(T x, T y); T mod(T x, float y) | x − y · floor(x / y): x brought into 0…y, also where it is negative.
modf | T modf(T x, out T whole) | What stands behind the point of x; the whole part is written to the second argument.
min | T min(T x, T y); T min(T x, float y); I min(I x, I y) | The smaller of both, part by part.
max | T max(T x, T y); T max(T x, float y); I max(I x, I y) | The larger of both, part by part.
clamp | T clamp(T x, T least, T most); T clamp(T x, float least, float most); I clamp(I x, I least, I most) | x, held between least and most.
mix | T mix(T a, T b, T t); T mix(T a, T b, float t); T mix(T a, T b, bvec t) | a + (b − a) · t: a at 0, b at 1, and on beyond them. With booleans: b where true.
step | T step(T edge, T x); T step(float edge, T x) | 0 where x < edge, otherwise 1.
smoothstep | T smoothstep(T low, T high, T x); T smoothstep(float low, float high, T x) | 0 below low, 1 above high, an S-shaped curve between. Undefined where low ≥ high.
isnan | bvec isnan(T x) | Whether x is not a number.
isinf | bvec isinf(T x) | Whether x is infinite.
floatBitsToInt | I floatBitsToInt(T x) | The bits of x, read as a signed whole number.
floatBitsToUint | uvec floatBitsToUint(T x) | The bits of x, read as an unsigned whole number: a good start for a hash.
intBitsToFloat | T intBitsToFloat(I x) | The bits of x, read as a float.
uintBitsToFloat | T uintBitsToFloat(uvec x) | The bits of x, read as a float.
packSnorm2x16 | uint packSnorm2x16(vec2 v) | Two numbers of −1…1 in one uint, 16 bits each.
unpackSnorm2x16 | vec2 unpackSnorm2x16(uint p) | The two numbers of −1…1 that packSnorm2x16 put together.
packUnorm2x16 | uint packUnorm2x16(vec2 v) | Two numbers of 0…1 in one uint, 16 bits each.
unpackUnorm2x16 | vec2 unpackUnorm2x16(uint p) | The two numbers of 0…1 that packUnorm2x16 put together.
packHalf2x16 | uint packHalf2x16(vec2 v) | Two half floats in one uint.
unpackHalf2x16 | vec2 unpackHalf2x16(uint p) | The two half floats that packHalf2x16 put together.
length | float length(T v) | How long the vector is.
distance | float distance(T a, T b) | How far two points are apart.
dot | float dot(T a, T b) | |a| · |b| · cosine of the angle between: 0 where they are square to each other.
cross | vec3 cross(vec3 a, vec3 b) | A vector square to both.
normalize | T normalize(T v) | The same direction with length 1. Undefined for a vector of zeros.
faceforward | T faceforward(T n, T incident, T reference) | n, turned so that it points against the incident direction.
reflect | T reflect(T incident, T n) | The direction after a mirror whose normal n has length 1.
refract | T refract(T incident, T n, float eta) | The direction inside a medium; zeros where everything is reflected. eta is outer / inner refraction.
matrixCompMult | mat matrixCompMult(mat a, mat b) | Part times part; the product of matrices is a * b.
outerProduct | mat outerProduct(T column, T row) | The matrix of every part of one vector times every part of the other.
transpose | mat transpose(mat m) | Columns become rows. Of a rotation, this is its inverse.
determinant | float determinant(mat m) | By how much the matrix scales area or volume; 0 where it has no inverse.
inverse | mat inverse(mat m) | The matrix that undoes this one. Undefined where the determinant is 0.
lessThan | bvec lessThan(T a, T b) | a < b, part by part.
lessThanEqual | bvec lessThanEqual(T a, T b) | a ≤ b, part by part.
greaterThan | bvec greaterThan(T a, T b) | a > b, part by part.
greaterThanEqual | bvec greaterThanEqual(T a, T b) | a ≥ b, part by part.
equal | bvec equal(T a, T b) | a = b, part by part.
notEqual | bvec notEqual(T a, T b) | a ≠ b, part by part.
any | bool any(bvec v) | Whether one part at least is true.
all | bool all(bvec v) | Whether every part is true.
not | bvec not(bvec v) | Each part turned into its opposite.
textureSize | ivec2 textureSize(sampler2D s, int lod); ivec2 textureSize(samplerCube s, int lod); ivec3 textureSize(sampler3D s, int lod) | Width and height (and depth) in texels at a level; 0 is the largest.
texture | vec4 texture(sampler2D s, vec2 uv); vec4 texture(samplerCube s, vec3 direction); vec4 texture(sampler3D s, vec3 uvw); vec4 texture(sampler2D s, vec2 uv, float bias) | The colour at a place of 0…1, filtered as the input says. A bias chooses smaller levels.
textureProj | vec4 textureProj(sampler2D s, vec3 p); vec4 textureProj(sampler2D s, vec4 p) | As texture, at p divided by its last part.
textureLod | vec4 textureLod(sampler2D s, vec2 uv, float lod); vec4 textureLod(samplerCube s, vec3 direction, float lod); vec4 textureLod(sampler3D s, vec3 uvw, float lod) | As texture, at a level that you choose: safe inside branches and loops.
textureOffset | vec4 textureOffset(sampler2D s, vec2 uv, ivec2 offset); vec4 textureOffset(sampler3D s, vec3 uvw, ivec3 offset) | As texture, a constant number of texels beside.
texelFetch | vec4 texelFetch(sampler2D s, ivec2 texel, int lod); vec4 texelFetch(sampler3D s, ivec3 texel, int lod) | One texel by its whole-numbered place, unfiltered and unwrapped.
texelFetchOffset | vec4 texelFetchOffset(sampler2D s, ivec2 texel, int lod, ivec2 offset) | As texelFetch, a constant number of texels beside.
textureProjOffset | vec4 textureProjOffset(sampler2D s, vec3 p, ivec2 offset) | As textureProj, a constant number of texels beside.
textureLodOffset | vec4 textureLodOffset(sampler2D s, vec2 uv, float lod, ivec2 offset) | As textureLod, a constant number of texels beside.
textureProjLod | vec4 textureProjLod(sampler2D s, vec3 p, float lod) | As textureProj, at a level that you choose.
textureProjLodOffset | vec4 textureProjLodOffset(sampler2D s, vec3 p, float lod, ivec2 offset) | As textureProjLod, a constant number of texels beside.
textureGrad | vec4 textureGrad(sampler2D s, vec2 uv, vec2 dx, vec2 dy); vec4 textureGrad(samplerCube s, vec3 direction, vec3 dx, vec3 dy); vec4 textureGrad(sampler3D s, vec3 uvw, vec3 dx, vec3 dy) | As texture, with the change from pixel to pixel told by you: no seams where uv jumps.
textureGradOffset | vec4 textureGradOffset(sampler2D s, vec2 uv, vec2 dx, vec2 dy, ivec2 offset) | As textureGrad, a constant number of texels beside.
textureProjGrad | vec4 textureProjGrad(sampler2D s, vec3 p, vec2 dx, vec2 dy) | As textureProj, with the change from pixel to pixel told by you.
textureProjGradOffset | vec4 textureProjGradOffset(sampler2D s, vec3 p, vec2 dx, vec2 dy, ivec2 offset) | As textureProjGrad, a constant number of texels beside.
dFdx | T dFdx(T p) | By how much p changes to the next pixel on the right.
dFdy | T dFdy(T p) | By how much p changes to the next pixel above.
fwidth | T fwidth(T p) | |dFdx(p)| + |dFdy(p)|: the width for an edge without stairs.
`;

export const builtins: readonly Builtin[] = TABLE.trim()
  .split("\n")
  .map((line) => {
    // A meaning may hold "|" itself, as |x|.
    const [name = "", signatures = "", ...meaning] = line.split(" | ");
    return { name, signatures: signatures.split("; "), meaning: meaning.join(" | ") };
  });

const byName = new Map(builtins.map((one) => [one.name, one]));

export const builtinOf = (name: string): Builtin | undefined => byName.get(name);

/** What a word of the language itself means, where a line of words helps. */
export const wordMeanings: Readonly<Record<string, string>> = {
  gl_FragCoord: "vec4: the pixel's centre in x and y, from the bottom left; depth in z.",
  gl_FrontFacing: "bool: whether the front of the triangle is seen; always true here.",
  gl_PointCoord: "vec2: the place inside of a point; of no use here, where no points are drawn.",
  gl_FragDepth: "float: the depth to write; nothing here reads it.",
  const: "A value that does not change.",
  in: "The function gets a copy of the argument; without a word it is so too.",
  out: "The function writes the argument and must not read it before.",
  inout: "The function reads and writes the argument.",
  uniform: "A value from outside, the same for every pixel. With a comment such as // @range 0 1 it becomes a control.",
  discard: "Leaves the pixel as it was and ends. In a picture of many passes rather write a colour.",
  struct: "A type of several named values.",
  precision: "Says with how many bits numbers of a type are kept: highp, mediump or lowp.",
  highp: "At least 32 bits: the default here.",
  mediump: "At least 16 bits on phones; on desktops mostly the same as highp.",
  lowp: "At least 9 bits on phones; on desktops mostly the same as highp.",
  flat: "A value between shaders that is not interpolated; of no use here.",
  switch: "Goes to the case with the value of a whole number.",
  mat2: "2 × 2 matrix, given column by column.",
  mat3: "3 × 3 matrix, given column by column.",
  mat4: "4 × 4 matrix, given column by column.",
  int: "Whole number of 32 bits.",
  uint: "Whole number of 32 bits without sign; written 1u. The type for hashes.",
  float: "Number of 32 bits, exact to some seven digits.",
  bool: "true or false.",
  vec2: "Two floats: .xy, .rg or .st.",
  vec3: "Three floats: .xyz, .rgb or .stp.",
  vec4: "Four floats: .xyzw, .rgba or .stpq.",
  sampler2D: "A picture to read with texture(), textureLod() or texelFetch().",
  sampler3D: "A volume to read with texture(s, vec3).",
  samplerCube: "Six faces to read with texture(s, direction).",
};

/** The directives, with what follows each. */
export const directives: Readonly<Record<string, string>> = {
  define: "Gives a text a name: #define PI 3.14159, or with arguments #define S(a) smoothstep(0., 1., a).",
  undef: "Forgets a #define.",
  if: "Keeps the lines that follow where the expression is not 0.",
  ifdef: "Keeps the lines that follow where the name is defined.",
  ifndef: "Keeps the lines that follow where the name is not defined.",
  else: "Keeps the lines that follow where those above were not kept.",
  elif: "Another condition where those above did not hold.",
  endif: "Ends #if, #ifdef or #ifndef.",
  error: "Stops the compiler with this message.",
  pragma: "A hint to the driver.",
  extension: "Switches an extension of the driver on; must stand before everything else.",
  line: "Says which number the next line has in messages.",
};
