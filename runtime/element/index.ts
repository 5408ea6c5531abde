/** The element's front door: `<fractafrag-player>` for any page, and the reader of the JSON that it takes. */
export { definePlayer, FractafragPlayer, type PlayerState } from "./player-element";
export { imageOf, passesOf, type SourceOf } from "./work";
