export { type ProcessPoolOptions, processPool } from "./process-pool.ts";
export { whyNotJson } from "./why-not-json.ts";
