import { describe, expect, it } from "vitest";
import { type Library, makeLibrary } from "../piece/index.ts";
import { compileProgram } from "../program/index.ts";
import { makeBatch } from "../signal/index.ts";
import { laterPieces } from "./adaptive.test-support.ts";
import { initState, nextState, type ProgramState } from "./program-state.ts";
import { realClock } from "./real-clock.test-support.ts";
import { rolloutsOf, testLibrary } from "./rollouts.test-support.ts";
import { type Scores, scoreBatch } from "./score-batch.ts";

const library: Library = makeLibrary([...testLibrary.factories, ...laterPieces], testLibrary.presets);
const right = { use: "exact", expected: "{{ item.answer }}" };
const program = compileProgram(
  {
    reward: "r",
    terms: { right, late: { use: "since-start", of: "right" }, n: { use: "step-number" } },
    total: "late + 10 * n",
  },
  library,
);
const rollouts = rolloutsOf([
  ["a", "yes", "yes"],
  ["a", "no", "yes"],
]);

async function scoresAt(step: number, state: ProgramState): Promise<Scores> {
  return scoreBatch(program, makeBatch(rollouts, step), { clock: realClock, state });
}

async function after(state: ProgramState, step: number): Promise<ProgramState> {
  return nextState(program, state, makeBatch(rollouts, step), await scoresAt(step, state));
}

describe("the state of a program", () => {
  it("is read by scoring and moved by the step (by hand)", async () => {
    const first = initState(program);
    expect(first).toEqual({
      program: program.hash,
      step: -1,
      terms: { late: { count: 0, sum: 0 } },
      advantages: [null],
    });
    expect([...(await scoresAt(0, first)).total.values]).toEqual([1, 0]);
    const second = await after(first, 0);
    expect(second.terms).toEqual({ late: { count: 2, sum: 1 } });
    expect([...(await scoresAt(1, second)).total.values]).toEqual([10.5, 9.5]);
  });

  it("moves once for a step, whatever is tried again", async () => {
    const state = await after(initState(program), 3);
    expect(await after(state, 3)).toBe(state);
    expect(await after(state, 2)).toBe(state);
    expect((await after(state, 4)).terms).toEqual({ late: { count: 4, sum: 2 } });
  });

  it("goes on from its JSON", async () => {
    const state = await after(initState(program), 0);
    const read = JSON.parse(JSON.stringify(state)) as ProgramState;
    expect(await after(read, 1)).toEqual(await after(state, 1));
  });

  it("belongs to one program", async () => {
    const other = { ...initState(program), program: "0123456789abcdef" };
    const scores = await scoresAt(0, initState(program));
    const stepped = (): ProgramState =>
      nextState({ ...program, hash: "fedcba9876543210" }, other, makeBatch(rollouts, 0), scores);
    expect(stepped).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the state of \`r\` (fedcba987654), got that of another program (0123456789ab).]`,
    );
    expect(stepped).toThrow(expect.objectContaining({ code: "GUERDON_STATE" }));
  });
});
