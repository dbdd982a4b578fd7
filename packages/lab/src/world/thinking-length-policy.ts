import { additivePolicy } from "../policy/additive-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { THINKING } from "./thinking-source.ts";

export interface ThinkingLengthPolicyOptions {
  /** Logit of answering at the start, at every place or for each. Default −2.5. */
  readonly initial?: number | readonly number[];
  /** How fast the logits of a class are learnt, as a share of the step size of those of all. Default ½. */
  readonly classRate?: number;
  /** The same for those of a tag. Default ½. */
  readonly tagRate?: number;
  /** What these rates are multiplied by at the first place, where thinking is begun or not. Default 1. */
  readonly firstPlaceRate?: number;
  /** Number of classes and of tags with logits of their own. Default 2 and none. */
  readonly classes?: number;
  readonly tags?: number;
  /** [G] Tag of each member of a group, as in the world. */
  readonly memberTags?: readonly number[];
  /** Tokens of the world. Default 32. */
  readonly maxTokens?: number;
}

const { ANSWER, THINK, FIRST } = THINKING;

/**
 * The policy of the canonical environment: at every place a hazard of answering, σ(u[t] + v[class][t] + w[tag][t]).
 *
 * u starts at −2.5, so that it thinks for 12 tokens on average, and v and w at 0, with half the step size of u.
 *
 * @paper 104 §Experiment (initial −2.5; learning rates 2.4 for u, 1.2 for v), 137 §Experiment (w[budget])
 */
export function thinkingLengthPolicy(options: ThinkingLengthPolicyOptions = {}): TokenPolicy {
  const { initial = -2.5, classRate = 0.5, tagRate = 0.5, firstPlaceRate = 1 } = options; // 104 §Experiment
  const { classes = 2, tags = 0, memberTags = [], maxTokens = 32 } = options;
  return additivePolicy({
    tokens: [ANSWER, THINK],
    initial: typeof initial === "number" ? [initial, 0] : initial.map((logit) => [logit, 0]),
    free: [true, false],
    contexts: Array.from({ length: classes + tags }, (_, c) => FIRST + c),
    members: memberTags.map((tag) => (tag < 0 ? -1 : classes + tag)),
    scales: Array.from({ length: classes + tags }, (_, c) => Math.sqrt(c < classes ? classRate : tagRate)),
    placeScales: Array.from({ length: maxTokens }, (_, m) => (m === 0 ? Math.sqrt(firstPlaceRate) : 1)),
  });
}
