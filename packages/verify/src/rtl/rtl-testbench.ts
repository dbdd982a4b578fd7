import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { programText } from "../code/index.ts";
import { type BenchVerdict, runBench } from "./run-bench.ts";
import { IVERILOG_INSTALL, iverilogAbsent } from "./simulate-contained.ts";

export interface RtlTestbenchOptions {
  /** What a design earns: 1 for no mismatch and 0 otherwise, or the share of samples that match. */
  readonly pay: "all" | "share";
  /** Regular expression of the line that the bench ends with: mismatches and samples are its groups, or it has none. */
  readonly verdict: string;
  /** Wall-clock limit of compiling and running. */
  readonly wallMs: number;
  /** Memory of the compiler and of the simulator. */
  readonly memoryMb: number;
  /** More output than this is a failure of the candidate. */
  readonly outputBytes: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type RtlTestbenchInput = { readonly [K in keyof RtlTestbenchOptions]?: RtlTestbenchOptions[K] | undefined };

const pattern = z.string().refine(
  (text) => {
    try {
      return new RegExp(text, "gm") !== undefined;
    } catch {
      return false;
    }
  },
  { message: "Expected a regular expression" },
);

const options: z.ZodType<RtlTestbenchOptions, RtlTestbenchInput> = z.strictObject({
  pay: z.enum(["all", "share"]).default("all"),
  verdict: pattern.default("^Mismatches: (\\d+) in (\\d+) samples$"),
  wallMs: z.int().positive().default(10_000),
  memoryMb: z.int().positive().default(512),
  outputBytes: z.int().positive().default(1_048_576),
  limitCharacters: z.int().positive().default(100_000),
});

/**
 * Runs the Verilog design in the text in its test bench and pays for what the bench prints at its end.
 *
 * `bench` is a test bench that instantiates the design; `reference` a right design that the bench compares with, when
 * it does not hold one itself. Bench and design run with Icarus Verilog in a container without network or files. A
 * design with system tasks, or one that names the bench's insides or drives its own inputs, scores 0 as tampered; so
 * does one whose ports have other directions than the reference's. Where no reference tells them, none may go both
 * ways, and no wire of bench or design may have several drivers.
 *
 * @kind source
 * @paper 127
 * @alias rtlTestbench
 * @unit text, bench → 0 or 1, or the share of samples that match
 *
 * ```ts doctest
 * import { rtlTestbench } from "@guerdon/verify/rtl";
 * rtlTestbench().options.pay // => "all"
 * ```
 */
export const rtlTestbench: SourceFactory<typeof options> = defineSource({
  name: "rtl-testbench",
  version: 1,
  summary: "Whether the Verilog design in the text passes its test bench, or the share of samples that match.",
  options,
  build: (set: RtlTestbenchOptions) => ({
    needs: ["process"],
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      bench: { type: "json" },
      reference: { type: "json", optional: true },
    },
    range: UNIT,
    score: async (columns, out) => {
      const absent = iverilogAbsent();
      const rules = { ...set, verdict: new RegExp(set.verdict) };
      const known = new Map<string, Promise<BenchVerdict>>();
      const work = async (row: number): Promise<void> => {
        const [text, bench, reference] = [
          columns.text?.[row] as string,
          columns.bench?.[row],
          columns.reference?.[row],
        ];
        if (typeof bench !== "string") return out.fail(row, "task", "Expected `bench` to be a test bench, got none.");
        if (absent !== undefined) return out.fail(row, "engine", `${absent}; get it with \`${IVERILOG_INSTALL}\`.`);
        if (text.length > set.limitCharacters) {
          return out.fail(row, "candidate", `Expected at most ${set.limitCharacters} characters, got ${text.length}.`);
        }
        const task = { design: programText(text, "verilog"), bench, reference: textOf(reference) };
        const key = JSON.stringify(task);
        const running = known.get(key) ?? runBench(task, rules);
        known.set(key, running);
        try {
          settle(row, await running, set, out);
        } catch (error) {
          out.fail(row, "sandbox", (error as Error).message);
        }
      };
      await Promise.all(Array.from({ length: out.length }, (_, row) => work(row)));
    },
  }),
});

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

function settle(
  row: number,
  { status, share, reason }: BenchVerdict,
  set: RtlTestbenchOptions,
  out: SignalBuilder,
): void {
  if (status === "task") out.fail(row, "task", reason);
  else if (status === "unsupported") out.fail(row, "engine", `Icarus Verilog cannot compile it: ${reason}`);
  else out.set(row, set.pay === "share" ? share : status === "passed" ? 1 : 0, `${status}: ${reason}`);
}
