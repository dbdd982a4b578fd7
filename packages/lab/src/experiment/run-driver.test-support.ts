import type { ExperimentSpec } from "./experiment-spec.ts";
import { type ExperimentOptions, runExperiment } from "./run-experiment.ts";

// A process that works on an experiment and tells of each update, to be killed.
process.once("message", (message) => {
  const { spec, folder, module } = message as { spec: ExperimentSpec } & Pick<ExperimentOptions, "folder" | "module">;
  void runExperiment(spec, {
    folder,
    module,
    checkpointSeconds: 0.1,
    onProgress: (_, { update }) => process.send?.(update),
  }).then(() => process.exit(0));
});
