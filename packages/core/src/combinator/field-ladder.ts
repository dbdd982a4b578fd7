import { z } from "zod";
import { defineCombinator, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, missingAt, type Signal } from "../signal/index.ts";
import { lengthOf } from "./length-of.ts";
import { perInput } from "./per-input.ts";

export interface Field {
  /** What a full field is worth. */
  readonly worth: number;
  /** A field below this counts nothing. */
  readonly threshold: number;
  /** Place of the field that must count before this one does; none when absent. */
  readonly dependsOn?: number | undefined;
}
export interface FieldLadderOptions {
  /** The fields in order, each with what it is worth. */
  readonly fields: readonly Field[];
}
type FieldInput = Pick<Field, "worth" | "dependsOn"> & { readonly threshold?: number | undefined };

const field: z.ZodType<Field, FieldInput> = z.strictObject({
  worth: z.number().nonnegative(),
  threshold: z.number().nonnegative().default(0),
  dependsOn: z.int().nonnegative().optional(),
});
const options: z.ZodType<FieldLadderOptions, { readonly fields: readonly FieldInput[] }> = z
  .strictObject({ fields: z.array(field).min(1).readonly() })
  .refine(({ fields }) => fields.every(({ dependsOn }, k) => dependsOn === undefined || dependsOn < k), {
    path: ["fields"],
    error: "a field can depend on an earlier one only",
  });

/**
 * Adds up the fields of an answer, each only where the field it depends on counts.
 *
 *   counts_k = of_k > 0 and of_k ≥ threshold_k and counts_{dependsOn_k}
 *   out_i = Σ_k [counts_k] · worth_k · of_{k,i}
 *
 * An input is a truth (the name is there) or a similarity in [0, 1]; a very large `worth` on one field
 * is what makes an easy one vanish once a group's deviation is divided by. A field whose parent does not
 * count is not looked at and may be missing; another missing field makes the result missing. Fields that
 * each depend on the one before are an ordered ladder, `tiers` without thresholds on the way.
 *
 * @shape of K × [R] → [R]
 * @unit truth or similarity → reward
 * @throws RewardError GUERDON_OPTION when there are not as many fields as inputs
 * @throws RewardError GUERDON_SHAPE when there is no input or lengths differ
 * @paper 129 §Mechanism (0.3 for the type, 0.2 for a name, 1000 · similarity from 0.75 on)
 * @paper 171 §Mechanism (0.25 class, 0.75 severity), 176 (arguments only under the right name)
 * @kind combinator
 * @alias fieldLadder
 * @alias 171:nestedCredit = { use: field-ladder, fields: [{ worth: 0.25 }, { worth: 0.75, dependsOn: 0 }] }
 * @alias gateOn = { use: field-ladder, fields: [{ worth: 0.3 }, { worth: 0.6, dependsOn: 0 }] }
 * @plot { fields: [{ worth: 0.3 }, { worth: 1, threshold: 0.75, dependsOn: 0 }], of: [0.8] } over of 0..1
 * @plot { fields: [{ worth: 0.3 }, { worth: 1, threshold: 0.75, dependsOn: 0 }], of: [0.7] } over of 0..1
 *
 * ```ts doctest
 * import { fieldLadder } from "@guerdon/core/combinator";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [type, text] = [fullSignal("rollout", [1, 1, 0]), fullSignal("rollout", [0.8, 0.5, 0.9])];
 * const fields = [{ worth: 0.5 }, { worth: 10, threshold: 0.75, dependsOn: 0 }];
 * [...fieldLadder({ fields }).apply([type, text], flatLayout([3])).values] // => [8.5, 0.5, 0]
 * ```
 */
export const fieldLadder: TransformFactory<typeof options> = defineCombinator({
  name: "field-ladder",
  version: 1,
  summary: "Adds up the fields of an answer, each only where the field it depends on counts.",
  options,
  build: ({ fields }) => ({
    inputs: [{ name: "of", many: true }],
    range: (inputs) => rangeOfFields(inputs, fields),
    trend: (index, inputs) => (decides(index, inputs, fields) ? "increasing" : "constant"),
    apply: (inputs) => addFields(inputs, fields),
  }),
});

function addFields(inputs: readonly Signal[], fields: readonly Field[]): Signal {
  const length = lengthOf(inputs);
  perInput(
    "fields",
    fields.map(({ worth }) => worth),
    inputs.length,
  );
  const values = new Float64Array(length);
  const present = new Uint8Array(length).fill(1);
  const counts = new Uint8Array(fields.length);
  const parents = Int32Array.from(fields, ({ dependsOn }) => dependsOn ?? -1);
  /** Adds up one rollout; gives the place of the first missing field that is read, or −1. */
  const add = (i: number): number => {
    for (let k = 0; k < fields.length; k++) {
      const parent = parents[k] as number;
      counts[k] = 0;
      if (parent >= 0 && counts[parent] === 0) continue;
      const input = inputs[k] as Signal;
      if (input.present[i] === 0) return k;
      const { worth, threshold } = fields[k] as Field;
      const value = input.values[i] as number;
      if (value <= 0 || value < threshold) continue;
      counts[k] = 1;
      values[i] = (values[i] as number) + worth * value;
    }
    return -1;
  };
  for (let i = 0; i < length; i++) if (add(i) >= 0) present[i] = 0;
  return deriveSignal((inputs[0] as Signal).level, values, present, (i) => missingAt(inputs[add(i)] as Signal, i));
}

/** A sum of the least and the greatest values of all fields: none can take anything away. */
function rangeOfFields(inputs: readonly Interval[], fields: readonly Field[]): Interval {
  perInput(
    "fields",
    fields.map(({ worth }) => worth),
    inputs.length,
  );
  const sum = (side: "min" | "max"): number => {
    const counts: boolean[] = [];
    return fields.reduce((total, { worth, threshold, dependsOn }, k) => {
      const value = (inputs[k] as Interval)[side];
      counts[k] = value > 0 && value >= threshold && (dependsOn === undefined || counts[dependsOn] === true);
      return counts[k] && worth > 0 ? total + worth * value : total;
    }, 0);
  };
  return { min: sum("min"), max: sum("max") };
}

/** Whether a field can count, at more than one value. */
function decides(index: number, inputs: readonly Interval[], fields: readonly Field[]): boolean {
  const { min, max } = inputs[index] as Interval;
  for (let k: number | undefined = index; k !== undefined; k = fields[k]?.dependsOn) {
    const top = (inputs[k] as Interval).max;
    if (top <= 0 || top < (fields[k] as Field).threshold) return false;
  }
  return min < max;
}
