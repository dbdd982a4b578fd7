import { type ChoicePlan, FIRST_CHOICE } from "./contextual-task.ts";
import { addRows, addScaled } from "./run-context.ts";

/** What is pulled at the outputs. */
export interface Pulls {
  readonly logProbs?: ArrayLike<number>;
  readonly entropy?: ArrayLike<number>;
}

/** [R·M] each. */
export interface Outputs {
  readonly logProbs: Float32Array;
  readonly entropy: Float32Array;
}

/** The response that begins at `at` of the tokens. */
export interface RowAt {
  readonly context: number;
  /** [W] logits of its context before any choice. */
  readonly z: Float64Array;
  readonly ids: ArrayLike<number>;
  readonly at: number;
  readonly maxTokens: number;
}

/** One response after the other, with the buffers that all share. */
export class ContextualRow {
  readonly #plan: ChoicePlan;
  readonly #temperature: number;
  readonly #table: Float32Array;
  readonly #logits: Float64Array;
  readonly #slopes: Float64Array;

  constructor(settings: { readonly plan: ChoicePlan; readonly temperature: number }, table: Float32Array) {
    this.#plan = settings.plan;
    this.#temperature = settings.temperature;
    this.#table = table;
    this.#logits = new Float64Array(settings.plan.width);
    this.#slopes = new Float64Array(settings.plan.width);
  }

  /**
   * Writes outputs of a response and, with a gradient of the table, adds its slopes to that and to `dz`.
   *
   * @returns Σ pull · output
   */
  run(row: RowAt, pulls: Pulls, out: Outputs, dz: Float64Array, tableGradient?: Float64Array): number {
    const { offsets, width } = this.#plan;
    this.#slopes.fill(0);
    const { passed, pulled } = this.#read(row, pulls, out);
    if (tableGradient === undefined) return pulled;
    addScaled(dz, 0, width, this.#slopes, 0, 1);
    for (const { head, rows } of passed) {
      const from = offsets[head + 1] as number;
      for (const one of rows) addScaled(tableGradient, one * width + from, width - from, this.#slopes, from, 1);
    }
    return pulled;
  }

  #read({ context, z, ids, at, maxTokens }: RowAt, pulls: Pulls, out: Outputs) {
    const plan = this.#plan;
    const passed: { readonly head: number; readonly rows: readonly number[] }[] = [];
    let [pulled, head] = [0, 0];
    this.#logits.set(z);
    for (let m = 0; m < maxTokens && head < plan.heads; m++) {
      const [from, to] = [plan.offsets[head] as number, plan.offsets[head + 1] as number];
      const token = (ids[at + m] as number) - FIRST_CHOICE;
      if (token < from || token >= to) break;
      const pull = { logProb: pulls.logProbs?.[at + m] ?? 0, entropy: pulls.entropy?.[at + m] ?? 0 };
      const { logProb, entropy } = this.#readHead(from, to, token, pull);
      out.logProbs[at + m] = logProb;
      out.entropy[at + m] = entropy;
      pulled += pull.logProb * logProb + pull.entropy * entropy;
      const rows = plan.rowsAfter(context, head, token - from);
      addRows(plan, this.#table, rows, head, this.#logits);
      passed.push({ head, rows });
      head = plan.follows(context, head, token - from);
    }
    return { passed, pulled };
  }

  /** log π of a choice and the entropy of its head; their slopes at the logits are kept. */
  #readHead(from: number, to: number, chosen: number, pull: HeadNumbers): HeadNumbers {
    const [logits, slopes, scale] = [this.#logits, this.#slopes, 1 / this.#temperature];
    let top = Number.NEGATIVE_INFINITY;
    for (let k = from; k < to; k++) top = Math.max(top, logits[k] as number);
    let [total, mean] = [0, 0];
    for (let k = from; k < to; k++) {
      const z = ((logits[k] as number) - top) * scale;
      const weight = Math.exp(z);
      slopes[k] = weight;
      total += weight;
      mean += weight * z;
    }
    const logTotal = Math.log(total);
    const entropy = logTotal - mean / total;
    const logProb = ((logits[chosen] as number) - top) * scale - logTotal;
    for (let k = from; k < to; k++) {
      const chance = (slopes[k] as number) / total;
      const onEntropy = pull.entropy * chance * (((logits[k] as number) - top) * scale - logTotal + entropy);
      slopes[k] = (pull.logProb * (Number(k === chosen) - chance) - onEntropy) * scale;
    }
    return { logProb, entropy };
  }
}

interface HeadNumbers {
  readonly logProb: number;
  readonly entropy: number;
}
