import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Context } from "@guerdon/core/piece";
import { afterAll, describe, expect, it } from "vitest";
import { processPool } from "../pool/index.ts";
import { INLINE } from "../text/score-rows.test-support.ts";
import { proveEquivalence, runBench, simulateDesigns } from "./index.ts";
import { mutateVerilog } from "./mutate-verilog.test-support.ts";
import { iverilogAbsent } from "./simulate-contained.ts";

const FILE = new URL("../../../../../shared/data/verilog/verilog_eval_a.jsonl.gz", import.meta.url);
const FULL = process.env.GUERDON_FULL === "1";
const absent = existsSync(FILE) ? iverilogAbsent() : "the data file verilog_eval_a is not beside the repository";
if (absent !== undefined) console.log(`skipped: ${absent}`);

interface Problem {
  readonly id: string;
  readonly ref: string;
  readonly test: string;
}

const lines = absent === undefined ? gunzipSync(readFileSync(FILE)).toString().trim().split("\n") : [];
const problems = lines.map((line) => JSON.parse(line) as Problem);
const pool = processPool({ size: 2, deadlineMs: 30_000 });
afterAll(() => pool.close());
const context: Context = { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) };
const asTop = (text: string): string => text.replaceAll("RefModule", "TopModule");
const RULES = {
  verdict: /^Mismatches: (\d+) in (\d+) samples$/,
  wallMs: 20_000,
  memoryMb: 512,
  outputBytes: 1_000_000,
};
const EQUIVALENCE = { steps: 20, deadlineMs: FULL ? 30_000 : 3_000 };
const every = FULL ? 1 : 35;
const PER_PROBLEM = FULL ? 8 : 2;
const sample = problems.filter((_, i) => i % every === 7 % every);

/** Icarus Verilog 11 has no casts to an enumeration. */
const NO_BENCH = new Set(["Prob151_review2015_fsm"]);
/** A latch with an asynchronous reset: no induction within 20 steps. */
const NO_PROOF = new Set(["Prob155_lemmings4"]);
/** Its outputs hang on `|state === 1'bx`, which gates cannot ask. */
const NO_GATES = new Set(["Prob151_review2015_fsm"]);

describe.skipIf(absent !== undefined)(`VerilogEval${absent === undefined ? "" : ` (${absent})`}`, () => {
  it(`passes ${FULL ? "every reference" : "one reference of three"} in its bench`, async () => {
    const run = problems.filter((_, i) => FULL || i % 3 === 0 || NO_BENCH.has(problems[i]?.id as string));
    const verdicts = await Promise.all(
      run.map(({ ref, test }) => runBench({ design: asTop(ref), bench: test, reference: ref }, RULES)),
    );
    const others = run.filter((_, i) => verdicts[i]?.status !== "passed").map(({ id }) => id);
    expect(others).toEqual([...NO_BENCH]);
    expect(verdicts.length).toBe(FULL ? 104 : 36);
  }, 60_000);

  it("proves references equivalent to themselves, and simulates them", async () => {
    const pairs = sample.map(({ ref }) => ({ design: asTop(ref), reference: ref }));
    const proofs = await proveEquivalence(context, pairs, EQUIVALENCE);
    expect(sample.filter((_, i) => proofs[i]?.kind !== "proven").map(({ id }) => id)).toEqual(
      sample.map(({ id }) => id).filter((id) => NO_PROOF.has(id)),
    );
    const runs = await simulateDesigns(context, pairs, { samples: 2000, seed: 1, deadlineMs: 20_000 });
    const agreeing = sample.filter((_, i) => {
      const run = runs[i];
      return run?.kind === "compared" && run.share === 1;
    });
    expect(sample.filter((problem) => !agreeing.includes(problem)).map(({ id }) => id)).toEqual(
      sample.map(({ id }) => id).filter((id) => NO_GATES.has(id)),
    );
  }, 600_000);

  it("fails mutated references, but for those that SAT proves equal", async () => {
    const mutants = sample.flatMap(({ id, ref, test }) => {
      const all = mutateVerilog(asTop(ref));
      const step = Math.max(1, all.length / PER_PROBLEM);
      const picked = Array.from({ length: Math.min(all.length, PER_PROBLEM) }, (_, k) => all[Math.floor(k * step)]);
      return picked.flatMap((mutant) => (mutant === undefined ? [] : [{ id, ref, test, ...mutant }]));
    });
    const [benches, proofs] = await Promise.all([
      Promise.all(mutants.map(({ text, test, ref }) => runBench({ design: text, bench: test, reference: ref }, RULES))),
      proveEquivalence(
        context,
        mutants.map(({ text, ref }) => ({ design: text, reference: ref })),
        EQUIVALENCE,
      ),
    ]);
    const counts: { [what: string]: number } = {};
    // What a compiler refuses (an index out of bounds) may do nothing in gates, so only a failed run contradicts a proof.
    const contradictions: string[] = [];
    mutants.forEach(({ id, kind, text }, i) => {
      const [bench, proof] = [benches[i]?.status ?? "none", proofs[i]?.kind ?? "none"];
      const what = `bench ${bench}, ${proof}`;
      counts[what] = (counts[what] ?? 0) + 1;
      const isWrong = bench === "failed" && proof === "proven";
      if (isWrong) contradictions.push(`${id} ${kind} ${bench}`);
      if (FULL && (isWrong || (bench === "passed" && proof !== "proven"))) console.log(id, kind, what, proofs[i], text);
    });
    console.log(`${mutants.length} mutants of ${sample.length} references: ${JSON.stringify(counts)}`);
    expect(contradictions).toEqual([]);
  }, 1_800_000);
});
