import { fork, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { createAdapters, type EnvironmentKind, rewardedEpisode } from "@guerdon/server/adapter";
import { createLog, startRewardServer, telemetry } from "@guerdon/server/host";
import { ProgramRegistry } from "@guerdon/server/service";
import { sources } from "@guerdon/verify";
import { WebSocket } from "ws";
import { z } from "zod";
import { PYTHON, pythonLacks, report } from "./side-by-side.ts";

/**
 * OpenEnv's sockets: 2,048 sessions at once against one server process, the clients in another.
 *
 * 1. As OpenEnv's own scaling experiment: each client connects, resets, makes one step that waits a second, and closes.
 * 2. All sockets open for half a minute, each playing episodes of a reward program: reset, step, reset, step, …
 *
 * With GUERDON_PYTHON that has `openenv-core`, OpenEnv's own server (one worker, as ours) is measured by 1. too, before.
 * Usage: openenv.ts [SESSIONS] [SECONDS]
 */
const [SESSIONS, SECONDS] = [Number(process.argv[2] ?? 2048), Number(process.argv[3] ?? 30)];
const WAIT_MS = 1000;
const ROWS = Array.from({ length: 1000 }, (_, n) => ({
  prompt: [{ role: "user", content: `${n} * 7?` }],
  item: { answer: String(n * 7) },
}));

/** The environment of OpenEnv's experiment: a step that does nothing for a while. */
const waiting: EnvironmentKind = {
  name: "waiting",
  description: "A step waits.",
  action: z.strictObject({ wait: z.number() }) as never,
  observation: z.strictObject({}),
  state: z.looseObject({}),
  create: () => ({
    reset: async () => ({ observation: {}, terminated: false, truncated: false }),
    step: async (action) => {
      await new Promise((resolve) => setTimeout(resolve, (action as { wait: number }).wait));
      return { observation: {}, reward: 1, terminated: true, truncated: false };
    },
    state: () => ({}),
    close: () => {},
  }),
};

async function serve(): Promise<void> {
  const spec = {
    reward: "exact",
    terms: { correct: { use: "literal", expected: "{{ item.answer }}" } },
    total: "correct",
  };
  const program = compileProgram(spec, await wholeLibrary());
  const programs = await ProgramRegistry.open([{ path: "exact", load: async () => program }]);
  const server = await startRewardServer({
    programs,
    adapters: createAdapters({ environments: [rewardedEpisode({ name: "products", rows: ROWS }), waiting] }),
    runtime: { clock: { now: () => performance.now(), after: later } },
    telemetry: telemetry(createLog("error")),
  });
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.send?.(server.url.replace("http", "ws"));
}

async function wholeLibrary() {
  const { advantagePresets, advantages } = await import("@guerdon/core/advantage");
  return makeLibrary([...sources, ...advantages], advantagePresets);
}

function later(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}

interface Client {
  send(message: object): Promise<{ readonly type: string; readonly data: { readonly reward?: number | null } }>;
  close(): void;
}

function connect(url: string): Promise<Client> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  let answer: ((text: string) => void) | undefined;
  let fail: (error: Error) => void = () => {};
  socket.on("message", (data) => answer?.(String(data)));
  socket.on("close", (code) => fail(new Error(`closed ${code}`)));
  return new Promise((resolve, reject) => {
    fail = reject;
    socket.on("error", (error) => fail(error));
    socket.once("open", () =>
      resolve({
        send: (message) =>
          new Promise((done, lost) => {
            answer = (text) => done(JSON.parse(text));
            fail = lost;
            socket.send(JSON.stringify(message));
          }),
        close: () => {
          fail = () => {};
          socket.close();
        },
      }),
    );
  });
}

/** What became of one client: its times in milliseconds, or its failure. */
async function waitOnce(url: string): Promise<number> {
  const started = performance.now();
  const client = await connect(`${url}/ws?environment=waiting`);
  await client.send({ type: "reset" });
  const step = await client.send({ type: "step", data: { wait: WAIT_MS } });
  if (step.data.reward !== 1) throw new Error(`no reward: ${JSON.stringify(step)}`);
  client.close();
  return performance.now() - started;
}

/** The times of the messages of one socket until the end; every step must be paid as it deserves. */
async function playUntil(client: Client, end: number, seed: number): Promise<number[]> {
  const times: number[] = [];
  const timed = async (message: object): Promise<number | null | undefined> => {
    const started = performance.now();
    const { type, data } = await client.send(message);
    times.push(performance.now() - started);
    if (type !== "observation") throw new Error(JSON.stringify(data));
    return data.reward;
  };
  for (let n = seed; performance.now() < end; n++) {
    await timed({ type: "reset", data: { row: n % ROWS.length } });
    const right = n % 3 !== 0;
    const reward = await timed({ type: "step", data: { message: String((n % ROWS.length) * 7 + (right ? 0 : 1)) } });
    if (reward !== Number(right)) throw new Error(`expected ${Number(right)}, got ${reward}`);
  }
  return times;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}

