import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { loadLanguageDetector } from "./detect-language.ts";
import { language } from "./language.ts";
import { rows } from "./rows.ts";

const SENTENCES: readonly (readonly [code: string, text: string])[] = [
  ["en", "The dogs are running through the park this morning."],
  ["fr", "Les chiens courent dans le parc ce matin avec leurs amis."],
  ["es", "Los perros corren por el parque esta mañana con sus amigos."],
  ["it", "I cani corrono nel parco questa mattina con i loro amici."],
  ["pt", "Os cachorros correm pelo parque nesta manhã com seus amigos."],
  ["nl", "De honden rennen vanochtend door het park met hun vrienden."],
  ["pl", "Psy biegają dziś rano po parku ze swoimi przyjaciółmi."],
  ["ru", "Собаки бегают сегодня утром по парку со своими друзьями."],
  ["ar", "الكلاب تركض في الحديقة هذا الصباح مع أصدقائها"],
  ["hi", "कुत्ते आज सुबह अपने दोस्तों के साथ पार्क में दौड़ रहे हैं"],
  ["ko", "개들이 오늘 아침 공원에서 친구들과 함께 달리고 있습니다"],
  ["zh", "今天早上狗和它们的朋友在公园里奔跑，天气非常好。"],
];

describe("language", () => {
  it.each(SENTENCES)("knows a sentence of %s", async (code, text) => {
    expect(await scoreValues(language({ minLetters: 10 }), { text: [text], expected: [code] })).toEqual([1]);
  });

  it("keeps its rows", async () => {
    for (const { title, fields, value } of [...(rows.language?.gold ?? []), ...(rows.language?.nearMisses ?? [])]) {
      const { text, expected } = fields;
      expect(await scoreValues(language(), { text: [text], expected: [expected] }), title).toEqual([value]);
    }
  });

  it("compares the score of the language expected with the likeliest", async () => {
    const [, french] = SENTENCES[1] as (typeof SENTENCES)[number];
    const scores = (await loadLanguageDetector())(french);
    const [[first, most]] = [...scores] as [[string, number]];
    const [, [second, less]] = [...scores] as [unknown, [string, number]];
    expect(first).toBe("fr");
    const columns = { text: [french, french, french], expected: ["fr", second, "ja"] };
    expect(await scoreValues(language({ measure: "score" }), columns)).toEqual([1, less / most, 0]);
  });

  it("abstains on a few letters, blames the task for no code", async () => {
    const columns = { text: ["Guten Tag", "1 + 1 = 2", "x", "x"], expected: ["de", "de", "german", []] };
    expect(await scoreRows(language(), columns)).toEqual([
      ["abstained", "The text has fewer than 20 letters, too few to tell its language."],
      ["abstained", "The text has fewer than 20 letters, too few to tell its language."],
      ["task", "Expected `expected` to be an ISO 639-1 code like `en`, or a list of codes, got something else."],
      ["task", "Expected `expected` to be an ISO 639-1 code like `en`, or a list of codes, got something else."],
    ]);
  });

  it("reads a hostile megabyte in bounded time", async () => {
    const { name, ms } = await slowestHostile(language({ minLetters: 1 }), { expected: ["en"] });
    expect(ms, name).toBeLessThan(500);
  });

  const columns = { text: ["The dogs are running through the park.", "", "\ud800"], expected: ["en", "de", 5] };
  for (const law of lawsOf(language, { columns })) it(law.name, law.check);
});
