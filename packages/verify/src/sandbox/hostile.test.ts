import { HOSTILE_PYTHON } from "./hostile-programs.test-support.ts";
import { hostileSuite } from "./hostile-suite.test-support.ts";
import { bubblewrapPython } from "./index.ts";

const python = { language: "python", attacks: HOSTILE_PYTHON } as const;
await hostileSuite({ ...python, backend: bubblewrapPython({ lanes: 2 }), shared: true });
await hostileSuite({ ...python, backend: bubblewrapPython({ lanes: 2, runsPerLane: 1 }), shared: false });
