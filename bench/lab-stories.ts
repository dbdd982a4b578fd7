import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { loadStories } from "../packages/lab/src/policy/index.ts";
import { dataFile, type Line, median, report } from "./side-by-side.ts";

/** Tokens a second of stories260K on one core, alone and in batches; its greedy text. Usage: lab-stories.ts [ROUNDS] */
const ROUNDS = Number(process.argv[2] ?? 5);
const TOKENS = 256;
const [weights, tokenizer, text] = ["stories260K.bin", "tok512.bin", "stories260K_greedy.txt"].map((name) =>
  dataFile(`lm/${name}`),
);

if (weights !== undefined && tokenizer !== undefined && text !== undefined) {
  const lines: Line[] = [];
  const raw: { load: readonly number[]; rates: { batch: number; rates: number[]; byProcessor: number[] }[] } = {
    load: loadavg(),
    rates: [],
  };
  const load = (batch: number) => loadStories(readFileSync(weights), readFileSync(tokenizer), batch);
  const written = load(1).complete([""], { maxTokens: TOKENS, temperature: 0 }).texts[0]?.trim();
  const same = written === readFileSync(text, "utf8").trim();
  lines.push({
    what: "greedy text of stories260K",
    figure: same ? "equal, word for word" : "different",
    asked: "equal",
  });
  for (const batch of [1, 16]) {
    const model = load(batch);
    const prompts = new Array<string>(batch).fill("");
    const [rates, byProcessor]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round++) {
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      const { lengths } = model.complete(prompts, { maxTokens: TOKENS, end: -1, key: round });
      const seconds = (performance.now() - started) / 1000;
      const used = process.cpuUsage(cpu);
      const tokens = lengths.reduce((sum, length) => sum + length, 0);
      if (round === 0) continue;
      rates.push(tokens / seconds);
      byProcessor.push((tokens / (used.user + used.system)) * 1e6);
    }
    const whole = (rate: number): string => Math.round(rate).toLocaleString("en-US");
    lines.push({
      what: `stories260K, ${batch} at a time, ${TOKENS} tokens each, sampled, one core`,
      figure: `${whole(median(rates))} tokens/s (${whole(median(byProcessor))} a second of processor time)`,
      asked: "≥ 5,000 tokens/s",
    });
    raw.rates.push({ batch, rates, byProcessor });
  }
  report("lab-stories", lines, raw);
}
