import { diffusionPath, type FlowShape, type PathName, type Policy, writeFlowTime } from "../policy/index.ts";
import { actedRows } from "../policy/policy.ts";
import type { HostTree } from "../tensor/index.ts";

/** A model whose ways from noise to data another learns to go in one step. */
export interface FlowTeacher {
  readonly policy: Policy;
  readonly parameters: HostTree;
  /** Steps of its ODE from each noisy sample to time 0. */
  readonly steps: number;
}

/** Where a teacher's ODE leads. */
interface TeacherWays {
  /**
   * Puts the targets of a network that goes the whole way at once into actions: x̂_0 is where the ODE from x_t ends.
   *
   * @param observations - [B, O] noisy samples with conditions and times; left alone
   * @param times - [B]
   * @param actions - [B, 2·D]
   */
  replace(observations: Float32Array, times: Float64Array, actions: Float32Array): void;
}

/**
 * Follows the ODE of a teacher from each noisy sample, each from its own time.
 *
 *   x_end = ODE(x_t, t → 0),   ε = (x_t − signal·x_end)/noise,   target as of any x_0 and ε
 *
 * A network matched to these is a consistency model: x̂_0 is the same all along one way, and few steps of `preserving`
 * noise at level 1 generate.
 *
 * @param width - O of the observations that are shown
 * @paper 168 §Pieces (student of a flow teacher's end points); Song et al. 2023, "Consistency models", definition 1
 */
export function createTeacherWays(
  { policy, parameters, steps }: FlowTeacher,
  { path: name = "velocity", shape }: { readonly path?: PathName | undefined; readonly shape: FlowShape },
  width: number,
  count: number,
): TeacherWays {
  const { size, conditions = 0 } = shape;
  const path = diffusionPath(name);
  const actor = policy.actor(count);
  actor.load(parameters);
  const [rows, shown] = [actedRows(count, 2 * size), new Float32Array(count * policy.observationWidth)];
  const points = new Float64Array(count * size);
  const step = (times: Float64Array, k: number): void => {
    for (let b = 0; b < count; b++) {
      const time = (times[b] as number) * (1 - k / steps);
      for (let d = 0; d < size; d++) shown[b * policy.observationWidth + d] = points[b * size + d] as number;
      writeFlowTime(shape, { time, next: time, deviation: 0, gain: 0 }, shown, b * policy.observationWidth);
    }
    actor.best(shown, rows);
    for (let b = 0; b < count; b++) {
      const [time, next] = [k, k + 1].map((at) => (times[b] as number) * (1 - at / steps)) as [number, number];
      const [clean, noise] = [path.clean(time), path.noiseOf(time)];
      const [signal, share] = [path.signal(next), path.noise(next)];
      for (let d = 0; d < size; d++) {
        const [point, output] = [points[b * size + d] as number, rows.drawn[2 * b * size + d] as number];
        points[b * size + d] =
          signal * (clean.ofPoint * point + clean.ofOutput * output) +
          share * (noise.ofPoint * point + noise.ofOutput * output);
      }
    }
  };
  return {
    replace: (observations, times, actions) => {
      for (let b = 0; b < count; b++) {
        for (let d = 0; d < size; d++) points[b * size + d] = observations[b * width + d] as number;
        for (let c = 0; c < conditions; c++) {
          shown[b * policy.observationWidth + size + c] = observations[b * width + size + c] as number;
        }
      }
      for (let k = 0; k < steps; k++) step(times, k);
      for (let b = 0; b < count; b++) {
        const [signal, share] = [path.signal(times[b] as number), path.noise(times[b] as number)];
        for (let d = 0; d < size; d++) {
          const end = points[b * size + d] as number;
          const noise = ((observations[b * width + d] as number) - signal * end) / share;
          actions[2 * b * size + d] = path.target.ofPoint * end + path.target.ofOutput * noise;
        }
      }
    },
  };
}
