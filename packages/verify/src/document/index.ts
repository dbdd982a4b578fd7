import type { AnyFactory } from "@guerdon/core/piece";
import { slideDeck } from "./slide-deck.ts";

export { type DeckBrief, type DeckScore, deckContent, deckRender, deckStructure } from "./deck-score.ts";
export type { SlideDeckOptions } from "./slide-deck.ts";
export { slideDeck };

/** Sources that judge documents. */
export const documentSources: readonly AnyFactory[] = [slideDeck];
