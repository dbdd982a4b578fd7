import { z } from "zod";
import { testLibrary } from "../engine/rollouts.test-support.ts";
import { type AnyFactory, defineShaper, defineSource, type Library, makeLibrary } from "../piece/index.ts";
import { UNIT } from "../signal/index.ts";

export const EXACT = { use: "exact", expected: "{{ item.answer }}" };

/** Sources of steps and tokens, a shaper that makes values of groups. */
const LEVELLED: readonly AnyFactory[] = [
  ...(["step", "token"] as const).map((level) =>
    defineSource({
      name: `${level}s`,
      version: 1,
      summary: `One value a ${level}.`,
      options: z.strictObject({}),
      build: () => ({ kind: "source", fields: {}, level, range: UNIT, score: () => {} }),
    }),
  ),
  defineSource({
    name: "slow",
    version: 1,
    summary: "Has a limit for each row.",
    options: z.strictObject({ deadlineMs: z.number().default(1000) }),
    build: () => ({ kind: "source", fields: {}, range: UNIT, score: () => {} }),
  }),
  defineShaper({
    name: "group-mean",
    version: 1,
    summary: "One value a group.",
    options: z.strictObject({ range: z.tuple([z.number(), z.number()]).default([0, 1]) }),
    build: () => ({
      kind: "shaper",
      level: "group",
      scope: "group",
      inputs: [{ name: "of", level: "rollout" }],
      range: ([of]) => of ?? UNIT,
      trend: () => "unknown",
      apply: ([of]) => of as never,
    }),
  }),
];
/** The test library, and pieces of other levels. */
export const library: Library = makeLibrary([...testLibrary.factories, ...LEVELLED], testLibrary.presets);
