import { HOSTILE_JAVASCRIPT, HOSTILE_SHELL, HOSTILE_TYPESCRIPT } from "./hostile-programs.test-support.ts";
import { hostileSuite } from "./hostile-suite.test-support.ts";
import { justBash, quickjs } from "./index.ts";

await hostileSuite({ backend: quickjs(), language: "javascript", attacks: HOSTILE_JAVASCRIPT, shared: true });
await hostileSuite({ backend: quickjs(), language: "typescript", attacks: HOSTILE_TYPESCRIPT, shared: true });
await hostileSuite({ backend: justBash(), language: "shell", attacks: HOSTILE_SHELL, shared: true });
