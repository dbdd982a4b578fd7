import { readFileSync } from "node:fs";
import { type Doctest, findDoctests } from "./doctest/find-doctests.ts";
import { fromRoot, packageNames, typeScriptFiles } from "./gen/repository.ts";

export { type Check, compileDoctest } from "./doctest/compile-doctest.ts";
export type { Doctest } from "./doctest/find-doctests.ts";

/** Every fenced `ts doctest` block in the TSDoc of the packages. */
export function doctests(): readonly Doctest[] {
  return packageNames()
    .flatMap((name) => typeScriptFiles(`packages/${name}/src`))
    .filter((path) => !path.endsWith(".test.ts"))
    .flatMap((path) => findDoctests(readFileSync(path, "utf8"), fromRoot(path)));
}
