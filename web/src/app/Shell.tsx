// What stays while screens change: header, bottom bar, landmarks, the sheets that any screen may ask for.
import { useEffect } from "react";
import { Outlet, ScrollRestoration, useLocation, useNavigation } from "react-router";
import { setQuiet } from "../lib/chrome";
import { cx } from "../lib/cx";
import { dropFirstPicture } from "../lib/first";
import { applyAccent, useInstance } from "../lib/instance";
import { BottomBar } from "./BottomBar";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { LateParts } from "./LateParts";

export function Shell() {
  const { pathname } = useLocation();
  const navigation = useNavigation();
  const { accent } = useInstance();
  const onFeed = pathname === "/";
  useEffect(() => applyAccent(accent), [accent]);
  useEffect(() => {
    if (onFeed) return;
    setQuiet(false);
    dropFirstPicture();
  }, [onFeed]);

  return (
    <>
      <a href="#main" className="fixed top-2 left-2 z-80 -translate-y-16 rounded-control bg-raised px-4 py-2 text-sm text-ink focus:translate-y-0">
        Skip to content
      </a>
      <Header onFeed={onFeed} />
      <main id="main" tabIndex={-1} className={cx("outline-none", !onFeed && "pt-[calc(var(--header)+var(--safe-top))] pb-(--bottom-bar)")}>
        <Outlet />
        <Footer />
      </main>
      <BottomBar onFeed={onFeed} />
      {navigation.state === "loading" && <Loading />}
      <LateParts />
      {/* A screen with a search in its address stays where it is while the search changes. */}
      <ScrollRestoration getKey={(location) => location.key} />
    </>
  );
}

function Loading() {
  return <div role="status" aria-label="Loading" className="fixed inset-x-0 top-0 z-80 h-0.5 origin-left animate-breathe bg-ink-2" />;
}
