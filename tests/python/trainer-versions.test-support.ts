import { execFileSync } from "node:child_process";

const TRAINERS = [
  ...["trl", "verl", "verifiers", "openrlhf", "openenv-core", "openai", "eval-protocol", "reasoning-gym"],
  ...["torch", "transformers"],
];

const PROGRAM = `
import importlib.metadata, json, sys
versions = {"python": sys.version.split()[0]}
for name in sys.argv[1:]:
    try:
        versions[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pass
print(json.dumps(versions))
`;

/** Versions of the trainers that a Python has. */
export function trainerVersions(python: string): { readonly [name: string]: string } {
  return JSON.parse(execFileSync(python, ["-c", PROGRAM, ...TRAINERS], { encoding: "utf8" }));
}
