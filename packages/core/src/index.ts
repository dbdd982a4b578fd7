export { RewardError } from "./error/index.ts";
export { makeLibrary } from "./piece/index.ts";
export { makeBatch } from "./signal/index.ts";
