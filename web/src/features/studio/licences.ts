/** What the licences mean, in plain words, for the sheet where one is chosen. */
import { licences } from "./contract";

const words: Record<string, string> = {
  "CC0-1.0": "Anyone may do anything with it, without naming you.",
  "CC-BY-4.0": "Anyone may use and change it, if they name you.",
  "CC-BY-SA-4.0": "Anyone may use and change it, if they name you and share under the same terms.",
  "CC-BY-NC-4.0": "Anyone may use and change it without earning money by it, if they name you.",
  "CC-BY-NC-SA-4.0": "No earning money by it; name you; share under the same terms.",
  "CC-BY-NC-SA-3.0": "The same in older words; the custom on Shadertoy.",
  MIT: "Anyone may use it, also in closed programs, if your notice stays with it.",
  "Apache-2.0": "Like MIT, and says something about patents.",
  "BSD-2-Clause": "Like MIT, in other words.",
  "BSD-3-Clause": "Like MIT; your name may not be used to advertise.",
  Unlicense: "Given to everybody, without conditions.",
  "MPL-2.0": "Changes to this source stay open; what it is built into need not.",
  "GPL-3.0-only": "Programs that contain it must be open under the GPL 3.",
  "GPL-3.0-or-later": "Programs that contain it must be open under the GPL 3 or a later one.",
};

export const licenceOptions = licences.map(({ id, name }) => ({ value: id, label: name, note: words[id] }));

/** What the licence means, or nothing where it has no plain words. */
export function licenceWords(id: string): string {
  return words[id] ?? "";
}
