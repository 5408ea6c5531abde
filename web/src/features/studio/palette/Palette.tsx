/** The palette: everything that can be done here, or every name of the work, found by a few letters. */
import { Dialog as Radix } from "radix-ui";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { cx } from "../../../lib/cx";
import { useShortcuts } from "../../../lib/shortcuts";
import { Kbd } from "../../../ui/Kbd";
import { tabOrder } from "../document";
import { outlineOf } from "../language/outline";
import type { Place } from "../language/program";
import { asEdited } from "../language/tokens";
import { useStudio, useStudioValue } from "../studio-context";
import { found } from "./fuzzy";
import { PALETTE } from "./name";

interface Item {
  label: string;
  group: string;
  keys?: readonly string[];
  run: () => void;
}

const MOST_SHOWN = 120;

interface PaletteProps {
  asked: "actions" | "symbols";
  onOpenPlace: (place: Place) => void;
}

export default function Palette({ asked, onOpenPlace }: PaletteProps) {
  const { store } = useStudioValue();
  const actions = useActions();
  const symbols = useSymbols(onOpenPlace);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const chosen = useRef(false);
  const [before] = useState(() => document.activeElement);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const items = asked === "actions" ? actions : symbols;
  const shown = useMemo(() => found(query, items).slice(0, MOST_SHOWN), [query, items]);
  const index = Math.min(at, Math.max(0, shown.length - 1));
  const close = () => store.setState({ asked: null });

  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [index, query]);

  function choose(item: Item | undefined): void {
    if (!item) return;
    chosen.current = true;
    // Gone before the action begins: it may put the focus elsewhere, or open something of its own.
    flushSync(close);
    item.run();
    if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) setAt(Math.abs(step) === 1 ? (index + step + shown.length) % Math.max(1, shown.length) : Math.min(Math.max(0, index + step), shown.length - 1));
    else if (event.key === "Enter") choose(shown[index]?.item);
    else return;
    event.preventDefault();
  }

  return (
    <Radix.Root open onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade-in bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[min(32rem,calc(100dvh-1rem))] max-w-xl animate-rise flex-col overflow-hidden rounded-sheet border border-line bg-surface shadow-lift outline-none md:top-[12vh] md:max-h-[min(32rem,76vh)]"
          onCloseAutoFocus={(event) => chosen.current && event.preventDefault()}
        >
          <Radix.Title className="sr-only">{asked === "actions" ? "Commands" : "Names of this work"}</Radix.Title>
          <input
            autoFocus
            role="combobox"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={shown.length > 0 ? `${id}-${index}` : undefined}
            aria-label={asked === "actions" ? "Command" : "Name"}
            placeholder={asked === "actions" ? "What to do" : "Function, struct, macro or variable"}
            value={query}
            spellCheck={false}
            className="h-12 shrink-0 border-b border-line bg-transparent px-4 text-base text-ink outline-none placeholder:text-ink-3"
            onChange={(event) => {
              setQuery(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <ul ref={list} id={`${id}-list`} role="listbox" aria-label="Found" className="min-h-0 flex-1 overflow-y-auto p-1.5">
            {shown.map(({ item, places }, order) => (
              <li
                key={`${item.group} ${item.label} ${order}`}
                id={`${id}-${order}`}
                role="option"
                aria-selected={order === index}
                className={cx("flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-2.5 text-sm", order === index ? "bg-wash-strong text-ink" : "text-ink-2")}
                onPointerMove={() => order !== index && setAt(order)}
                onClick={() => choose(item)}
              >
                <span className="min-w-0 flex-1 truncate">
                  <Marked text={item.label} places={places} />
                </span>
                {(item.keys?.length ?? 0) > 0 ? <Kbd keys={item.keys?.[0] ?? ""} className="max-md:hidden" /> : <span className="shrink-0 text-xs text-ink-3">{item.group}</span>}
              </li>
            ))}
          </ul>
          {shown.length === 0 && <p className="px-4 pb-4 text-sm text-ink-3">Nothing is called so.</p>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Marked({ text, places }: { text: string; places: readonly number[] }) {
  if (places.length === 0) return text;
  return [...text].map((letter, at) => (places.includes(at) ? <span key={at} className="text-accent">{letter}</span> : letter));
}

/** What is wanted most often first; snippets are many, and last. */
const GROUPS = ["Studio", "Editor", "Passes"];
const rank = ({ group }: Item): number => (group === "Snippets" ? GROUPS.length + 1 : GROUPS.includes(group) ? GROUPS.indexOf(group) : GROUPS.length);

function useActions(): Item[] {
  const entries = useShortcuts((state) => state.entries);
  return useMemo(() => {
    // Of two of one name the newest acts, as with keys.
    const last = new Map(entries.map((entry) => [`${entry.group} ${entry.label}`, entry]));
    return [...last.values()].filter(({ label }) => label !== PALETTE).sort((a, b) => rank(a) - rank(b));
  }, [entries]);
}

const KINDS = { function: "function", struct: "struct", macro: "macro", variable: "variable" } as const;

function useSymbols(onOpenPlace: (place: Place) => void): Item[] {
  const passes = useStudio((state) => state.work.passes);
  return useMemo(
    () =>
      tabOrder(passes).flatMap((name) => {
        const { declared } = outlineOf(asEdited(passes.find((pass) => pass.name === name)?.code ?? ""));
        return declared
          .filter((one) => one.global && one.defined !== false && one.kind in KINDS)
          .map((one): Item => ({ label: one.name, group: `${KINDS[one.kind as keyof typeof KINDS]} · ${name}`, run: () => onOpenPlace({ pass: name, from: one.from, to: one.to }) }));
      }),
    [passes, onOpenPlace],
  );
}
