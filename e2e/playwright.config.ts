// A person in a real Chromium, against the real platform: started once for all tests, on ports of its own.
import { defineConfig } from "@playwright/test";
import { chromiumPath, FLAGS } from "./chromium";
import { ADDRESS } from "./platform";

export default defineConfig({
  testDir: "tests",
  // What takes minutes has a target of its own: make walk.
  testMatch: process.env.E2E_SLOW ? "**/*.slow.spec.ts" : /^(?!.*\.slow\.).*\.spec\.ts$/,
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  // On two crowded cores, beside a renderer that draws the library, a step may take longer than anybody's patience.
  retries: process.env.CI ? 1 : 0,
  timeout: 150_000,
  expect: { timeout: 40_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  globalSetup: "./platform.ts",
  use: {
    baseURL: ADDRESS,
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: await chromiumPath(), args: FLAGS },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
