// The reel: the cards one above the other, one of them filling the screen, and all that moves between them.
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { setQuiet, useChrome } from "../../lib/chrome";
import { useMark, useMarked } from "../../lib/marks";
import { cx } from "../../lib/cx";
import { byline } from "../../lib/format";
import { useReducedMotion } from "../../lib/media";
import { paths } from "../../lib/paths";
import type { FeedTab, Mood } from "../../lib/shaders";
import { share } from "../../lib/share";
import { signals } from "../../lib/signals";
import type { FeedCard } from "../../lib/types";
import { useVote } from "../../lib/votes";
import type { Cheered } from "./Burst";
import { Caption } from "./Caption";
import { Chrome, Dwell, PlayButton } from "./Chrome";
import { EndSlide } from "./EndSlide";
import { FirstHint } from "./FirstHint";
import { setPlace, usePlace } from "./place";
import { Rail } from "./Rail";
import { openSheet, useSheet } from "./sheets";
import { Slide } from "./Slide";
import { useFeedKeys } from "./use-feed-keys";
import { canFloat, useFloating } from "./use-floating";
import { useGestures } from "./use-gestures";
import { useIdle } from "./use-idle";
import { useLiveCounts } from "./use-live-counts";
import { setMode, useMode } from "./use-mode";
import { useRefusal } from "./use-refusal";
import { useWatching } from "./use-watching";

// All of this comes after the picture.
const CodeDrawer = lazy(async () => ({ default: (await import("./CodeDrawer")).CodeDrawer }));
const Burst = lazy(() => import("./Burst"));
const Screensaver = lazy(() => import("./Screensaver"));
const SmallWindow = lazy(() => import("./SmallWindow"));
const WhySheet = lazy(() => import("./WhySheet"));

export interface ReelProps {
  tab: FeedTab;
  mood: Mood | null;
  cards: readonly FeedCard[];
  hasMore: boolean;
  failed: unknown;
  onMore: () => void;
  onRefresh: () => void;
}

