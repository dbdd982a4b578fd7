import { flatLayout } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { checkWorld, lexicalIndex, twoToolQa, twoToolQuestions } from "./index.ts";

const world = twoToolQa({ distraction: 0 });
const { corpus, questions } = twoToolQuestions();
const search = lexicalIndex(corpus);
const numberIn = (text: string): string => /\d+/.exec(text)?.[0] as string;

/** Signals of the same completion of a question, written as often as wanted. */
function signalsOf(own: typeof world, question: number, texts: readonly string[], times = 1) {
  const tokens = texts.map((text) => own.vocabulary.indexOf(`<${text}>`));
  const ids = new Int32Array(6 * times);
  for (let r = 0; r < times; r++) ids.set(tokens, 6 * r);
  const ends = tokens.at(-1) === own.end;
  const { kind, text, answer } = questions[question] as (typeof questions)[number];
  const item = { number: question, question: text, answer, draw: 7 };
  const signals = own.signals(
    { count: 1, length: 1, ids: Int32Array.of(6 + kind), items: [item] },
    {
      ids,
      maxTokens: 6,
      lengths: new Int32Array(times).fill(tokens.length),
      ended: new Uint8Array(times).fill(ends ? 1 : 0),
    },
    flatLayout([times]),
  );
  return (name: string): readonly number[] => [...(signals[name]?.values ?? [])];
}

/** A question of a kind whose sentence is found, or is not. */
function questionOf(kind: number, finds: boolean): number {
  return questions.findIndex((question, q) => {
    const sentence = corpus[search(question.query)] as string;
    const right =
      question.kind === 0
        ? question.answer.startsWith(numberIn(sentence))
        : signalsOf(world, q, ["think", "search", "python", "answer"])("correct")[0] === 1;
    return question.kind === kind && right === finds;
  });
}

describe("twoToolQa", () => {
  for (const { name, check } of checkWorld(world)) it(name, check);

  it("has 120 sentences, 200 questions, and a search that finds most but not all of what is asked for", () => {
    expect([corpus.length, new Set(corpus).size, questions.length]).toEqual([120, 120, 200]);
    const lookups = questions.filter(({ kind }) => kind === 0);
    const right = lookups.filter(({ query, answer }) => answer.startsWith(numberIn(corpus[search(query)] as string)));
    expect(right.length / lookups.length).toBeGreaterThan(0.6);
    expect(right.length / lookups.length).toBeLessThan(0.95);
  });

  it("answers by what the tools gave: a fact, a sum, a sum of a fact", () => {
    const [fact, sum, both] = [questionOf(0, true), questionOf(1, true), questionOf(2, true)];
    const correct = (q: number, ...texts: string[]) => signalsOf(world, q, texts)("correct")[0];
    expect(correct(fact, "think", "search", "answer")).toBe(1);
    expect(correct(fact, "think", "python", "answer")).toBe(0);
    expect(correct(sum, "python", "answer")).toBe(1);
    expect(correct(sum, "search", "answer")).toBe(0);
    expect(correct(both, "search", "python", "answer")).toBe(1);
    expect(correct(both, "python", "search", "answer")).toBe(0);
    expect(correct(both, "search", "python")).toBe(0);
    expect(correct(questionOf(0, false), "search", "answer")).toBe(0);
  });

  it("scores what is answered by the function given, and calls by what a question needs", () => {
    const own = twoToolQa({ score: (answer, gold) => (answer.split(" ")[1] === gold.split(" ")[1] ? 0.5 : 0) });
    const both = questions.findIndex(({ kind, unit }) => kind === 2 && unit === "metres");
    const of = signalsOf(own, both, ["think", "search", "answer"]);
    expect([of("score"), of("format"), of("needless"), of("searches")].flat()).toEqual([0.5, 1, 0, 1]);
    const sum = signalsOf(own, questionOf(1, true), ["search", "search", "python", "broken", "answer"]);
    expect([sum("format"), sum("needless"), sum("length")].flat()).toEqual([0, 2, 4]);
  });

  it("is led astray by what was not needed, as often as it says", () => {
    const own = twoToolQa({ distraction: 0.25 });
    const right = signalsOf(own, questionOf(1, true), ["search", "python", "answer"], 2000)("correct");
    expect(Math.abs(right.reduce((sum, one) => sum + one, 0) / 2000 - 0.75)).toBeLessThan(0.04);
    const alone = signalsOf(own, questionOf(1, true), ["python", "answer"], 100)("correct");
    expect(Math.min(...alone)).toBe(1);
  });
});
