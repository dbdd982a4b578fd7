import { ATTRIBUTES } from "../environment/index.ts";
import { below } from "./draw-prompts.ts";

/** What is asked of responses: attributes with the direction that is wanted, the first counts most. */
export type JudgePrinciple = readonly (readonly [attribute: number, sign: 1 | -1])[];

/** Most attributes of a principle. */
export const PRINCIPLE_PARTS = 3;

/** A principle of one to three attributes, each wanted high or low. */
export function drawPrinciple(uniform: () => number): JudgePrinciple {
  const parts: [number, 1 | -1][] = [];
  const count = 1 + below(PRINCIPLE_PARTS, uniform);
  const left = ATTRIBUTES.map((_, k) => k);
  for (let k = 0; k < count; k++) {
    const [attribute] = left.splice(below(left.length, uniform), 1) as [number];
    parts.push([attribute, uniform() < 0.5 ? 1 : -1]);
  }
  return parts;
}

/**
 * Worth of a response by a principle: Σ w·sign·level over Σ w·4, with weights 3, 2, 1 in order; −1 … 1.
 *
 * ```ts doctest
 * import { principleWorth } from "@guerdon/lab/world";
 * principleWorth([[0, 1], [3, -1]], [4, 0, 0, 2, 0, 0, 0, 0]) // => 0.4
 * ```
 */
export function principleWorth(principle: JudgePrinciple, attributes: ArrayLike<number>, at: number = 0): number {
  let [sum, most] = [0, 0];
  for (const [k, [attribute, sign]] of principle.entries()) {
    const weight = PRINCIPLE_PARTS - k;
    sum += weight * sign * (attributes[at + attribute] as number);
    most += weight * 4;
  }
  return sum / most;
}
