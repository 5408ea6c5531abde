// Bundles the service for Node and the page for Chromium into dist/.
import { build } from "esbuild";

const shared = { bundle: true, format: "esm", sourcemap: true, logLevel: "warning" };
// Only the runtime, which is TypeScript, is taken in; packages from npm stay outside.
const outside = { name: "packages-stay-outside", setup: ({ onResolve }) => onResolve({ filter: /^[^./]/ }, ({ path, kind }) => (kind === "entry-point" || path.startsWith("@fractafrag/") ? undefined : { path, external: true })) };

const root = import.meta.dirname;
await Promise.all([
  build({ ...shared, absWorkingDir: root, entryPoints: ["src/main.ts"], outfile: "dist/main.js", platform: "node", target: "node20", plugins: [outside] }),
  build({ ...shared, absWorkingDir: root, entryPoints: ["src/page/main.ts"], outfile: "dist/page.js", platform: "browser", target: "chrome120", format: "iife", sourcemap: false }),
]);
