import { streamKey, uniformAt } from "@guerdon/core/random";
import { additivePolicy } from "../policy/additive-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { below, drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { Prompts, TokenWorld } from "./token-world.ts";

/** A kind of task: how often it comes and what it needs. */
export interface ThinkingClass {
  readonly name: string;
  /** Share of the tasks; the shares of all add up to 1. */
  readonly share: number;
  /** The least and the most tokens of thinking that suffice. */
  readonly needed: readonly [number, number];
  /** Chance of being right after enough thinking, where it is not that of the world. */
  readonly enough?: number;
  /** Chance of being right without any thinking. Default: that after too little. */
  readonly direct?: number;
}

export interface ThinkingLengthOptions {
  /** The most tokens of thinking; who writes that many was cut off. Default 32. */
  readonly maxTokens?: number;
  /** Chance of being right after enough thinking. Default 0.95. */
  readonly enough?: number;
  /** Chance of being right after too little. Default 0.1. */
  readonly tooLittle?: number;
  /** Default: half easy (2 … 6 tokens), half hard (8 … 16). */
  readonly classes?: readonly ThinkingClass[];
  /** What a task is asked with: it comes once with each, one after the other. Default: nothing. */
  readonly tags?: readonly string[];
  /** [G] Tag of each member of a group, −1 for none, where members are asked in ways of their own. */
  readonly memberTags?: readonly number[];
  /** Prompts of the stream, from its start, that all have the first tag. Default 0. */
  readonly firstTagOnly?: number;
  /** Tokens of thinking that a teacher shows for each tag, as a share of a chain of the first policy. */
  readonly shown?: readonly number[];
}

export interface ThinkingLengthPolicyOptions {
  /** Logit of answering at the start, at every place or for each. Default −2.5. */
  readonly initial?: number | readonly number[];
  /** How fast the logits of a class are learnt, as a share of the step size of those of all. Default ½. */
  readonly classRate?: number;
  /** The same for those of a tag. Default ½. */
  readonly tagRate?: number;
  /** What these rates are multiplied by at the first place, where thinking is begun or not. Default 1. */
  readonly firstPlaceRate?: number;
  /** Number of classes and of tags with logits of their own. Default 2 and none. */
  readonly classes?: number;
  readonly tags?: number;
  /** [G] Tag of each member of a group, as in the world. */
  readonly memberTags?: readonly number[];
  /** Tokens of the world. Default 32. */
  readonly maxTokens?: number;
}

const [PAD, ANSWER, THINK, FIRST] = [0, 1, 2, 3];
const CLASSES: readonly ThinkingClass[] = [
  { name: "easy", share: 0.5, needed: [2, 6] }, // 104 §Experiment
  { name: "hard", share: 0.5, needed: [8, 16] }, // 104 §Experiment
];
const NAMES = ["correct", "gold", "length", "hard", "needed", "enough", "kind", "tag", "task"] as const;
/** Members of a group that have draws of their own. */
const MEMBERS = 4096;

/**
 * How long to think: an easy prompt needs 2 … 6 tokens of thinking, a hard one 8 … 16, and nobody says how many.
 *
 *   easy   →   … … … <answer>        L = 3
 *
 * An answer is right with chance 0.95 where L ≥ n, with chance 0.1 where not; whether it is, is drawn once for each
 * prompt and member of its group. Who never answers is wrong. With `tags` (budgets, modes) each task comes once with
 * each, `low easy`; a group is the completions of one prompt. `thinkingLengthPolicy` is the policy this world was made
 * for.
 *
 * Signals, one for each completion: `correct`; `gold`: the chance of being right; `length` L: tokens of thinking;
 * `hard`: 0 for the first class, 1 for others; `needed`: n; `enough`: 1 where L ≥ n; `kind` and `tag`: which class and
 * tag, from 0; `task`: its number, the same for all tags.
 *
 * @paper 104 §Experiment (n ∈ 2 … 6 or 8 … 16, p = 0.95 or 0.10, t ≤ 32), shared by 091, 103, 107, 137, 206
 * @paper 105 §Experiment (chances without thinking)
 */
export function thinkingLength(options: ThinkingLengthOptions = {}): TokenWorld {
  const { maxTokens = 32, enough = 0.95, tooLittle = 0.1, classes = CLASSES, tags = [], memberTags } = options; // 104
  const source = sourceOf(classes);
  return {
    id: "thinking-length@1",
    vocabulary: ["<pad>", "<answer>", "…", ...classes.map(({ name }) => name), ...tags],
    pad: PAD,
    end: ANSWER,
    maxPromptTokens: tags.length === 0 ? 1 : 2,
    maxTokens,
    prompts: (seed, from, count, heldOut = false) =>
      tags.length === 0
        ? drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, from, count, heldOut)
        : taggedPrompts(source, { from, count, seed, heldOut, classes: classes.length, ...options }),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, ANSWER, ({ prompt, member, tokens, ended }) => {
        const { kind, tag = memberTags?.[member] ?? 0, needed, chance, number } = taskAt(prompts, prompt);
        const own = classes[kind] as ThinkingClass;
        const suffices = tokens.length >= needed;
        const right = suffices ? (own.enough ?? enough) : tooLittle;
        const gold = ended ? (tokens.length === 0 ? (own.direct ?? right) : right) : 0;
        const draw = uniformAt(streamKey(Math.floor(chance * 2 ** 32), "thinking-length answer"), member % MEMBERS);
        return [
          draw < gold ? 1 : 0,
          gold,
          tokens.length,
          kind > 0 ? 1 : 0,
          needed,
          suffices ? 1 : 0,
          kind,
          tag,
          number,
        ];
      }),
    demonstration: (prompts, index) => [...new Array<number>(shownLength(prompts, index, options)).fill(THINK), ANSWER],
  };
}

