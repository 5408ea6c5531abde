/** One browser: started before the first test file, closed after the last. */
import type { TestProject } from "vitest/node";
import { launchChromium } from "./chromium";

declare module "vitest" {
  interface ProvidedContext {
    browserEndpoint: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const browser = await launchChromium();
  project.provide("browserEndpoint", browser.wsEndpoint());
  return () => browser.close();
}
