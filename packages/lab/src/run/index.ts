export { loadTokenModel, type TokenModel } from "./load-token-model.ts";
export { makeEnvironment } from "./make-environment.ts";
export { type RunCatalogueEntry, runCatalogue } from "./run-catalogue.ts";
export { RUNS, startRunOf } from "./start-run.ts";
