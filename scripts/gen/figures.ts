import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Generator } from "./generator.ts";
import { markdownTable } from "./markdown-table.ts";
import { ROOT } from "./repository.ts";

interface Result {
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number; readonly commit: string };
  readonly lines: readonly { readonly what: string; readonly figure: string; readonly asked?: string }[];
}

const BENCHES = ["agreement", "throughput", "columns", "large-file"] as const;
const START = "<!-- figures: written by `npm run gen` from bench/results -->";
const END = "<!-- end of figures -->";

/** Puts the measured figures into the README: nobody types a number. */
export const figures: Generator = () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [before, rest] = readme.split(START) as [string, string];
  const after = (rest as string).slice((rest as string).indexOf(END));
  const results = BENCHES.flatMap((name) => resultOf(name));
  const rows = results.flatMap(({ lines }) => lines.map(({ what, figure, asked }) => [what, figure, asked ?? ""]));
  return [
    { path: "README.md", text: `${before}${START}\n\n${markdownTable(["on", "measured", "goal"], rows)}\n${after}` },
  ];
};

function resultOf(name: string): readonly Result[] {
  const path = join(ROOT, "bench", "results", `${name}.json`);
  return existsSync(path) ? [JSON.parse(readFileSync(path, "utf8")) as Result] : [];
}
