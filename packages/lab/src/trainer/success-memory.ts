import { successRate } from "@guerdon/core/sampler";
import { flatLayout, type Json, type Signal } from "@guerdon/core/signal";

/** How often each prompt has succeeded lately, over updates that each ask some of the prompts. */
export class SuccessMemory {
  readonly #rate = successRate({ output: "rate" });
  readonly #valid = successRate({ output: "valid" });
  #state: Json = {};

  /** Rate of each prompt so far, and whether enough is known; a prompt never asked has neither. */
  rates(prompts: readonly number[]): { readonly rate: Signal; readonly valid: Signal } {
    const layout = { ...flatLayout(prompts.map(() => 1)), groupKeys: prompts.map(String) };
    const nothing: Signal = {
      level: "rollout",
      values: new Float64Array(prompts.length),
      present: new Uint8Array(prompts.length),
    };
    const moment = { step: 0, state: this.#state };
    return {
      rate: this.#rate.apply([nothing], layout, moment),
      valid: this.#valid.apply([nothing], layout, moment),
    };
  }

  add(prompts: readonly number[], counts: readonly number[], reward: Signal): void {
    const layout = { ...flatLayout(counts), groupKeys: prompts.map(String) };
    this.#state = this.#rate.adaptive?.step(this.#state, [reward], layout, 0) ?? this.#state;
  }

  save(): Json {
    return structuredClone(this.#state);
  }

  restore(state: Json): void {
    this.#state = structuredClone(state);
  }
}
