// The text of one HTML file that plays a work by itself: player, passes, media, values and terms, and a policy that lets nothing else in.
import type { Parameter, ParameterValues, Pass } from "@fractafrag/runtime";
import { escaped } from "../embed";
import { licenceName, licenceUrl } from "../licences";

/** What is told of a work beside its picture. */
export interface About {
  title: string;
  description: string;
  author: string;
  /** An id of the contract, or null. */
  licence: string | null;
  /** The work's page; "" where it has none. */
  url: string;
  /** Who made it elsewhere, of an imported work. */
  origin: { author: string; url: string } | null;
  /** Why it waits for a press; null where it may begin by itself. */
  warning: string | null;
}

export interface PageParts {
  about: About;
  passes: readonly Pass[];
  parameters: readonly Parameter[];
  values: Readonly<ParameterValues>;
  /** Media as `data:` addresses, by the names of their files. */
  files: Readonly<Record<string, string>>;
  /** The text of player.js. */
  player: string;
  /** A word of one's own for the policy: only elements that carry it run. */
  nonce: string;
}

const STYLE = `html,body{height:100%;margin:0;overflow:hidden;background:#0a0b0f;color:rgb(255 255 255/.92);font:13px/20px system-ui,sans-serif}
fractafrag-player{position:absolute;inset:0;width:100%;height:100%;aspect-ratio:auto}
.about{position:absolute;inset:0 0 auto;padding:12px 16px 32px;background:linear-gradient(rgb(10 11 15/.7),transparent);overflow-wrap:anywhere;opacity:0;transition:opacity 160ms ease-out;pointer-events:none}
html:hover .about,html:focus-within .about{opacity:1}.about a{color:inherit;pointer-events:auto}.about p{margin:0;color:rgb(255 255 255/.64)}.about h1{margin:0;font:500 15px/20px system-ui,sans-serif}
.turn{position:absolute;top:64px;right:16px;width:240px;max-height:calc(100% - 140px);overflow:auto;border-radius:10px;background:rgb(14 16 21/.9)}
.turn summary{padding:8px 14px;cursor:pointer}.turn label{display:grid;grid-template-columns:1fr 1fr;gap:8px;align-items:center;padding:4px 14px}.turn label:last-child{padding-bottom:12px}
.turn input,.turn select{width:100%;box-sizing:border-box;min-width:0;accent-color:#b8ff3c}.turn input[type=checkbox]{width:16px;height:16px}.pair{display:grid;gap:4px}
.warning{position:absolute;top:calc(50% + 44px);inset-inline:16px;margin:0;text-align:center;text-shadow:0 1px 8px rgb(0 0 0/.8);pointer-events:none}fractafrag-player[state=live][data-begun]~.warning{display:none}
@media(hover:none){.about{opacity:1}}@media(prefers-reduced-motion:reduce){.about{transition:none}}`;

// Reads the controls and tells the player, in the form of `?p=` (runtime/src/parameter-values.ts).
const TURNING = `const p=document.querySelector("fractafrag-player");
const of=l=>[...l.querySelectorAll("input,select")].map(i=>i.type==="checkbox"?+i.checked:i.type==="color"?i.value.slice(1)+(l.dataset.alpha||""):i.value).join("/");
addEventListener("input",()=>p.setAttribute("parameters",[...document.querySelectorAll("[data-name]")].map(l=>l.dataset.name+":"+of(l)).join()));
p.addEventListener("statechange",()=>{if(p.playing)p.dataset.begun=""});`;

