import {
  createMlpNetwork,
  createNetworkKernel,
  type DenseParameters,
  type HostTree,
  hostLeaves,
  type KernelActivation,
  type MlpNetwork,
  mapHost,
  mlpParameterCount,
  mlpWorkspace,
  type NetworkKernel,
} from "../tensor/index.ts";
import type { Head } from "./head.ts";

/** Parameters of an MLP policy. */
export type MlpPolicyParameters = {
  readonly policy: readonly DenseParameters[];
  readonly head: HostTree;
  readonly critic?: readonly DenseParameters[];
};

/** Networks of an MLP policy, as far as kernels have to know them. */
export interface MlpShape {
  /** Widths of the network under the head. */
  readonly policy: readonly number[];
  /** Widths of the critic. */
  readonly critic?: readonly number[] | undefined;
  readonly activation: KernelActivation;
  readonly head: Head;
}

/** Networks of an MLP policy in the memory of a kernel, for a fixed number of rows. */
export interface MlpMemory {
  readonly rows: number;
  /** Numbers of an observation that the networks read. */
  readonly inputs: number;
  readonly kernel: NetworkKernel;
  readonly policy: MlpNetwork;
  readonly critic?: MlpNetwork | undefined;
  /** All parameters end to end: network, head, critic. */
  readonly parameters: Float32Array;
  /** The same places for gradients; empty in memory that only acts. */
  readonly gradients: Float32Array;
  /** Parameters of the head, and their gradients. */
  readonly own: Float32Array;
  readonly ownGradients: Float32Array;
  /** Room for moments, as long as the parameters; empty in memory that only acts. */
  readonly mean: Float32Array;
  readonly square: Float32Array;
  read(block: Float32Array): MlpPolicyParameters;
  write(block: Float32Array, tree: MlpPolicyParameters): void;
}

/** @param trains - whether there is room for gradients and moments */
export function createMlpMemory(shape: MlpShape, rows: number, trains: boolean): MlpMemory {
  const form = shape.head.parameters(0);
  const ownCount = hostLeaves(form).reduce((sum, [, { data }]) => sum + data.length, 0);
  const ownAt = mlpParameterCount(shape.policy);
  const criticAt = ownAt + Math.ceil(ownCount / 4) * 4;
  const size = criticAt + (shape.critic === undefined ? 0 : mlpParameterCount(shape.critic));
  const networks = [shape.policy, shape.critic ?? []].filter((widths) => widths.length > 0);
  const workspace = networks.reduce((sum, widths) => sum + mlpWorkspace(widths, rows, trains), 0);
  const kernel = createNetworkKernel((trains ? 4 : 1) * (size + 8) + workspace);
  const block = (): Float32Array => (trains ? kernel.allocate(size) : new Float32Array(0));
  const parameters = kernel.allocate(size);
  const [gradients, mean, square] = [block(), block(), block()];
  const networkAt = (widths: readonly number[], from: number): MlpNetwork => {
    const part = (whole: Float32Array): Float32Array => whole.subarray(from, from + mlpParameterCount(widths));
    return createMlpNetwork(
      kernel,
      widths,
      shape.activation,
      rows,
      part(parameters),
      trains ? part(gradients) : undefined,
    );
  };
  const policy = networkAt(shape.policy, 0);
  const critic = shape.critic === undefined ? undefined : networkAt(shape.critic, criticAt);
  return {
    rows,
    inputs: shape.policy[0] as number,
    kernel,
    policy,
    critic,
    parameters,
    gradients,
    own: parameters.subarray(ownAt, ownAt + ownCount),
    ownGradients: gradients.subarray(ownAt, ownAt + ownCount),
    mean,
    square,
    read: (from) => ({
      policy: policy.read(from),
      head: headAt(form, from, ownAt),
      ...(critic === undefined ? {} : { critic: critic.read(from.subarray(criticAt)) }),
    }),
    write: (into, tree) => {
      policy.write(into, tree.policy);
      let at = ownAt;
      for (const [, { data }] of hostLeaves(tree.head)) {
        into.set(data, at);
        at += data.length;
      }
      if (tree.critic !== undefined) critic?.write(into.subarray(criticAt), tree.critic);
    },
  };
}

function headAt(form: HostTree, block: Float32Array, from: number): HostTree {
  let at = from;
  return mapHost(form, ({ data, shape }) => {
    const start = at;
    at += data.length;
    return { data: block.slice(start, at), shape };
  });
}
