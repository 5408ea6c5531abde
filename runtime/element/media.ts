/** Media: what Shadertoy's files are called in our own set. */

// Only what the runtime makes by code; an instance's media set adds the rest.
const NOISES: Readonly<Record<string, string>> = {
  "noise-grey-64": "noise-grey-64",
};

export function sourceOfFile(file: string): string | null {
  return NOISES[file] ?? null;
}
