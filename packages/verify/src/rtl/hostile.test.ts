import type { Context } from "@guerdon/core/piece";
import { afterAll, describe, expect, it } from "vitest";
import { processPool } from "../pool/index.ts";
import { INLINE, scoreRows } from "../text/score-rows.test-support.ts";
import { iverilogAbsent } from "./contained-simulation.ts";
import { BENCH, HOSTILE_DESIGNS, REFERENCE, RIGHT } from "./hostile-designs.test-support.ts";
import { rtlEquivalence, rtlSimulation, rtlTestbench } from "./index.ts";

const pool = processPool({ size: 2, memoryMb: 512 });
afterAll(() => pool.close());
const context: Context = { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) };
const absent = iverilogAbsent();
const names = HOSTILE_DESIGNS.map(({ name }) => name);
const columns = (): { readonly [field: string]: readonly string[] } => ({
  text: [...HOSTILE_DESIGNS.map(({ text }) => text), RIGHT],
  reference: new Array<string>(names.length + 1).fill(REFERENCE),
  bench: new Array<string>(names.length + 1).fill(BENCH),
});

/** Names of the hostile designs that were paid, and what became of the right one. */
function paid(rows: Awaited<ReturnType<typeof scoreRows>>): readonly unknown[] {
  if (process.env.GUERDON_FULL === "1") rows.forEach((row, i) => console.log(names[i] ?? "right", row));
  const blamed = rows.flatMap(([value], i) =>
    value !== 0 && value !== "candidate" && i < names.length ? [`${names[i]}: ${value}`] : [],
  );
  return [...blamed, rows.at(-1)?.[0]];
}

describe("hostile designs", () => {
  it.skipIf(absent !== undefined)(
    `pass no bench${absent === undefined ? "" : ` (${absent})`}`,
    async () => {
      const started = performance.now();
      expect(paid(await scoreRows(rtlTestbench({ wallMs: 3000 }), columns(), context))).toEqual([1]);
      expect(performance.now() - started).toBeLessThan(60_000);
    },
    90_000,
  );

  it("are proven nothing", async () => {
    const source = rtlEquivalence({ deadlineMs: 1500, unknown: 0 });
    expect(paid(await scoreRows(source, columns(), context))).toEqual([1]);
  }, 120_000);

  it("agree in no simulation", async () => {
    const source = rtlSimulation({ deadlineMs: 1500, pay: "all" });
    expect(paid(await scoreRows(source, columns(), context))).toEqual([1]);
  }, 120_000);
});
