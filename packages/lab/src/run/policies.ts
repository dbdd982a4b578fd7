import { RewardError } from "@guerdon/core/error";
import { z } from "zod";
import { type Environment, type Space, widthOf } from "../environment/index.ts";
import {
  categoricalHead,
  factoredHead,
  gaussianHead,
  gruPolicy,
  type Head,
  mlpPolicy,
  type Policy,
  squashedGaussianHead,
  tabularPolicy,
} from "../policy/index.ts";
import type { Makers } from "./named.ts";

const critic = z.boolean().default(true);
/** How real actions are drawn: anywhere and then cut off at their bounds, or squashed into them. */
const squashed = z.boolean().default(false);

/** Policies that settings may name; inputs and head follow from the environment. */
export const policies: Makers<Policy, Environment> = {
  gru: {
    summary: "a recurrent memory of 32 numbers under a head",
    options: z.strictObject({ memory: z.int().min(1).default(32), critic, squashed }),
    make: (options, environment) =>
      gruPolicy({ ...options, inputs: inputsOf(environment), head: headOf(environment.action, options) }),
  },
  mlp: {
    summary: "a multi-layer perceptron under a head, with a critic of its own",
    options: z.strictObject({
      hidden: z.array(z.int().min(1)).default([64, 64]),
      activation: z.enum(["tanh", "relu", "silu"]).default("tanh"),
      critic,
      squashed,
    }),
    make: (options, environment) =>
      mlpPolicy({ ...options, inputs: inputsOf(environment), head: headOf(environment.action, options) }),
  },
  tabular: {
    summary: "a row of logits for each numbered state",
    options: z.strictObject({ critic }),
    make: (options, { observation, action }) => {
      if (observation.kind !== "discrete") {
        throw new RewardError(
          "GUERDON_EXPERIMENT",
          "Expected an environment with numbered states for a tabular policy, got real numbers.",
          {
            hint: "Take `policy: { use: mlp }`, or a grid world.",
          },
        );
      }
      return tabularPolicy({ ...options, states: observation.size, head: headOf(action, { squashed: false }) });
    },
  },
};

function inputsOf({ observation }: Environment): number {
  return observation.kind === "discrete" ? observation.size : widthOf(observation);
}

function headOf(action: Space, options: { readonly squashed: boolean }): Head {
  if (action.kind === "discrete") return categoricalHead(action.size);
  if (action.kind === "multi-discrete") return factoredHead(action.sizes);
  const { low, high } = action;
  return options.squashed ? squashedGaussianHead(low.length, { low, high }) : gaussianHead(low.length, { low, high });
}
