import { z } from "zod";
import { type Adaptive, defineSampler, type Moment, stateOf, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, groupOffsets, type Layout, type Signal, UNIT } from "../signal/index.ts";

export interface CurriculumStagesOptions {
  /** Greatest difficulty of each stage but the last, rising. */
  readonly limits: readonly number[];
  /** Share of the draws that goes to earlier stages. */
  readonly review: number;
  /** The next stage begins after `steps`, or as soon as the stage succeeds often enough. */
  readonly promote: "fixed" | "success";
  /** Training steps of a stage; the most with `promote: success`. */
  readonly steps: number;
  /** Mean reward of a stage's prompts in one batch that ends it, with `promote: success`. */
  readonly threshold: number;
}
type CurriculumStagesInput = {
  readonly [K in keyof CurriculumStagesOptions]?: CurriculumStagesOptions[K] | undefined;
};

const options: z.ZodType<CurriculumStagesOptions, CurriculumStagesInput> = z
  .strictObject({
    limits: z.array(z.number()).min(1).readonly().default([3, 8]), // 176 §Mechanism: L ≤ 3, 4 … 8, > 8
    review: z.number().min(0).max(1).default(0.15), // 176 §Pieces
    promote: z.enum(["fixed", "success"]).default("fixed"), // 176 §Pieces
    steps: z.int().positive().default(100),
    threshold: z.number().default(0.7),
  })
  .refine(({ limits }) => limits.every((limit, k) => k === 0 || limit > (limits[k - 1] as number)), {
    path: ["limits"],
    error: "each limit must be greater than the one before",
  });

/**
 * Weighs prompts by the stage of a curriculum: those of this stage, and a share of the earlier ones.
 *
 *   stage of a prompt = how many limits its difficulty is greater than
 *   prompts of the current stage share 1 − review, those of earlier stages review, later ones get 0
 *
 * The groups of the layout are the candidates; their weights add up to 1. Where the current stage or
 * the earlier ones have no candidate the others get all, and with later candidates alone all are
 * equal. With `promote: fixed` the stage is ⌊step / steps⌋; with `promote: success` there is an input
 * `of`, and a stage ends when the mean reward of its prompts in a batch reaches the threshold, at
 * the latest after `steps`. A prompt without difficulty is missing and is not counted.
 *
 * @shape difficulty [G], of [R] with `promote: success` → [G]
 * @unit difficulty, reward → share of the draws
 * @throws RewardError GUERDON_OPTION when the limits do not rise
 * @paper 176 §Mechanism (trajectory length 3 and 8, review 0.1 to 0.2)
 * @paper 135, 198, 019, 105 (staged training)
 * @kind sampler
 * @alias 176:stages = { use: curriculum-stages, limits: [3, 8], review: 0.15, promote: fixed }
 * @plot {} over members [1, 2, 5, 9]
 *
 * ```ts doctest
 * import { curriculumStages } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [difficulty, layout] = [fullSignal("group", [1, 5, 6, 9]), flatLayout([1, 1, 1, 1])];
 * [...curriculumStages({ review: 0.2, steps: 10 }).apply([difficulty], layout, { step: 12 }).values] // => [0.2, 0.4, 0.4, 0]
 * ```
 */
export const curriculumStages: TransformFactory<typeof options> = defineSampler({
  name: "curriculum-stages",
  version: 1,
  summary: "Weighs prompts by the stage of a curriculum: those of this stage, and a share of the earlier ones.",
  options,
  build: (own) => {
    const bySuccess = own.promote === "success";
    return {
      scope: "batch",
      level: "group",
      inputs: [{ name: "difficulty" }, ...(bySuccess ? [{ name: "of", level: "rollout" } as const] : [])],
      ...(bySuccess ? { adaptive: adaptiveOf(own) } : {}),
      range: () => UNIT,
      trend: (index) => (index === 0 ? "unknown" : "constant"),
      apply: ([difficulty], _, moment) => weigh(difficulty as Signal, stageAt(own, moment), own),
    };
  },
});

/** The stage, and the training steps it has had. */
type Progress = { stage: number; steps: number };

const START = (): Progress => ({ stage: 0, steps: 0 });

function adaptiveOf(own: CurriculumStagesOptions): Adaptive {
  return {
    init: START,
    step: (state, [difficulty, of], layout) => {
      const { stage, steps } = state as Progress;
      const mean = stageMean(difficulty as Signal, of as Signal, layout, stage, own);
      const isDone = steps + 1 >= own.steps || (mean !== undefined && mean >= own.threshold);
      if (stage === own.limits.length) return { stage, steps: 0 };
      return isDone ? { stage: stage + 1, steps: 0 } : { stage, steps: steps + 1 };
    },
  };
}

function stageAt({ promote, steps, limits }: CurriculumStagesOptions, moment: Moment | undefined): number {
  if (promote === "success") return stateOf<Progress>({ init: START }, moment).stage;
  return Math.min(Math.floor((moment?.step ?? 0) / steps), limits.length);
}

/** How many limits a difficulty is greater than. */
function stageOf(difficulty: number, limits: readonly number[]): number {
  let stage = 0;
  while (stage < limits.length && difficulty > (limits[stage] as number)) stage++;
  return stage;
}

function stageMean(
  difficulty: Signal,
  of: Signal,
  layout: Layout,
  stage: number,
  { limits }: CurriculumStagesOptions,
): number | undefined {
  const offsets = groupOffsets(layout);
  let count = 0;
  let sum = 0;
  for (let g = 0; g < difficulty.values.length; g++) {
    if (difficulty.present[g] === 0 || stageOf(difficulty.values[g] as number, limits) !== stage) continue;
    for (let i = offsets[g] as number; i < (offsets[g + 1] as number); i++) {
      if (of.present[i] === 0) continue;
      count++;
      sum += of.values[i] as number;
    }
  }
  return count === 0 ? undefined : sum / count;
}

function weigh(difficulty: Signal, stage: number, { limits, review }: CurriculumStagesOptions): Signal {
  const stages = difficulty.values.map((value) => stageOf(value, limits));
  const tally = { now: 0, earlier: 0, all: 0 };
  stages.forEach((own, g) => {
    if (difficulty.present[g] === 0) return;
    tally.all++;
    if (own === stage) tally.now++;
    else if (own < stage) tally.earlier++;
  });
  const kept = tally.now === 0 ? 1 : tally.earlier === 0 ? 0 : review;
  const values = stages.map((own) => {
    if (tally.now + tally.earlier === 0) return 1 / tally.all;
    if (own === stage) return (1 - kept) / tally.now;
    return own < stage ? kept / tally.earlier : 0;
  });
  return deriveSignal("group", values, difficulty.present.slice(), [difficulty]);
}
