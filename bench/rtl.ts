import type { Source } from "../packages/core/src/piece/index.ts";
import { flatLayout, SignalBuilder } from "../packages/core/src/signal/index.ts";
import { processPool } from "../packages/verify/src/pool/index.ts";
import { rtlCost, rtlEquivalence, rtlLint, rtlSimulation, rtlTestbench } from "../packages/verify/src/rtl/index.ts";
import { iverilogAbsent } from "../packages/verify/src/rtl/simulate-contained.ts";
import { median, report } from "./side-by-side.ts";

/**
 * Verilog designs checked a second by two kept processes, beside two that are started anew for each design; test
 * benches always run in a container of their own. All designs are distinct. Usage: rtl.ts [DESIGNS]
 */
const COUNT = Number(process.argv[2] ?? 40);
const ROUNDS = 3;
const PROCESSES = 2;

const HEAD = "input c, r, input [7:0] a, b, output reg [8:0] s";
let made = 0;
interface Row {
  readonly text: string;
  readonly reference: string;
  readonly bench: string;
}
/** A registered adder of a constant of its own, written in two ways. */
function row(): Row {
  const k = made++ % 256;
  const text = `module Top(${HEAD}); wire [8:0] t = b + 8'd${k}; always @(posedge c) if (r) s <= ${made}; else s <= a + t; endmodule`;
  const reference = `module Ref(${HEAD}); always @(posedge c) s <= r ? ${made} : {1'b0, a} + {1'b0, b} + 9'd${k}; endmodule`;
  const bench = `${reference}
module tb; reg c = 0, r = 1; reg [7:0] a = 0, b = 0; wire [8:0] s, t; integer i, wrong = 0;
  Ref one(.c(c), .r(r), .a(a), .b(b), .s(t)); Top two(.c(c), .r(r), .a(a), .b(b), .s(s));
  initial begin
    for (i = 0; i < 200; i = i + 1) begin r = i < 2; a = $random; b = $random; #1 c = 1; #1 c = 0; if (s !== t) wrong = wrong + 1; end
    $display("Mismatches: %0d in 200 samples", wrong); $finish;
  end
endmodule`;
  return { text, reference, bench };
}

type Pool = ReturnType<typeof processPool>;

async function rate(source: Source, count: number, pool: Pool): Promise<number> {
  const rows = Array.from({ length: count }, row);
  const columns = {
    text: rows.map(({ text }) => text),
    reference: rows.map(({ reference }) => reference),
    bench: rows.map(({ bench }) => bench),
  };
  const out = new SignalBuilder("rollout", count);
  const context = {
    clock: { now: () => performance.now(), after: () => () => {} },
    seed: 0,
    call: (task: never, inputs: never, options: never) => pool.run(task, inputs, options),
  };
  const started = performance.now();
  await source.score(columns, out, context as never, flatLayout(rows.map(() => 1)));
  const seconds = (performance.now() - started) / 1000;
  if (out.build().present.includes(0)) throw new Error(`a design was not scored by ${source.id}`);
  return count / seconds;
}

/** The same with processes that serve one design each. */
async function fresh(source: Source, count: number): Promise<number> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const pool = processPool({ size: 1 });
      await rate(source, 1, pool);
      await pool.close();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: PROCESSES }, work));
  return count / ((performance.now() - started) / 1000);
}

const SOURCES: readonly (readonly [what: string, source: Source, share: number])[] = [
  ["lint", rtlLint({ refuse: [] }), 1],
  ["synthesis, of design and reference, and their costs", rtlCost(), 1 / 4],
  ["proof of equivalence, of designs with state", rtlEquivalence({ unknown: 0 }), 1 / 2],
  ["simulation of 10,000 samples against the reference", rtlSimulation({ samples: 10_000 }), 1 / 2],
];
const kept = processPool({ size: PROCESSES });
await rate(rtlLint({ refuse: [] }), 4, kept);
const rates = Object.fromEntries(SOURCES.map(([what]) => [what, { kept: [] as number[], fresh: [] as number[] }])) as {
  [what: string]: { kept: number[]; fresh: number[] };
};
const benches: number[] = [];
const absent = iverilogAbsent();
if (absent !== undefined) console.log(`skipped: test benches, ${absent}`);
for (let round = 0; round < ROUNDS; round++) {
  for (const [what, source, share] of SOURCES) {
    rates[what]?.kept.push(await rate(source, Math.ceil(COUNT * share), kept));
    rates[what]?.fresh.push(await fresh(source, Math.max(PROCESSES, Math.ceil((COUNT * share) / 10))));
  }
  if (absent === undefined) benches.push(await rate(rtlTestbench(), COUNT, kept));
}
await kept.close();

const shown = (values: readonly number[]): string => `${median(values).toFixed(1)} designs/s`;
report(
  "rtl",
  [
    ...SOURCES.map(([what]) => {
      const own = rates[what] as { kept: number[]; fresh: number[] };
      const times = median(own.kept.map((value, i) => value / (own.fresh[i] as number)));
      return {
        what: `${what}: two kept processes, and fresh ones for each design`,
        figure: `${shown(own.kept)}, ${shown(own.fresh)}, ${times.toFixed(1)} ×`,
      };
    }),
    ...(absent === undefined ? [{ what: "test bench of 200 cycles, a container each", figure: shown(benches) }] : []),
  ],
  { ...rates, benches },
);
