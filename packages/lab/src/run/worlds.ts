import { z } from "zod";
import { arithmeticThinking } from "../world/arithmetic-thinking.ts";
import type { TokenWorld } from "../world/token-world.ts";
import type { Makers } from "./named.ts";

/** Token worlds that settings may name. */
export const worlds: Makers<TokenWorld, void> = {
  "arithmetic-thinking": {
    options: z.strictObject({
      digits: z.int().min(1).max(6).optional(),
      workingShare: z.number().min(0).max(1).optional(),
      heldOutShare: z.number().min(0).max(0.9).optional(),
    }),
    make: arithmeticThinking,
  },
};
