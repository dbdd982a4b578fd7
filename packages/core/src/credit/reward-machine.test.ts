import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { column, shown, steps } from "./layouts.test-support.ts";
import { type MachineTransition, rewardMachine } from "./reward-machine.ts";

type Values = readonly (number | string)[];
const STATES = ["start", "one", "both"];
/** Pays when exactly one of two steps was right, known at the second: no sum over steps can (110 §Mechanism, XOR). */
const XOR = {
  states: ["none", "zero", "one", "over"],
  transitions: [
    { from: "none", when: 0, to: "one" },
    { from: "none", to: "zero" },
    { from: "zero", when: 0, to: "over", reward: 1 },
    { from: "one", when: 0, to: "over" },
    { from: "one", to: "over", reward: 1 },
    { from: "zero", to: "over" },
  ],
};
const ORDER: readonly MachineTransition[] = [
  { from: "start", when: 0, to: "one", reward: 0.5 },
  { from: "one", when: 1, to: "both", reward: 2 },
  { from: "both", when: 0, to: "start", reward: -1 },
];

function ran(options: Parameters<typeof rewardMachine>[0], ...when: readonly Values[]) {
  const columns = when.map((values) => column("step", values));
  return shown(rewardMachine(options).apply(columns, steps([when[0]?.length ?? 0])));
}

describe("rewardMachine", () => {
  it.each([
    [[0, 0], 0],
    [[0, 1], 1],
    [[1, 0], 1],
    [[1, 1], 0],
  ] as const)("tells exactly one of two apart: %j is worth %d (110 §Mechanism, XOR)", (actions, worth) => {
    expect(ran(XOR, actions)).toEqual([0, worth]);
  });

  it("pays for an order and follows its states (by hand)", () => {
    const [first, second] = [
      [0, 1, 1, 0, 1],
      [1, 0, 0, 0.1, 0],
    ];
    const machine = { states: STATES, transitions: ORDER };
    expect(ran(machine, first, second)).toEqual([0, 0.5, 0, 2, -1]);
    expect(ran({ ...machine, give: "state" }, first, second)).toEqual([0, 1, 1, 2, 0]);
    expect(ran({ ...machine, terminal: ["both"] }, first, second)).toEqual([0, 0.5, 0, 2, 0]);
  });

  it("pays a stage, its miss and a broken invariant once (149 §Mechanism 4: 5, −1, −2, then the end)", () => {
    const machine = {
      states: ["under way", "done", "failed"],
      transitions: [
        { from: "under way", when: 2, to: "failed", reward: -2 },
        { from: "under way", when: 0, to: "done", reward: 5 },
        { from: "under way", when: 1, to: "failed", reward: -1 },
      ],
      terminal: ["done", "failed"],
    };
    const [reached, late, broken] = [
      [0, 1, 1],
      [0, 0, 1],
      [0, 0, 1],
    ];
    expect(ran(machine, reached, late, broken)).toEqual([0, 5, 0]);
    expect(ran(machine, [0, 0, 0], late, [0, 0, 0])).toEqual([0, 0, -1]);
    expect(ran(machine, reached, late, [1, 1, 1])).toEqual([-2, 0, 0]);
  });

  it("takes the first transition that applies; 0 and −0 are no truth", () => {
    const transitions = [
      { from: "start", when: 0, to: "one", reward: 1 },
      { from: "start", when: 1, to: "both", reward: 2 },
    ];
    expect(ran({ states: STATES, transitions }, [1], [1])).toEqual([1]);
    expect(ran({ states: STATES, transitions }, [0, -0], [-1, 1])).toEqual([0, 2]);
  });

  it("starts anew with each rollout, and takes none", () => {
    const machine = rewardMachine({ states: STATES, transitions: ORDER });
    const when = [fullSignal("step", [1, 1]), fullSignal("step", [0, 0])];
    expect([...machine.apply(when, steps([1, 0, 1])).values]).toEqual([0.5, 0.5]);
    expect([...machine.apply([fullSignal("step", []), fullSignal("step", [])], flatLayout([])).values]).toEqual([]);
  });

  it("is lost from a missing predicate on that it has to look at, and only then", () => {
    const machine = { states: STATES, transitions: ORDER };
    expect(ran(machine, [0, "unseen", 1], [1, 1, "dark"])).toEqual([0, "unseen", "unseen"]);
    expect(ran(machine, [0, 1, 0], ["dark", 0, 1])).toEqual([0, 0.5, 2]);
  });

  it("knows range, trend, inputs and defaults", () => {
    const machine = rewardMachine({ states: STATES, transitions: ORDER });
    expect(machine.range([])).toEqual({ min: -1, max: 2 });
    expect(rewardMachine({ states: STATES, transitions: [] }).range([])).toEqual({ min: 0, max: 0 });
    const paying = [{ from: "start", to: "one", reward: 3 }];
    expect(rewardMachine({ states: STATES, transitions: paying }).range([])).toEqual({ min: 0, max: 3 });
    expect(rewardMachine({ states: STATES, transitions: ORDER, give: "state" }).range([])).toEqual({ min: 0, max: 2 });
    expect([0, 1, 2].map((index) => machine.trend(index, []))).toEqual(["unknown", "unknown", "constant"]);
    expect(machine.inputs).toEqual([{ name: "when", many: true }]);
    expect(machine.options).toEqual({ states: STATES, transitions: ORDER, terminal: [], give: "reward" });
  });

  it("says what is wrong with it", () => {
    const transitions = [{ from: "start", when: 2, to: "one" }];
    expect(() => ran({ states: STATES, transitions }, [1])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`when\` to list at least 3 predicates, as a transition names place 2; got 1.]`,
    );
    expect(() => rewardMachine({ states: ["a", "a"], transitions: [] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`states\` of \`credit/reward-machine@1\` to be valid, got ["a","a"]: two states have the same name.]`,
    );
    expect(() => rewardMachine({ states: ["a"], transitions })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`transitions\` of \`credit/reward-machine@1\` to be valid, got [{"from":"start","when":2,"to":"one"}]: a transition names a state that is not in \`states\`.]`,
    );
    expect(() => rewardMachine({ states: ["a"], transitions: [], terminal: ["b"] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`terminal\` of \`credit/reward-machine@1\` to be valid, got ["b"]: \`terminal\` names a state that is not in \`states\`.]`,
    );
  });

  const skip = [{ law: "missing stays missing", reason: "a predicate is only read in the states that look at it" }];
  const transitions = [
    { from: "start", when: 0, to: "one", reward: 1 },
    { from: "one", when: 0, to: "both", reward: 2 },
  ];
  for (const give of ["reward", "state"]) {
    for (const law of lawsOf(rewardMachine, { options: { states: STATES, transitions, give }, skip })) {
      it(`${law.name}, ${give}`, law.check);
    }
  }
});
