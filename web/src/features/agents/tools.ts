/** What an agent can do here, in plain words, and what it must be allowed for it. */
import type { Scope } from "../../lib/types";

export interface Ability {
  /** The name of the tool, as the agent knows it. */
  tool: string;
  words: string;
  scope: Scope;
}

export const ABILITIES: readonly Ability[] = [
  { tool: "search_shaders", words: "Find shaders by words, tags, author or licence", scope: "browse" },
  { tool: "find_similar", words: "Find shaders that are like one", scope: "browse" },
  { tool: "get_shader", words: "Read one: its code, where it comes from, its versions", scope: "browse" },
  { tool: "get_guide", words: "Read the rules: what a shader here may use and cost", scope: "browse" },
  { tool: "whoami", words: "Know who it acts for, and what it may do", scope: "browse" },
  { tool: "validate_shader", words: "Compile code for real, and read errors in its own lines", scope: "draft" },
  { tool: "render_shader", words: "See what it wrote: pictures at several moments, and how fast it runs", scope: "draft" },
  { tool: "save_draft", words: "Keep drafts for you", scope: "draft" },
  { tool: "fork_shader", words: "Make a new draft out of somebody’s shader, and name where it comes from", scope: "draft" },
  { tool: "publish_shader", words: "Publish a draft in your name", scope: "publish" },
];