/** The whole file. What stands in it of people's words is escaped for its place. */
export function htmlPage(parts: PageParts): string {
  const { about, passes, parameters, values, files, player, nonce } = parts;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data: blob:; media-src blob:; base-uri 'none'; form-action 'none'`;
  const work = { title: about.title, passes, parameters: { values, presets: [] }, files };
  const url = about.licence === null ? null : licenceUrl(about.licence);
  return `<!doctype html>
${noted(about)}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark">
<title>${escaped(`${about.title} by ${about.author}`)}</title>
<meta name="author" content="${escaped(about.author)}">
<meta name="description" content="${escaped(about.description)}">
<meta name="generator" content="Fractafrag">${url === null ? "" : `\n<link rel="license" href="${escaped(url)}">`}${!/^https?:/.test(about.url) ? "" : `\n<link rel="canonical" href="${escaped(about.url)}">`}
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<fractafrag-player controls${about.warning === null ? " autoplay" : ""} aria-label="${escaped(`Living picture: ${about.title}`)}">
<script type="application/json">${JSON.stringify(work).replaceAll("<", "\\u003c")}</script>
</fractafrag-player>
<div class="about"><h1>${link(about.url, about.title)}</h1>
<p>${credits(about)}</p></div>${about.warning === null ? "" : `\n<p class="warning">${escaped(about.warning)}</p>`}${controls(parameters, values)}
<script nonce="${nonce}">${inScript(player)}</script>
<script nonce="${nonce}">${TURNING}</script>
</body>
</html>
`;
}

/** The same for somebody who opens the file in an editor. */
function noted({ title, author, licence, url, origin }: About): string {
  const lines = [`${title} by ${author}`, licence === null ? "No licence was named." : `Licence: ${licenceName(licence)} (${licence})`, url, origin ? `After ${origin.author || "a work"}${origin.url ? `, ${origin.url}` : ""}` : ""];
  // Two hyphens would end the comment.
  return `<!--\n${lines.filter(Boolean).join("\n").replace(/-(?=-)|-$/gm, "- ").replaceAll(">", "&gt;")}\n-->`;
}

function credits({ author, licence, origin }: About): string {
  const terms = licence === null ? "" : ` · ${link(licenceUrl(licence) ?? "", licenceName(licence))}`;
  const before = origin ? ` · after ${link(origin.url, origin.author || "a work of elsewhere")}` : "";
  return `by ${escaped(author)}${before}${terms}`;
}

function link(url: string, words: string): string {
  return /^https?:\/\//.test(url) ? `<a href="${escaped(url)}" target="_blank" rel="noopener noreferrer">${escaped(words)}</a>` : escaped(words);
}

/** A script's text as it may stand in a page: nothing in it ends the element, or begins a comment. */
function inScript(code: string): string {
  return code.replace(/<\/(?=script)/gi, "<\\/").replaceAll("<!--", "<\\!--");
}

function controls(parameters: readonly Parameter[], values: Readonly<ParameterValues>): string {
  if (parameters.length === 0) return "";
  const rows = parameters.map((parameter) => {
    const value = values[parameter.name] ?? parameter.default;
    const alpha = parameter.type === "colour" && Array.isArray(value) && value.length === 4 ? ` data-alpha="${hex(value.slice(3))}"` : "";
    return `<label data-name="${escaped(parameter.name)}"${alpha}>${escaped(parameter.label)} ${control(parameter, value)}</label>`;
  });
  return `\n<details class="turn"><summary>Parameters</summary>\n${rows.join("\n")}\n</details>`;
}

function control({ type, range = [0, 1], choices = [] }: Parameter, value: unknown): string {
  const [least, most, step] = range;
  const slider = (now: unknown): string => `<input type="range" min="${least}" max="${most}" step="${step ?? (type === "int" ? 1 : "any")}" value="${Number(now)}">`;
  if (type === "bool") return `<input type="checkbox"${value === true ? " checked" : ""}>`;
  if (type === "colour") return `<input type="color" value="#${hex((value as number[]).slice(0, 3))}">`;
  if (type === "choice") return `<select>${choices.map((one) => `<option value="${one.value}"${one.value === value ? " selected" : ""}>${escaped(one.label)}</option>`).join("")}</select>`;
  if (type === "point") return `<span class="pair">${(value as number[]).map(slider).join("")}</span>`;
  return slider(value);
}

const hex = (parts: readonly number[]): string => parts.map((part) => Math.round(part * 255).toString(16).padStart(2, "0")).join("");
