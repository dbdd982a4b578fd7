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
  /** Wires with what registers that drive them are initialised with. */
  readonly initial: readonly (readonly [Bit, 0 | 1])[];
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
  const initial = Object.values(module.netnames).flatMap(({ bits, attributes: { init } }) => {
    const values = [...(init ?? "")].reverse();
    return bits.flatMap((bit, i) => (/[01]/.test(values[i] ?? "") ? [[bit, Number(values[i]) as 0 | 1] as const] : []));
  });
  return { ports, cells: Object.values(module.cells), initial };
}

interface RawModule {
  readonly ports: { readonly [name: string]: Omit<NetlistPort, "name"> };
  readonly cells: { readonly [name: string]: NetlistCell };
  readonly netnames: {
    readonly [name: string]: { readonly bits: readonly Bit[]; readonly attributes: { readonly init?: string } };
  };
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
    if (direction === "input") for (const [i, bit] of bits.entries()) inputs.set(bit, `${name}[${i}]`);
  }
  const clocks = new Set<string>();
  const wires = new Set<Bit>();
  let plain = true;
  for (const { type, parameters, connections } of cells) {
    const clock = (connections.CLK ?? connections.C)?.[0];
    if (clock === undefined) continue;
    const name = inputs.get(clock);
    plain &&= name !== undefined;
    const isRising = parameters.CLK_POLARITY?.endsWith("1") ?? /^\$_[A-Z]+_P/.test(type);
    clocks.add(`${name}/${isRising ? "rising" : "falling"}`);
    wires.add(clock);
  }
  for (const { connections } of cells) {
    for (const [port, bits] of Object.entries(connections)) {
      if (port !== "CLK" && port !== "C" && bits.some((bit) => wires.has(bit))) plain = false;
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
