import { describe, expect, it } from "vitest";
import { ask, engineService } from "../engine-service.test-support.ts";
import { PROGRAMS } from "../programs.test-support.ts";
import { reasoningGym } from "./reasoning-gym.ts";

const service = engineService(PROGRAMS);
const rowsOf = (times: number) =>
  [1, 2, 3, 4].map((n) => ({
    prompt: [{ role: "user", content: `${n} * ${times}?` }],
    item: { answer: String(n * times), level: n > 2 ? "hard" : "easy" },
  }));

function gym(program = "exact") {
  const adapter = reasoningGym([
    { name: "sevens", rows: rowsOf(7), program },
    { name: "nines", rows: rowsOf(9), program },
  ]);
  const call = (method: string, path: string, body: object = {}, params = {}, query = {}) =>
    ask(adapter, [method, path], body, { service, params: { name: "mix", ...params }, query });
  return {
    call,
    create: (body: object = {}) =>
      call("POST", "/experiments", {
        name: "mix",
        size: 100,
        seed: 3,
        datasets: { sevens: { weight: 3 }, nines: {} },
        ...body,
      }),
    batch: async (base = 0, size = 100) =>
      (await call("GET", "/experiments/{name}/batch", {}, {}, { base_index: String(base), batch_size: String(size) }))
        .body as never as {
        entries: { question: string; entry_id: string; metadata: { [field: string]: unknown } }[];
      },
    score: (answers: object[]) => call("POST", "/experiments/{name}/score", { answers }),
  };
}

describe("reasoning-gym", () => {
  it("makes, lists, describes and deletes experiments", async () => {
    const { create, call } = gym();
    const described = {
      name: "mix",
      size: 100,
      seed: 3,
      datasets: { sevens: { weight: 3, config: {} }, nines: { weight: 1, config: {} } },
    };
    expect(await create()).toEqual({ status: 200, body: described });
    expect((await call("GET", "/experiments")).body).toEqual({ experiments: ["mix"] });
    expect((await call("GET", "/experiments/{name}/composite")).body).toEqual(described);
    expect((await call("DELETE", "/experiments/{name}")).body).toEqual({ status: "deleted" });
    expect((await call("DELETE", "/experiments/{name}")).status).toBe(404);
    expect((await call("GET", "/health")).body).toEqual({ status: "healthy" });
  });

  it("asks entries drawn by seed and index alone, sets by their weight", async () => {
    const { create, batch } = gym();
    await create({ size: 4000 });
    const { entries } = await batch(0, 4000);
    expect((await batch(10, 2)).entries).toEqual(entries.slice(10, 12));
    const sevens = entries.filter(({ metadata }) => metadata.source_dataset === "sevens").length;
    // Binomial(4000, 3/4): five standard deviations are 137.
    expect(Math.abs(sevens - 3000)).toBeLessThan(137);
    expect(new Set(entries.map(({ question }) => question)).size).toBe(8);
    expect(entries[0]).toEqual({
      question: expect.stringMatching(/^\d \* [79]\?$/),
      entry_id: "0.0",
      metadata: {
        answer: expect.any(String),
        level: expect.any(String),
        source_dataset: expect.any(String),
        source_index: expect.any(Number),
        version_id: 0,
      },
    });
  });

  it("scores answers in the order of the request", async () => {
    const { create, batch, score } = gym();
    await create();
    const { entries } = await batch(0, 3);
    const answers = entries.map(({ entry_id, metadata }, i) => ({
      entry_id,
      answer: i === 1 ? "wrong" : metadata.answer,
    }));
    expect((await score([...answers].reverse())).body).toEqual({ scores: [1, 0, 1], entry_ids: ["0.2", "0.1", "0.0"] });
    expect((await score([{ entry_id: "0.0", answer: null }])).body).toMatchObject({ scores: [0] });
    expect((await score([])).body).toEqual({ scores: [], entry_ids: [] });
  });

  it("changes live which rows are asked; answers to older entries keep their row", async () => {
    const { create, batch, call, score } = gym();
    await create({ datasets: { sevens: { config: { level: "easy" } } } });
    const before = (await batch()).entries;
    expect(new Set(before.map(({ metadata }) => metadata.level))).toEqual(new Set(["easy"]));
    const config = { level: ["hard"] };
    expect(
      (await call("POST", "/experiments/{name}/composite/{dataset}", { config }, { dataset: "sevens" })).body,
    ).toEqual({ status: "updated" });
    const after = (await batch()).entries;
    expect([new Set(after.map(({ metadata }) => metadata.level)), after[0]?.entry_id]).toEqual([
      new Set(["hard"]),
      "1.0",
    ]);
    const answers = [before[0], after[0]].map((entry) => ({
      entry_id: entry?.entry_id,
      answer: entry?.metadata.answer,
    }));
    expect((await score(answers)).body).toMatchObject({ scores: [1, 1] });
    expect((await call("GET", "/experiments/{name}/composite")).body).toMatchObject({
      datasets: { sevens: { config } },
    });
  });

  it("has no scores when one cannot be made: 503, never 0", async () => {
    const { create, score } = gym("broken");
    await create();
    expect(await score([{ entry_id: "0.0", answer: "7" }])).toEqual({
      status: 503,
      body: { detail: "failed (sandbox): the sandbox did not start" },
    });
  });

  it.each([
    [
      "a dataset that is not served",
      { datasets: { elevens: {} } },
      400,
      "Dataset 'elevens' is not served: there are sevens, nines",
    ],
    ["a config that no row has", { datasets: { sevens: { config: { level: "wild" } } } }, 400, "No row of 'sevens'"],
    ["no dataset", { datasets: {} }, 422, "datasets"],
    ["a size of 0", { size: 0 }, 422, "size"],
    ["a weight of 0", { datasets: { sevens: { weight: 0 } } }, 422, "weight"],
  ])("refuses an experiment with %s", async (_, body, status, text) => {
    const reply = await gym().create(body);
    expect([reply.status, JSON.stringify(reply.body)]).toEqual([status, expect.stringContaining(text)]);
  });

  it.each([
    ["-1", "1", "base_index must be non-negative"],
    ["0", "0", "batch_size must be positive"],
    ["0", "x", "batch_size must be positive"],
    ["99", "2", "Entry 100 is beyond the size 100"],
    ["0", "999999", "batch_size must be at most 65536"],
  ])("refuses the batch %s, %s", async (base_index, batch_size, detail) => {
    const { create, call } = gym();
    await create();
    expect(await call("GET", "/experiments/{name}/batch", {}, {}, { base_index, batch_size })).toEqual({
      status: 400,
      body: { detail },
    });
  });

  it.each(["1.0", "0.100", "0", "x.y", "0.0.0"])("refuses an answer to the entry %s", async (entry_id) => {
    const { create, score } = gym();
    await create();
    expect((await score([{ entry_id, answer: "1" }])).status).toBe(400);
  });

  it("answers 404 for what is not there", async () => {
    const { create, call } = gym();
    expect((await call("GET", "/experiments/{name}/batch")).status).toBe(404);
    await create();
    expect(
      (await call("POST", "/experiments/{name}/composite/{dataset}", { config: {} }, { dataset: "none" })).status,
    ).toBe(404);
    const nothing = await call(
      "POST",
      "/experiments/{name}/composite/{dataset}",
      { config: { level: "wild" } },
      { dataset: "nines" },
    );
    expect(nothing.status).toBe(400);
  });
});
