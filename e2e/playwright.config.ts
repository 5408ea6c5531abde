// A person in a real Chromium, against the real platform: started once for all tests, on ports of its own.
import { defineConfig } from "@playwright/test";
import { chromiumPath, FLAGS } from "./chromium";
import { ADDRESS } from "./platform";

export default defineConfig({
  testDir: "tests",
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
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
