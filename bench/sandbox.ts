import { spawn } from "node:child_process";
import {
  type Backend,
  bubblewrapPython,
  DEFAULT_LIMITS,
  type SandboxProgram,
} from "../packages/verify/src/sandbox/index.ts";
import { median, report } from "./side-by-side.ts";

/**
 * Python programs with their tests, two at a time: the warm sandbox, the same containers started anew for each
 * program, a fresh `python3` in one container, and a bare `python3` without isolation. Usage: sandbox.ts [PROGRAMS]
 */
const COUNT = Number(process.argv[2] ?? 200);
const ROUNDS = 5;
const LANES = 2;
const SOURCE = "def add(a, b):\n    return a + b\n";
const TESTS = Array.from({ length: 10 }, (_, i) => `assert add(${i}, 2) == ${i + 2}`).join("\n");
const PROGRAM: SandboxProgram = { language: "python", source: SOURCE, tests: [TESTS] };

const PYTHON = ["/usr/bin/python3", "-I", "-S", "-"];
const isRoot = process.getuid?.() === 0;
const CONTAINED = [
  ...(isRoot ? ["setpriv", "--reuid=64321", "--regid=64321", "--clear-groups"] : []),
  ..."bwrap --unshare-all --die-with-parent --new-session --ro-bind /usr /usr --symlink usr/lib /lib".split(" "),
  ..."--symlink usr/lib64 /lib64 --symlink usr/bin /bin --proc /proc --dev /dev --tmpfs /tmp --chdir /tmp".split(" "),
  ..."--clearenv prlimit --as=536870912 --cpu=5 --nproc=32 --fsize=10000000".split(" "),
  ...PYTHON,
];

async function rate(run: () => Promise<boolean>, count = COUNT): Promise<number> {
  const started = performance.now();
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) if (!(await run())) throw new Error("a right program did not pass");
  };
  await Promise.all(Array.from({ length: LANES }, work));
  return count / ((performance.now() - started) / 1000);
}

async function sandboxed(backend: Backend): Promise<boolean> {
  const result = await backend.run(PROGRAM, DEFAULT_LIMITS);
  return "verdict" in result && result.verdict.status === "passed";
}

function subprocess([command, ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command as string, args, { stdio: ["pipe", "ignore", "ignore"] });
    child.on("exit", (code) => resolve(code === 0));
    child.stdin.end(`${SOURCE}\n${TESTS}\n`);
  });
}

const warm = bubblewrapPython({ lanes: LANES });
const fresh = bubblewrapPython({ lanes: LANES, runsPerLane: 1 });
await rate(() => sandboxed(warm), 4);
const rates = { warm: [] as number[], fresh: [] as number[], contained: [] as number[], bare: [] as number[] };
for (let round = 0; round < ROUNDS; round++) {
  rates.warm.push(await rate(() => sandboxed(warm)));
  rates.bare.push(await rate(() => subprocess(PYTHON)));
  rates.contained.push(await rate(() => subprocess(CONTAINED), COUNT / 2));
  rates.fresh.push(await rate(() => sandboxed(fresh), COUNT / 10));
}
await warm.close();
await fresh.close();

const figure = (values: readonly number[]): string => `${Math.round(median(values))} programs/s`;
const times = (others: readonly number[]): string =>
  `${median(rates.warm.map((value, i) => value / (others[i] as number))).toFixed(1)} ×`;
report(
  "sandbox",
  [
    { what: "ten asserts, warm sandbox, two lanes", figure: figure(rates.warm) },
    { what: "the same containers started anew for each program", figure: figure(rates.fresh) },
    { what: "a fresh python3 in one container, tests in the candidate's interpreter", figure: figure(rates.contained) },
    { what: "a bare python3 without isolation", figure: figure(rates.bare) },
    { what: "warm against the same isolation started anew", figure: times(rates.fresh), asked: "≥ 5 ×" },
    { what: "warm against a fresh python3 in one container", figure: times(rates.contained), asked: "≥ 5 ×" },
    { what: "warm against a bare python3", figure: times(rates.bare), asked: "≥ 3 ×" },
  ],
  rates,
);
