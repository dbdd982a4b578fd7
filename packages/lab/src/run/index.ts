export { loadTokenModel, type TokenModel } from "./load-token-model.ts";
export { RUNS, startRunOf } from "./start-run.ts";
