import type { Context } from "@guerdon/core/piece";
import { afterAll, expect, it } from "vitest";
import { processPool } from "../pool/index.ts";
import { INLINE, scoreRows } from "../text/score-rows.test-support.ts";
import { jsonSchema } from "./json-schema.ts";

const pool = processPool({ size: 1, deadlineMs: 20_000, memoryMb: 128 });
const POOLED: Context = { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) };
afterAll(() => pool.close());

it("loses the row whose text drives a pattern to exponential time, and no other", async () => {
  const schema = { type: "string", pattern: "^(a+)+$" };
  const text = ['"aaaa"', `"${"a".repeat(40)}!"`, '"b"'];
  await scoreRows(jsonSchema({ deadlineMs: 20_000 }), { text: ['"a"'], schema: [schema] }, POOLED);
  expect(await scoreRows(jsonSchema({ deadlineMs: 2000 }), { text, schema: text.map(() => schema) }, POOLED)).toEqual([
    [1],
    ["candidate", "The task `checkSchema` did not finish in 2000 ms."],
    [0, 'must match pattern "^(a+)+$"'],
  ]);
}, 60_000);