/**
 * The policy of the canonical environment: at every place a hazard of answering, σ(u[t] + v[class][t] + w[tag][t]).
 *
 * u starts at −2.5, so that it thinks for 12 tokens on average, and v and w at 0, with half the step size of u.
 *
 * @paper 104 §Experiment (initial −2.5; learning rates 2.4 for u, 1.2 for v), 137 §Experiment (w[budget])
 */
export function thinkingLengthPolicy(options: ThinkingLengthPolicyOptions = {}): TokenPolicy {
  const { initial = -2.5, classRate = 0.5, tagRate = 0.5, firstPlaceRate = 1 } = options; // 104 §Experiment
  const { classes = 2, tags = 0, memberTags = [], maxTokens = 32 } = options;
  return additivePolicy({
    tokens: [ANSWER, THINK],
    initial: typeof initial === "number" ? [initial, 0] : initial.map((logit) => [logit, 0]),
    free: [true, false],
    contexts: Array.from({ length: classes + tags }, (_, c) => FIRST + c),
    members: memberTags.map((tag) => (tag < 0 ? -1 : classes + tag)),
    scales: Array.from({ length: classes + tags }, (_, c) => Math.sqrt(c < classes ? classRate : tagRate)),
    placeScales: Array.from({ length: maxTokens }, (_, m) => (m === 0 ? Math.sqrt(firstPlaceRate) : 1)),
  });
}

interface Task {
  /** Index of the class. */
  readonly kind: number;
  /** Index of the tag. */
  readonly tag?: number;
  readonly needed: number;
  /** Seed of whether answers are right. */
  readonly chance: number;
  readonly number: number;
}

function sourceOf(classes: readonly ThinkingClass[]): PromptSource {
  return {
    world: "thinking-length",
    pad: PAD,
    length: 1,
    heldOutShare: 0,
    make: (uniform) => {
      const drawn = uniform();
      const upTo = (k: number): number => classes.slice(0, k + 1).reduce((sum, { share }) => sum + share, 0);
      const found = classes.findIndex((_, k) => drawn < upTo(k));
      const kind = found < 0 ? classes.length - 1 : found;
      const [least, most] = (classes[kind] as ThinkingClass).needed;
      return {
        tokens: [FIRST + kind],
        item: { kind, needed: least + below(most - least + 1, uniform), chance: uniform() },
        name: "",
      };
    },
  };
}

/** Every task once with each tag: prompt q is task ⌊q / T⌋ with tag q mod T. */
function taggedPrompts(
  source: PromptSource,
  {
    tags = [],
    firstTagOnly = 0,
    from,
    count,
    seed,
    heldOut,
    classes,
  }: Omit<ThinkingLengthOptions, "classes"> & {
    readonly from: number;
    readonly count: number;
    readonly seed: number;
    readonly heldOut: boolean;
    readonly classes: number;
  },
): Prompts {
  const ids = new Int32Array(count * 2);
  const items = Array.from({ length: count }, (_, p) => {
    const number = from + p;
    const single = number < firstTagOnly;
    const task = single ? number : firstTagOnly + Math.floor((number - firstTagOnly) / tags.length);
    const tag = single ? 0 : (number - firstTagOnly) % tags.length;
    const drawn = drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, task, 1, heldOut);
    ids.set([FIRST + classes + tag, drawn.ids[0] as number], 2 * p);
    return { ...(drawn.items[0] as object), tag };
  });
  return { ids, count, length: 2, items };
}

/** As many tokens as are needed; with `shown` a share of a chain of the first policy that still suffices. */
function shownLength(prompts: Prompts, index: number, { shown, maxTokens = 32 }: ThinkingLengthOptions): number {
  const { needed, tag = 0, chance } = taskAt(prompts, index);
  const share = shown?.[tag];
  if (share === undefined) return needed;
  const key = streamKey(Math.floor(chance * 2 ** 32), "thinking-length chain");
  const hazard = 1 / (1 + Math.exp(2.5)); // 104 §Experiment
  for (let i = 0; i < 64; i++) {
    const chain = Math.min(maxTokens - 1, Math.floor(Math.log(1 - uniformAt(key, i)) / Math.log(1 - hazard)));
    const cut = Math.round(share * chain);
    if (cut >= needed) return cut;
  }
  return needed;
}

function taskAt({ items }: Prompts, index: number): Task {
  return items[index] as unknown as Task;
}
