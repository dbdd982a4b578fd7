export { type PolicyGradientRun, startPolicyGradient } from "./policy-gradient.ts";
export type { PolicyGradientSettings } from "./policy-gradient-settings.ts";
export { episodeLayout } from "./score-experience.ts";
export { startTokenRun, type TokenRun } from "./token-run.ts";
export type { TokenTraining } from "./token-settings.ts";
export { worldSignal } from "./world-signal.ts";
