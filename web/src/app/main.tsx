// Starts the page.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router/dom";
import "./app.css";
import { takeFirstPage } from "../lib/first";
import { queryClient } from "../lib/query";
import { sessionKnown } from "../lib/refresh";
import { listenForShortcuts } from "../lib/shortcuts";
import { followSession } from "./follow-session";
import { router } from "./router";

void sessionKnown();
followSession(queryClient);
takeFirstPage(queryClient);
listenForShortcuts();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
