import { RewardError } from "@guerdon/core/error";
import type { Recipe } from "./recipe.ts";
import { runArm } from "./run-arm.ts";
import type { Measures } from "./samples.ts";

// The program of a child process: runs of one recipe after the other.

/** One run that the child is asked for. */
export interface ChildRequest {
  /** URL of the module that exports `recipe`. */
  readonly module: string;
  readonly study: string;
  readonly arm: string;
  readonly seed: number;
  readonly smoke: boolean;
}

export type ChildReply =
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "done"; readonly measures: Measures; readonly cpuSeconds: number }
  | { readonly kind: "failed"; readonly reason: string };

const TELL_MS = 200;

// A run whose asker is gone has nobody to work for.
process.on("disconnect", () => process.exit(1));
process.on("message", (request) => {
  void answer(request as ChildRequest).then((reply) => process.send?.(reply));
});

async function answer({ module, ...run }: ChildRequest): Promise<ChildReply> {
  const { recipe } = (await import(module)) as { recipe: Recipe };
  const before = process.cpuUsage();
  try {
    const measures = await runArm(recipe, run, watched());
    const { user, system } = process.cpuUsage(before);
    return { kind: "done", measures, cpuSeconds: (user + system) / 1e6 };
  } catch (error) {
    const hint = RewardError.is(error) && error.hint ? ` ${error.hint}` : "";
    return { kind: "failed", reason: `${(error as Error).message}${hint}` };
  }
}

function watched(): (share: number) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (share) => {
    if (performance.now() - told < TELL_MS) return;
    told = performance.now();
    process.send?.({ kind: "progress", share } satisfies ChildReply);
  };
}
