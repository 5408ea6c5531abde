import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/build-once.ts",
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Each file that draws starts its own server and browsers, which share the machine's few cores.
    fileParallelism: false,
  },
});
