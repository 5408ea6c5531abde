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
const accounts = (name: "SignIn" | "SignUp" | "MyShaders" | "ProfileSettings") => screen(async () => (await import("../features/accounts"))[name]);

const settings = (name: "SettingsFrame" | "SettingsList") => screen(async () => (await import("./SettingsFrame"))[name]);
const keys = screen(async () => (await import("../features/agents/KeysPage")).KeysPage);
const key = screen(async () => (await import("../features/agents/KeyPage")).KeyPage);
const apps = screen(async () => (await import("../features/agents/AppsPage")).AppsPage);
const app = screen(async () => (await import("../features/agents/AppPage")).AppPage);
const connect = screen(async () => (await import("../features/agents/ConnectPage")).ConnectPage);
const consent = screen(async () => (await import("../features/agents/ConsentPage")).ConsentPage);
const privacy = screen(async () => (await import("../features/engagement/PrivacyPage")).PrivacyPage);
const taste = screen(async () => (await import("../features/feed/taste/TastePage")).TastePage);
const saves = screen(async () => (await import("../features/engagement/SavesPage")).SavesPage);
const webhooks = screen(async () => (await import("../features/webhooks/WebhooksPage")).WebhooksPage);
const webhook = screen(async () => (await import("../features/webhooks/WebhookPage")).WebhookPage);

const screens: RouteObject[] = [
  { index: true, lazy: feed },
  { path: "explore", lazy: explore },
  { path: "s/:id", lazy: shader },
  { path: "s/:id/v/:version", lazy: shader },
  { path: "u/:username", lazy: person },
  // One route for both: a new work gets its address while somebody is writing in it.
  { path: "studio/:id?", lazy: studio },
  { path: "me", lazy: accounts("MyShaders") },
  { path: "saved", lazy: saves },
  { path: "taste", lazy: taste },
  { path: "privacy", lazy: privacy },
  {
    path: "settings",
    lazy: settings("SettingsFrame"),
    children: [
      { index: true, lazy: settings("SettingsList") },
      { path: "profile", lazy: accounts("ProfileSettings") },
      { path: "keys", lazy: keys },
      { path: "keys/:id", lazy: key },
      { path: "apps", lazy: apps },
      { path: "apps/:id", lazy: app },
      { path: "webhooks", lazy: webhooks },
      { path: "webhooks/:id", lazy: webhook },
    ],
  },
  { path: "connect", lazy: connect },
  { path: "consent", lazy: consent },
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
