import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Arguments, followsInstruction, loadDetector } from "./index.ts";

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
function pairs(verdicts: string, inputs: string): [Row, Input][] {
  const all = load<Input>(inputs);
  const byKey = new Map(all.map((input) => [String(input.key), input]));
  let at = 0;
  return load<Row>(verdicts).flatMap((row): [Row, Input][] => {
    if (verdicts === "ifbench_verdicts") {
      const wanted = row.instruction_id_list.join();
      while (at < all.length && all[at]?.instruction_id_list.join() !== wanted) at++;
      return at < all.length ? [[row, all[at++] as Input]] : [];
    }
    const input = byKey.get(String(row.key));
    return input === undefined ? [] : [[row, input]];
  });
}

// Verdicts, and the differences by instruction. Languages: langdetect draws at random, so texts between two languages
// fall either way. Letter frequency: the reference swaps a sign that is no letter for a random letter. Start verb: a
// trained tagger decided. Japanese keywords, postscript and bullets: the data was made with an earlier revision
// (tokenised keywords; other marks). English sentences: NLTK 3.10 counts those texts as this does; the data does not.
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
      "en:length_constraints:number_sentences": 5,
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
  it.each(FILES)("%s agree but for the differences named", async (verdicts, inputs, count, off) => {
    const detect = await loadDetector();
    const found: { [id: string]: number } = {};
    let total = 0;
    for (const [row, input] of pairs(verdicts, inputs)) {
      row.instruction_id_list.forEach((id, k) => {
        for (const loose of [false, true]) {
          total++;
          const followed = followsInstruction(row.response ?? "", id, input.kwargs[k] ?? {}, { loose, detect });
          if (followed !== (loose ? row.loose : row.strict)[k]) found[id] = (found[id] ?? 0) + 1;
        }
      });
    }
    expect(found).toEqual(off);
    expect(total).toBe(count);
  });
});
