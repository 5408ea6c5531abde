// Builds the viewer for chats into web/dist/viewer.html: one file that asks no network for anything.
import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const MOST_BYTES = 250_000;

/** Moves script and style into the page; fails when something else would stay outside. */
function oneFile(): Plugin {
  return {
    name: "one-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      const page = Object.values(bundle).find((one) => one.fileName === "viewer.html");
      if (page?.type !== "asset") return this.error("there is no page");
      let html = String(page.source);
      for (const one of Object.values(bundle)) {
        if (one === page) continue;
        // Within a script "</script" ends it and "<!--" may, wherever they stand.
        if (one.type === "chunk") html = html.replace(/<script[^>]*src="[^"]*"[^>]*><\/script>/, "").replace("</body>", () => `<script type="module">${one.code.replace(/<(\/script|!--)/gi, "\\x3c$1")}</script></body>`);
        else html = html.replace(/<link[^>]*rel="stylesheet"[^>]*>/, () => `<style>${String(one.source)}</style>`);
        delete bundle[one.fileName];
      }
      if (/<(?:script|img|iframe)[^>]*\ssrc=|<link/.test(html)) this.error("the page still asks for a file");
      if (Buffer.byteLength(html) > MOST_BYTES) this.error(`the page has ${Buffer.byteLength(html)} bytes, more than ${MOST_BYTES}`);
      page.source = html;
    },
  };
}

export default defineConfig({
  root: resolve(import.meta.dirname, "viewer"),
  publicDir: false,
  plugins: [tailwindcss(), oneFile()],
  build: {
    outDir: resolve(import.meta.dirname, "dist"),
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: { input: resolve(import.meta.dirname, "viewer/viewer.html"), output: { codeSplitting: false } },
  },
});
