import type { Json } from "@guerdon/core/signal";

/** Doubles a number. */
export function double(input: Json): Json {
  return (input as number) * 2;
}

/** Does what the input says: a trusted checker with a hostile row. */
export async function obey(input: Json): Promise<Json> {
  const [what, value] = input as readonly [string, Json];
  switch (what) {
    case "loop":
      for (;;);
    case "sleep":
      await new Promise((resolve) => setTimeout(resolve, value as number));
      return value;
    case "busy": {
      const end = performance.now() + (value as number);
      while (performance.now() < end);
      return value;
    }
    case "never":
      return new Promise(() => {});
    case "heap": {
      const kept: number[][] = [];
      for (;;) kept.push(new Array(1e5).fill(1.5));
    }
    case "buffers": {
      const kept: Uint8Array[] = [];
      for (;;) kept.push(new Uint8Array(2 ** 24).fill(1));
    }
    case "exit":
      process.exit(value as number);
      break;
    case "signal":
      process.kill(process.pid, value as string);
      return new Promise(() => {});
    case "throw":
      throw new Error(value as string);
    case "stray":
      setTimeout(() => {
        throw new Error(value as string);
      }, 0);
      return new Promise(() => {});
    case "nan":
      return { score: Number.NaN };
    case "nothing":
      return undefined as unknown as Json;
    case "env":
      return Object.keys(process.env).sort();
    case "pid":
      return process.pid;
    default:
      return value;
  }
}
