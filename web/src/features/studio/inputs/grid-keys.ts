/** Moves the focus among the tiles of a grid by the arrow keys, so that Tab passes over the whole grid in one step. */
import type { KeyboardEvent } from "react";

/** The tile to go to from `at` of `count` tiles that stand `columns` in a row; null for keys that mean nothing here. */
export function nextTile(key: string, at: number, count: number, columns: number): number | null {
  const last = count - 1;
  const moved = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: last }[key];
  if (moved === undefined) return null;
  // Beyond the last row there is nothing, but a shorter last row is reached at its end.
  if (key === "ArrowDown" && moved > last) return Math.floor(at / columns) < Math.floor(last / columns) ? last : at;
  return moved < 0 || moved > last ? at : moved;
}

/** For `onKeyDown` of the element around the tiles, which are its buttons with `data-tile`. */
export function moveAmongTiles(event: KeyboardEvent<HTMLElement>): void {
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-tile]")];
  const at = tiles.findIndex((tile) => tile === document.activeElement);
  const first = tiles[0];
  if (at < 0 || !first) return;
  const columns = tiles.filter((tile) => tile.offsetTop === first.offsetTop).length;
  const next = nextTile(event.key, at, tiles.length, Math.max(1, columns));
  if (next === null) return;
  event.preventDefault();
  tiles[next]?.focus();
}
