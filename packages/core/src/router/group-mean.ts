import {
  deriveSignal,
  graver,
  groupOffsets,
  type Layout,
  type Missing,
  missingAt,
  type Signal,
} from "../signal/index.ts";

/** [G] the mean of the present members of each group; equal values have exactly their own mean. */
export function groupMean(of: Signal, layout: Layout): Signal {
  const offsets = groupOffsets(layout);
  const values = new Float64Array(offsets.length - 1);
  const present = new Uint8Array(values.length);
  for (let group = 0; group < values.length; group++) {
    let [count, sum, first, equal] = [0, 0, 0, true];
    for (let i = offsets[group] as number; i < (offsets[group + 1] as number); i++) {
      if (of.present[i] === 0) continue;
      const value = of.values[i] as number;
      if (count === 0) first = value;
      else if (value !== first) equal = false;
      count++;
      sum += value;
    }
    if (count === 0) continue;
    present[group] = 1;
    values[group] = equal ? first : sum / count;
  }
  return deriveSignal("group", values, present, (group) => {
    let reason = missingAt(of, offsets[group] as number);
    for (let i = (offsets[group] as number) + 1; i < (offsets[group + 1] as number); i++) {
      reason = spokesman(reason, missingAt(of, i));
    }
    return reason;
  });
}

/** The graver of two reasons; of two as grave, the one first in the alphabet, whatever the order of the members. */
function spokesman(a: Missing, b: Missing): Missing {
  const [first, last] = a.reason <= b.reason ? [a, b] : [b, a];
  return graver(first, last);
}
