import type { Signal } from "../signal/index.ts";
import type { Classes } from "./classes.ts";
import { clipTo } from "./clip-to.ts";
import { divisorOf } from "./divisor.ts";
import { measureClasses } from "./measure-classes.ts";
import { deviation, measure, newMembers } from "./members.ts";
import type { PlaceRule } from "./place-rule.ts";

/** [N] the advantage of each counted place within its class; 0 for the others, and where there is nobody to compare with. */
export function normaliseClasses(
  values: Float64Array,
  counted: Uint8Array,
  classes: Classes,
  rule: PlaceRule,
): Float64Array {
  const { counts, means, squares } = measureClasses(values, counted, classes);
  const gains = new Float64Array(classes.count);
  const relative = rule.baseline !== "none" || rule.scale !== "none";
  for (let c = 0; c < classes.count; c++) {
    const count = counts[c] as number;
    if (count === 0 || (count === 1 && relative)) continue;
    const divisor = divisorAt(rule, squares[c] as number, count);
    gains[c] = (rule.baseline === "leave-one-out" ? count / (count - 1) : 1) / divisor;
  }
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const c = classes.of[i] as number;
    if (c < 0 || counted[i] === 0 || gains[c] === 0) continue;
    const shift = rule.baseline === "none" ? 0 : (means[c] as number);
    // A difference of −0 is 0.
    out[i] = (gains[c] as number) * ((values[i] as number) - shift) + 0;
  }
  clipTo(out, rule.clip);
  return out;
}

/** The same for classes that lie side by side, class c from offsets[c] to offsets[c + 1]. */
export function normaliseSpans(
  values: Float64Array,
  counted: Uint8Array,
  offsets: Int32Array,
  rule: PlaceRule,
): Float64Array {
  const out = new Float64Array(values.length);
  const reward: Signal = { level: "rollout", values, present: counted };
  const span = newMembers(0, 0, reward);
  const relative = rule.baseline !== "none" || rule.scale !== "none";
  for (let c = 0; c + 1 < offsets.length; c++) {
    span.from = offsets[c] as number;
    span.to = offsets[c + 1] as number;
    measure(reward, span);
    const { from, to, count, mean, squares } = span;
    if (count === 0 || (count === 1 && relative)) continue;
    const gain = (rule.baseline === "leave-one-out" ? count / (count - 1) : 1) / divisorAt(rule, squares, count);
    const shift = rule.baseline === "none" ? 0 : mean;
    for (let i = from; i < to; i++) {
      if (counted[i] === 1) out[i] = gain * ((values[i] as number) - shift) + 0;
    }
  }
  clipTo(out, rule.clip);
  return out;
}

function divisorAt({ scale, eps }: PlaceRule, squares: number, count: number): number {
  if (scale === "none") return 1;
  const std = deviation(squares, count, scale === "sample-std" ? 1 : 0);
  return divisorOf(std, { eps, epsAt: "std", zeroStd: "divide" });
}
