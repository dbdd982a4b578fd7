/** Adam's rule on an array of the host: small models that need no tensor engine. */
export interface HostAdam {
  /** Moves parameters down a gradient. */
  step(parameters: Float64Array, gradient: ArrayLike<number>, learningRate: number): void;
  /** Moments and the number of steps; `restore` of it goes on bit by bit. */
  save(): { readonly mean: Float64Array; readonly square: Float64Array; readonly steps: Float64Array };
  restore(state: { readonly [name: string]: ArrayLike<number> }): void;
}

/**
 * Adam without weight decay: β₁ 0.9, β₂ 0.999, ε 1e-8.
 *
 * @paper Kingma & Ba 2015, "Adam", algorithm 1
 */
export function hostAdam(size: number): HostAdam {
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  let steps = 0;
  return {
    step: (parameters, gradient, learningRate) => {
      steps++;
      const [first, second] = [1 - 0.9 ** steps, 1 - 0.999 ** steps];
      for (let i = 0; i < size; i++) {
        const slope = gradient[i] as number;
        mean[i] = 0.9 * (mean[i] as number) + 0.1 * slope;
        square[i] = 0.999 * (square[i] as number) + 0.001 * slope * slope;
        const move = (mean[i] as number) / first / (Math.sqrt((square[i] as number) / second) + 1e-8);
        parameters[i] = (parameters[i] as number) - learningRate * move;
      }
    },
    save: () => ({ mean: mean.slice(), square: square.slice(), steps: Float64Array.of(steps) }),
    restore: (state) => {
      mean.set(state.mean as ArrayLike<number>);
      square.set(state.square as ArrayLike<number>);
      steps = state.steps?.[0] as number;
    },
  };
}
