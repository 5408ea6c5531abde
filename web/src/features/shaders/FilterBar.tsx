// One bar: words, order, techniques.
import { useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { Feather, Search, X } from "lucide-react";
import { atomOf } from "../../lib/atom";
import { cx } from "../../lib/cx";
import { tagsQuery, type ShaderSort } from "../../lib/shaders";
import { useShortcut } from "../../lib/shortcuts";
import { Chip } from "../../ui/Chip";
import { FeedLink } from "../../ui/FeedLink";
import { Kbd } from "../../ui/Kbd";
import { TextField } from "../../ui/TextField";
import type { ExploreFilter } from "./use-explore-filter";

const SORTS: { sort: ShaderSort; label: string }[] = [
  { sort: "trending", label: "Trending" },
  { sort: "new", label: "New" },
  { sort: "top", label: "Top" },
];
const TYPING_MS = 250;
const MOST_TAGS = 24;

export interface FilterBarProps {
  filter: ExploreFilter;
  onChange: (next: Partial<ExploreFilter>, options?: { replace?: boolean }) => void;
}

export function FilterBar({ filter, onChange }: FilterBarProps) {
  const { data } = useQuery(tagsQuery());
  const known = (data?.items ?? []).slice(0, MOST_TAGS).map(({ tag }) => tag);
  const tags = filter.tag && !known.includes(filter.tag) ? [filter.tag, ...known] : known;
  return (
    <div className="sticky top-[calc(var(--header)+var(--safe-top))] z-30 -mx-4 mb-4 bg-room px-4 pt-3 pb-3 md:-mx-6 md:mb-5 md:px-6">
      <div className="flex gap-3 max-md:flex-col md:items-center">
        <SearchField words={filter.q ?? ""} onChange={onChange} />
        <div className="no-scrollbar flex min-w-0 flex-1 items-center gap-3 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4">
          <Order sort={filter.sort} words={Boolean(filter.q)} onChange={(sort) => onChange({ sort })} />
          <div role="group" aria-label="Narrow" className="no-scrollbar flex min-w-0 flex-1 gap-1.5 py-1 pl-1 max-md:overflow-visible md:overflow-x-auto md:mask-r-from-[calc(100%-48px)] md:pr-12">
            <Chip selected={filter.cost === "light"} onClick={() => onChange({ cost: filter.cost ? undefined : "light" })}>
              <Feather size={13} strokeWidth={1.5} aria-hidden />
              Light<span className="sr-only"> to draw</span>
            </Chip>
            {tags.map((tag) => (
              <Chip key={tag} selected={filter.tag === tag} onClick={() => onChange({ tag: filter.tag === tag ? undefined : tag })}>
                {tag}
              </Chip>
            ))}
          </div>
          <FeedLink feed={atomOf(filter)} className="max-md:hidden" />
        </div>
      </div>
    </div>
  );
}

function Order({ sort, words, onChange }: { sort: ShaderSort; words: boolean; onChange: (sort: ShaderSort) => void }) {
  const shown = words ? [{ sort: "relevance" as const, label: "Closest" }, ...SORTS] : SORTS;
  return (
    <div role="radiogroup" aria-label="Order" className="flex shrink-0 rounded-control border border-line bg-wash p-0.5">
      {shown.map((one) => (
        <button
          key={one.sort}
          type="button"
          role="radio"
          aria-checked={sort === one.sort}
          onClick={() => onChange(one.sort)}
          className={cx("h-8.5 rounded-[6px] px-3 text-sm transition max-md:h-7", sort === one.sort ? "bg-wash-strong text-ink" : "text-ink-2 hover:text-ink")}
        >
          {one.label}
        </button>
      ))}
    </div>
  );
}

/** Typing reaches the address after a short rest; an address that changes by other means reaches the field. */
function SearchField({ words, onChange }: { words: string; onChange: FilterBarProps["onChange"] }) {
  const field = useRef<HTMLInputElement>(null);
  const location = useLocation();
  const [text, setText] = useState(words);
  const [seen, setSeen] = useState(words);
  if (words !== seen) {
    setSeen(words);
    if (words !== text.trim()) setText(words);
  }
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    const typed = text.trim();
    if (typed === words) return undefined;
    const timer = window.setTimeout(() => latest.current({ q: typed || undefined }, { replace: true }), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [text, words]);
  const asked = (location.state as { focusSearch?: boolean } | null)?.focusSearch === true;
  useEffect(() => {
    if (asked) field.current?.focus();
  }, [asked, location.key]);
  useShortcut({ keys: "/", label: "Search", group: "Explore" }, () => field.current?.select());

  return (
    <TextField
      ref={field}
      label="Search"
      hideLabel
      type="search"
      enterKeyHint="search"
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      placeholder="Search shaders"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          if (text) setText("");
          else event.currentTarget.blur();
        }
      }}
      leading={<Search size={16} strokeWidth={1.5} />}
      trailing={
        text ? (
          <button type="button" aria-label="Clear" onClick={() => (setText(""), field.current?.focus())} className="rounded-sm p-1 text-ink-3 hover:text-ink">
            <X size={15} strokeWidth={1.5} />
          </button>
        ) : (
          <Kbd keys="/" className="pointer-events-none max-md:hidden" />
        )
      }
      className="w-full md:w-72 lg:w-80 [&_input::-webkit-search-cancel-button]:hidden"
    />
  );
}
