import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { choice } from "./choice.ts";
import { scoreValues } from "./score-rows.test-support.ts";

const FILE = new URL("../../../../../shared/data/metrics/lighteval_metric_cases.jsonl.gz", import.meta.url);
const absent = !existsSync(FILE);
if (absent) console.log("skipped: the data file metrics/lighteval_metric_cases is not beside the repository");

interface ChoiceCase {
  readonly name: string;
  readonly metric_class: string;
  readonly metric_params: { readonly k: number };
  readonly doc: { readonly choices: readonly string[]; readonly gold_index: number };
  readonly model_response: { readonly text: readonly string[] };
  readonly expected: { readonly [metric: string]: number };
}

const cases = absent
  ? []
  : gunzipSync(readFileSync(FILE))
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as ChoiceCase);

/** Which of the texts of a case choose its gold. */
async function verdicts({ doc, model_response: response }: ChoiceCase): Promise<readonly number[]> {
  // One choice is none: the case that has only A gets a second letter.
  const choices = doc.choices.length > 1 ? doc.choices : [...doc.choices, "B"];
  const expected = response.text.map(() => choices[doc.gold_index] as string);
  return (await scoreValues(choice({ choices }), { text: response.text, expected })) as number[];
}

/** The unbiased estimate of pass@k of Chen et al., 2021: one less the chance that k of n draws miss all c right ones. */
function passAt(k: number, right: readonly number[]): number {
  const [n, c] = [right.length, right.filter((one) => one === 1).length];
  let missed = 1;
  for (let i = 0; i < k; i++) missed *= Math.max(0, n - c - i) / (n - i);
  return 1 - missed;
}

describe.skipIf(absent)("lighteval's test cases of multiple-choice answers", () => {
  it("decides 20 of 21; a small letter counts here", async () => {
    const own = cases.filter(({ metric_class: kind }) => kind === "gpqa_instruct_metric");
    const off: string[] = [];
    for (const one of own) {
      if ((await verdicts(one))[0] !== one.expected.extractive_match) off.push(one.name);
    }
    expect(off).toEqual(["Answer in Different Case"]);
    expect(own.length).toBe(21);
  });

  it("gives pass@k of 10 of 11; a small letter counts here", async () => {
    const own = cases.filter(({ metric_class: kind }) => kind === "gpqa_instruct_pass_at_k");
    const off: string[] = [];
    for (const one of own) {
      const got = passAt(one.metric_params.k, await verdicts(one));
      if (Math.abs(got - (Object.values(one.expected)[0] as number)) > 1e-6) off.push(one.name);
    }
    expect(off).toEqual(["Gpqa Instruct Pass At K - Case Sensitivity"]);
    expect(own.length).toBe(11);
  });
});
