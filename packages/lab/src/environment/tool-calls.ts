/** A call of a tool: the number of the tool and a value for each parameter, −1 where it is not given. */
export interface ToolCall {
  readonly name: number;
  readonly values: readonly number[];
}

/**
 * Share of two lists of calls that agrees, without regard to order: S / S_max in [0, 1].
 *
 *   S = J(names) + Σ over the calls of `gold`, in order, of the best J(keys) + values that are equal
 *   S_max = 1 + Σ (1 + parameters);   J = Σ min(c₁, c₂) / (n₁ + n₂ − Σ min), 0 where one list alone is empty
 *
 * For each call of `gold` the best call of the same name that is not used yet counts.
 *
 * @param perTool - a call counts 1 when it is wholly right, else nothing
 * @paper 086 §Mechanism
 *
 * ```ts doctest
 * import { toolCallAgreement } from "@guerdon/lab/environment";
 * toolCallAgreement([{ name: 0, values: [1, 2] }], [{ name: 0, values: [1, -1] }]) // => 0.625
 * ```
 */
export function toolCallAgreement(
  gold: readonly ToolCall[],
  calls: readonly ToolCall[],
  perTool: boolean = false,
): number {
  const used = new Set<number>();
  let [sum, most] = [
    jaccard(
      gold.map(({ name }) => name),
      calls.map(({ name }) => name),
    ),
    1,
  ];
  for (const one of gold) {
    const scores = calls.map((call, k) => (used.has(k) || call.name !== one.name ? 0 : worthOf(one, call, perTool)));
    const best = Math.max(0, ...scores);
    if (best > 0) used.add(scores.indexOf(best));
    sum += best;
    most += perTool ? 1 : 1 + keysOf(one).length;
  }
  return sum / most;
}

function keysOf({ values }: ToolCall): readonly number[] {
  return values.flatMap((value, key) => (value >= 0 ? [key] : []));
}

function worthOf(gold: ToolCall, call: ToolCall, perTool: boolean): number {
  const keys = keysOf(gold);
  const equal = keys.filter((key) => gold.values[key] === call.values[key]).length;
  const overlap = jaccard(keys, keysOf(call));
  if (perTool) return overlap === 1 && equal === keys.length ? 1 : 0;
  return overlap + equal;
}

/** Jaccard index of two lists as multisets. */
function jaccard(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 && other.length === 0) return 1;
  const rest = [...other];
  let common = 0;
  for (const item of one) {
    const place = rest.indexOf(item);
    if (place === -1) continue;
    rest.splice(place, 1);
    common++;
  }
  return common / (one.length + other.length - common);
}
