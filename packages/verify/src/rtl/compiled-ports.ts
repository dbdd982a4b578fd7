/** What a compiled program of Icarus Verilog says of a module's ports and of its wires. */
export interface CompiledPorts {
  /** Direction of each port of the module, in each of its instances; macros and generated code are carried out. */
  readonly ports: readonly (readonly [name: string, direction: string])[];
  /** A wire of bench or design that several things drive. */
  readonly contested: string | undefined;
}

const OLDEST = 11;

/** Shell commands that write what `readCompiledPorts` reads, from the program in the file `run`. */
export function compiledPortsCommand(module: string): string {
  const ports = [
    "/^:ivl_version /p",
    "/^S_.* [.]scope /h",
    `/^ *[.]port_info /{x;/, "[^"]*" "${module.replaceAll("$", "[$]")}" /{x;p;d};x}`,
  ];
  const contested = "/^v.* drivers$/{/ [01] drivers$/d;p;q}";
  return `sed -n ${ports.map((rule) => `-e '${rule}'`).join(" ")} run >&2; sed -n '${contested}' run >&2`;
}

/**
 * Reads what the commands wrote, among warnings of the compiler.
 *
 * @throws Error when the compiler is too old to say it
 */
export function readCompiledPorts(told: string): CompiledPorts {
  const version = /^:ivl_version "([^"]*)/m.exec(told)?.[1] ?? "none";
  if (!(Number.parseInt(version, 10) >= OLDEST)) {
    throw new Error(`Expected Icarus Verilog ${OLDEST} or newer, got ${version}; update the package iverilog.`);
  }
  const ports = [...told.matchAll(/^ *\.port_info \d+ \/(\w+) \d+ "([^"]*)"/gm)];
  const contested = /^v\S* \.net\S* (?:\*?"([^"]*)"|(\S+)).* \d+ drivers$/m.exec(told);
  return {
    ports: ports.map(([, direction, name]) => [name as string, (direction as string).toLowerCase()]),
    contested: contested?.[1] ?? contested?.[2],
  };
}
