/** What a program did, in plain words: the operations of the REST API and the tools of MCP by their names. */

export type ActionKind = "look" | "check" | "draw" | "write" | "fork" | "publish" | "archive" | "ask";

export interface ActionWords {
  words: string;
  kind: ActionKind;
}

const KNOWN: Record<string, [ActionKind, string]> = {
  whoami: ["ask", "Asked who it acts for"],
  get_me: ["ask", "Asked who it acts for"],
  get_guide: ["ask", "Read the guide"],
  get_instance: ["ask", "Asked about this place"],
  search_shaders: ["look", "Searched shaders"],
  list_shaders: ["look", "Searched shaders"],
  list_similar: ["look", "Looked for similar shaders"],
  find_similar: ["look", "Looked for similar shaders"],
  list_tags: ["look", "Looked at the tags"],
  list_my_shaders: ["look", "Looked at your works"],
  get_shader: ["look", "Read a shader"],
  get_lineage: ["look", "Looked where a shader comes from"],
  list_versions: ["look", "Looked at the versions of a shader"],
  get_version: ["look", "Read an old version"],
  get_feed: ["look", "Looked at the feed"],
  get_new: ["look", "Looked at new shaders"],
  get_trending: ["look", "Looked at trending shaders"],
  get_user: ["look", "Looked at a person’s page"],
  validate: ["check", "Compiled code"],
  validate_shader: ["check", "Compiled code"],
  render_shader: ["draw", "Drew a shader to see it"],
  create_shader: ["write", "Made a shader"],
  save_draft: ["write", "Saved a draft"],
  change_shader: ["write", "Changed a shader"],
  restore_version: ["write", "Brought an old version back"],
  retry_render: ["draw", "Had a shader rendered again"],
  fork_shader: ["fork", "Forked a shader"],
  publish_shader: ["publish", "Published a shader"],
  archive_shader: ["archive", "Archived a shader"],
};

/** An action that nobody told us of still gets a sentence: its own name. */
export function actionWords(action: string): ActionWords {
  const known = KNOWN[action];
  if (known) return { kind: known[0], words: known[1] };
  const words = action.replace(/[_\W]+/g, " ").trim();
  return { kind: "ask", words: words ? words[0]!.toUpperCase() + words.slice(1) : "Did something" };
}

/** Why it did not work, or null when it did. `status` is the answer's HTTP status. */
export function refusal(status: number): string | null {
  if (status < 400) return null;
  if (status === 401) return "not signed in";
  if (status === 403) return "not allowed";
  if (status === 404) return "not found";
  if (status === 409 || status === 412) return "it had changed meanwhile";
  if (status === 413 || status === 422) return "refused: something was wrong with it";
  if (status === 429) return "too many at once";
  return status >= 500 ? "failed on our side" : `refused (${status})`;
}
