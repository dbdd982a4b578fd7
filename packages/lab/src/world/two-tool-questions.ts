import { streamKey, uniformAt } from "@guerdon/core/random";

/** 0: a fact to look up, 1: a sum to compute, 2: a fact to compute with. */
export type TwoToolKind = 0 | 1 | 2;

export interface TwoToolQuestion {
  readonly kind: TwoToolKind;
  readonly text: string;
  /** What a search is made with: the question, without what is to be computed with the fact. */
  readonly query: string;
  /** What is to be computed, with `x` for the fact looked up; absent for kind 0. */
  readonly expression?: string;
  /** Of the answer: `metres`, `crowns`, or nothing. */
  readonly unit: string;
  readonly answer: string;
}

const NAMES = ["Arlen", "Borin", "Corvo", "Dunmore", "Elster", "Farrow", "Galt", "Hollin", "Istra", "Jarrow"] as const;
const THINGS = ["bridge", "tower", "dam", "tunnel"] as const;
const QUESTIONS = 200; // 135 §Experiment

interface Attribute {
  readonly unit: string;
  readonly between: readonly [number, number];
  sentence(thing: string, value: number): string;
  /** Ways to ask; the last shares no word with the sentence but those of the thing. */
  readonly asked: readonly ((thing: string) => string)[];
}

const ATTRIBUTES: readonly Attribute[] = [
  {
    unit: "metres",
    between: [40, 900],
    sentence: (thing, value) => `The ${thing} is ${value} metres long.`,
    asked: [
      (thing) => `How long is the ${thing}?`,
      (thing) => `How many metres long is the ${thing}?`,
      (thing) => `What does the ${thing} measure from end to end?`,
    ],
  },
  {
    unit: "",
    between: [1700, 2000],
    sentence: (thing, value) => `The ${thing} was opened in the year ${value}.`,
    asked: [
      (thing) => `In which year was the ${thing} opened?`,
      (thing) => `When was the ${thing} opened?`,
      (thing) => `Since when do people use the ${thing}?`,
    ],
  },
  {
    unit: "crowns",
    between: [10, 99],
    sentence: (thing, value) => `Building the ${thing} cost ${value} crowns.`,
    asked: [
      (thing) => `How many crowns did building the ${thing} cost?`,
      (thing) => `What did the ${thing} cost?`,
      (thing) => `What was paid for the ${thing}?`,
    ],
  },
];

/**
 * 120 sentences about 40 made-up buildings, and 200 questions: a third each to look up, to compute, and both in turn.
 *
 * The same for ever. Some questions use other words than the sentence they ask for.
 *
 * @paper 135 §Experiment
 */
export function twoToolQuestions(): {
  readonly corpus: readonly string[];
  readonly questions: readonly TwoToolQuestion[];
} {
  const things = NAMES.flatMap((name) => THINGS.map((thing) => `${name} ${thing}`));
  const facts = things.flatMap((thing, t) =>
    ATTRIBUTES.map((attribute, a) => {
      const [low, high] = attribute.between;
      return { thing, attribute, value: low + draw("fact", 3 * t + a, 0, high - low) };
    }),
  );
  return {
    corpus: facts.map(({ thing, attribute, value }) => attribute.sentence(thing, value)),
    questions: Array.from({ length: QUESTIONS }, (_, q) => {
      const kind = (q % 3) as TwoToolKind;
      const fact = facts[draw("question", q, 0, facts.length)] as (typeof facts)[number];
      const [times, plus, first] = [
        2 + draw("question", q, 1, 8),
        1 + draw("question", q, 2, 99),
        draw("question", q, 3, 90),
      ];
      const unit = fact.attribute.unit;
      const asked = (fact.attribute.asked[draw("question", q, 4, 3)] as (thing: string) => string)(fact.thing);
      if (kind === 0) return { kind, text: asked, query: asked, unit, answer: written(fact.value, unit) };
      const expression = kind === 1 ? `${10 + first} * ${times} + ${plus}` : `x * ${times} + ${plus}`;
      const answer = calculate(expression, fact.value) as number;
      const what = `what is ${expression}?`;
      if (kind === 1) return { kind, text: what, query: what, expression, unit: "", answer: written(answer, "") };
      const text = `${asked} Take that as x: ${what}`;
      return { kind, text, query: asked, expression, unit, answer: written(answer, unit) };
    }),
  };
}

/** A number with its unit. */
export function written(value: number, unit: string): string {
  return unit === "" ? `${value}` : `${value} ${unit}`;
}

/**
 * Value of a sum of products of whole numbers and `x`; undefined where `x` has no value.
 *
 * ```ts doctest
 * import { calculate } from "@guerdon/lab/world";
 * [calculate("12 * 3 + 4"), calculate("x * 2", 5), calculate("x + 1")] // => [40, 10, undefined]
 * ```
 */
export function calculate(expression: string, x?: number): number | undefined {
  const value = (factor: string): number => (factor.trim() === "x" ? (x ?? Number.NaN) : Number(factor));
  const product = (term: string): number => term.split("*").reduce((result, factor) => result * value(factor), 1);
  const sum = expression.split("+").reduce((result, term) => result + product(term), 0);
  return Number.isNaN(sum) ? undefined : sum;
}

function draw(what: string, index: number, place: number, size: number): number {
  return Math.floor(uniformAt(streamKey(index, `two-tool ${what}`), place) * size);
}