export function Reel({ tab, mood, cards, hasMore, failed, onMore, onRefresh }: ReelProps) {
  const index = Math.min(usePlace(tab, mood), cards.length);
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
  const [cheered, setCheered] = useState<Cheered | null>(null);
  // The first press on the picture: a second one may follow, and wants its burst at once.
  const [pressed, setPressed] = useState(false);
  const [light, setLight] = useState(true);
  const paused = asked && asked.id === card?.id ? asked.paused : reduced;
  const atEnd = index >= cards.length;
  const { floating, toggle: toggleFloating } = useFloating(area);
  const goOnByItself = () => goTo(atEnd || (index === cards.length - 1 && !hasMore) ? 0 : index + 1, false);
  const mode = useMode({ card: card?.id, goOn: goOnByItself, elsewhere: floating !== null });
  // Nobody may be there to watch a screensaver.
  const moveOn = useWatching(mode === "screensaver" ? undefined : card);
  const save = useMark("saved");
  const saved = useMarked("saved", card?.id ?? "");

  const sheet = useSheet((state) => state.sheet);
  // Once asked for it stays, so that it can leave as it came.
  const [asksWhy, setAsksWhy] = useState(false);
  if (sheet === "why" && !asksWhy) setAsksWhy(true);
  useIdle(code || menu || atEnd || sheet !== null, mode !== "watch");
  useLiveCounts(card?.id, mode !== "screensaver");
  useEffect(() => {
    if (hasMore && !failed && index >= cards.length - 4) onMore();
  }, [index, cards.length, hasMore, failed, onMore]);

  function goTo(to: number, byHand = true) {
    const next = Math.max(0, Math.min(cards.length, to));
    if (next === index) return;
    if (next > index && byHand) moveOn();
    setMoved(true);
    setMenu(false);
    setPlace(tab, mood, next);
    if (next === cards.length) setCode(false);
  }
  const step = (by: 1 | -1) => goTo(index + by);
  const refuse = useRefusal(() => step(1));
  const pause = () => card && setAsked({ id: card.id, paused: !paused });
  const like = () => card !== undefined && vote(card, 1);
  const openCode = (open: boolean) => {
    if (open && !code) signals.tell(card?.impression, "code_opened");
    setCode(open);
  };
  const setOut = (next: "lean" | "screensaver") => {
    setCode(false);
    setMenu(false);
    setMode(next);
  };
  const lean = () => setOut("lean");
  const rest = () => setOut("screensaver");
  const give = () => {
    if (!card) return;
    signals.tell(card.impression, "share");
    void share(card);
  };

  useGestures(area, track, {
    step,
    tap: () => (code ? setCode(false) : setQuiet(!useChrome.getState().quiet)),
    doubleTap: (x, y) => {
      // A double tap only ever likes; taking it back is for the button.
      if (!card || (card.my_vote !== 1 && !like())) return;
      if (!reduced) navigator.vibrate?.(12);
      setCheered((before) => ({ key: (before?.key ?? 0) + 1, x, y }));
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
    why: () => card && openSheet("why"),
    tune: () => openSheet("tune"),
    lean,
    rest,
    float: canFloat() ? toggleFloating : null,
    close: code ? () => setCode(false) : null,
  });

  return (
    <section aria-roledescription="feed" aria-label="Shaders" className={cx("h-full touch-none overscroll-none", quiet && "cursor-none")}>
      <div ref={area} className="absolute inset-0" onPointerDown={pressed ? undefined : () => setPressed(true)}>
        <div
          ref={track}
          data-dragging="false"
          className="absolute inset-0 transition-transform duration-200 ease-out data-[dragging=true]:transition-none"
          style={{ transform: `translate3d(0, calc(${index * -100}% + var(--drag, 0px)), 0)` }}
        >
          {windowOf(cards, index).map(({ one, at }) => (
            <div key={one.id} className="absolute inset-x-0 h-full" style={{ top: `${at * 100}%` }}>
              <Slide card={one} distance={at - index} wanted={!reduced || asked?.id === one.id} paused={at === index && paused} light={light} onWeight={setLight} />
            </div>
          ))}
          {index >= cards.length - 1 && (
            <div className="absolute inset-x-0 h-full" style={{ top: `${cards.length * 100}%` }}>
              <EndSlide tab={tab} mood={mood} loading={hasMore} error={failed} onMore={onMore} onTop={() => goTo(0)} shown={atEnd} />
            </div>
          )}
        </div>
      </div>

      <p className="sr-only" aria-live="polite">
        {card ? `${card.title} by ${byline(card.author)}` : "The end of the feed"}
      </p>
      {card && (
        <Chrome key={`chrome ${card.id}`} quiet={quiet} dimmed={mode === "lean"} shifted={code}>
          <Caption card={card} />
          {mode === "watch" && (
            <Rail
              card={card}
              codeOpen={code}
              onCode={() => openCode(!code)}
              onShare={give}
              menu={{ paused, open: menu, onOpen: setMenu, onPause: pause, onRefuse: () => refuse(card), onRefresh, onLean: lean, onRest: rest, onFloat: canFloat() ? toggleFloating : null, floats: floating !== null }}
            />
          )}
        </Chrome>
      )}
      {card && paused && mode === "watch" && <PlayButton onPlay={pause} />}
      {card && <Dwell key={`dwell ${card.id}`} paused={paused} />}
      <Suspense>{card && <CodeDrawer card={card} open={code} onClose={() => setCode(false)} />}</Suspense>
      <Suspense>{pressed && <Burst cheered={cheered} />}</Suspense>
      <Suspense>{asksWhy && card && <WhySheet card={card} tab={tab} mood={mood} />}</Suspense>
      <Suspense>{mode === "screensaver" && <Screensaver card={card} onEnd={() => setMode("watch")} />}</Suspense>
      <Suspense>{floating?.page && <SmallWindow page={floating.page} card={card} onLike={() => card?.my_vote !== 1 && like()} onNext={() => step(1)} />}</Suspense>
      {!code && mode === "watch" && <FirstHint moved={moved || atEnd} />}
    </section>
  );
}

/** The card before, the present one, and the two that are being made ready. */
function windowOf(cards: readonly FeedCard[], index: number): { one: FeedCard; at: number }[] {
  const from = Math.max(0, index - 1);
  return cards.slice(from, index + 3).map((one, offset) => ({ one, at: from + offset }));
}
