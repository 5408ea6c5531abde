import { defineConfig } from "vitest/config";

// One Chromium serves all files, one file after the other: two software renderers at once only slow each other down.
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/one-browser.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
