import { describe, expect, it } from "vitest";
import { ask, engineService } from "../engine-service.test-support.ts";
import { corridor, products } from "../environment/environments.test-support.ts";
import { PROGRAMS } from "../programs.test-support.ts";
import { gymHttp } from "./gym-http.ts";

const service = engineService(PROGRAMS);
const ONE = "/v1/envs/{instance_id}";

function gym(environments = [corridor, products], maxSessions = 4) {
  const adapter = gymHttp({ environments, maxSessions });
  const call = (method: string, path: string, body: object = {}, params = {}) =>
    ask(adapter, [method, path], body, { service, params });
  const create = async (env_id: string) =>
    ((await call("POST", "/v1/envs/", { env_id })).body as { instance_id: string }).instance_id;
  return { call, create };
}

describe("gym-http", () => {
  it("plays an episode of numbers", async () => {
    const { call, create } = gym();
    const params = { instance_id: await create("corridor") };
    expect((await call("POST", `${ONE}/reset/`, { seed: 2 }, params)).body).toEqual({ observation: [2], info: {} });
    expect((await call("POST", `${ONE}/step/`, { action: 1, render: false }, params)).body).toEqual({
      observation: [3],
      reward: 0,
      done: false,
      terminated: false,
      truncated: false,
      info: { steps: 1 },
    });
    expect((await call("POST", `${ONE}/step/`, { action: 1 }, params)).body).toMatchObject({
      reward: 1,
      done: true,
      terminated: true,
    });
  });

  it("tells truncation from an end", async () => {
    const { call, create } = gym();
    const params = { instance_id: await create("corridor") };
    await call("POST", `${ONE}/reset/`, {}, params);
    for (let i = 0; i < 9; i++) await call("POST", `${ONE}/step/`, { action: 0 }, params);
    expect((await call("POST", `${ONE}/step/`, { action: 0 }, params)).body).toMatchObject({
      done: true,
      terminated: false,
      truncated: true,
    });
  });

  it("plays an episode of texts, paid by a program", async () => {
    const { call, create } = gym();
    const params = { instance_id: await create("products") };
    await call("POST", `${ONE}/reset/`, { row: 0 }, params);
    expect((await call("POST", `${ONE}/step/`, { action: "42" }, params)).body).toMatchObject({
      reward: 1,
      done: true,
      info: { correct: 1 },
    });
    expect((await call("GET", `${ONE}/action_space/sample`, {}, params)).status).toBe(400);
    expect((await call("GET", `${ONE}/action_space/`, {}, params)).body).toMatchObject({
      info: { name: "Json", schema: { type: "object" } },
    });
  });

  it("lists and closes instances, and makes room for others", async () => {
    const { call, create } = gym([corridor], 1);
    const id = await create("corridor");
    expect((await call("GET", "/v1/envs/")).body).toEqual({ all_envs: { [id]: "corridor" } });
    expect((await call("POST", "/v1/envs/", { env_id: "corridor" })).status).toBe(503);
    expect((await call("POST", `${ONE}/close/`, {}, { instance_id: id })).body).toEqual({});
    expect((await call("POST", `${ONE}/close/`, {}, { instance_id: id })).status).toBe(400);
    expect(await create("corridor")).not.toBe(id);
  });

  it("describes spaces, samples them and knows their members", async () => {
    const { call, create } = gym();
    const params = { instance_id: await create("corridor") };
    expect((await call("GET", `${ONE}/action_space/`, {}, params)).body).toEqual({ info: { name: "Discrete", n: 2 } });
    expect((await call("GET", `${ONE}/observation_space/`, {}, params)).body).toEqual({
      info: { name: "Box", shape: [1], low: [0], high: [4] },
    });
    const samples = await Promise.all(
      Array.from({ length: 40 }, async () => (await call("GET", `${ONE}/action_space/sample`, {}, params)).body),
    );
    expect(new Set(samples.map((sample) => JSON.stringify(sample)))).toEqual(new Set(['{"action":0}', '{"action":1}']));
    const contains = async (x: string) =>
      (await call("GET", `${ONE}/action_space/contains/{x}`, {}, { ...params, x })).body;
    expect([await contains("1"), await contains("2"), await contains("left")]).toEqual([
      { member: true },
      { member: false },
      { member: false },
    ]);
  });

  it.each([
    ["an unknown environment", "POST", "/v1/envs/", { env_id: "chess" }, 400, "'chess'"],
    ["no environment", "POST", "/v1/envs/", {}, 400, "env_id"],
    ["an unknown instance", "POST", `${ONE}/step/`, { action: 1 }, 400, "Instance_id none unknown"],
    ["a shutdown", "POST", "/v1/shutdown/", {}, 403, "cannot stop"],
  ])("refuses %s with a message", async (_, method, path, body, status, text) => {
    const reply = await gym().call(method, path, body, { instance_id: "none" });
    expect([reply.status, JSON.stringify(reply.body)]).toEqual([status, expect.stringContaining(text)]);
  });

  it("refuses an action that is none, a step without action, and monitors", async () => {
    const { call, create } = gym();
    const params = { instance_id: await create("corridor") };
    for (const body of [{ action: 2 }, { action: "left" }, { action: null }, {}]) {
      expect((await call("POST", `${ONE}/step/`, body, params)).status).toBe(400);
    }
    expect((await call("POST", `${ONE}/monitor/start/`, {}, params)).status).toBe(400);
    expect((await call("POST", `${ONE}/monitor/close/`, {}, params)).status).toBe(400);
  });

  it("tells what the environment refuses with status 500", async () => {
    const { call, create } = gym();
    const params = { instance_id: await create("products") };
    expect((await call("POST", `${ONE}/step/`, { action: "42" }, params)).status).toBe(500);
  });
});
