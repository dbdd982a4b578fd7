/** A method by name: settings of a kind of agent. */
export interface AgentPreset {
  readonly of: "q-learner" | "actor-critic" | "regression";
  readonly settings: object;
  /** What it is and where the settings are from. */
  readonly summary: string;
}

const TD3 = {
  ...{ draws: false, noise: 0.1, slowActor: true, climbs: "first", actorEvery: 2, learningRate: 3e-4 },
  smoothing: { deviation: 0.2, limit: 0.5 },
};

/** Off-policy and offline methods as settings. */
export const AGENT_PRESETS: { readonly [name: string]: AgentPreset } = {
  awr: {
    of: "regression",
    settings: { advantage: { from: "returns" }, weights: { temperature: 1, maxWeight: 20, normalise: "none" } },
    summary: "advantage-weighted regression: weights from returns (Peng et al. 2019)",
  },
  bc: { of: "regression", settings: {}, summary: "behaviour cloning: the actions of the data made likely" },
  cql: {
    of: "q-learner",
    settings: { conservatism: 1, exploration: 0, learningRate: 3e-4 },
    summary: "conservative Q-learning for discrete actions (Kumar et al. 2020)",
  },
  "cql-sac": {
    of: "actor-critic",
    settings: {
      draws: true,
      learningRate: 3e-4,
      temperature: { start: 1, learningRate: 3e-4 },
      conservatism: { weight: 5 },
    },
    summary: "conservative Q-learning for real actions on soft actor-critic (Kumar et al. 2020, α = 5)",
  },
  "double-dqn": {
    of: "q-learner",
    settings: { double: true, huber: 1, maxGradientNorm: 10 },
    summary: "double DQN: one network chooses, the slow one values (van Hasselt et al. 2016)",
  },
  dqn: {
    of: "q-learner",
    settings: { double: false, huber: 1, maxGradientNorm: 10 },
    summary: "DQN: values of discrete actions from a memory (Mnih et al. 2015)",
  },
  iql: {
    of: "regression",
    settings: {
      advantage: { from: "action-values", expectile: 0.7, targetRate: 0.005, learningRate: 3e-4 },
      ...{ learningRate: 3e-4, weights: { temperature: 1 / 3, maxWeight: 100, normalise: "none" } },
    },
    summary: "implicit Q-learning: weights from an expectile of values (Kostrikov et al. 2022)",
  },
  sac: {
    of: "actor-critic",
    settings: { draws: true, learningRate: 3e-4, temperature: { start: 1, learningRate: 3e-4 } },
    summary: "soft actor-critic with a learnt temperature (Haarnoja et al. 2018)",
  },
  td3: {
    of: "actor-critic",
    settings: TD3,
    summary: "TD3: twin critics, smoothed targets, slow actor (Fujimoto et al. 2018)",
  },
  "td3-bc": {
    of: "actor-critic",
    settings: { ...TD3, cloning: 2.5 },
    summary: "TD3+BC: TD3 held near the data (Fujimoto & Gu 2021, α = 2.5)",
  },
};
