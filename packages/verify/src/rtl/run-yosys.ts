import type { Json } from "@guerdon/core/signal";
import { Exit, runYosys as run, type Tree } from "@yowasp/yosys";

export interface YosysRequest {
  readonly script: string;
  readonly files: { readonly [name: string]: string };
  /** Files to give back. */
  readonly outputs: readonly string[];
}

export interface YosysResult {
  readonly ok: boolean;
  /** What it printed: warnings and errors. */
  readonly log: string;
  readonly files: { readonly [name: string]: string };
}

const MOST_LOG = 200_000;

// The first run compiles the WebAssembly, which no row should be charged for.
await yosys({ script: "", files: {}, outputs: [] });

/** Runs a script of Yosys over files: a task for a killable process. */
export async function runYosys(request: Json): Promise<Json> {
  return (await yosys(request as unknown as YosysRequest)) as unknown as Json;
}

async function yosys({ script, files, outputs }: YosysRequest): Promise<YosysResult> {
  let log = "";
  const decoder = new TextDecoder();
  const keep = (bytes: Uint8Array | null): void => {
    if (bytes !== null && log.length < MOST_LOG) log += decoder.decode(bytes);
  };
  let tree: Tree | undefined;
  let ok = true;
  try {
    tree = await run(
      ["-q", "run.ys"],
      { "run.ys": script, ...files },
      { stdout: keep, stderr: keep, decodeASCII: true },
    );
  } catch (error) {
    ok = false;
    if (error instanceof Exit) tree = error.files;
    // A design can be too deep for its stack.
    else log += `\nERROR: Yosys stopped: ${String(error).slice(0, 100)}\n`;
  }
  const back = outputs.flatMap((name) => {
    const data = tree?.[name];
    if (data === undefined) return [];
    return [[name, typeof data === "string" ? data : new TextDecoder().decode(data as Uint8Array)]];
  });
  return { ok, log, files: Object.fromEntries(back) as { [name: string]: string } };
}
