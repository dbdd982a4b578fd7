import { z } from "zod";
import {
  type AppGraphOptions,
  appGraph,
  busyCorridor,
  type CarBallOptions,
  carBall2d,
  craftWorld,
  type DarkRoomOptions,
  type Dynamics,
  darkRoomFamily,
  guiScreens,
  judgeWorld,
  keyRoom,
  laneDrive,
  laneTraffic,
  lavaCave,
  lifelongPaths,
  noisyTv,
  orderedGoals,
  patchWorld,
  type QuestGridOptions,
  questGrid,
  timedGoals,
  toolSchemaWorld,
  trashGrid,
  vehicleYard,
} from "../environment/index.ts";
import type { NamedDynamics } from "./named-dynamics.ts";

const count = z.int().min(1);
const share = z.number().min(0).max(1);
const maxSteps = count.optional();
const range = z.tuple([count, count]).optional();

const quest = {
  agents: count.max(16).optional(),
  maxSteps,
  slip: share.optional(),
  rewards: z.partialRecord(z.enum(["key", "door", "chest", "item", "goal", "death", "step"]), z.number()).optional(),
  handle: z.enum(["actions", "touch"]).optional(),
  view: z.enum(["row", "number"]).optional(),
  judge: z
    .strictObject({ recall: share.optional(), falseAlarms: share.optional(), once: z.boolean().optional() })
    .optional(),
};
const layout = z.int().min(0).optional();

