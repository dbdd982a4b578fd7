import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parseCode } from "./code-parser.ts";

const DATA = new URL("../../../../../shared/data/code/code_samples_verdicts.jsonl.gz", import.meta.url);
const why = existsSync(DATA) ? "" : " (skipped: ../shared/data/code is not there)";

describe("parseCode", () => {
  it.skipIf(why !== "")(
    `finds broken the programs CPython finds broken, of 3,476${why}`,
    { timeout: 60_000 },
    async () => {
      const lines = gunzipSync(readFileSync(DATA)).toString().trim().split("\n");
      const rows = lines.map((line) => JSON.parse(line) as { readonly solution: string; readonly rerun: string });
      const odd: number[] = [];
      let broken = 0;
      for (const [i, { solution, rerun }] of rows.entries()) {
        const tree = await parseCode(solution, "python");
        const isBroken = "why" in tree || tree.broken !== -1;
        if (isBroken) broken++;
        if (isBroken !== (rerun === "syntax")) odd.push(i);
      }
      expect([rows.length, broken, odd]).toEqual([3476, 46, []]);
    },
  );
});
