import type { Context, Source } from "@guerdon/core/piece";
import { afterAll, describe, expect, it } from "vitest";
import { processPool } from "../pool/index.ts";
import { INLINE, scoreRows } from "../text/score-rows.test-support.ts";
import { BENCH, HOSTILE_DESIGNS, REFERENCE, RIGHT } from "./hostile-designs.test-support.ts";
import { rtlEquivalence, rtlSimulation, rtlTestbench } from "./index.ts";
import { iverilogAbsent } from "./simulate-contained.ts";

const pool = processPool({ size: 2, memoryMb: 512 });
afterAll(() => pool.close());
const context: Context = { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) };
const absent = iverilogAbsent();

/** Those that turn a port round or drive one; with GUERDON_FULL=1 all. */
const PORTS =
  process.env.GUERDON_FULL === "1"
    ? HOSTILE_DESIGNS
    : HOSTILE_DESIGNS.filter(({ name }) => /drive|input|output|reference/.test(name));

/** All but most of those that use up time or memory; with GUERDON_FULL=1 all. */
const DESIGNS =
  process.env.GUERDON_FULL === "1"
    ? HOSTILE_DESIGNS
    : HOSTILE_DESIGNS.filter(({ name, isHeavy }) => isHeavy !== true || /endless loop|billion bits|nesting/.test(name));

type Given = { readonly [field: string]: string };
type Designs = readonly { readonly name: string; readonly text: string }[];
/** Those that are made for provers and simulators of gates; with GUERDON_FULL=1 all. */
const GATES =
  process.env.GUERDON_FULL === "1"
    ? HOSTILE_DESIGNS
    : HOSTILE_DESIGNS.filter(({ name }) =>
        /driver|loop|unknown|latch|case|box|recursion|reference|prover|inputs|output/.test(name),
      );

/** Names of the hostile designs that a source paid, and what became of the right one. */
async function paid(source: Source, designs: Designs, columns: Given = { reference: REFERENCE }): Promise<unknown> {
  const all = [...designs, { name: "right", text: RIGHT }];
  const given = Object.entries(columns).map(([field, value]) => [field, all.map(() => value)]);
  const rows = await scoreRows(source, { ...Object.fromEntries(given), text: all.map(({ text }) => text) }, context);
  if (process.env.GUERDON_FULL === "1") for (const [i, row] of rows.entries()) console.log(all[i]?.name, row);
  const bad = rows.flatMap(([value], i) =>
    value !== 0 && value !== "candidate" && i < designs.length ? [`${all[i]?.name}: ${value}`] : [],
  );
  return [...bad, rows.at(-1)?.[0]];
}

describe("hostile designs", () => {
  const titled = (what: string): string => (absent === undefined ? what : `${what} (skipped: ${absent})`);
  const skipped = it.skipIf(absent !== undefined);

  skipped(
    titled("pass no bench"),
    async () => {
      const started = performance.now();
      const columns = { bench: BENCH, reference: REFERENCE };
      expect(await paid(rtlTestbench({ wallMs: 2000 }), DESIGNS, columns)).toEqual([1]);
      expect(performance.now() - started).toBeLessThan(60_000);
    },
    90_000,
  );

  skipped(
    titled("pass no bench that holds its reference"),
    async () => {
      const columns = { bench: `${REFERENCE}${BENCH}` };
      expect(await paid(rtlTestbench({ wallMs: 2000 }), PORTS, columns)).toEqual([1]);
    },
    90_000,
  );

  it("are proven nothing", async () => {
    expect(await paid(rtlEquivalence({ deadlineMs: 3000, unknown: 0 }), GATES)).toEqual([1]);
  }, 600_000);

  it("agree in no simulation", async () => {
    expect(await paid(rtlSimulation({ deadlineMs: 3000, pay: "all" }), GATES)).toEqual([1]);
  }, 600_000);
});
