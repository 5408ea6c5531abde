// Builds the embed into web/dist/embed.html, with one script and one style sheet among the assets. The server fills in the work.
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, "embed"),
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "dist"),
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: resolve(import.meta.dirname, "embed/embed.html"),
      output: { codeSplitting: false, entryFileNames: "assets/embed-[hash].js", assetFileNames: "assets/embed-[hash][extname]" },
    },
  },
});
