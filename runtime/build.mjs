// Builds the package that anyone can use without the platform into dist/: player.js (a script that defines <fractafrag-player>),
// index.js (the same and the whole runtime as a module), types, a manifest of its own, README and licence.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const root = import.meta.dirname;
const dist = join(root, "dist");
const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

async function bundle(entry, fileName, format) {
  await build({
    configFile: false,
    logLevel: "warn",
    root,
    publicDir: false,
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: "es2022",
      minify: true,
      lib: { entry: join(root, "element", entry), formats: [format], name: "FractafragPlayer", fileName: () => fileName },
    },
  });
}
await bundle("define.ts", "player.js", "iife");
await bundle("package.ts", "index.js", "es");

const compiler = join(root, "../node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
// Node's own resolution asks for the ends of file names, which our sources leave out.
for (const name of readdirSync(join(dist, "types"), { recursive: true })) {
  if (!name.endsWith(".d.ts")) continue;
  const path = join(dist, "types", name);
  writeFileSync(path, readFileSync(path, "utf8").replace(/(from |import\()"(\.[^"]+?)(?:\.js)?"/g, '$1"$2.js"'));
}

const manifest = {
  name: "fractafrag-player",
  version: own.version,
  description: "Living GLSL shaders in any page: a custom element, and the engine behind it.",
  license: own.license,
  type: "module",
  keywords: ["glsl", "shader", "shadertoy", "webgl2", "custom-element"],
  sideEffects: ["./player.js"],
  exports: {
    ".": { types: "./types/runtime/element/package.d.ts", default: "./index.js" },
    "./player": { types: "./types/runtime/element/define.d.ts", default: "./player.js" },
    "./player.js": { types: "./types/runtime/element/define.d.ts", default: "./player.js" },
  },
  types: "./types/runtime/element/package.d.ts",
  unpkg: "./player.js",
  jsdelivr: "./player.js",
  files: ["player.js", "index.js", "types"],
};
writeFileSync(join(dist, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
copyFileSync(join(root, "element/README.md"), join(dist, "README.md"));
copyFileSync(join(root, "../LICENSE"), join(dist, "LICENSE"));
