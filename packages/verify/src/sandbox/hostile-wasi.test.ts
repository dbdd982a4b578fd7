import { HOSTILE_PYTHON } from "./hostile-programs.test-support.ts";
import { hostileSuite } from "./hostile-suite.test-support.ts";
import { cpythonWasi } from "./index.ts";

await hostileSuite({ backend: cpythonWasi(), language: "python", attacks: HOSTILE_PYTHON, shared: false });
