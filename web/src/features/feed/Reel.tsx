// The reel: the cards one above the other, one of them filling the screen, and all that moves between them.
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { ArrowBigUp, Play } from "lucide-react";
import { useChrome, setQuiet } from "../../lib/chrome";
import { useMark, useMarked } from "../../lib/marks";
import { cx } from "../../lib/cx";
import { byline } from "../../lib/format";
import { useReducedMotion } from "../../lib/media";
import { paths } from "../../lib/paths";
import type { FeedTab } from "../../lib/shaders";
import { share } from "../../lib/share";
import { signals } from "../../lib/signals";
import type { FeedCard } from "../../lib/types";
import { useVote } from "../../lib/votes";
import { Caption } from "./Caption";
import { EndSlide } from "./EndSlide";
import { FirstHint } from "./FirstHint";
import { setPlace, usePlace } from "./place";
import { Rail } from "./Rail";
import { Slide } from "./Slide";
import { useFeedKeys } from "./use-feed-keys";
import { useGestures } from "./use-gestures";
import { useIdle } from "./use-idle";
import { useRefusal } from "./use-refusal";
import { useWatching } from "./use-watching";

// The source comes after the picture.
const CodeDrawer = lazy(async () => ({ default: (await import("./CodeDrawer")).CodeDrawer }));

export interface ReelProps {
  tab: FeedTab;
  cards: readonly FeedCard[];
  hasMore: boolean;
  failed: unknown;
  onMore: () => void;
  onRefresh: () => void;
}

export function Reel({ tab, cards, hasMore, failed, onMore, onRefresh }: ReelProps) {
  const index = Math.min(usePlace((place) => place[tab]), cards.length);
  const card = cards[index];
  const reduced = useReducedMotion();
  const quiet = useChrome((state) => state.quiet);
  const navigate = useNavigate();
  const vote = useVote();
  const area = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const [code, setCode] = useState(false);
  const [menu, setMenu] = useState(false);
  const [moved, setMoved] = useState(false);
  // What the person asked of one card: the next card plays again, unless the system asks for stillness.
  const [asked, setAsked] = useState<{ id: string; paused: boolean } | null>(null);
  const [cheer, setCheer] = useState<{ key: number; x: number; y: number } | null>(null);
  const paused = asked && asked.id === card?.id ? asked.paused : reduced;
  const atEnd = index >= cards.length;
  const moveOn = useWatching(card);
  const save = useMark("saved");
  const saved = useMarked("saved", card?.id ?? "");

  useIdle(code || menu || atEnd);
  useEffect(() => {
    if (hasMore && !failed && index >= cards.length - 4) onMore();
  }, [index, cards.length, hasMore, failed, onMore]);

  const goTo = (to: number) => {
    const next = Math.max(0, Math.min(cards.length, to));
    if (next === index) return;
    if (next > index) moveOn();
    setMoved(true);
    setMenu(false);
    setPlace(tab, next);
    if (next === cards.length) setCode(false);
  };
  const step = (by: 1 | -1) => goTo(index + by);
  const refuse = useRefusal(() => step(1));
  const pause = () => card && setAsked({ id: card.id, paused: !paused });
  const like = () => card && vote(card, 1);
  const openCode = (open: boolean) => {
    if (open && !code) signals.tell(card?.impression, "code_opened");
    setCode(open);
  };
  const give = () => {
    if (!card) return;
    signals.tell(card.impression, "share");
    void share(card);
  };

  useGestures(area, track, {
    step,
    tap: () => (code ? setCode(false) : setQuiet(!useChrome.getState().quiet)),
    doubleTap: (x, y) => {
      if (!card) return;
      // A double tap only ever likes; taking it back is for the button.
      if (card.my_vote !== 1) like();
      setCheer((before) => ({ key: (before?.key ?? 0) + 1, x, y }));
    },
    atStart: index === 0,
    atEnd,
  });
  useFeedKeys({
    step,
    first: () => goTo(0),
    pause,
    like,
    dislike: () => card && vote(card, -1),
    fork: () => card && void navigate(paths.fork(card.id)),
    code: () => card && openCode(!code),
    save: () => card && save(card.id, !saved),
    refuse: () => card && refuse(card),
    share: give,
    more: () => card && setMenu(!menu),
    open: () => card && void navigate(paths.shader(card.id)),
    close: code ? () => setCode(false) : null,
  });

  return (
    <section aria-roledescription="feed" aria-label="Shaders" className={cx("h-full touch-none overscroll-none", quiet && "cursor-none")}>
      <div ref={area} className="absolute inset-0">
        <div
          ref={track}
          data-dragging="false"
          className="absolute inset-0 transition-transform duration-200 ease-out data-[dragging=true]:transition-none"
          style={{ transform: `translate3d(0, calc(${index * -100}% + var(--drag, 0px)), 0)` }}
        >
          {windowOf(cards, index).map(({ one, at }) => (
            <div key={one.id} className="absolute inset-x-0 h-full" style={{ top: `${at * 100}%` }}>
              <Slide card={one} distance={at - index} wanted={!reduced || asked?.id === one.id} paused={at === index && paused} />
            </div>
          ))}
          {index >= cards.length - 1 && (
            <div className="absolute inset-x-0 h-full" style={{ top: `${cards.length * 100}%` }}>
              <EndSlide tab={tab} loading={hasMore} error={failed} onMore={onMore} onTop={() => goTo(0)} shown={atEnd} />
            </div>
          )}
        </div>
      </div>

      <p className="sr-only" aria-live="polite">
        {card ? `${card.title} by ${byline(card.author)}` : "The end of the feed"}
      </p>
      {card && (
        <Chrome key={`chrome ${card.id}`} quiet={quiet} shifted={code}>
          <Caption card={card} />
          <Rail card={card} paused={paused} codeOpen={code} menuOpen={menu} onMenu={setMenu} onPause={pause} onCode={() => openCode(!code)} onShare={give} onRefuse={() => refuse(card)} onRefresh={onRefresh} />
        </Chrome>
      )}
      {card && paused && (
        <button
          type="button"
          aria-label="Play"
          onClick={pause}
          className="absolute top-1/2 left-1/2 grid size-16 -translate-1/2 animate-fade-in place-items-center rounded-full bg-glass text-ink backdrop-blur-md transition hover:bg-glass-strong"
        >
          <Play size={26} strokeWidth={1.5} className="translate-x-0.5" aria-hidden />
        </button>
      )}
      {card && <Dwell key={`dwell ${card.id}`} paused={paused} />}
      {cheer && <Cheer key={`cheer ${cheer.key}`} x={cheer.x} y={cheer.y} onEnd={() => setCheer(null)} />}
      <Suspense>{card && <CodeDrawer card={card} open={code} onClose={() => setCode(false)} />}</Suspense>
      {!code && <FirstHint moved={moved || atEnd} />}
    </section>
  );
}

