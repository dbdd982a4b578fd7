/**
 * A wire that two continuous assignments drive, or one and a process, or of outputs two processes, in the text of
 * RTLIL as it was read; `check` of Yosys sees no conflict between two constants.
 *
 * Other wires may be assigned in several processes, for variables of loops are.
 */
export function doublyDriven(rtlil: string): string | undefined {
  let module = new DrivenBits();
  let inProcess: ReturnType<typeof bitsOf> | undefined;
  let isInitial = false;
  for (const line of rtlil.split("\n")) {
    if (line.startsWith("module ")) module = new DrivenBits();
    module.declare(line);
    let twice: string | undefined;
    if (line.startsWith("  process ")) inProcess = [];
    else if (inProcess === undefined) {
      const left = /^ {2}connect (\{.*?\}|\S+(?: \[[\d:]+\])?) /.exec(line)?.[1];
      if (left !== undefined) twice = module.drive(bitsOf(left, module.widths), "assignment");
    } else if (/^ {4}sync /.test(line)) isInitial = line.startsWith("    sync init");
    else if (/^ {6}update /.test(line) && !isInitial) {
      const left = /^ {6}update (\{.*?\}|\S+(?: \[[\d:]+\])?) /.exec(line)?.[1];
      inProcess.push(...bitsOf(left ?? "", module.widths));
    } else if (line === "  end") {
      twice = module.drive(inProcess, "process");
      inProcess = undefined;
    }
    if (twice !== undefined) return `multiple conflicting drivers for ${twice}`;
  }
  return undefined;
}

const MOST_BITS = 1_000_000;

function bitsOf(left: string, widths: ReadonlyMap<string, number>): (readonly [wire: string, bit: number])[] {
  const bits: (readonly [string, number])[] = [];
  for (const [, name, high, low] of left.matchAll(/([\\$]\S+)(?: \[(\d+)(?::(\d+))?\])?/g)) {
    const from = high === undefined ? 0 : Number(low ?? high);
    const to = high === undefined ? (widths.get(name as string) ?? 1) - 1 : Number(high);
    for (let bit = from; bit <= to && bits.length < MOST_BITS; bit++) bits.push([name as string, bit]);
  }
  return bits;
}

/** What drives the bits of one module's wires. */
class DrivenBits {
  readonly widths: Map<string, number> = new Map();
  readonly #outputs = new Set<string>();
  readonly #drivers = new Map<string, "assignment" | "process">();

  declare(line: string): void {
    const wire = /^ {2}wire (?:.*?width (\d+) )?.*?(\S+)$/.exec(line);
    if (wire === null) return;
    this.widths.set(wire[2] as string, Number(wire[1] ?? 1));
    if (line.includes(" output ")) this.#outputs.add(wire[2] as string);
  }

  /** The wire of a bit that something drives already; the bits of one process count once. */
  drive(bits: readonly (readonly [wire: string, bit: number])[], by: "assignment" | "process"): string | undefined {
    const own = new Set<string>();
    for (const [wire, bit] of bits) {
      const key = `${wire} ${bit}`;
      if (by === "process" && own.has(key)) continue;
      own.add(key);
      const other = this.#drivers.get(key);
      if (other !== undefined && !(other === "process" && by === "process" && !this.#outputs.has(wire))) return wire;
      if (this.#drivers.size < MOST_BITS) this.#drivers.set(key, by);
    }
    return undefined;
  }
}