/** Options and makers of tasks on grids, roads, screens and in code, by the name that settings use. */
export const taskEnvironments: { readonly [name: string]: NamedDynamics } = {
  "app-graph": {
    summary: "pages of an app that lead on, nowhere or astray, to a goal page",
    options: {
      pages: count.min(2).max(1000).optional(),
      elements: count.max(32).optional(),
      deadShare: share.optional(),
      astray: count.optional(),
      length: range,
      maxSteps,
      patience: z.number().positive().optional(),
      tellsArrival: z.boolean().optional(),
      reward: z.enum(["success", "progress"]).optional(),
      app: layout,
    },
    make: (options: AppGraphOptions): Dynamics => appGraph(options).dynamics,
  },
  "busy-corridor": {
    summary: "a corridor to walk to its end, and an action that only looks busy",
    options: { cells: count.min(2).optional(), shown: count.optional(), maxSteps },
    make: busyCorridor,
  },
  "car-ball": {
    summary: "a car, a ball and two goals seen from above, against a rule",
    options: {
      opponent: z.enum(["none", "static", "keeper", "chaser"]).optional(),
      opponentSpeed: z.number().min(0).optional(),
      kickOffs: z.boolean().optional(),
      decisionsPerSecond: z.number().min(1).max(45).optional(),
      maxSteps,
    },
    make: (options: CarBallOptions): Dynamics => carBall2d(options),
  },
  "craft-world": {
    summary: "gathering and making, from wood to a diamond",
    options: {
      size: count.min(4).optional(),
      map: z.array(z.string()).min(1).optional(),
      agents: count.max(16).optional(),
      goal: z.string().optional(),
      spots: range,
      depletes: z.boolean().optional(),
      viewRadius: count.optional(),
      inventory: z.enum(["shared", "private"]).optional(),
      maxSteps,
      rewards: z.record(z.string(), z.number()).optional(),
    },
    make: craftWorld,
  },
  "dark-room": {
    summary: "a hidden goal and a hidden order of actions, the same for an episode",
    options: {
      size: count.min(2).optional(),
      permutations: count.max(24).optional(),
      task: z.int().min(0).optional(),
      steps: count.optional(),
      attempts: count.optional(),
    },
    make: (options: DarkRoomOptions): Dynamics => darkRoomFamily(options).dynamics,
  },
  "gui-screens": {
    summary: "screens with six elements and an instruction to follow",
    options: {
      mode: z.enum(["actions", "click"]).optional(),
      length: range,
      cells: count.optional(),
      point: z.enum(["centre", "box", "either"]).optional(),
      tiers: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
      noise: z.number().min(0).optional(),
    },
    make: guiScreens,
  },
  "judge-world": {
    summary: "which of two responses is better, by looking before deciding",
    options: {
      correlation: z.number().min(-1).max(1).optional(),
      labelNoise: share.optional(),
      types: z.enum(["talk", "reasoning", "both"]).optional(),
      findings: z.int().min(0).optional(),
      reliability: share.optional(),
    },
    make: judgeWorld,
  },
  "key-room": {
    summary: "a locked door between the key and the goal",
    options: { layout, size: count.min(5).optional(), ...quest },
    make: keyRoom,
  },
  "lane-drive": {
    summary: "500 m of road: parked cars, people who cross, lights, limits",
    options: {
      length: z.number().min(50).optional(),
      obstacles: z.int().min(0).optional(),
      walkers: z.int().min(0).optional(),
      lights: z.int().min(0).optional(),
      limits: z.array(z.number().positive()).min(1).optional(),
      maxSteps,
      reward: z.enum(["progress", "additive"]).optional(),
    },
    make: laneDrive,
  },
  "lane-traffic": {
    summary: "a car to follow on three lanes, fast and safe",
    options: { maxSteps, braking: share.optional() },
    make: laneTraffic,
  },
  "lava-cave": { summary: "lava between the start and a diamond", options: { layout, ...quest }, make: lavaCave },
  "lifelong-paths": {
    summary: "vehicles of a warehouse, each with one goal after another",
    options: {
      map: z.array(z.string()).min(1),
      agents: count.max(256).optional(),
      viewRadius: count.optional(),
      collisions: z.enum(["soft", "priority"]).optional(),
      maxSteps,
    },
    make: lifelongPaths,
  },
  "noisy-tv": {
    summary: "a grid with a television that shows noise to who watches",
    options: {
      size: count.min(5).optional(),
      bits: count.optional(),
      noise: z.enum(["zone", "everywhere", "action", "off"]).optional(),
      sticky: share.optional(),
      goal: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
      maxSteps,
    },
    make: noisyTv,
  },
  "ordered-goals": {
    summary: "goals to be visited in the order of their numbers",
    options: { goals: z.literal([3, 4]).optional(), ...quest },
    make: orderedGoals,
  },
  "patch-world": {
    summary: "a tiny repository to repair: look, edit, run the tests, submit",
    options: {
      repositories: count.max(1000).optional(),
      maxSteps,
      turn: z.number().optional(),
      reward: z.enum(["direct", "outcome"]).optional(),
    },
    make: patchWorld,
  },
  "quest-grid": {
    summary: "keys, doors, chests, ordered goals and lava on a drawn map",
    options: { map: z.array(z.string()).min(1), ...quest },
    make: ({ map, ...options }: { readonly map: readonly string[] } & QuestGridOptions): Dynamics =>
      questGrid(map, options),
  },
  "timed-goals": {
    summary: "goals within windows of time: signal temporal logic on a grid",
    options: {
      slip: share.optional(),
      reward: z.enum(["robustness", "stages"]).optional(),
      times: z.array(count).optional(),
    },
    make: timedGoals,
  },
  "tool-schema": {
    summary: "calls of tools as a prompt asks, by their schemas",
    options: {
      tools: count.min(2).optional(),
      prompts: count.optional(),
      heldOut: z.boolean().optional(),
      match: z.enum(["fine", "tool", "coarse"]).optional(),
    },
    make: toolSchemaWorld,
  },
  "trash-grid": { summary: "two agents who collect litter", options: quest, make: trashGrid },
  "vehicle-yard": {
    summary: "a vehicle among shelves, with a sparse goal",
    options: { scene: z.enum(["wall", "staggered", "moving", "empty"]).optional(), maxSteps },
    make: vehicleYard,
  },
};
