import type { Context } from "@guerdon/core/piece";
import { failed, type Missing } from "@guerdon/core/signal";
import { callYosys, yosysError } from "./call-yosys.ts";
import { doublyDriven } from "./doubly-driven.ts";
import { type Netlist, readNetlist } from "./netlist.ts";
import type { YosysRequest } from "./run-yosys.ts";
import { screenVerilog } from "./screen-verilog.ts";

/** A design that was read, its processes turned into cells and its hierarchy into one module. */
export interface PreparedDesign {
  readonly top: string;
  readonly text: string;
  readonly rtlil: string;
  readonly netlist: Netlist;
  /** Loops and wires with several drivers, of which nothing can be proven. */
  readonly faults: readonly string[];
}

export type Preparation =
  | { readonly design: PreparedDesign }
  /** The text is no design: it is refused, or cannot be read. */
  | { readonly wrong: string }
  | { readonly missing: Missing };

/** Writes `raw.il`, one module as it was read, for `doublyDriven`. */
export const WRITE_RAW = "design -save whole; flatten; write_rtlil raw.il; design -load whole";

const FAULT = /^Warning: (?:found logic loop|multiple conflicting drivers|Drivers conflicting).*/gm;

/** Commands that leave nothing but gates and flip-flops, and what is unknown as it is. */
export const toGates = (): string => "opt_expr -keepdc; opt_clean; techmap; opt_clean";

/** Reads each design by itself, so that none sees another. `commands` run once it is one module. */
export async function prepareDesigns(
  context: Context,
  sources: readonly string[],
  deadlineMs: number,
  commands: (top: string) => string = () => "",
): Promise<readonly Preparation[]> {
  const screened = sources.map(screenVerilog);
  const requests = screened.flatMap((each): YosysRequest[] => {
    if ("refused" in each) return [];
    const script = [
      "read_verilog -sv design.v",
      `hierarchy -check -top ${each.top}`,
      WRITE_RAW,
      // Before anything is simplified: that could hide several drivers.
      "proc; flatten; tee -q -o check.txt check; memory; opt_clean",
      `hierarchy -top ${each.top}`,
      commands(each.top),
      "tee -q -o after.txt check",
      "write_json design.json; write_rtlil design.il",
    ].join("\n");
    return [
      {
        script,
        files: { "design.v": plainAlways(each.text) },
        outputs: ["check.txt", "after.txt", "raw.il", "design.json", "design.il"],
      },
    ];
  });
  const results = await callYosys(context, requests, deadlineMs);
  let next = 0;
  return screened.map((each): Preparation => {
    if ("refused" in each) return { wrong: `refused: ${each.refused}` };
    const result = results[next++];
    if (result === undefined) return { missing: failed("engine", "Yosys gave no result.") };
    if ("missing" in result) return result;
    if (!result.ok) return { wrong: `cannot be read: ${yosysError(result.log)}` };
    const { files } = result;
    const netlist = readNetlist(files["design.json"] as string);
    const twice = doublyDriven(files["raw.il"] ?? "");
    const told = `${files["check.txt"]}\n${files["after.txt"]}`.match(FAULT) ?? [];
    const faults = twice === undefined ? told : [twice, ...told];
    return { design: { top: each.top, text: each.text, rtlil: files["design.il"] as string, netlist, faults } };
  });
}

/** `always_comb` and its kin as `always`: what they promise is for a lint, and breaking it is no difference of behaviour. */
function plainAlways(text: string): string {
  return text.replace(/\balways_(?:comb|latch)\b/g, "always @*").replace(/\balways_ff\b/g, "always");
}
