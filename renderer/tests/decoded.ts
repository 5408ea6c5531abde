// What a browser makes of the bytes: pictures and films decoded to pixels in a Chromium of the tests' own.
import puppeteer, { type Browser, type Page } from "puppeteer-core";

export interface Pixels {
  width: number;
  height: number;
  /** RGBA of the pixel at these fractions of the width from the left and of the height from the top. */
  at(x: number, y: number): number[];
}

export interface Film {
  width: number;
  height: number;
  seconds: number;
  frames: Pixels[];
}

interface Raw {
  width: number;
  height: number;
  data: string;
}

function pixels({ width, height, data }: Raw): Pixels {
  const bytes = Buffer.from(data, "base64");
  return { width, height, at: (x, y) => [...bytes.subarray(4 * (Math.floor(y * height) * width + Math.floor(x * width))).subarray(0, 4)] };
}

export class Decoder {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  static async open(chromiumPath: string): Promise<Decoder> {
    const root = process.getuid?.() === 0;
    const browser = await puppeteer.launch({ executablePath: chromiumPath, headless: true, pipe: true, args: root ? ["--no-sandbox"] : [] });
    return new Decoder(browser, await browser.newPage());
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  async picture(type: string, data: string): Promise<Pixels> {
    const raw = await this.page.evaluate(
      async (url) => {
        const picture = new Image();
        picture.src = url;
        await picture.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
        const context = canvas.getContext("2d")!;
        context.drawImage(picture, 0, 0);
        const bytes = context.getImageData(0, 0, canvas.width, canvas.height).data;
        let text = "";
        for (const byte of bytes) text += String.fromCharCode(byte);
        return { width: canvas.width, height: canvas.height, data: btoa(text) };
      },
      `data:${type};base64,${data}`,
    );
    return pixels(raw);
  }

  /** Plays the film in a video element and looks at it at each of `moments`, in seconds. */
  async film(type: string, data: string, moments: readonly number[]): Promise<Film> {
    const raw = await this.page.evaluate(
      async (url, when) => {
        const video = document.createElement("video");
        video.muted = true;
        video.src = url;
        await new Promise((resolve, reject) => {
          video.onloadeddata = resolve;
          video.onerror = () => reject(new Error(video.error?.message ?? "it does not play"));
        });
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
        const context = canvas.getContext("2d", { willReadFrequently: true })!;
        const frames = [];
        for (const moment of when) {
          const seeked = new Promise((resolve) => (video.onseeked = resolve));
          // What is drawn may for a moment after the seek be the frame before it.
          const presented = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
          video.currentTime = moment;
          await seeked;
          await Promise.race([presented, new Promise((resolve) => setTimeout(resolve, 500))]);
          context.drawImage(video, 0, 0);
          const bytes = context.getImageData(0, 0, canvas.width, canvas.height).data;
          let text = "";
          for (const byte of bytes) text += String.fromCharCode(byte);
          frames.push({ width: canvas.width, height: canvas.height, data: btoa(text) });
        }
        return { width: video.videoWidth, height: video.videoHeight, seconds: video.duration, frames };
      },
      `data:${type};base64,${data}`,
      moments,
    );
    return { ...raw, frames: raw.frames.map(pixels) };
  }
}
