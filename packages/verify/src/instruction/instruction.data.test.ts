import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Arguments, followsInstruction, loadDetector } from "./index.ts";
import { isExplained } from "./verdict-causes.test-support.ts";

const DATA = new URL("../../../../../shared/data/ifeval/", import.meta.url);

interface Input {
  readonly key: number | string;
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly Arguments[];
}
interface Row extends Omit<Input, "key" | "kwargs"> {
  readonly key: number | string | null;
  readonly response: string | null;
  readonly strict: readonly boolean[];
  readonly loose: readonly boolean[];
}

function load<T>(name: string): T[] {
  const text = gunzipSync(readFileSync(new URL(`${name}.jsonl.gz`, DATA))).toString();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

/** Rows with their inputs: by key, or, where the data has none, in order by their instructions. */
function pairs(verdicts: string, inputs: string): [Row, Input, number][] {
  const all = load<Input>(inputs);
  const byKey = new Map(all.map((input) => [String(input.key), input]));
  let next = 0;
  return load<Row>(verdicts).flatMap((row, at): [Row, Input, number][] => {
    if (verdicts === "ifbench_verdicts") {
      const wanted = row.instruction_id_list.join();
      while (next < all.length && all[next]?.instruction_id_list.join() !== wanted) next++;
      return next < all.length ? [[row, all[next++] as Input, at]] : [];
    }
    const input = byKey.get(String(row.key));
    return input === undefined ? [] : [[row, input, at]];
  });
}

// Verdicts, and the differences by instruction: `isExplained` says why each differs.
const FILES: readonly [verdicts: string, inputs: string, count: number, off: { [id: string]: number }][] = [
  ["ifeval_gpt4_verdicts", "ifeval_input", 1664, { "keywords:letter_frequency": 1 }],
  [
    "mifeval_en_verdicts",
    "mifeval_en_inputs",
    10008,
    {
      "en:keywords:letter_frequency": 12,
      "en:language:response_language": 4,
      "en:change_case:english_capital": 5,
      "en:change_case:english_lowercase": 1,
    },
  ],
  ["mifeval_es_verdicts", "mifeval_es_inputs", 548, { "es:change_case:spanish_lowercase": 2 }],
  ["mifeval_fr_verdicts", "mifeval_fr_inputs", 1380, { "fr:change_case:french_lowercase": 1 }],
  [
    "mifeval_ja_verdicts",
    "mifeval_ja_inputs",
    856, // 16 rows have no key
    {
      "ja:detectable_content:postscript": 4,
      "ja:keywords:existence": 8,
      "ja:keywords:frequency": 8,
      "ja:keywords:forbidden_words": 1,
      "ja:detectable_format:number_bullet_lists": 4,
    },
  ],
  ["ifbench_verdicts", "ifbench_input", 670, { "ratio:sentence_type": 2, "words:start_verb": 4 }],
];

const absent = !existsSync(new URL("ifeval_input.jsonl.gz", DATA));
if (absent) console.log("skipped: the data folder ifeval is not beside the repository");

describe.skipIf(absent)("published verdicts, strict and loose", () => {
  it.each(FILES)(
    "%s agree but for the differences named, each with its cause",
    async (verdicts, inputs, count, off) => {
      const detect = await loadDetector();
      const found: { [id: string]: number } = {};
      const unexplained: string[] = [];
      let total = 0;
      for (const [row, input, at] of pairs(verdicts, inputs)) {
        row.instruction_id_list.forEach((id, k) => {
          for (const loose of [false, true]) {
            total++;
            const [text, args] = [row.response ?? "", input.kwargs[k] ?? {}];
            const verdict = (loose ? row.loose : row.strict)[k] as boolean;
            if (followsInstruction(text, id, args, { loose, detect }) === verdict) continue;
            found[id] = (found[id] ?? 0) + 1;
            const where = `${verdicts} ${at}`;
            if (!isExplained({ at: where, id, text, args, loose }, verdict))
              unexplained.push(`${where} ${id} ${loose}`);
          }
        });
      }
      expect(found).toEqual(off);
      expect(unexplained).toEqual([]);
      expect(total).toBe(count);
    },
  );
});