/** The card before, the present one, and the two that are being made ready. */
function windowOf(cards: readonly FeedCard[], index: number): { one: FeedCard; at: number }[] {
  const from = Math.max(0, index - 1);
  return cards.slice(from, index + 3).map((one, offset) => ({ one, at: from + offset }));
}

function Chrome({ quiet, shifted, children }: { quiet: boolean; shifted: boolean; children: React.ReactNode }) {
  return (
    <div
      className={cx(
        "pointer-events-none absolute inset-x-0 bottom-0 isolate flex min-h-[62%] animate-fade-in items-end justify-between gap-4 bg-linear-to-t from-room/75 via-room/20 via-25% to-transparent to-55% pt-40 transition-opacity duration-200",
        "pr-[max(6px,var(--safe-right))] pb-[calc(var(--bottom-bar)+18px)] pl-[max(18px,var(--safe-left))] md:pr-5 md:pb-8 md:pl-8",
        shifted && "max-md:opacity-0 md:right-[max(26rem,34vw)]",
        quiet && "opacity-0 focus-within:opacity-100 [&_*]:pointer-events-none",
      )}
    >
      {/* The rail's own shade: white icons must be read on a white picture. */}
      <div aria-hidden className="absolute inset-y-0 right-0 -z-1 w-40 bg-linear-to-l from-room/60 to-transparent mask-t-from-50%" />
      {children}
    </div>
  );
}

/** The hairline turns with the time one stays; it stands while the picture stands. */
function Dwell({ paused }: { paused: boolean }) {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-0 bottom-(--bottom-bar) z-30 h-px bg-line motion-reduce:hidden">
      <div className="h-full origin-left bg-ink-2 [animation:dwell_12s_linear_infinite]" style={{ animationPlayState: paused ? "paused" : "running" }} />
    </div>
  );
}

function Cheer({ x, y, onEnd }: { x: number; y: number; onEnd: () => void }) {
  return (
    <ArrowBigUp
      aria-hidden
      size={72}
      strokeWidth={1.2}
      fill="currentColor"
      onAnimationEnd={onEnd}
      className="pointer-events-none fixed z-50 -mt-9 -ml-9 text-ink [animation:cheer_420ms_ease-out_forwards]"
      style={{ left: x, top: y }}
    />
  );
}
