export { cartPole, checkEnvironment, type Environment, vectorise } from "./environment/index.ts";
export { parseExperiment, runExperiment } from "./experiment/index.ts";
export {
  categoricalHead,
  gaussianHead,
  mlpPolicy,
  type Policy,
  tabularPolicy,
  transformerPolicy,
} from "./policy/index.ts";
export { adamw, createLearner, type Learner, type Model, sgd, startEngine } from "./tensor/index.ts";
export {
  type PolicyGradientRun,
  type PolicyGradientSettings,
  startPolicyGradient,
  startTokenRun,
  type TokenRun,
  type TokenTraining,
  worldSignal,
} from "./trainer/index.ts";
