import type { CallResult, Context, Task } from "@guerdon/core/piece";
import { failed, type Json } from "@guerdon/core/signal";
import { INLINE } from "../text/score-rows.test-support.ts";
import { engines } from "./engines.ts";

const absences = await Promise.all(engines.map((engine) => engine.absent()));

/** Why pages cannot be rendered here, or nothing. */
export const withoutBrowser: string | undefined = absences.find((why) => why !== undefined);

/** Runs tasks in this process, one after the other; what throws is the engine's failure. */
export const BROWSER: Context = {
  ...INLINE,
  call: async (task: Task, inputs: readonly Json[]): Promise<readonly CallResult[]> => {
    const module = (await import(task.module)) as { readonly [name: string]: (input: Json) => Promise<Json> };
    const run = module[task.export] as (input: Json) => Promise<Json>;
    const results: CallResult[] = [];
    for (const input of inputs) {
      try {
        results.push({ value: await run(input) });
      } catch (error) {
        results.push({ missing: failed("engine", (error as Error).message) });
      }
    }
    return results;
  },
};
