export { type AdamwOptions, adamw } from "./adamw.ts";
export { clipByGlobalNorm, globalNorm } from "./clip-by-global-norm.ts";
export { createLearner, type LearnerSettings } from "./create-learner.ts";
export { type DenseParameters, type DenseStart, dense, denseParameters, normalArray } from "./dense.ts";
export {
  hostArray,
  hostLeaves,
  isHostArray,
  mapHost,
  scalar,
  sizeOf,
  toHost,
  toTensor,
  toTensors,
} from "./host-array.ts";
export { type Activation, mlp, mlpParameters } from "./mlp.ts";
export {
  createMlpNetwork,
  type KernelActivation,
  type MlpNetwork,
  mlpParameterCount,
  mlpWorkspace,
} from "./mlp-network.ts";
export type {
  Columns,
  HostColumns,
  HostFloats,
  HostInput,
  HostInputs,
  HostTree,
  Learner,
  Model,
  Tensor,
  Tree,
} from "./model.ts";
export { createNetworkKernel, type NetworkKernel } from "./network-kernel.ts";
export { normalAt } from "./normal-at.ts";
export type { Optimiser } from "./optimiser.ts";
export { embed, pick } from "./pick.ts";
export { rmsNorm } from "./rms-norm.ts";
export { readSafetensors, writeSafetensors } from "./safetensors.ts";
export { type SgdOptions, sgd } from "./sgd.ts";
export { logSigmoid, sigmoid, silu, softplus } from "./softplus.ts";
export { startEngine } from "./start-engine.ts";
export { type AttentionPlaces, createTransformerKernel, type TransformerKernel } from "./transformer-kernel.ts";
export { disposeTree, mapTree, refTree, treeLeaves } from "./tree.ts";