/** All clients at once against a server: the times of those that were served. */
async function waitAll(url: string): Promise<{ readonly done: readonly number[]; readonly seconds: number }> {
  const started = performance.now();
  const all = await Promise.allSettled(Array.from({ length: SESSIONS }, () => waitOnce(url)));
  for (const each of all.filter(({ status }) => status === "rejected").slice(0, 3)) console.log(each);
  const done = all.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  return { done, seconds: (performance.now() - started) / 1000 };
}

/** The first part against OpenEnv's own server. */
async function waitTheirs(): Promise<Awaited<ReturnType<typeof waitAll>> | undefined> {
  const why = pythonLacks("openenv.core");
  if (why !== undefined) {
    console.log(why);
    return undefined;
  }
  const port = await freePort();
  const script = fileURLToPath(new URL("./openenv-server.py", import.meta.url));
  const child = spawn(PYTHON, [script, String(port), String(SESSIONS)], {
    stdio: "inherit",
  });
  try {
    const health = `http://127.0.0.1:${port}/health`;
    for (
      let ready = false;
      !ready;
      ready = await fetch(health).then(
        ({ ok }) => ok,
        () => false,
      )
    ) {
      if (child.exitCode !== null) throw new Error(`OpenEnv's server ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return await waitAll(`ws://127.0.0.1:${port}`);
  } finally {
    child.kill();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function measure(url: string, cpuSeconds: () => Promise<number>): Promise<void> {
  const theirs = await waitTheirs();
  const cpuStart = await cpuSeconds();
  const { done, seconds: waitSeconds } = await waitAll(url);

  const waitCpu = (await cpuSeconds()) - cpuStart;
  const clients = await Promise.all(Array.from({ length: SESSIONS }, () => connect(`${url}/ws`)));
  const cpuBegun = await cpuSeconds();
  const begun = performance.now();
  const plays = await Promise.allSettled(clients.map((client, i) => playUntil(client, begun + SECONDS * 1000, i)));
  const playSeconds = (performance.now() - begun) / 1000;
  const playCpu = (await cpuSeconds()) - cpuBegun;
  for (const client of clients) client.close();
  const times = plays.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const failures = plays.filter(({ status }) => status === "rejected");

  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  report(
    "openenv",
    [
      {
        what: `${SESSIONS} clients at once, each: connect, reset, a step of 1 s, close`,
        figure: `${SESSIONS - done.length} failures`,
        asked: "no failures; published 3.5 %",
      },
      {
        what: "the same: sessions a second",
        figure: `${(done.length / waitSeconds).toFixed(0)}/s`,
        asked: "published 932/s on 8 cores",
      },
      {
        what: "the same: p99 of a session, its second of waiting included",
        figure: seconds(quantile(done, 0.99)),
        asked: "published 1.97 s on 8 cores",
      },
      {
        what: `${SESSIONS} sockets open, episodes of a reward program`,
        figure: `${failures.length} failures`,
        asked: "no failures",
      },
      { what: "the same: messages a second", figure: `${(times.length / playSeconds).toFixed(0)}/s` },
      {
        what: "the same: p50 and p99 of a message",
        figure: `${seconds(quantile(times, 0.5))}, ${seconds(quantile(times, 0.99))}`,
      },
      ...(theirs === undefined
        ? []
        : [
            {
              what: "OpenEnv's own server in the same run, the first part: failures, sessions a second, p99",
              figure: `${SESSIONS - theirs.done.length}, ${(theirs.done.length / theirs.seconds).toFixed(0)}/s, ${seconds(quantile(theirs.done, 0.99))}`,
            },
          ]),
      {
        what: "sessions and messages a second of the server's own processor time",
        figure: `${(done.length / waitCpu).toFixed(0)}/s, ${(times.length / playCpu).toFixed(0)}/s`,
      },
      {
        what: "load of the machine",
        figure: loadavg()
          .map((each) => each.toFixed(1))
          .join(", "),
      },
    ],
    {
      sessions: SESSIONS,
      theirs: theirs && {
        seconds: theirs.seconds,
        p99Ms: quantile(theirs.done, 0.99),
        failures: SESSIONS - theirs.done.length,
      },
      wait: {
        seconds: waitSeconds,
        p50Ms: quantile(done, 0.5),
        p99Ms: quantile(done, 0.99),
        failures: SESSIONS - done.length,
      },
      play: {
        seconds: playSeconds,
        messages: times.length,
        p50Ms: quantile(times, 0.5),
        p99Ms: quantile(times, 0.99),
        failures: failures.length,
      },
    },
  );
  for (const each of plays.filter(({ status }) => status === "rejected").slice(0, 5)) console.log(each);
}

if (process.send !== undefined) await serve();
else {
  const child = fork(fileURLToPath(import.meta.url), [], { execArgv: process.execArgv });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve(String(message)));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const cpuSeconds = (): Promise<number> =>
    new Promise((resolve) => {
      child.once("message", (usage: NodeJS.CpuUsage) => resolve((usage.user + usage.system) / 1e6));
      child.send("cpu");
    });
  await measure(url, cpuSeconds);
  child.kill();
}
