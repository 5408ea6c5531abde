// The embed: one shader in a frame of somebody else's page. The server wrote poster, player and the way back; this makes it live.
import { definePlayer, type FractafragPlayer } from "@fractafrag/runtime/element";
import "./embed.css";
import { wishesOf } from "./wishes";

const player = document.querySelector<FractafragPlayer>("fractafrag-player");
if (player) {
  const { attributes, plays, warning } = wishesOf(new URLSearchParams(location.search), player.dataset.facts ?? "{}");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) player.removeAttribute(name);
    else player.setAttribute(name, value);
  }
  player.toggleAttribute("autoplay", plays);
  if (warning !== null) {
    const words = document.createElement("p");
    words.className = "warning";
    words.textContent = warning;
    document.body.append(words);
  }
  player.addEventListener("statechange", () => {
    document.documentElement.dataset.state = player.getAttribute("state") ?? "resting";
  });
  definePlayer();
}
