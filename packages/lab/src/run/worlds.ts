import { z } from "zod";
import {
  arithmeticThinking,
  clickTargets,
  countdown,
  geometryLab,
  judgePairs,
  knowledgeHops,
  type TokenWorld,
  twoToolQa,
} from "../world/index.ts";
import type { Makers } from "./named.ts";

const share = z.number().min(0).max(1).optional();
const heldOutShare = z.number().min(0).max(0.9).optional();

/** Token worlds that settings may name. */
export const worlds: Makers<TokenWorld, void> = {
  "arithmetic-thinking": {
    summary: "sums of numbers, right only with the working written out",
    options: z.strictObject({
      digits: z.int().min(1).max(6).optional(),
      workingShare: z.number().min(0).max(1).optional(),
      heldOutShare,
    }),
    make: arithmeticThinking,
  },
  "click-targets": {
    summary: "small targets to click, from guesses that are off by the kind of instruction",
    options: z.strictObject({
      cells: z.int().min(2).max(1024).optional(),
      widths: z.tuple([z.number().positive().max(1), z.number().positive().max(1)]).optional(),
      offset: z.number().min(0).max(0.25).optional(),
      scale: z.number().positive().optional(),
      noise: z.number().min(0).optional(),
    }),
    make: clickTargets,
  },
  countdown: {
    summary: "numbers to combine to a target",
    options: z.strictObject({
      numbers: z.int().min(2).max(4).optional(),
      operations: z
        .array(z.enum(["+", "-", "*"]))
        .min(1)
        .optional(),
      maxTarget: z.int().min(1).optional(),
      heldOutShare,
    }),
    make: countdown,
  },
  "geometry-lab": {
    summary: "programs of typed words about cuboids before cameras, run for real",
    options: z.strictObject({
      scenes: z.int().min(5).optional(),
      testScenes: z.int().min(5).optional(),
      depthNoise: z.number().min(0).optional(),
      shown: share,
      labelNoise: share,
    }),
    make: geometryLab,
  },
  "judge-pairs": {
    summary: "which of two responses is better, in writing: findings or a solution, then the verdict",
    options: z.strictObject({
      types: z.enum(["talk", "reasoning", "both"]).optional(),
      principles: z.boolean().optional(),
      correlation: z.number().min(-1).max(1).optional(),
      labelNoise: share,
      labelBias: z.strictObject({ length: share, position: share, flourish: share }).optional(),
      quality: share,
      traceShare: share,
      traceNoise: share,
      findings: z.int().min(0).max(8).optional(),
      heldOutShare,
    }),
    make: judgePairs,
  },
  "knowledge-hops": {
    summary: "questions over a graph of facts, some hops long",
    options: z.strictObject({
      entities: z.int().min(2).optional(),
      relations: z.int().min(1).optional(),
      hops: z.int().min(1).max(6).optional(),
      graph: z.int().min(0).optional(),
      pathShare: z.number().min(0).max(1).optional(),
      heldOutShare,
    }),
    make: knowledgeHops,
  },
  "two-tool-qa": {
    summary: "questions that need a search, a computation, or both in turn",
    options: z.strictObject({ distraction: share }),
    make: twoToolQa,
  },
};
