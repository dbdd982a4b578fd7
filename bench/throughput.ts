import { readFile } from "node:fs/promises";
import { scoreBatch } from "@guerdon/core/engine";
import { compileProgram, parseProgram } from "@guerdon/core/program";
import { makeBatch, type Rollout } from "@guerdon/core/signal";
import { library } from "../packages/cli/src/program-file/library.ts";
import { systemClock } from "../packages/cli/src/system-clock.ts";
import { shortAnswers } from "./short-answers.ts";

const COUNT = Number(process.argv[2] ?? 100_000);
const BATCH = 2048;
const { spec } = await parseProgram(await readFile(new URL("./throughput.yaml", import.meta.url), "utf8"));
const program = compileProgram(spec, library);
const rollouts = shortAnswers(COUNT).map(
  ({ id, group, completion, answer }): Rollout => ({
    id,
    group,
    item: { answer },
    prompt: [],
    completion: [{ role: "assistant", content: completion }],
  }),
);
for (let round = 0; round < 5; round++) {
  const started = performance.now();
  let sum = 0;
  const perTerm = new Map<string, number>();
  for (let at = 0; at < COUNT; at += BATCH) {
    const scores = await scoreBatch(program, makeBatch(rollouts.slice(at, at + BATCH)), { clock: systemClock });
    sum += scores.total.values.reduce((a, b) => a + b, 0);
    for (const [name, { seconds }] of scores.terms) perTerm.set(name, (perTerm.get(name) ?? 0) + seconds);
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`${Math.round(COUNT / seconds)} rollouts/s (sum ${sum.toFixed(3)})`, Object.fromEntries(perTerm));
}
