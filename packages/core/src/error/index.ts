export { CATALOGUE, type ErrorCode } from "./catalogue.ts";
export { didYouMean } from "./did-you-mean.ts";
export { RewardError, type RewardErrorOptions } from "./reward-error.ts";
