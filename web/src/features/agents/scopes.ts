/** What a program may be allowed, in the words of the people who allow it. */
import type { Scope } from "../../lib/types";

export interface Preset {
  id: "look" | "draft" | "publish";
  name: string;
  note: string;
  scopes: readonly Scope[];
}

/** Each holds what the one before holds. */
export const PRESETS: readonly Preset[] = [
  { id: "look", name: "Look only", note: "Sees public shaders and your own works. Changes nothing.", scopes: ["browse"] },
  { id: "draft", name: "Make drafts", note: "Also compiles code, draws it, and keeps drafts for you. Nothing goes public.", scopes: ["browse", "draft"] },
  { id: "publish", name: "Publish", note: "Also publishes in your name, and changes or archives what you published.", scopes: ["browse", "draft", "publish"] },
];

export const SCOPE_NAMES: Record<Scope, string> = { browse: "Look", draft: "Make drafts", publish: "Publish" };

export function scopeName(scope: string): string {
  return SCOPE_NAMES[scope as Scope] ?? scope;
}

export function scopesOf(preset: Preset["id"]): Scope[] {
  return [...(PRESETS.find(({ id }) => id === preset) ?? PRESETS[0])!.scopes];
}

/** The scopes in the order of what they allow, the least first. */
export function inOrder(scopes: readonly Scope[]): Scope[] {
  const order: readonly Scope[] = ["browse", "draft", "publish"];
  return order.filter((scope) => scopes.includes(scope));
}
