// Encodes films and music to WebM in headless Chromium: `node encode.mjs FOLDER` takes FOLDER/jobs.json and what it names.
/* global AudioBuffer, VideoEncoder, VideoFrame */
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const folder = process.argv[2];
const jobs = JSON.parse(await readFile(join(folder, "jobs.json"), "utf8"));
const muxer = join(dirname(createRequire(import.meta.url).resolve("mediabunny")), "mediabunny.mjs");

// A page of 127.0.0.1 is a secure context, which WebCodecs ask for.
const server = createServer(async ({ url }, response) => {
  const name = basename(url);
  try {
    const bytes = name === "" ? "<!doctype html><title>encode</title>" : await readFile(name === "mediabunny.mjs" ? muxer : join(folder, name));
    response.setHeader("Content-Type", name === "" ? "text/html" : name.endsWith("js") ? "text/javascript" : "application/octet-stream");
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

async function encode(job) {
  // The muxer writes the present time, and the same work must give the same bytes.
  Date.now = () => 0;
  Math.random = () => 0.5;
  const { AudioBufferSource, BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } = await import("/mediabunny.mjs");
  const raw = await (await fetch(`/${job.raw}`)).arrayBuffer();
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  if (job.kind === "music") {
    const source = new AudioBufferSource({ codec: "opus", bitrate: job.bitrate });
    output.addAudioTrack(source);
    await output.start();
    const samples = new Int16Array(raw);
    const buffer = new AudioBuffer({ length: samples.length / 2, numberOfChannels: 2, sampleRate: job.rate });
    for (const channel of [0, 1]) buffer.copyToChannel(Float32Array.from({ length: samples.length / 2 }, (_, at) => samples[2 * at + channel] / 32768), channel);
    await source.add(buffer);
    source.close();
  } else {
    const { width, height, fps } = job;
    const source = new EncodedVideoPacketSource("vp9");
    output.addVideoTrack(source, { frameRate: fps });
    await output.start();
    let chain = Promise.resolve();
    const encoder = new VideoEncoder({
      output: (chunk, meta) => void (chain = chain.then(() => source.add(EncodedPacket.fromEncodedChunk(chunk), meta))),
      error: (error) => {
        throw error;
      },
    });
    encoder.configure({ codec: "vp09.00.31.08", width, height, bitrate: job.bitrate, framerate: fps, bitrateMode: "variable", latencyMode: "quality" });
    const bytes = width * height * 4;
    const at = (index) => Math.round((index * 1e6) / fps);
    for (let index = 0; index * bytes < raw.byteLength; index++) {
      const frame = new VideoFrame(new Uint8Array(raw, index * bytes, bytes), { format: "RGBX", codedWidth: width, codedHeight: height, timestamp: at(index), duration: at(index + 1) - at(index) });
      // A key frame every second: a seek to any moment is quick.
      encoder.encode(frame, { keyFrame: index % fps === 0 });
      frame.close();
      while (encoder.encodeQueueSize > 8) await new Promise((resolve) => encoder.addEventListener("dequeue", resolve, { once: true }));
    }
    await encoder.flush();
    encoder.close();
    await chain;
  }
  await output.finalize();
  const made = new Uint8Array(target.buffer);
  let text = "";
  for (let at = 0; at < made.length; at += 0x8000) text += String.fromCharCode(...made.subarray(at, at + 0x8000));
  return btoa(text);
}

const browser = await puppeteer.launch({ executablePath: await chromium.executablePath(), args: [...chromium.args, "--no-sandbox"], headless: "shell" });
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  for (const job of jobs) await writeFile(job.file, Buffer.from(await page.evaluate(encode, job), "base64"));
} finally {
  await browser.close();
  server.close();
}
