// The Chromium that the benchmarks of pages drive, drawing by SwiftShader; it may be long at work on one question.
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--disable-dev-shm-usage"];

export const launch = async () => puppeteer.launch({ executablePath: process.env.CHROMIUM_PATH ?? (await chromium.executablePath()), headless: true, args: FLAGS, protocolTimeout: 0 });
