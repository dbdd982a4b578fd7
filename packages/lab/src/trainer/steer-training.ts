import { streamKey, uniformAt } from "@guerdon/core/random";
import type { SteeredTable } from "../policy/steered-table.ts";

/** How texts of several sections are scored in D respects. */
export interface SectionScores {
  /** [S] segments of each section. */
  readonly lengths: readonly number[];
  /** [D, K] what a segment of each choice is worth. */
  readonly values: readonly (readonly number[])[];
  /** [D, S] how much the mean of each section counts. */
  readonly weights: readonly (readonly number[])[];
}

export interface SteerTraining {
  readonly scores: SectionScores;
  /** β of the divergence of a segment from the policy without controllers. */
  readonly kl: number;
  readonly learningRate: number;
  readonly updates: number;
  /** Texts of an update. */
  readonly batch: number;
}

/**
 * Expected scores of a text whose sections have strengths of their own, exact.
 *
 *   score_d = Σ_s weight[d, s] · Σ_k π_s(k) · value[d, k]
 *
 * @param strengths - [S, D]
 * @shape → [D]
 */
export function expectedScores(
  table: SteeredTable,
  { values, weights }: SectionScores,
  strengths: readonly ArrayLike<number>[],
): readonly number[] {
  const chances = new Float64Array(table.choices);
  const totals = values.map(() => 0);
  for (const [s, own] of strengths.entries()) {
    table.chances(s, own, chances);
    for (const [d, value] of values.entries()) {
      const mean = value.reduce((sum, worth, k) => sum + worth * (chances[k] as number), 0);
      totals[d] = (totals[d] as number) + (weights[d]?.[s] as number) * mean;
    }
  }
  return totals;
}

/**
 * Scores of one text that is drawn.
 *
 * @param key - of its random stream
 * @shape → [D]
 */
export function drawnScores(
  table: SteeredTable,
  { lengths, values, weights }: SectionScores,
  strengths: readonly ArrayLike<number>[],
  key: number,
): readonly number[] {
  const written = drawText(table, lengths, strengths, key);
  return values.map((value, d) => scoreOf(written, lengths, value, weights[d] as readonly number[]));
}

/**
 * Teaches one controller its own score by REINFORCE, alone and at strength 1, near the policy without it.
 *
 *   reward = score_d − β · mean over segments of log π / π_0,   advantage = reward − mean of the batch
 *
 * @paper 114 §Mechanism 4 (one controller switched on, its own reward and a divergence)
 */
export function trainSteer(table: SteeredTable, controller: number, training: SteerTraining, seed: number): void {
  const { scores, kl, learningRate, updates, batch } = training;
  const { lengths, values, weights } = scores;
  const [value, weight] = [values[controller], weights[controller]] as [readonly number[], readonly number[]];
  const { steers, choices } = table;
  const on = values.map((_, d) => (d === controller ? 1 : 0));
  const [alone, none] = [lengths.map(() => on), lengths.map(() => values.map(() => 0))];
  const segments = lengths.reduce((sum, length) => sum + length, 0);
  for (let update = 0; update < updates; update++) {
    const [now, before] = [tableOf(table, alone), tableOf(table, none)];
    const texts = Array.from({ length: batch }, (_, i) =>
      drawText(table, lengths, alone, streamKey(seed, `steer ${controller}/${update * batch + i}`)),
    );
    const rewards = texts.map((written) => {
      let apart = 0;
      for (const [s, choicesOf] of written.entries()) {
        for (const k of choicesOf) apart += Math.log((now[s]?.[k] as number) / (before[s]?.[k] as number));
      }
      return scoreOf(written, lengths, value, weight) - (kl * apart) / segments;
    });
    const baseline = rewards.reduce((sum, reward) => sum + reward, 0) / batch;
    const gradient = new Float64Array(choices);
    for (const [i, written] of texts.entries()) {
      const advantage = ((rewards[i] as number) - baseline) / batch;
      for (const [s, choicesOf] of written.entries()) {
        for (const k of choicesOf) gradient[k] = (gradient[k] as number) + advantage;
        const expected = advantage * choicesOf.length;
        for (let k = 0; k < choices; k++) gradient[k] = (gradient[k] as number) - expected * (now[s]?.[k] as number);
      }
    }
    for (let k = 0; k < choices; k++) {
      const at = controller * choices + k;
      steers[at] = (steers[at] as number) + learningRate * (gradient[k] as number);
    }
  }
}

/** [S, K] chances. */
function tableOf(table: SteeredTable, strengths: readonly ArrayLike<number>[]): readonly Float64Array[] {
  return strengths.map((own, s) => {
    const chances = new Float64Array(table.choices);
    table.chances(s, own, chances);
    return chances;
  });
}

/** [S, length] choices. */
function drawText(
  table: SteeredTable,
  lengths: readonly number[],
  strengths: readonly ArrayLike<number>[],
  key: number,
): readonly (readonly number[])[] {
  let drawn = 0;
  return tableOf(table, strengths).map((chances, s) =>
    Array.from({ length: lengths[s] as number }, () => {
      let rest = uniformAt(key, drawn++);
      const at = chances.findIndex((chance) => {
        rest -= chance;
        return rest < 0;
      });
      return at < 0 ? chances.length - 1 : at;
    }),
  );
}

function scoreOf(
  written: readonly (readonly number[])[],
  lengths: readonly number[],
  value: readonly number[],
  weight: readonly number[],
): number {
  return written.reduce((sum, choicesOf, s) => {
    const total = choicesOf.reduce((own, k) => own + (value[k] as number), 0);
    return sum + ((weight[s] as number) * total) / (lengths[s] as number);
  }, 0);
}
