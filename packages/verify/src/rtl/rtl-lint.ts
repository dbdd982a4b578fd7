import { type Context, defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { programText } from "../code/index.ts";
import { callYosys, yosysError } from "./call-yosys.ts";
import { doublyDriven } from "./doubly-driven.ts";
import { readNetlist } from "./netlist.ts";
import { WRITE_RAW } from "./prepared-design.ts";
import type { YosysRequest, YosysResult } from "./run-yosys.ts";
import { screenVerilog } from "./screen-verilog.ts";

const FINDINGS = ["latch", "drivers", "loop", "undriven", "width", "other"] as const;
export type LintKind = (typeof FINDINGS)[number];

export interface LintFinding {
  readonly kind: LintKind | "error";
  readonly text: string;
}

export interface RtlLintOptions {
  /** Kinds of findings that a design must not have; what cannot be read scores 0 in any case. */
  readonly refuse: readonly LintKind[];
  /** Time of reading one design, in milliseconds. */
  readonly deadlineMs: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type RtlLintInput = { readonly [K in keyof RtlLintOptions]?: RtlLintOptions[K] | undefined };

const options: z.ZodType<RtlLintOptions, RtlLintInput> = z.strictObject({
  refuse: z.array(z.enum(FINDINGS)).default(["latch", "drivers", "loop", "undriven", "width"]),
  deadlineMs: z.number().positive().default(10_000),
  limitCharacters: z.int().positive().default(100_000),
});

/**
 * Scores 1 when Yosys reads the Verilog design in the text and finds nothing of the refused kinds in it, else 0.
 *
 * - `latch`: a latch is inferred; `drivers`: a wire has several drivers; `loop`: gates feed themselves
 * - `undriven`: a wire is read and nothing drives it
 * - `width`: a port is connected to more or fewer bits, a constant or index does not fit. Assignments to fewer bits
 *   are legal Verilog and not reported
 * - `other`: any other warning
 *
 * With `refuse: []` it says whether the design can be read and elaborated at all.
 *
 * @kind source
 * @paper 127
 * @alias compileCheck = { use: rtl-lint, refuse: [] }
 * @unit text → 0 or 1
 *
 * ```ts doctest
 * import { rtlLint } from "@guerdon/verify/rtl";
 * rtlLint().options.refuse // => ["latch", "drivers", "loop", "undriven", "width"]
 * ```
 */
export const rtlLint: SourceFactory<typeof options> = defineSource({
  name: "rtl-lint",
  version: 1,
  summary: "1 when the Verilog design in the text can be read and has no finding of the refused kinds, else 0.",
  options,
  build: (set: RtlLintOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: UNIT,
    score: (columns, out, context) => scoreRows(columns.text as readonly string[], set, out, context),
  }),
});

async function scoreRows(
  texts: readonly string[],
  { refuse, deadlineMs, limitCharacters }: RtlLintOptions,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const rows: number[] = [];
  const requests: YosysRequest[] = [];
  for (const [row, text] of texts.entries()) {
    if (text.length > limitCharacters) {
      out.fail(row, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
      continue;
    }
    const screened = screenVerilog(programText(text, "verilog"));
    if ("refused" in screened) {
      out.set(row, 0, `refused: ${screened.refused}`);
      continue;
    }
    rows.push(row);
    requests.push(lintRequest(screened.text, screened.top));
  }
  const results = await callYosys(context, requests, deadlineMs);
  for (const [k, row] of rows.entries()) {
    const result = results[k];
    if (result === undefined) continue;
    if ("missing" in result) {
      out.miss(row, result.missing);
      continue;
    }
    const findings = lintFindings(result);
    const bad = findings.find(({ kind }) => kind === "error" || refuse.includes(kind));
    const shown = (bad === undefined ? findings : [bad, ...findings.filter((each) => each !== bad)]).slice(0, 5);
    out.set(row, bad === undefined ? 1 : 0, shown.map(({ kind, text }) => `${kind}: ${text}`).join("; ") || "clean");
  }
}

function lintRequest(text: string, top: string): YosysRequest {
  const script = [
    "read_verilog -sv design.v",
    `hierarchy -check -top ${top}`,
    WRITE_RAW,
    "proc; flatten; tee -q -o check.txt check; write_json design.json",
  ].join("\n");
  return { script, files: { "design.v": text }, outputs: ["raw.il", "check.txt", "design.json"] };
}

const KINDS: readonly (readonly [LintKind, RegExp])[] = [
  ["latch", /Latch inferred/],
  ["drivers", /conflicting drivers|Drivers conflicting/],
  ["loop", /logic loop/],
  ["undriven", /has no driver|undriven/],
  ["width", /Resizing cell port|out of bounds|literal has a width|wider than|truncat/i],
];

function lintFindings({ ok, log, files }: YosysResult): readonly LintFinding[] {
  const findings = new Map<string, LintFinding>();
  const add = (kind: LintFinding["kind"], text: string): void => {
    findings.set(`${kind}${text}`, { kind, text: text.slice(0, 160) });
  };
  if (!ok) {
    const error = yosysError(log);
    add(/Latch inferred/.test(error) ? "latch" : "error", error);
    if (!/Latch inferred/.test(error)) return [...findings.values()];
  }
  for (const line of `${log}\n${files["check.txt"] ?? ""}`.split("\n")) {
    const text = /Warning: (.*)/.exec(line)?.[1];
    if (text !== undefined) add(KINDS.find(([, rule]) => rule.test(text))?.[0] ?? "other", text);
  }
  const twice = doublyDriven(files["raw.il"] ?? "");
  if (twice !== undefined) add("drivers", twice);
  const latches = ok ? readNetlist(files["design.json"] as string).cells.filter(({ type }) => /latch/.test(type)) : [];
  if (latches.length > 0) add("latch", `${latches.length} inferred`);
  return [...findings.values()];
}
