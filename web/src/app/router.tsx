// Every address of the site and the screen behind it; each screen is loaded when it is first asked for.
import { createBrowserRouter, type RouteObject } from "react-router";
import type { ComponentType } from "react";
import { Shell } from "./Shell";
import { RouteError } from "./RouteError";
import { NotFound } from "./NotFound";

const screen = (load: () => Promise<ComponentType>) => async () => ({ Component: await load() });

const feed = screen(async () => (await import("../features/feed")).FeedRoute);
const explore = screen(async () => (await import("../features/shaders/explore")).ExploreRoute);
const shader = screen(async () => (await import("../features/shaders/page")).ShaderRoute);
const person = screen(async () => (await import("../features/shaders/person")).PersonRoute);
const studio = screen(async () => (await import("../features/studio")).StudioRoute);
const accounts = (name: "SignIn" | "SignUp" | "MyShaders" | "Settings") => screen(async () => (await import("../features/accounts"))[name]);

const screens: RouteObject[] = [
  { index: true, lazy: feed },
  { path: "explore", lazy: explore },
  { path: "s/:id", lazy: shader },
  { path: "s/:id/v/:version", lazy: shader },
  { path: "u/:username", lazy: person },
  // One route for both: a new work gets its address while somebody is writing in it.
  { path: "studio/:id?", lazy: studio },
  { path: "me", lazy: accounts("MyShaders") },
  { path: "settings", lazy: accounts("Settings") },
  { path: "login", lazy: accounts("SignIn") },
  { path: "register", lazy: accounts("SignUp") },
  { path: "*", Component: NotFound },
];

export const router = createBrowserRouter([
  {
    Component: Shell,
    HydrateFallback: () => null,
    ErrorBoundary: RouteError,
    children: [{ ErrorBoundary: RouteError, children: screens }],
  },
]);
