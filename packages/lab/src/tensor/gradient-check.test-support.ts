import { jit, valueAndGrad } from "@jax-js/jax";
import { flatHost, unflatHost } from "./flat-tree.ts";
import { toHost, toTensors } from "./host-array.ts";
import type { HostTree, Tensor, Tree } from "./model.ts";
import { startEngine } from "./start-engine.ts";

/**
 * The largest error of a gradient against central differences, relative to the length of the gradient.
 *
 * @param run - a traceable function of one tree to one number
 * @param step - of the differences; 32-bit functions need about 1e-2
 * @param places - how many coordinates are tried, spread over the tree
 */
export async function gradientError(
  run: (p: Tree) => Tensor,
  at: HostTree,
  { step = 1e-2, places = 60 }: { readonly step?: number; readonly places?: number } = {},
): Promise<number> {
  await startEngine();
  const value = jit(run as never) as unknown as ((p: Tree) => Tensor) & { dispose(): void };
  const both = valueAndGrad(run as never) as unknown as (p: Tree) => readonly [Tensor, Tree];
  const [sum, tree] = both(toTensors(at));
  sum.dispose();
  const gradient = flatHost(toHost(tree)).data;
  const flat = flatHost(at);
  const moved = (place: number, by: number): number => {
    const data = flat.data.slice();
    data[place] = (data[place] as number) + by;
    return value(toTensors(unflatHost({ data, shape: flat.shape }, at))).dataSync()[0] as number;
  };
  let norm = 0;
  for (const slope of gradient) norm += slope * slope;
  const stride = Math.max(1, Math.floor(gradient.length / places));
  let [error, tried] = [0, 0];
  for (let i = 0; i < gradient.length; i += stride) {
    // Two step sizes, extrapolated: the error of the differences falls with the fourth power.
    const wide = (moved(i, step) - moved(i, -step)) / (2 * step);
    const wider = (moved(i, 2 * step) - moved(i, -2 * step)) / (4 * step);
    error += ((gradient[i] as number) - (4 * wide - wider) / 3) ** 2;
    tried++;
  }
  value.dispose();
  return Math.sqrt(error / tried / (norm / gradient.length));
}
