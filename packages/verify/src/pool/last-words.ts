import { MEMORY_WORDS } from "./message.ts";

/** How a process ended by itself. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote to stderr. */
  readonly stderr: string;
  /** An error that no handler caught, or the reason it could not be started. */
  readonly error?: string;
}

/** Says in a few words how a process ended: "ran out of memory", "exited with code 3". */
export function lastWords({ code, signal, stderr, error }: Ending): string {
  if (error !== undefined) return `broke on ${error}`;
  if (stderr.includes("heap out of memory") || stderr.includes(MEMORY_WORDS)) return "ran out of memory";
  if (signal !== null) return `was ended by ${signal}`;
  const told = lastLine(stderr);
  return told === "" ? `exited with code ${code}` : `exited with code ${code}: ${told}`;
}

function lastLine(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("Node.js v"));
  const error = lines.find((line) => /^\w*Error\b/.test(line));
  return (error ?? lines.at(-1) ?? "").trim().slice(0, 300);
}
