export { acrobot } from "./acrobot.ts";
export { type BanditOptions, bandit } from "./bandit.ts";
export { checkEnvironment, randomActions } from "./check-environment.ts";
export { type Environment, type EnvironmentState, type Space, widthOf } from "./environment.ts";
export { fromProcess, type ProcessWorld } from "./from-process.ts";
export { FOUR_ROOMS, fourRooms, type GridWorld, type GridWorldOptions, gridWorld } from "./grid-world.ts";
export { mountainCar } from "./mountain-car.ts";
export { pendulum } from "./pendulum.ts";
export { type Draw, type Dynamics, type StepOutcome, vectorise } from "./vectorise.ts";
