import { describe, expect, it } from "vitest";
import { answerItem } from "./answer-item.ts";
import { makeRollout, withDistinctIds } from "./make-rollout.ts";
import { splitConversation } from "./split-conversation.ts";

const PARTS = { prompt: "6 * 7?", completion: "42", item: { answer: "42", level: 1 } };

describe("makeRollout", () => {
  it("makes the same rollout of the same content, whatever the order of keys or the shape of the prompt", () => {
    const again = makeRollout({ ...PARTS, item: { level: 1, answer: "42" } });
    expect(again).toEqual(makeRollout(PARTS));
    const asList = makeRollout({ ...PARTS, prompt: [{ content: "6 * 7?", role: "user" }] });
    expect(asList.group).toBe(makeRollout(PARTS).group);
  });

  it("tells apart answers in the id, prompts in the group", () => {
    const other = makeRollout({ ...PARTS, completion: "41" });
    expect([other.group === makeRollout(PARTS).group, other.id === makeRollout(PARTS).id]).toEqual([true, false]);
    expect(makeRollout({ ...PARTS, item: {} }).id).not.toBe(makeRollout(PARTS).id);
    const system = { role: "system", content: "6 * 7?" };
    expect(makeRollout({ ...PARTS, prompt: [system] }).group).not.toBe(makeRollout(PARTS).group);
  });

  it("gives a message without content none", () => {
    const { completion } = makeRollout({ ...PARTS, completion: [{ role: "assistant", tool_calls: [] }] });
    expect(completion).toEqual([{ role: "assistant", tool_calls: [], content: null }]);
  });

  it("numbers equal rollouts of one request", () => {
    const one = makeRollout(PARTS);
    const other = makeRollout({ ...PARTS, completion: "41" });
    expect(withDistinctIds([one, other, one, one]).map(({ id }) => id)).toEqual([
      one.id,
      other.id,
      `${one.id}#2`,
      `${one.id}#3`,
    ]);
  });
});

describe("answerItem", () => {
  it.each([
    [undefined, {}],
    [null, {}],
    [0, { answer: 0, label: 0, ground_truth: 0 }],
    [["a"], { answer: ["a"], label: ["a"], ground_truth: ["a"] }],
    [
      { answer: "x", n: 1 },
      { answer: "x", n: 1, label: { answer: "x", n: 1 }, ground_truth: { answer: "x", n: 1 } },
    ],
  ])("of %o", (reference, item) => {
    expect(answerItem(reference)).toEqual(item);
  });
});

describe("splitConversation", () => {
  it.each([
    [["user", "assistant"], 1],
    [["system", "user", "assistant", "user", "assistant", "tool", "assistant"], 4],
    [["assistant"], 0],
    [["user"], 1],
  ])("cuts %o after %i", (roles, at) => {
    const { prompt, completion } = splitConversation(roles.map((role) => ({ role, content: "x" })));
    expect([prompt.length, completion.length]).toEqual([at, roles.length - at]);
  });
});
