import { z } from "zod";
import {
  acrobot,
  bandit,
  cartPole,
  chainWorld,
  constrainedGrid,
  type Dynamics,
  type Environment,
  fourRooms,
  gridWorld,
  HOPPER,
  INVERTED_PENDULUM,
  limitTime,
  type MujocoModel,
  mountainCar,
  mujoco,
  pendulum,
  REACHER,
  terrainGrid,
  vectorise,
} from "../environment/index.ts";
import { gameEnvironments } from "./game-environments.ts";
import type { Maker, Makers } from "./named.ts";
import { taskEnvironments } from "./task-environments.ts";

/** How many copies of an environment step together. */
const copies = z.int().min(1).max(65_536).default(8);
/** Steps after which an episode is cut off, where the environment has no shorter limit. */
const timeLimit = z.int().min(1).optional();

const grid = {
  slip: z.number().min(0).max(1).optional(),
  maxSteps: z.int().min(1).optional(),
  stepReward: z.number().optional(),
};

function dynamics<S extends z.ZodRawShape>(
  summary: string,
  shape: S,
  make: (options: never) => Dynamics,
): Maker<Environment, void> {
  return {
    summary,
    options: z.strictObject({ copies, timeLimit, ...shape }),
    make: ({ copies: count, timeLimit: limit, ...options }) => vectorise(limited(make(options as never), limit), count),
  };
}

function body(summary: string, model: MujocoModel): Maker<Environment, void> {
  return {
    summary,
    options: z.strictObject({ copies, timeLimit }),
    make: ({ copies: count, timeLimit: limit }) => mujoco(limited(model, limit), count),
  };
}

function limited<T extends { readonly maxSteps: number }>(task: T, limit: number | undefined): T {
  return limit === undefined ? task : limitTime(task, limit);
}

/** Environments that settings may name. */
export const environments: Makers<Environment, void> = {
  acrobot: dynamics("two links swung up by the joint between them: Acrobot-v1", {}, acrobot),
  bandit: dynamics(
    "arms that pay, change or recharge",
    {
      arms: z.int().min(2).optional(),
      kind: z.enum(["stochastic", "restless", "recharging", "sparse"]).optional(),
      pulls: z.int().min(1).optional(),
    },
    bandit,
  ),
  "cart-pole": dynamics("a pole kept upright on a cart: CartPole-v1", {}, cartPole as () => Dynamics),
  "chain-world": dynamics(
    "states in a row with a far goal, and a distractor at the near end",
    {
      length: z.int().min(2).optional(),
      start: z.int().min(0).optional(),
      slip: z.number().min(0).max(1).optional(),
      distractor: z.number().optional(),
      maxSteps: z.int().min(1).optional(),
    },
    (options) => chainWorld(options).dynamics,
  ),
  "constrained-grid": dynamics(
    "a grid with lava between start and goal, and an action that stays",
    {
      size: z.int().min(5).optional(),
      slip: z.number().min(0).max(1).optional(),
      maxSteps: z.int().min(1).optional(),
    },
    (options) => constrainedGrid(options).dynamics,
  ),
  "four-rooms": dynamics("four rooms with doors and a goal", grid, fourRooms),
  "grid-world": dynamics(
    "a grid drawn as text: start, goal, walls, pits",
    { map: z.array(z.string()).min(1), ...grid },
    ({ map, ...options }: { readonly map: readonly string[] }) => gridWorld(map, options).dynamics,
  ),
  hopper: body("a leg of four links that hops forward: Hopper-v5 in MuJoCo", HOPPER),
  "inverted-pendulum": body("a pole on a cart: InvertedPendulum-v5 in MuJoCo", INVERTED_PENDULUM),
  "mountain-car": dynamics(
    "a weak car that must swing to leave a valley: MountainCar-v0",
    { control: z.enum(["discrete", "continuous"]).optional() },
    ({ control }: { readonly control?: "discrete" }) => mountainCar(control),
  ),
  pendulum: dynamics("a pendulum swung up and held: Pendulum-v1", {}, pendulum),
  reacher: body("an arm of two links reaching for a point: Reacher-v5 in MuJoCo", REACHER),
  "terrain-grid": dynamics(
    "a grid drawn as text, with a letter for each kind of floor",
    { map: z.array(z.string()).min(1), ...grid },
    ({ map, ...options }: { readonly map: readonly string[] }) => terrainGrid(map, "", options).dynamics,
  ),
  ...Object.fromEntries(
    Object.entries({ ...gameEnvironments, ...taskEnvironments }).map(([name, { summary, options, make }]) => [
      name,
      dynamics(summary, options, make),
    ]),
  ),
};
