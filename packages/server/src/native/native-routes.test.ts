import { concludeBatch } from "@guerdon/core/engine";
import { type ProgramSpec, term } from "@guerdon/core/program";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../host/host.test-support.ts";
import {
  advantageReplySchema,
  problemSchema,
  programsReplySchema,
  runsReplySchema,
  scoreLineSchema,
  scoreReplySchema,
} from "../protocol/index.ts";
import { ProgramRegistry } from "../service/program-registry.ts";
import { compiled, EXACT } from "../service/service.test-support.ts";

const FAILING = {
  ...EXACT,
  terms: {
    ...EXACT.terms,
    own: term(
      (rollouts) =>
        rollouts.map(({ id }) =>
          id === "3" ? { kind: "failed", blame: "sandbox", reason: "no /srv/box/run.sh", retryable: true } : 1,
        ),
      {
        range: [0, 1],
        scope: "rollout",
      },
    ),
  },
  total: "default(correct, 0) + 0 * own",
} as const;

const ROLLOUTS = [
  { id: "1", group: "a", item: { answer: "4" }, completion: "4" },
  { id: "2", group: "b", item: { answer: "4" }, completion: "5" },
  { id: "3", group: "a", item: { answer: "4" }, completion: "4" },
  { id: "4", group: "a", item: { answer: "4" }, completion: [{ role: "assistant", content: "seven, 7" }] },
];

async function scored(server: TestServer, body: object, headers = {}): Promise<Record<string, unknown>> {
  const response = await server.post("/v1/score", body, headers);
  const json = (await response.json()) as Record<string, unknown>;
  expect(response.status).toBe(200);
  expect(scoreReplySchema.safeParse(json).error).toBeUndefined();
  return json;
}

describe("POST /v1/score", () => {
  it("says of each rollout its total, and terms, advantage, credit and evidence as asked, without paths", async () => {
    await using server = await testServer([FAILING]);
    const reply = await scored(server, { rollouts: ROLLOUTS, include: ["terms", "advantage", "evidence"] });
    const rows = reply.rollouts as { id: string; total: object; terms: object; advantage: number; evidence: object }[];
    expect(rows.map(({ id }) => id)).toEqual(["1", "2", "3", "4"]);
    expect(rows[2]?.total).toEqual({ kind: "failed", blame: "sandbox", reason: "no …", retryable: true });
    expect([rows[0]?.total, rows[3]?.total]).toEqual([
      { kind: "scored", value: 1 },
      { kind: "scored", value: 0 },
    ]);
    expect(rows[0]?.terms).toEqual({
      correct: { kind: "scored", value: 1 },
      words: { kind: "scored", value: 1 },
      own: { kind: "scored", value: 1 },
    });
    expect(rows.map(({ advantage }) => Math.sign(advantage))).toEqual([1, 0, 0, -1]);
    const bare = await scored(server, { rollouts: ROLLOUTS, include: [] });
    expect(Object.keys((bare.rollouts as object[])[0] as object)).toEqual(["id", "group", "total"]);
  });

  it("says the same by columns", async () => {
    await using server = await testServer([FAILING]);
    const rows = await scored(server, { rollouts: ROLLOUTS });
    const columns = await scored(server, {
      columns: {
        id: ROLLOUTS.map(({ id }) => id),
        group: ROLLOUTS.map(({ group }) => group),
        item: ROLLOUTS.map(({ item }) => item),
        completion: ["4", "5", "4", "seven, 7"],
      },
    });
    const list = rows.rollouts as {
      total: { value?: number };
      advantage: number;
      terms: { words: { value: number } };
    }[];
    expect(columns.total).toEqual(list.map(({ total }) => total.value ?? null));
    expect(columns.advantage).toEqual(list.map(({ advantage }) => advantage));
    expect((columns.terms as { words: number[] }).words).toEqual(list.map(({ terms }) => terms.words.value));
    expect(Object.keys(columns.missing as object)).toEqual(["2"]);
    expect(columns.form).toBe("columns");
  });

  it("streams a line a rollout, each group when it is ready, and a problem for a group that has none", async () => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow = term(
      async (rollouts) => {
        if (rollouts[0]?.group === "a") await gate;
        return rollouts.map(() => 1);
      },
      { range: [0, 1], scope: "group" },
    );
    await using server = await testServer([
      { reward: "slow", terms: { slow }, total: "slow", advantage: { use: "grpo/trl" } },
    ]);
    const response = await server.post("/v1/score", { rollouts: ROLLOUTS }, { accept: "application/x-ndjson" });
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    let text = "";
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      go();
    }
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { index: number });
    for (const line of lines) expect(scoreLineSchema.safeParse(line).error).toBeUndefined();
    expect(lines.map(({ index }) => index)).toEqual([1, 0, 2, 3]);
    const none = await server.post("/v1/score", { rollouts: ROLLOUTS, run: "r" }, { accept: "application/x-ndjson" });
    const problems = (await none.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { error: object; indices: number[] });
    expect(problems.map(({ indices }) => indices)).toEqual([[0, 2, 3], [1]]);
    expect(problemSchema.safeParse(problems[0]?.error).error).toBeUndefined();
  });

  it("knows a request again by the header Idempotency-Key while it is under way", async () => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const wait = term(async (rollouts) => gate.then(() => rollouts.map(() => 1)), { range: [0, 1] });
    await using server = await testServer([{ reward: "wait", terms: { wait }, total: "wait" }]);
    const headers = { "idempotency-key": "k1" };
    const both = [
      server.post("/v1/score", { rollouts: ROLLOUTS }, headers),
      server.post("/v1/score", { rollouts: ROLLOUTS }, headers),
    ];
    while (!(await (await server.get("/readyz")).text()).includes('"rollouts":4'))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 100));
    go();
    const replies = await Promise.all(both);
    expect(replies.map((reply) => reply.headers.get("idempotent-replay"))).toEqual(
      expect.arrayContaining([null, "true"]),
    );
    const texts = await Promise.all(replies.map((reply) => reply.text()));
    expect(texts[0]).toBe(texts[1]);
  });
});

