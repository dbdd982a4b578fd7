import type { CallResult, Context, Task } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { INLINE } from "../text/score-rows.test-support.ts";

/** Runs tasks in this process and waits for those that take their time. */
export const AWAITING: Context = {
  ...INLINE,
  call: async (task: Task, inputs: readonly Json[]): Promise<readonly CallResult[]> => {
    const module = (await import(task.module)) as { readonly [name: string]: (input: Json) => Promise<Json> };
    const run = module[task.export] as (input: Json) => Promise<Json>;
    return Promise.all(inputs.map(async (input) => ({ value: await run(input) })));
  },
};
