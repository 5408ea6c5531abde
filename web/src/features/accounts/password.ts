/** What the server asks of a password and of a name, said while one types. */

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 256;
const DIFFERENT_MIN = 4;

export interface Rule {
  text: string;
  met: boolean;
}

/** The text without the digits and signs that people hang on a name; itself when nothing would remain. */
function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}]+/gu, "") || text.toLowerCase();
}

/** The rules in the order in which they are shown. The server knows one more: no password that everybody tries first. */
export function passwordRules(password: string, username = "", email = ""): Rule[] {
  const plain = password.toLowerCase();
  const names = [username, email.split("@")[0] ?? ""].filter(Boolean).map(letters);
  const own = plain !== "" && (plain === email.toLowerCase() || names.includes(letters(plain)));
  return [
    { text: `${PASSWORD_MIN} characters or more`, met: password.length >= PASSWORD_MIN && password.length <= PASSWORD_MAX },
    { text: `${DIFFERENT_MIN} different ones`, met: new Set(plain).size >= DIFFERENT_MIN },
    { text: "not your name or address", met: plain !== "" && !own },
  ];
}

export function passwordFlaw(password: string, username = "", email = ""): string | null {
  const broken = passwordRules(password, username, email).find((rule) => !rule.met);
  return broken ? `A password needs: ${broken.text}.` : null;
}

export function usernameFlaw(username: string): string | null {
  return /^[a-z0-9_-]{3,32}$/i.test(username.trim()) ? null : "3 to 32 letters, digits, - or _.";
}

export function emailFlaw(email: string): string | null {
  return /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? null : "This is not an e-mail address.";
}
