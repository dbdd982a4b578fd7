import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { airlineDatabase, world } from "./airline-world.test-support.ts";
import { compareReplays, replayCalls, type StateCall } from "./replay-calls.ts";

const FILE = new URL("../../../../../shared/data/agents/tau_airline_traj.jsonl.gz", import.meta.url);

interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
}

interface Row {
  readonly task_id: number;
  readonly trial: number;
  readonly reward: number;
  readonly gold_actions: readonly { readonly name: string; readonly kwargs: StateCall["arguments"] }[];
  readonly reward_info: object | null;
  readonly gold_outputs: readonly string[];
  readonly traj: readonly Message[];
}

describe.skipIf(!existsSync(FILE))("τ-bench airline traces (140 of GPT-4o)", () => {
  const rows = existsSync(FILE)
    ? gunzipSync(readFileSync(FILE))
        .toString()
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Row)
    : [];

  it("gives each the published reward by replaying gold and actual calls", () => {
    const off: unknown[] = [];
    for (const row of rows) {
      const gold = row.gold_actions.map(({ name, kwargs }) => ({ name, arguments: kwargs }));
      const said = row.traj.flatMap(({ role, content }) => (role === "assistant" && content !== null ? [content] : []));
      const { sameState, unsaid } = compareReplays(
        airlineDatabase(),
        { gold, calls: callsOf(row), tools: world.tools },
        { outputs: row.gold_outputs, said },
      );
      const reward = sameState && unsaid.length === 0 ? 1 : 0;
      if (reward !== row.reward) off.push({ task: row.task_id, trial: row.trial, reward, why: wasCutOff(row) });
    }
    // The run reached its 30 turns before the user said stop, so no reward was computed and 0 was written down.
    expect(off).toEqual([{ task: 2, trial: 1, reward: 1, why: true }]);
    expect(rows.length).toBe(140);
  });

  it("returns what the traces say the tools returned, wherever the tool is part of the world", () => {
    let compared = 0;
    const off: unknown[] = [];
    for (const row of rows) {
      const calls = callsOf(row);
      const told = row.traj.filter(({ role }) => role === "tool").map(({ content }) => content ?? "");
      const { observations } = replayCalls(airlineDatabase(), calls, world.tools);
      observations.forEach((observation, i) => {
        // The stored users have a state where the traces have a province.
        if (!Object.hasOwn(world.tools, calls[i]?.name ?? "") || calls[i]?.name === "get_user_details") return;
        compared += 1;
        const text = typeof observation === "string" ? observation : JSON.stringify(observation);
        if (canonical(text) !== canonical(told[i] as string)) off.push([row.task_id, row.trial, calls[i], told[i]]);
      });
    }
    expect(off).toEqual([]);
    expect(compared).toBeGreaterThan(770);
  });

  it("tells a wrong amount, a missing call and an unsaid output from the gold", () => {
    const row = rows.find(({ gold_outputs: outputs, reward }) => outputs.length > 0 && reward === 1) as Row;
    const gold = row.gold_actions.map(({ name, kwargs }) => ({ name, arguments: kwargs }));
    const compare = (calls: readonly StateCall[], said: readonly string[]) =>
      compareReplays(airlineDatabase(), { gold, calls, tools: world.tools }, { outputs: row.gold_outputs, said });
    expect(compare(gold, row.gold_outputs)).toEqual({ sameState: true, unsaid: [] });
    expect(compare(gold, []).unsaid).toEqual(row.gold_outputs);
    for (const other of rows.filter(({ trial }) => trial === 0)) {
      const actions = other.gold_actions.map(({ name, kwargs }) => ({ name, arguments: kwargs }));
      const changing = actions.findIndex(({ name }) => /book|cancel|update|send/u.test(name));
      if (changing < 0) continue;
      const without = actions.filter((_, i) => i !== changing);
      expect(compareReplays(airlineDatabase(), { gold: actions, calls: without, tools: world.tools }).sameState).toBe(
        false,
      );
    }
  });
});

function wasCutOff({ traj, reward_info: info }: Row): boolean {
  return info === null && traj.length === 61;
}

/** Calls the environment made: the first of each message. */
function callsOf(row: Row): readonly StateCall[] {
  return row.traj.flatMap(({ tool_calls: calls }) => {
    const call = calls?.[0]?.function;
    return call === undefined
      ? []
      : [{ name: call.name, arguments: JSON.parse(call.arguments) as StateCall["arguments"] }];
  });
}

function canonical(text: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
