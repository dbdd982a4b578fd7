export { type PolicyGradientRun, startPolicyGradient } from "./policy-gradient.ts";
export type { PolicyGradientSettings } from "./policy-gradient-settings.ts";
export { episodeLayout } from "./score-experience.ts";
export type { TokenRun } from "./token-loop.ts";
export { startTokenRun } from "./token-run.ts";
export type { TokenLoop, TokenTraining, WarmStart } from "./token-settings.ts";
export { worldSignal } from "./world-signal.ts";
