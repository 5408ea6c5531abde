/** Sounds: section 7 of the description, the Sound pass. */
import { image, type PassSketch } from "../tests/in-page";
import { wavFile } from "../src/index";
import { done, errorsOf, holds, playing, same, type Case } from "./expect";

const IMAGE = image("void mainImage(out vec4 o, in vec2 p) { o = vec4(1.0); }");
const sound = (code: string, inputs: PassSketch["inputs"] = []): PassSketch => ({ type: "sound", code, inputs });

async function heard(code: string, seconds: number, common = ""): Promise<Int16Array> {
  const player = await playing([...(common ? [{ type: "common" as const, code: common }] : []), sound(code), IMAGE]);
  try {
    const made = await player.soundSamples(seconds);
    if (!made) throw new Error("there were no samples");
    same(made.sampleRate, 44100);
    return made.samples;
  } finally {
    done(player);
  }
}

const close = (seen: number | undefined, wanted: number, within: number): void => holds(Math.abs((seen ?? NaN) - wanted) <= within, `saw ${seen}, wanted ${wanted}`);

export const sounds: Case[] = [
  {
    section: "7",
    line: "mainSound(int, float): sample and time, left and right, at 44100 Hz, on into the next block of 512×512",
    run: async () => {
      const samples = await heard("vec2 mainSound(int samp, float time) { return vec2(float(samp % 1000) / 1000.0, fract(time)); }", 6.5);
      same(samples.length, 286650 * 2);
      for (const at of [0, 1, 513, 44100, 262143, 262144, 286649]) {
        close(samples[2 * at], ((at % 1000) / 1000) * 32767, 1);
        close(samples[2 * at + 1], ((at / 44100) % 1) * 32767, 12);
      }
    },
  },
  {
    section: "7",
    line: "the old mainSound(float) is taken, too",
    run: async () => {
      const samples = await heard("vec2 mainSound(float time) { return vec2(sin(6.2831 * 440.0 * time), -0.5); }", 0.1);
      close(samples[2 * 25], Math.sin((6.2831 * 440 * 25) / 44100) * 32767, 8);
      same(samples[51], -16383, 1);
    },
  },
  {
    section: "7",
    line: "sound is clamped to -1…1 and silence is exactly 0",
    run: async () => {
      const samples = await heard("vec2 mainSound(int samp, float time) { return samp == 0 ? vec2(0.0) : samp == 1 ? vec2(4.0, -4.0) : vec2(1.0, -1.0); }", 0.01);
      same([...samples.slice(0, 6)], [0, 0, 32767, -32767, 32767, -32767]);
    },
  },
  {
    section: "7",
    line: "a Sound pass has iSampleRate, iTimeOffset, iSampleOffset, iDate, iChannelTime, iChannelResolution and samplers, and Common",
    run: async () => {
      const uses = "iSampleRate + iTimeOffset + float(iSampleOffset) + iDate.x + iChannelTime[3] + iChannelResolution[2].y + texture(iChannel0, vec2(0.5)).x";
      const samples = await heard(`vec2 mainSound(int samp, float time) { return vec2(level() + 0.0 * (${uses})); }`, 0.01, "float level() { return 0.25; }");
      close(samples[0], 0.25 * 32767, 1);
    },
  },
  {
    section: "7",
    line: "a Sound pass has no iTime, iResolution, iMouse, iFrame",
    run: async () => {
      for (const name of ["iTime", "iResolution.x", "iMouse.x", "float(iFrame)"]) {
        const errors = await errorsOf([sound(`\nvec2 mainSound(int samp, float time) {\n  return vec2(${name});\n}`), IMAGE]);
        holds(errors[0]?.startsWith("Sound:3 ") === true && errors[0].includes("undeclared"), errors.join());
      }
    },
  },
  {
    section: "7",
    line: "errors of the Sound pass stand on its own lines, whichever prototype it has",
    run: async () => {
      for (const prototype of ["int samp, float time", "float time"]) {
        const errors = await errorsOf([sound(`vec2 mainSound(${prototype}) {\n  float a = nobody;\n  return vec2(a);\n}`), IMAGE]);
        holds(errors.length === 1 && errors[0]?.startsWith("Sound:2 'nobody'") === true, errors.join());
      }
    },
  },
  {
    section: "7",
    line: "the samples make a WAVE file of two channels of 16 bits",
    run: async () => {
      const file = wavFile({ sampleRate: 44100, samples: new Int16Array([1, -1, 32767, -32767]) });
      const view = new DataView(file.buffer);
      same([file.length, view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true), view.getInt16(46, true), view.getInt16(48, true)], [52, 2, 44100, 16, -1, 32767]);
      const context = new OfflineAudioContext(2, 44100, 44100);
      const decoded = await context.decodeAudioData(file.buffer);
      same([decoded.numberOfChannels, decoded.length, decoded.sampleRate], [2, 2, 44100]);
    },
  },
];
