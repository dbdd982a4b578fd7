import type { Context, Task } from "@guerdon/core/piece";
import type { Json, Missing } from "@guerdon/core/signal";
import { failed } from "@guerdon/core/signal";
import type { YosysRequest, YosysResult } from "./run-yosys.ts";

const TASK: Task = {
  module: new URL(import.meta.url.endsWith(".ts") ? "./run-yosys.ts" : "./run-yosys.js", import.meta.url).href,
  export: "runYosys",
};

const YOSYS_INSTALL = "npm install @yowasp/yosys@0.55.944";

/** Why Yosys cannot be used here, or nothing. */
function yosysAbsent(): string | undefined {
  try {
    import.meta.resolve("@yowasp/yosys");
    return undefined;
  } catch {
    return "@yowasp/yosys is not installed";
  }
}

/** Runs one script a request in killable processes; equal requests run once. */
export async function callYosys(
  context: Context,
  requests: readonly YosysRequest[],
  deadlineMs: number,
): Promise<readonly (YosysResult | { readonly missing: Missing })[]> {
  if (requests.length === 0) return [];
  const absent = yosysAbsent();
  if (absent !== undefined) {
    return requests.map(() => ({ missing: failed("engine", `${absent}; get it with \`${YOSYS_INSTALL}\`.`) }));
  }
  const places = new Map<string, number>();
  const own = requests.map((request) => {
    const key = JSON.stringify(request);
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  });
  const inputs = [...places.keys()].map((key) => JSON.parse(key) as Json);
  const results = (await context.call(TASK, inputs, { deadlineMs })).map((result) =>
    "value" in result ? (result.value as unknown as YosysResult) : result,
  );
  return own.map((place) => results[place] ?? { missing: failed("engine", "Yosys gave no result.") });
}

/** The first error that Yosys printed, without the name of its file. */
export function yosysError(log: string): string {
  const line = log.split("\n").find((each) => each.includes("ERROR")) ?? "no reason given";
  return line.replace(/^\S*?:(\d+): /, "line $1: ").slice(0, 200);
}
