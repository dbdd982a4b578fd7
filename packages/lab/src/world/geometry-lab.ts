import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Signal } from "@guerdon/core/signal";
import { automatonPolicy } from "../policy/automaton-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import {
  answerIn,
  GEOMETRY_QUESTIONS,
  type GeometryCase,
  type GeometryQuestion,
  geometryCase,
  judgeGeometry,
} from "./geometry-questions.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import { callAgreement, GEOMETRY_WORDS, type GeometryWord, runGeometry } from "./run-geometry.ts";
import type { TokenWorld } from "./token-world.ts";

export interface GeometryLabOptions {
  /** Scenes for training, for the test, and as many for the test with cameras elsewhere. Default 300 and 200. */
  readonly scenes?: number;
  readonly testScenes?: number;
  /** Relative deviation of depth, for what is measured with noise. Default 0.01. */
  readonly depthNoise?: number;
  /** Share of the training scenes whose reference programs are shown. Default 0.1. */
  readonly shown?: number;
  /** Chance that a word of these is another one. Default 0.3. */
  readonly labelNoise?: number;
}

const [PAD, END] = [0, 1] as const;
/** Tokens of the words: `end` is the end, the others follow. */
const TOKENS: readonly number[] = GEOMETRY_WORDS.map((_, k) => END + k);
const FIRST_KIND = END + GEOMETRY_WORDS.length;
const MAX_TOKENS = 6; // 134 §Experiment
/** Metres that a program without an answer in metres is off, and that no error is below. */
const [FAR, EXACT] = [10, 1e-4] as const;
const RUNGS = ["format", "tools", "parameters", "code", "solved"] as const;
const TESTS = ["long", "near", "error", "errorNoisy", "nearShifted", "errorShifted"] as const;

/**
 * Questions about cuboids before a camera, answered by programs of at most six words that are run for real.
 *
 *   distance: point-a lift point-b lift distance end
 *
 * Depth is that of a ray through the scene, cameras are pinholes, and an answer in metres is right within 5 % or 1 cm.
 * Scene n asks question n mod 5 of `GEOMETRY_QUESTIONS`. Half of the held-out scenes have cameras where no scene for
 * training has one.
 *
 * Signals, one for each completion: `format`: it ends; `tools`: share of words that can be run where they stand, times
 * the longest common subsequence with the reference over the longer of both; `parameters`: the mean over the calls of
 * the reference of exp(−distance) to the numbers taken by the same call; `code`: ½ when it runs, 1 when something measured is in its value; `solved`. Some have values
 * for some prompts alone: `long`: solved where the reference has four words or more; of answers in metres `near`: solved, `error`:
 * log₁₀ of the metres it is off, 10 m where it answers nothing in metres and 0.1 mm at least, `errorNoisy` with noise on
 * depth; `nearShifted` and `errorShifted`: the same for cameras elsewhere, which all others leave out when held out.
 *
 * @paper 134 §Experiment
 */
export function geometryLab(options: GeometryLabOptions = {}): TokenWorld {
  const { scenes = 300, testScenes = 200, depthNoise = 0.01, shown = 0.1, labelNoise = 0.3 } = options;
  const cases = new Map<string, GeometryCase>();
  const caseOf = ({ set, index }: Item): GeometryCase => {
    const name = `${set} ${index}`;
    const found = cases.get(name) ?? geometryCase(set, index, depthNoise);
    cases.set(name, found);
    return found;
  };
  return {
    id: "geometry-lab@1",
    vocabulary: [
      "<pad>",
      ...GEOMETRY_WORDS.map((word) => `${word} `),
      ...GEOMETRY_QUESTIONS.map(({ kind }) => `${kind}? `),
    ],
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: MAX_TOKENS,
    prompts: (seed, from, count, heldOut = false) => {
      const key = streamKey(seed, "geometry-lab");
      const items = Array.from({ length: count }, (_, i): Item => {
        if (!heldOut) return { set: "train", index: Math.floor(uniformAt(key, from + i) * scenes) };
        const place = (from + i) % (2 * testScenes);
        return place < testScenes ? { set: "test", index: place } : { set: "shifted", index: place - testScenes };
      });
      const ids = Int32Array.from(items, ({ index }) => FIRST_KIND + (index % GEOMETRY_QUESTIONS.length));
      return { ids, count, length: 1, items: items.map((item) => ({ ...item })) };
    },
    signals: (prompts, completions) =>
      present(
        rolloutColumns([...RUNGS, ...TESTS], prompts, completions, END, ({ prompt, tokens, ended }) => {
          const item = prompts.items[prompt] as unknown as Item;
          const words = [...tokens].map((token) => GEOMETRY_WORDS[token - END] as GeometryWord);
          return measure(item, caseOf(item), words, ended);
        }),
      ),
    demonstration: ({ items }, index) => {
      const own = (items[index] as unknown as Item).index;
      const count = Math.max(1, Math.round((scenes * shown) / GEOMETRY_QUESTIONS.length)) * GEOMETRY_QUESTIONS.length;
      return [...noisyReference(own % count, labelNoise), END];
    },
  };
}

