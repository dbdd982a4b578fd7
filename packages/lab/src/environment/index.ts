export { acrobot } from "./acrobot.ts";
export { type AppGraph, type AppGraphOptions, appGraph } from "./app-graph.ts";
export { type BanditOptions, bandit } from "./bandit.ts";
export { type BusyCorridorOptions, busyCorridor } from "./busy-corridor.ts";
export { type CarBallOptions, carBall2d } from "./car-ball-2d.ts";
export { cartPole } from "./cart-pole.ts";
export { type ChainOfStepsOptions, chainOfSteps } from "./chain-of-steps.ts";
export { type ChainWorld, type ChainWorldOptions, chainWorld } from "./chain-world.ts";
export { checkEnvironment, randomActions } from "./check-environment.ts";
export { clipActions } from "./clip-actions.ts";
export { type CongestionGameOptions, congestionGame } from "./congestion-game.ts";
export { type ConstrainedGrid, type ConstrainedGridOptions, constrainedGrid } from "./constrained-grid.ts";
export {
  bilinearGame,
  type ContinuousGame,
  continuousExploitability,
  continuousGame,
  quadraticGame,
} from "./continuous-game.ts";
export { type CoopetitionOptions, coopetition } from "./coopetition.ts";
export { type CraftRecipe, DIAMOND_RECIPES } from "./craft-recipes.ts";
export { type CraftWorldOptions, craftWorld } from "./craft-world.ts";
export { type DarkRoomFamily, type DarkRoomOptions, darkRoomFamily } from "./dark-room.ts";
export { denoising } from "./denoising.ts";
export type { DenoisingEnvironment, DenoisingOptions } from "./denoising-options.ts";
export { drawFrom } from "./draw-from.ts";
export {
  ATTRIBUTES,
  answerOf,
  DISTRACTORS,
  drawPair,
  PAIR,
  PAIR_AT,
  PROMPT_TYPES,
  talkUtility,
} from "./draw-pair.ts";
export { type Environment, type EnvironmentState, type Space, widthOf } from "./environment.ts";
export { type ExploreOptions, exploredProcess } from "./explored-process.ts";
export { fromProcess, type ProcessWorld } from "./from-process.ts";
export { FOUR_ROOMS, fourRooms, type GridWorld, type GridWorldOptions, gridWorld } from "./grid-world.ts";
export { type GuiScreensOptions, guiScreens } from "./gui-screens.ts";
export { type JudgeWorldOptions, judgeWorld } from "./judge-world.ts";
export { keyRoom, keyRoomMap } from "./key-room.ts";
export { type LaneDriveOptions, laneDrive } from "./lane-drive.ts";
export { type LaneTrafficOptions, laneTraffic } from "./lane-traffic.ts";
export { lavaCave, lavaCaveMap } from "./lava-cave.ts";
export { besideCell, type LifelongPathsOptions, lifelongPaths, stepsToCell } from "./lifelong-paths.ts";
export { limitTime } from "./limit-time.ts";
export { type MarkovGame, type MarkovGameOptions, markovGame } from "./markov-game.ts";
export {
  exploitability,
  MATCHING_PENNIES,
  type MatrixGameOptions,
  type MatrixPayoffs,
  matrixGame,
  PRISONERS_DILEMMA,
  ROCK_PAPER_SCISSORS,
  STAG_HUNT,
} from "./matrix-game.ts";
export { mixedStarts } from "./mixed-starts.ts";
export { mountainCar } from "./mountain-car.ts";
export { mujoco } from "./mujoco.ts";
export { HOPPER, INVERTED_PENDULUM, type MujocoBody, type MujocoModel, REACHER } from "./mujoco-model.ts";
export { type NoiseActionsOptions, noiseActions } from "./noise-actions.ts";
export { type NoisyTvOptions, noisyTv } from "./noisy-tv.ts";
export {
  type NormalisedEnvironment,
  type NormaliseObservationsOptions,
  normaliseObservations,
} from "./normalise-observations.ts";
export { oneEpisode } from "./one-episode.ts";
export { orderedGoals } from "./ordered-goals.ts";
export { type PatchRepository, passedTests, patchRepository } from "./patch-repository.ts";
export { type PatchWorldOptions, patchWorld } from "./patch-world.ts";
export { pendulum } from "./pendulum.ts";
export { type PointReward, type PointRewardsOptions, pointRewards } from "./point-rewards.ts";
export { type QuestGridOptions, questGrid } from "./quest-grid.ts";
export { robustness, type TemporalFormula } from "./robustness.ts";
export { type RunningMoments, runningMoments } from "./running-moments.ts";
export { sameStarts } from "./same-starts.ts";
export { type ScaleRewardsOptions, scaleRewards } from "./scale-rewards.ts";
export { type SeparateAgentsOptions, separateAgents } from "./separate-agents.ts";
export { type TeamProduction, type TeamProductionOptions, teamProduction } from "./team-production.ts";
export { type TerrainGrid, terrainGrid } from "./terrain-grid.ts";
export { type TimedGoal, type TimedGoalsOptions, timedGoals } from "./timed-goals.ts";
export { type ToolCall, toolCallAgreement } from "./tool-calls.ts";
export { type ToolSchemaOptions, toolPrompts, toolSchemaWorld } from "./tool-schema-world.ts";
export { trashGrid } from "./trash-grid.ts";
export { type Draw, type Dynamics, type StepOutcome, vectorise } from "./vectorise.ts";
export { type VehicleYardOptions, vehicleYard } from "./vehicle-yard.ts";
