/** A table of logits with controllers that are switched on as strongly as one likes. */
export interface SteeredTable {
  /** S */
  readonly sections: number;
  /** K */
  readonly choices: number;
  /** [D, K] what each controller adds to the logits at strength 1; 0 at the start. */
  readonly steers: Float64Array;
  /**
   * Chances of the choices of a section.
   *
   * @param strengths - [D]; 0 is off
   * @param out - [K]
   */
  chances(section: number, strengths: ArrayLike<number>, out: Float64Array): void;
}

/**
 * A softmax for each section of a text, fixed, to which controllers add logits by their strengths.
 *
 *   logit[s, k] = base[s, k] + Σ_d ε_d · steer[d, k]
 *
 * A controller knows nothing of sections: whoever sets the strengths does.
 *
 * @param base - [S, K] logits without controllers
 * @param controllers - D
 * @paper 114 §Mechanism 3 (a linear steer for each dimension, strength 0 is off)
 *
 * ```ts doctest
 * import { createSteeredTable } from "@guerdon/lab/policy";
 * const table = createSteeredTable([[0, 0]], 1);
 * table.steers.set([Math.log(3), 0]);
 * const out = new Float64Array(2);
 * table.chances(0, [1], out);
 * out[0]?.toFixed(6) // => "0.750000"
 * ```
 */
export function createSteeredTable(base: readonly (readonly number[])[], controllers: number): SteeredTable {
  const choices = base[0]?.length ?? 0;
  const steers = new Float64Array(controllers * choices);
  return {
    sections: base.length,
    choices,
    steers,
    chances: (section, strengths, out) => {
      let most = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < choices; k++) {
        let logit = base[section]?.[k] as number;
        for (let d = 0; d < controllers; d++) logit += (strengths[d] as number) * (steers[d * choices + k] as number);
        out[k] = logit;
        most = Math.max(most, logit);
      }
      let total = 0;
      for (let k = 0; k < choices; k++) {
        out[k] = Math.exp((out[k] as number) - most);
        total += out[k] as number;
      }
      for (let k = 0; k < choices; k++) out[k] = (out[k] as number) / total;
    },
  };
}
