import { z } from "zod";
import { pointWorld, type SampleWorld, shapeWorld } from "../world/index.ts";
import type { Makers } from "./named.ts";

/** Worlds of samples that settings may name. */
export const sampleWorlds: Makers<SampleWorld, void> = {
  points: {
    summary: "points in the plane: centres on a circle, or a ring, with prompts for places",
    options: z.strictObject({
      modes: z.int().min(0).optional(),
      radius: z.number().positive().optional(),
      deviation: z.number().min(0).optional(),
      prompts: z.int().min(0).optional(),
      obeys: z.boolean().optional(),
      reward: z.enum(["closeness", "hit"]).optional(),
      width: z.number().positive().optional(),
      stretch: z.number().positive().optional(),
    }),
    make: pointWorld,
  },
  shapes: {
    summary: "small grey images of squares, with prompts for number, shade and half",
    options: z.strictObject({
      side: z.union([z.literal(8), z.literal(12)]).optional(),
      most: z.int().min(1).optional(),
      obeys: z.boolean().optional(),
      noise: z.number().min(0).optional(),
    }),
    make: shapeWorld,
  },
};
