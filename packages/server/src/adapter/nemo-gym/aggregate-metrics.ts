import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { PlainRoute } from "../adapter.ts";
import { jsonSchema } from "../mapping/message-schema.ts";

interface Row {
  readonly _ng_task_index: number;
  readonly reward: number;
  readonly [field: string]: unknown;
}

interface Rows {
  readonly verify_responses: readonly Row[];
}

const row = z.looseObject({ _ng_task_index: z.int(), reward: z.number() });
const body: z.ZodType<Rows> = z.looseObject({ verify_responses: z.array(row).max(1_000_000) }) as never;
const metrics = z.record(z.string(), jsonSchema);

/**
 * `POST /aggregate_metrics`: mean, largest, smallest, median and standard deviation (n − 1) of every number of the rows,
 * by task and over all. Rows that failed or are masked do not count.
 */
export const aggregateMetrics: PlainRoute<Rows> = {
  method: "POST",
  path: "/aggregate_metrics",
  body,
  reply: z.strictObject({ group_level_metrics: z.array(metrics), agent_metrics: metrics, key_metrics: metrics }),
  answer: ({ verify_responses: given }) => {
    const rows = given.filter((each) => each._ng_failure_class == null && each.mask_sample !== true);
    const tasks = new Map<number, Row[]>();
    for (const each of rows) {
      const same = tasks.get(each._ng_task_index);
      if (same === undefined) tasks.set(each._ng_task_index, [each]);
      else same.push(each);
    }
    const agent = describe(rows);
    const key = Object.fromEntries(Object.entries(agent).filter(([name]) => name.startsWith("mean/")));
    const groups = [...tasks].map(([index, own]) => ({ _ng_task_index: index, ...describe(own) }));
    return { status: 200, body: { group_level_metrics: groups, agent_metrics: agent, key_metrics: key } };
  },
};

function describe(rows: readonly Row[]): { [name: string]: number } {
  const result: { [name: string]: number } = {};
  for (const [name, values] of columnsOf(rows)) {
    const sorted = [...values].sort((a, b) => a - b);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const half = sorted.length / 2;
    const middle = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
    result[`mean/${name}`] = mean;
    result[`max/${name}`] = sorted.at(-1) as number;
    result[`min/${name}`] = sorted[0] as number;
    result[`median/${name}`] = middle.reduce((sum, value) => sum + value, 0) / middle.length;
    result[`std/${name}`] = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  }
  return result;
}

function columnsOf(rows: readonly Row[]): ReadonlyMap<string, number[]> {
  const columns = new Map<string, number[]>();
  for (const each of rows) {
    for (const [name, value] of Object.entries(each as { [name: string]: Json })) {
      if (name.startsWith("_ng_") || (typeof value !== "number" && typeof value !== "boolean")) continue;
      const column = columns.get(name);
      if (column === undefined) columns.set(name, [Number(value)]);
      else column.push(Number(value));
    }
  }
  return columns;
}
