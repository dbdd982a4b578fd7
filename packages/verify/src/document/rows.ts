import type { DomainRows, VerifierRow } from "../catalogue/verifier-rows.ts";

function slide(title: string, sections: readonly string[]): string {
  const body = sections.map((text) => `<section><p>${text}</p></section>`).join("");
  return `<!doctype html><html lang="en"><title>Deck</title><body><h1>${title}</h1>${body}</body></html>`;
}

const BRIEF = { slides: 2, sections: 2, words: 8, topic: "tidal energy", confidence: 1 };
// 8 words a slide.
const ONE = slide("Tidal energy", ["moves with moon", "turns slow turbines"]);
const TWO = slide("Energy costs", ["fall every year", "storage stays dear"]);

function row(title: string, deck: readonly string[], measure: string, value: number): VerifierRow {
  return { title, fields: { text: JSON.stringify(deck), brief: BRIEF }, options: { measure }, value };
}

/** Decks as 093 scores them, by hand. */
export const rows: DomainRows = {
  "slide-deck": {
    gold: [
      row("as asked", [ONE, TWO], "structure", 1),
      row("the other way round", [TWO, ONE], "structure", 1),
      row("all slides made and shown", [ONE, TWO], "render", 1),
      // 0.35 + 0.15 without research + 0.2 + 0.1 without outline
      row("on the topic", [ONE, TWO], "content", 0.8),
    ],
    nearMisses: [
      row(
        "one title is hidden",
        [ONE, TWO.replace("<h1>", '<h1 style="visibility:hidden">')],
        "structure",
        (1 + 0.75 - 0.25 * (2 / 8)) / 2,
      ),
      row(
        "one section too few",
        [ONE, slide("Energy costs", ["fall every year storage stays dear"])],
        "structure",
        (1 + 0.85) / 2,
      ),
      row(
        "one section is empty",
        [ONE, slide("Energy costs", ["fall every year storage stays dear", ""])],
        "structure",
        (1 + 0.875) / 2,
      ),
      row("half of the words", [ONE, slide("Energy", ["falls", "every year"])], "structure", (1 + 0.875) / 2),
      row("one slide too few", [ONE], "render", 0.8),
      row(
        "one slide out of sight",
        [ONE, TWO.replace("<body>", '<body style="opacity:0">')],
        "render",
        0.4 + 0.15 + 0.15,
      ),
      row("twice the same", [ONE, ONE], "content", 0.7),
      row(
        "one slide on something else",
        [ONE, slide("Sunny days", ["fall every year", "storage stays dear"])],
        "content",
        0.625,
      ),
    ],
  },
};