interface Item {
  readonly set: "train" | "test" | "shifted";
  readonly index: number;
}

function questionOf(index: number): GeometryQuestion {
  return GEOMETRY_QUESTIONS[index % GEOMETRY_QUESTIONS.length] as GeometryQuestion;
}

/** The reference of a scene with some words replaced, always the same ones. */
function noisyReference(index: number, noise: number): readonly number[] {
  const key = streamKey(index, "geometry demonstration");
  return questionOf(index).reference.map((word, m) => {
    const other = 1 + Math.floor(uniformAt(key, 2 * m + 1) * (GEOMETRY_WORDS.length - 1));
    return END + (uniformAt(key, 2 * m) < noise ? other : GEOMETRY_WORDS.indexOf(word));
  });
}

/** Values in the order of the names; what a prompt has not is not a number. */
function measure(
  { set, index }: Item,
  own: GeometryCase,
  words: readonly GeometryWord[],
  ended: boolean,
): readonly number[] {
  const { kind, answer, reference } = questionOf(index);
  const program: readonly GeometryWord[] = ended ? [...words, "end"] : words;
  const right = answerIn(own, kind);
  const run = runGeometry(program, own.scene, own.exact);
  const judged = ({ value }: ReturnType<typeof runGeometry>) =>
    value?.type === answer ? judgeGeometry(kind, value.numbers, right) : { error: FAR, near: false };
  const { error, near } = judged(run);
  const noisy = judged(runGeometry(program, own.scene, own.noisy));
  const valid = words.length === 0 ? 0 : run.valid / words.length;
  const code = run.value === undefined ? 0 : run.value.observed ? 1 : 0.5;
  const rungs = [
    Number(ended),
    valid * agreement(words, reference),
    callAgreement(run.calls, runGeometry(reference, own.scene, own.exact).calls),
    code,
    Number(near),
  ];
  const inMetres = kind !== "projection" && kind !== "fit";
  const [plain, shifted] = [inMetres && set !== "shifted", inMetres && set === "shifted"];
  const log = (metres: number): number => Math.log10(Math.min(FAR, Math.max(EXACT, metres)));
  const where = (isThere: boolean, value: number): number => (isThere ? value : Number.NaN);
  return [
    ...rungs.map((rung) => where(set !== "shifted", rung)),
    where(set !== "shifted" && reference.length >= 4, Number(near)),
    where(plain, Number(near)),
    where(plain, log(error)),
    where(plain, log(noisy.error)),
    where(shifted, Number(near)),
    where(shifted, log(error)),
  ];
}

/** Longest common subsequence over the longer of two lists. */
function agreement(one: readonly string[], other: readonly string[]): number {
  let row = new Array<number>(other.length + 1).fill(0);
  for (const word of one) {
    const next = [0];
    other.forEach((wanted, k) => {
      next.push(word === wanted ? (row[k] as number) + 1 : Math.max(row[k + 1] as number, next[k] as number));
    });
    row = next;
  }
  return (row.at(-1) as number) / Math.max(1, one.length, other.length);
}

/** What is not a number is missing. */
function present<S extends { readonly [name: string]: Signal }>(signals: S): S {
  for (const { values, present: there } of Object.values(signals)) {
    for (let r = 0; r < values.length; r++) {
      if (!Number.isNaN(values[r] as number)) continue;
      values[r] = 0;
      there[r] = 0;
    }
  }
  return signals;
}

/**
 * The policy of `geometryLab`: autoregressive, a softmax on the question, the place, and the word before.
 *
 *   logit_k = u[question, place, k] + v[question, word before, k]
 */
export function geometryLabPolicy(): TokenPolicy {
  const [kinds, words] = [GEOMETRY_QUESTIONS.length, GEOMETRY_WORDS.length];
  const before = words + 1;
  // States are numbered by question, place and the word before, of which the last stands for none.
  const stateOf = (kind: number, place: number, word: number): number => (kind * MAX_TOKENS + place) * before + word;
  const count = stateOf(kinds, 0, 0);
  const parts = (s: number): readonly [number, number, number] => [
    Math.floor(s / (MAX_TOKENS * before)),
    Math.floor(s / before) % MAX_TOKENS,
    s % before,
  ];
  return automatonPolicy({
    tokens: TOKENS,
    features: Array.from({ length: count }, (_, s) => {
      const [kind, place, word] = parts(s);
      return [
        ...Array.from({ length: kinds * MAX_TOKENS }, (_, f) => Number(f === kind * MAX_TOKENS + place)),
        ...Array.from({ length: kinds * before }, (_, f) => Number(f === kind * before + word)),
      ];
    }),
    next: Array.from({ length: count }, (_, s) => {
      const [kind, place] = parts(s);
      return GEOMETRY_WORDS.map((_, word) => stateOf(kind, Math.min(place + 1, MAX_TOKENS - 1), word));
    }),
    starts: new Map(GEOMETRY_QUESTIONS.map((_, kind) => [FIRST_KIND + kind, stateOf(kind, 0, words)])),
  });
}
