import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Readable, Writable } from "node:stream";
import { containerArguments } from "../sandbox/container-arguments.ts";
import { systemCallFilter } from "../sandbox/system-call-filter.ts";
import { type CompiledPorts, compiledPortsCommand, readCompiledPorts } from "./compiled-ports.ts";

const [BUBBLEWRAP, IVERILOG, VVP] = ["/usr/bin/bwrap", "/usr/bin/iverilog", "/usr/bin/vvp"];
// Not 65534: "nobody" may own other processes.
const USER = 64_321;
const COMPILE_FAILED = 113;

export const IVERILOG_INSTALL = "apt-get install bubblewrap iverilog";

export interface SimulationLimits {
  /** Wall-clock time of compiling and running together. */
  readonly wallMs: number;
  /** Address space of one process. */
  readonly memoryMb: number;
  /** Bytes that may be printed. */
  readonly outputBytes: number;
}

export type Simulation =
  | ({ readonly kind: "ran"; readonly output: string; readonly warnings: string } & CompiledPorts)
  | { readonly kind: "not-compiled"; readonly errors: string }
  | { readonly kind: "timed-out" | "crashed" | "flooded" };

/** Why test benches cannot be run here, or nothing. */
export function iverilogAbsent(): string | undefined {
  if (process.platform !== "linux") return "bubblewrap is for Linux";
  const lacking = [BUBBLEWRAP, IVERILOG, VVP].find((path) => !existsSync(path as string));
  return lacking === undefined ? undefined : `${lacking} is not installed`;
}

interface SimulationModules {
  /** The module that is run. */
  readonly root: string;
  /** The module whose ports are told. */
  readonly top: string;
}

let free = availableParallelism();
const waiting: (() => void)[] = [];

/** Compiles the files in order with Icarus Verilog and runs the module `root`, in a container of its own. */
export async function simulateContained(
  files: readonly string[],
  modules: SimulationModules,
  limits: SimulationLimits,
): Promise<Simulation> {
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await run(files, modules, limits);
  } finally {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  }
}

function commandOf(files: readonly string[], { root, top }: SimulationModules, limits: SimulationLimits): string {
  const names = files.map((_, i) => `${i}.v`).join(" ");
  const bounds = [
    `ulimit -v ${limits.memoryMb * 1024}`,
    `ulimit -t ${Math.ceil(limits.wallMs / 1000)}`,
    "ulimit -f 32768",
    "ulimit -c 0",
  ].join("; ");
  const compile = `${IVERILOG} -g2012 -Wall -Wno-timescale -s ${root} -o run ${names}`;
  return `${bounds}; ${compile} || exit ${COMPILE_FAILED}; ${compiledPortsCommand(top)}; exec ${VVP} -n run -none 2>/dev/null`;
}

function run(files: readonly string[], modules: SimulationModules, limits: SimulationLimits): Promise<Simulation> {
  const filter = systemCallFilter();
  const inputs = [...files.map((text) => Buffer.from(text)), ...(filter === undefined ? [] : [filter])];
  const isRoot = process.getuid?.() === 0;
  const drop = isRoot ? ["/usr/bin/setpriv", `--reuid=${USER}`, `--regid=${USER}`, "--clear-groups"] : [];
  const places = files.flatMap((_, i) => ["--file", String(3 + i), `/tmp/${i}.v`]);
  const calls = filter === undefined ? [] : ["--seccomp", String(3 + files.length)];
  const shell = ["/usr/bin/sh", "-c", commandOf(files, modules, limits)];
  const [command, ...args] = [...drop, ...containerArguments(BUBBLEWRAP as string), ...places, ...calls, ...shell];
  const child = spawn(command as string, args, {
    stdio: ["ignore", "pipe", "pipe", ...inputs.map(() => "pipe" as const)],
    env: {},
    cwd: "/",
    detached: true,
  });
  inputs.forEach((bytes, i) => {
    const stream = child.stdio[3 + i] as Writable;
    stream.on("error", () => {});
    stream.end(bytes);
  });
  return new Promise((resolve, reject) => {
    let [output, warnings, size] = ["", "", 0];
    let end: "timed-out" | "flooded" | undefined;
    const kill = (why: "timed-out" | "flooded"): void => {
      end ??= why;
      try {
        process.kill(-(child.pid as number), "SIGKILL");
      } catch {
        child.kill("SIGKILL");
      }
    };
    const timer = setTimeout(() => kill("timed-out"), limits.wallMs);
    const read = (stream: Readable | null, keep: (text: string) => void): void => {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        size += text.length;
        if (size > limits.outputBytes) kill("flooded");
        else keep(text);
      });
    };
    read(child.stdout, (text) => {
      output += text;
    });
    read(child.stderr, (text) => {
      warnings += text;
    });
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      // 128 + SIGXCPU or SIGKILL: the processor time ran out.
      if (end !== undefined || code === 152 || code === 137) resolve({ kind: end ?? "timed-out" });
      else if (code === COMPILE_FAILED) resolve({ kind: "not-compiled", errors: warnings });
      else if (code === 0) {
        try {
          resolve({ kind: "ran", output, warnings, ...readCompiledPorts(warnings) });
        } catch (error) {
          reject(error);
        }
      } else if (signal === null && /^(?:bwrap|setpriv|sh): /m.test(warnings))
        reject(new Error(warnings.slice(0, 300)));
      else resolve({ kind: "crashed" });
    });
  });
}
