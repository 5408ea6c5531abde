/** Addresses as people read them, and those that a page may be sent to. */

/** The host of an address; the text itself where it is none. */
export function hostOf(address: string): string {
  try {
    return new URL(address).host || address;
  } catch {
    return address;
  }
}

/** The host that stands behind a program's name: its identifier is the address of its own page. Null when anybody could have written the name. */
export function provedHost(client: { id: string }): string | null {
  return /^https?:\/\//i.test(client.id) ? hostOf(client.id) : null;
}

/** Whether the browser may be sent there after a decision: any program's own scheme, but none that runs code in this page. */
export function mayLeaveTo(address: string): boolean {
  try {
    return !/^(javascript|data|vbscript|blob|file|about|filesystem):$/i.test(new URL(address).protocol);
  } catch {
    return false;
  }
}
