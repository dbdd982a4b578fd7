import type { Finding } from "@guerdon/core/program";

/** Prints findings as compilers do: file, line, column, code; reason; fix. */
export function printFindings(
  path: string,
  findings: readonly Finding[],
  stream: { write(text: string): unknown },
): void {
  for (const { code, severity, place, line, column, reason, fix } of findings) {
    const where = line === undefined ? `${path}: ${place.path.join(".")}` : `${path}:${line}:${column}`;
    stream.write(`${where} ${severity} ${code}\n  ${reason}\n  ${fix}\n`);
  }
}
