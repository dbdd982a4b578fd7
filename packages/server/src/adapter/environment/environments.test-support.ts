import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { EnvironmentKind } from "./environment-kind.ts";
import { rewardedEpisode } from "./rewarded-episode.ts";

export const ROWS = [6, 7, 8].map((n) => ({
  prompt: [{ role: "user", content: `${n} * 7?` }],
  item: { answer: String(n * 7) },
}));

/** Asks three products and pays by the program `exact`. */
export const products = rewardedEpisode({ name: "products", program: "exact", rows: ROWS });

const SIZE = 5;

/** A corridor of five places with a tool that reads a sign; left is 0, right is 1, the end pays 1. */
export const corridor: EnvironmentKind = {
  name: "corridor",
  description: "A corridor of five places.",
  version: "1",
  author: "tests",
  readme: "# Corridor",
  documentationUrl: "https://example.com/corridor",
  action: z.strictObject({ move: z.int().min(0).max(1) }) as z.ZodType<Json>,
  observation: z.strictObject({ place: z.int() }),
  state: z.looseObject({ place: z.int() }),
  actionSpace: { kind: "discrete", size: 2 },
  observationSpace: { kind: "box", low: [0], high: [SIZE - 1] },
  plain: { action: (move) => ({ move }), observation: ({ place }) => [place as number] },
  tools: [
    {
      name: "read_sign",
      description: "Reads the sign at this place.",
      inputSchema: { type: "object", properties: { aloud: { type: "boolean" } } },
    },
  ],
  messageAction: (text) => ({ move: text.trim() === "right" ? 1 : 0 }),
  create: () => {
    let place = 0;
    let steps = 0;
    const shown = () => ({ observation: { place }, terminated: place === SIZE - 1, truncated: steps >= 10 });
    return {
      reset: async ({ seed = 0 }) => {
        place = seed % (SIZE - 1);
        steps = 0;
        return shown();
      },
      step: async (action) => {
        steps++;
        place = Math.max(0, place + ((action as { move: number }).move === 1 ? 1 : -1));
        return { ...shown(), reward: Number(place === SIZE - 1), info: { steps } };
      },
      state: () => ({ place }),
      callTool: async (_, { aloud }) => {
        if (aloud === "broken")
          throw new RewardError("GUERDON_REQUEST", "Expected `aloud` to be a boolean, got a text.");
        return { text: `place ${place}`, aloud: aloud === true };
      },
      close: () => {},
    };
  },
};
