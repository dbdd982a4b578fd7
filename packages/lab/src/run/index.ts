export { RUNS, startRunOf } from "./start-run.ts";
