import { streamKey } from "@guerdon/core/random";
import type { Prompts, TokenWorld } from "../world/token-world.ts";

/**
 * The share of a world's demonstrations that contain what other worlds' demonstrations begin with.
 *
 * What a policy is asked for after training on `world` must not have been shown to it there: 0 says that nothing was
 * copied.
 *
 * @param count - demonstrations of each world that are looked at
 * @paper 094 §Experiment check 6 (filter audit)
 */
export function demonstrationLeakage(world: TokenWorld, others: readonly TokenWorld[], count: number): number {
  const asked = new Set(
    others.flatMap((other) => {
      const prompts = other.prompts(streamKey(0, "leakage"), 0, count);
      return prompts.items.map((_, p) => other.demonstration?.(prompts, p)[0]);
    }),
  );
  const prompts = world.prompts(streamKey(1, "leakage"), 0, count);
  const tokensOf = (p: number): readonly number[] => [
    ...promptAt(prompts, p),
    ...(world.demonstration?.(prompts, p) ?? []),
  ];
  return prompts.items.filter((_, p) => tokensOf(p).some((token) => asked.has(token))).length / count;
}

function promptAt({ ids, length }: Prompts, p: number): Int32Array {
  return ids.subarray(p * length, (p + 1) * length);
}
