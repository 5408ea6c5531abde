// The licences' names and where to read them.
import contract from "../../../contract/shader.json";

const NAMES = new Map(contract.licences.map(({ id, name }) => [id, name]));

/** A draft may have none yet. */
export function licenceName(id: string | null): string {
  return id === null ? "No licence yet" : (NAMES.get(id) ?? id);
}

/** The licence's text: Creative Commons' own page, the SPDX list for all others; null for what is no known identifier. */
export function licenceUrl(id: string): string | null {
  if (!NAMES.has(id)) return null;
  const cc = /^CC(0|-BY[A-Z-]*)-(\d\.\d)$/.exec(id);
  if (!cc) return `https://spdx.org/licenses/${id}.html`;
  const [, kind = "", version = ""] = cc;
  return kind === "0" ? `https://creativecommons.org/publicdomain/zero/${version}/` : `https://creativecommons.org/licenses/${kind.slice(1).toLowerCase()}/${version}/`;
}