describe("POST /v1/advantages", () => {
  it("makes the advantages of a served program, groups in any order", async () => {
    await using server = await testServer([EXACT]);
    const response = await server.post("/v1/advantages", {
      rewards: [1, 5, 0, 5, null, 1],
      groups: ["a", "b", "a", "b", "a", "a"],
    });
    const reply = (await response.json()) as { advantages: number[]; deadGroups: object[]; advantage: string };
    expect(advantageReplySchema.safeParse(reply).error).toBeUndefined();
    // Group a has 1, 0 and 1: mean 2/3, deviation √(1/3) by n − 1, and TRL adds 1e-4 to it.
    const scale = Math.sqrt(1 / 3) + 1e-4;
    const expected = [1 / 3 / scale, 0, -2 / 3 / scale, 0, 0, 1 / 3 / scale];
    reply.advantages.forEach((advantage, i) => {
      expect(advantage).toBeCloseTo(expected[i] as number, 12);
    });
    expect(reply.deadGroups).toEqual([{ group: "b", why: "all equal" }]);
  });

  it("makes those of a named one, over terms and with tokens, as the engine does", async () => {
    await using server = await testServer([EXACT]);
    const body = {
      advantage: { use: "gdpo", over: ["x", "y"] },
      rewards: [1, 2, 3, 4],
      terms: { x: [0, 1, 0, 1], y: [5, 1, 2, 2] },
    };
    const reply = (await (await server.post("/v1/advantages", body)).json()) as { advantages: number[] };
    const program = compiled({
      reward: "same",
      terms: { x: { use: "length" }, y: { use: "length" } },
      total: "x + y",
      advantage: { use: "gdpo", over: ["x", "y"] },
    });
    const signals = new Map([
      ["x", fullSignal("rollout", body.terms.x)],
      ["y", fullSignal("rollout", body.terms.y)],
    ]);
    const { advantages } = concludeBatch(
      program,
      signals,
      { layout: flatLayout([4]) },
      { total: fullSignal("rollout", body.rewards) },
    );
    expect(reply.advantages).toEqual([...advantages.values]);
  });

  it.each([
    [{ rewards: [1], groups: ["a", "b"] }, 422],
    [{ rewards: [1], advantage: "grpp" }, 422],
    [{ rewards: [1], advantage: { use: "gdpo", over: ["nothing"] } }, 422],
    [{ rewards: [1], tokenCounts: [16_777_217] }, 422],
    [{ rewards: [1], program: "none" }, 404],
    [{ rewards: [] }, 200],
  ])("answers %o with %i", async (body, status) => {
    await using server = await testServer([EXACT]);
    const response = await server.post("/v1/advantages", body);
    expect([response.status, await response.text()]).toEqual([
      status,
      expect.stringMatching(status === 200 ? /deadGroups/ : /GUERDON_/),
    ]);
  });
});

describe("POST /v1/programs/reload", () => {
  it("takes the new version, keeps the old one of what does not compile, and wants a key with scope admin", async () => {
    let spec: ProgramSpec = EXACT;
    const programs = await ProgramRegistry.open([{ path: "exact.yaml", load: async () => compiled(spec) }]);
    const keys = [
      { name: "trainer", key: "0123456789abcdef0", scopes: ["score"] },
      { name: "owner", key: "fedcba98765432100", scopes: ["score", "admin"] },
    ] as const;
    await using server = await testServer([], { programs, keys });
    const owner = { "x-api-key": keys[1].key };
    const reload = async (): Promise<unknown> => (await server.post("/v1/programs/reload", "", owner)).json();
    expect((await server.post("/v1/programs/reload", "", { "x-api-key": keys[0].key })).status).toBe(403);
    expect(await reload()).toEqual({ changed: 0, stale: [] });
    spec = { ...EXACT, total: "3 * default(correct, 0)" };
    expect(await reload()).toEqual({ changed: 1, stale: [] });
    spec = { ...EXACT, total: "correcd" };
    expect(await reload()).toEqual({ changed: 0, stale: ["exact"] });
    const listed = (await (await server.get("/v1/programs", owner)).json()) as {
      programs: { stale: boolean; total: number[] }[];
    };
    expect(listed.programs[0]).toMatchObject({ stale: true, total: [0, 3] });
  });
});

describe("GET /v1/programs and /v1/runs", () => {
  it("say what is served", async () => {
    await using server = await testServer([EXACT]);
    const programs = await (await server.get("/v1/programs")).json();
    expect(programsReplySchema.safeParse(programs).error).toBeUndefined();
    expect(programs).toMatchObject({
      programs: [
        {
          program: "exact",
          total: [-1, 1],
          stale: false,
          terms: [
            { name: "correct", range: [0, 1] },
            { name: "words", range: [0, null] },
          ],
        },
      ],
    });
    const runs = await (await server.get("/v1/runs")).json();
    expect([runsReplySchema.safeParse(runs).success, runs]).toEqual([true, { runs: [] }]);
  });
});
