/** A wire of a netlist, or a constant. */
export type Bit = number | "0" | "1" | "x" | "z";

export interface NetlistCell {
  readonly type: string;
  readonly parameters: { readonly [name: string]: string };
  readonly connections: { readonly [port: string]: readonly Bit[] };
}

export interface NetlistPort {
  readonly name: string;
  readonly direction: "input" | "output" | "inout";
  readonly bits: readonly Bit[];
}

/** One flat module as Yosys writes it to JSON. */
export interface Netlist {
  readonly ports: readonly NetlistPort[];
  readonly cells: readonly NetlistCell[];
}

/**
 * Reads the JSON that `write_json` of Yosys writes of a design with one module left.
 *
 * @throws Error when it has no module
 */
export function readNetlist(json: string): Netlist {
  const { modules } = JSON.parse(json) as { modules: { [name: string]: RawModule } };
  const module = Object.values(modules)[0];
  if (module === undefined) throw new Error("Expected a netlist with a module, got none.");
  const ports = Object.entries(module.ports).map(([name, port]) => ({ name, ...port }));
  return { ports, cells: Object.values(module.cells) };
}

interface RawModule {
  readonly ports: { readonly [name: string]: Omit<NetlistPort, "name"> };
  readonly cells: { readonly [name: string]: NetlistCell };
}

/** Why two designs cannot be compared port by port, or nothing. */
export function interfaceDifference(design: Netlist, reference: Netlist): string | undefined {
  const told = ({ ports }: Netlist): readonly string[] =>
    ports.map(({ name, direction, bits }) => `${direction} ${name}[${bits.length}]`).sort();
  const [ours, theirs] = [told(design), told(reference)];
  const lacking = theirs.find((port) => !ours.includes(port));
  if (lacking !== undefined) return `Expected the port ${lacking}, got none like it.`;
  const further = ours.find((port) => !theirs.includes(port));
  return further === undefined ? undefined : `Expected the ports of the reference, got ${further} besides.`;
}

/** The clocks of a netlist, as `port/edge`, and whether they do nothing else than clock flip-flops. */
export function clocksOf({ ports, cells }: Netlist): { readonly clocks: readonly string[]; readonly plain: boolean } {
  const inputs = new Map<Bit, string>();
  for (const { name, direction, bits } of ports) {
    if (direction === "input") bits.forEach((bit, i) => inputs.set(bit, `${name}[${i}]`));
  }
  const clocks = new Set<string>();
  const wires = new Set<Bit>();
  let plain = true;
  for (const { parameters, connections } of cells) {
    const clock = connections.CLK?.[0];
    if (clock === undefined) continue;
    const name = inputs.get(clock);
    plain &&= name !== undefined;
    clocks.add(`${name}/${/1$/.test(parameters.CLK_POLARITY ?? "1") ? "rising" : "falling"}`);
    wires.add(clock);
  }
  for (const { connections } of cells) {
    for (const [port, bits] of Object.entries(connections)) {
      if (port !== "CLK" && bits.some((bit) => wires.has(bit))) plain = false;
    }
  }
  for (const { direction, bits } of ports) {
    if (direction !== "input" && bits.some((bit) => wires.has(bit))) plain = false;
  }
  return { clocks: [...clocks].sort(), plain };
}

const STATE = /^\$_?(?:s|a|al)?d?(?:ff|latch|sr)/i;

/** Whether the netlist remembers anything. */
export function hasState({ cells }: Netlist): boolean {
  return cells.some(({ type }) => STATE.test(type));
}
