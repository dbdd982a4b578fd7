import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { BROWSER, withoutBrowser } from "../web/browser-context.test-support.ts";
import { deckContent, deckRender, deckStructure } from "./deck-score.ts";
import { rows } from "./rows.ts";
import { slideDeck } from "./slide-deck.ts";

const facts = { title: "t", sections: 2, filledSections: 2, words: 10, text: "tidal energy", shows: true };
const brief = { slides: 4, sections: 2, words: 20, topic: "tidal energy", research: "", outline: 0, confidence: 0 };

describe("deck scores (093, by hand)", () => {
  it("follows the rules of structure", () => {
    expect(deckStructure([facts], brief).value).toBeCloseTo(0.25 + 0.25 + 0.125 + 0.25, 12);
    expect(deckStructure([{ ...facts, title: "", sections: 3, filledSections: 1 }], brief).value).toBeCloseTo(
      0.1 + 0.125 + 0.25 / 3,
      12,
    );
    expect(deckStructure([], brief).value).toBe(0);
    expect(deckStructure([facts], { ...brief, words: 0 }).value).toBeCloseTo(0.75, 12);
  });

  it("follows the rules of rendering", () => {
    expect(deckRender([facts, { ...facts, shows: false, title: "" }], brief).value).toBeCloseTo(0.2 + 0.15 + 0.15, 12);
    expect(deckRender([facts, undefined], brief).value).toBeCloseTo(0.2 + 0.15 + 0.15, 12);
    expect(deckRender([], brief).value).toBe(0);
    expect(deckRender(Array(9).fill(facts), brief).value).toBeCloseTo(1, 12);
  });

  it("follows the rules of content", () => {
    const research = "the tidal energy of the moon turns turbines";
    const grounded = { ...facts, text: "Tidal energy: the moon turns it" };
    expect(deckContent([facts], brief).value).toBeCloseTo(0.35 + 0.2 + 0.1, 12);
    expect(deckContent([grounded, facts], { ...brief, research }).value).toBeCloseTo(0.35 + 0.125 + 0.2 + 0.1, 12);
    expect(deckContent([grounded], { ...brief, confidence: 0.8, outline: 2 }).value).toBeCloseTo(
      0.35 + 0.15 + 0.2 + 0.1,
      12,
    );
    expect(deckContent([], brief).value).toBe(0);
  });
});

const { gold, nearMisses } = rows["slide-deck"]!;
const title = (what: string): string => (withoutBrowser === undefined ? what : `${what} (skipped: ${withoutBrowser})`);

describe("slideDeck", () => {
  it.skipIf(withoutBrowser !== undefined).each([...gold, ...nearMisses].map((row) => [title(row.title), row] as const))(
    "row: %s",
    async (_, row) => {
      const columns = Object.fromEntries(Object.entries(row.fields).map(([field, value]) => [field, [value]]));
      const [[value] = []] = await scoreRows(slideDeck(row.options), columns, BROWSER);
      expect(value).toBeCloseTo(row.value as number, 9);
    },
  );

  it("needs no browser to refuse", async () => {
    const text = ["[]", "[]", JSON.stringify(Array(3).fill("x"))];
    const values = [null, { slides: 0 }, { slides: 2 }];
    expect(await scoreRows(slideDeck({ limitSlides: 2 }), { text, brief: values })).toEqual([
      ["task", "Expected `brief` to say `slides`, got null."],
      ["task", 'Expected `brief` to say `slides`, got {"slides":0}.'],
      ["candidate", "Expected at most 2 slides, got 3."],
    ]);
    expect(await scoreValues(slideDeck(), { text: ["", "[]", "[3]"], brief: Array(3).fill({ slides: 1 }) })).toEqual([
      0, 0, 0,
    ]);
  });

  if (withoutBrowser === undefined) {
    const columns = { text: [gold[0]!.fields.text!, "", "[1]"], brief: Array(3).fill({ slides: 2 }) };
    for (const law of lawsOf(slideDeck, { columns, context: BROWSER })) it(law.name, law.check);
  }
});
