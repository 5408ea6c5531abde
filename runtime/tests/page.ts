/** Page: each test of a file gets a fresh page of the one browser, and fails when the page complained. */
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from "vitest";
import { runtimePage } from "./chromium";
import type * as InPage from "./in-page";

declare global {
  const Fractafrag: typeof InPage;
}

/** Call once a file; `page` is new in every test. Complaints matching `allowed` are not held against the page. */
export function freshPages(allowed = /^$/): { readonly page: Page } {
  let browser: Browser;
  let current: { page: Page; complaints: string[] };
  beforeAll(async () => {
    browser = await puppeteer.connect({ browserWSEndpoint: inject("browserEndpoint") });
  });
  beforeEach(async () => {
    current = await runtimePage(browser);
  });
  afterEach(async () => {
    await current.page.close();
    expect(current.complaints.filter((text) => !allowed.test(text))).toEqual([]);
  });
  afterAll(() => browser.disconnect());
  return {
    get page() {
      return current.page;
    },
  };
}
