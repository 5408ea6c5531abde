// Builds what people see into web/dist; while developing, the API and the media come from the running platform.
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mediaSet } from "./media-set.vite";

const platform = process.env.PLATFORM_URL ?? `http://127.0.0.1:${process.env.PORT ?? "8000"}`;
const proxied = Object.fromEntries(["/api", "/renders", "/feeds", "/health", "/embed", "/oembed"].map((path) => [path, { target: platform, changeOrigin: false }]));

export default defineConfig({
  plugins: [react(), tailwindcss(), mediaSet()],
  server: { port: Number(process.env.WEB_PORT ?? 5173), strictPort: false, proxy: proxied },
  preview: { port: Number(process.env.WEB_PORT ?? 4173), proxy: proxied },
  build: { outDir: "dist", emptyOutDir: true, manifest: true, target: "es2022", sourcemap: false, chunkSizeWarningLimit: 700 },
  test: { include: ["tests/**/*.test.{ts,tsx}", "src/**/*.test.{ts,tsx}"], environment: "node" },
});
