/** Help for the word under the pointer. */
import { hoverTooltip } from "@codemirror/view";
import { describe } from "../language/describe";
import { wordAt } from "../language/program";
import { cardDom } from "./card";
import { programIn } from "./desk";

export const hover = hoverTooltip(
  (view, at) => {
    const program = programIn(view.state);
    const word = program && wordAt(program.own, at);
    if (!program || !word || at < word.from || at >= word.to) return null;
    const card = describe(program, at);
    return card && { pos: card.from, end: card.to, above: true, create: () => ({ dom: cardDom(card) }) };
  },
  { hoverTime: 350 },
);
