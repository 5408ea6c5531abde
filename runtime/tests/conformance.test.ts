/** The conformance list in a real browser: the same cases as on its page, each a test of its own. */
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type * as List from "../conformance/cases";
import { cases } from "../conformance/cases";
import { inPageScript } from "./chromium";

declare const Conformance: typeof List;

let browser: Browser;
let page: Page;
const table: string[] = [];

beforeAll(async () => {
  browser = await puppeteer.connect({ browserWSEndpoint: inject("browserEndpoint") });
  page = await browser.newPage();
  await page.setViewport({ width: 640, height: 480 });
  await page.addScriptTag({ content: await inPageScript("../conformance/cases.ts", "Conformance") });
});

afterAll(async () => {
  await page.close();
  await browser.disconnect();
  console.log(["section  line", ...table].join("\n"));
});

test("every section that can be checked has its lines", () => {
  expect([...new Set(cases.map(({ section }) => section))]).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  expect(new Set(cases.map(({ line }) => line)).size).toBe(cases.length);
});

test.each(cases.map(({ section, line }, index) => ({ index, section, line })))("§$section $line", async ({ index, section, line }) => {
  const wrong = await page.evaluate((at) => {
    const one = Conformance.cases[at];
    return one ? Conformance.verdict(one) : "there is no such case";
  }, index);
  table.push(`${wrong === null ? "holds" : "FAILS"}  ${section}  ${line}`);
  expect(wrong).toBeNull();
});
