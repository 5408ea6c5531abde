// Builds web/dist/player.js: the script that gives any page, and every exported file, the element <fractafrag-player>.
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "dist"),
    emptyOutDir: false,
    target: "es2022",
    lib: { entry: resolve(import.meta.dirname, "../runtime/element/define.ts"), formats: ["iife"], name: "FractafragPlayer", fileName: () => "player.js" },
  },
});
