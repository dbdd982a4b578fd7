/**
 * A wire that two continuous assignments drive, in the text of RTLIL as it was read; `check` of Yosys sees no conflict
 * between two constants.
 */
export function doublyDriven(rtlil: string): string | undefined {
  let driven = new Set<string>();
  let widths = new Map<string, number>();
  for (const line of rtlil.split("\n")) {
    if (line.startsWith("module ")) {
      driven = new Set();
      widths = new Map();
    }
    const wire = /^ {2}wire (?:.*?width (\d+) )?.*?(\S+)$/.exec(line);
    if (wire !== null) widths.set(wire[2] as string, Number(wire[1] ?? 1));
    const left = /^ {2}connect (\{.*?\}|\S+(?: \[[\d:]+\])?) /.exec(line)?.[1];
    for (const [, name, high, low] of left?.matchAll(/([\\$]\S+)(?: \[(\d+)(?::(\d+))?\])?/g) ?? []) {
      const from = high === undefined ? 0 : Number(low ?? high);
      const to = high === undefined ? (widths.get(name as string) ?? 1) - 1 : Number(high);
      for (let bit = from; bit <= to && driven.size < 1_000_000; bit++) {
        const key = `${name} ${bit}`;
        if (driven.has(key)) return `multiple conflicting drivers for ${name}`;
        driven.add(key);
      }
    }
  }
  return undefined;
}
