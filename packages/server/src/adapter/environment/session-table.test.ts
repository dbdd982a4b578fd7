import { describe, expect, it } from "vitest";
import { SessionTable } from "./session-table.ts";

function table(capacity: number, idleTimeoutMs = 100) {
  const closed: string[] = [];
  let nowMs = 0;
  const sessions = new SessionTable<{ name: string; close(): void }>({ capacity, idleTimeoutMs, now: () => nowMs });
  const open = async (name: string) =>
    (await sessions.add(() => ({ name, close: () => closed.push(name) })))?.id ?? "none";
  return { sessions, closed, open, wait: (ms: number) => (nowMs += ms) };
}

describe("SessionTable", () => {
  it("holds as many as its capacity, counting those being made", async () => {
    const { sessions, open } = table(2);
    let finish = (_: { name: string; close(): void }): void => {};
    const made = sessions.add(() => new Promise((resolve) => (finish = resolve)));
    expect([await open("b"), sessions.active]).not.toContain("none");
    expect(await open("c")).toBe("none");
    finish({ name: "a", close: () => {} });
    expect((await made)?.session.name).toBe("a");
  });

  it("gives the place back when making fails", async () => {
    const { sessions, open } = table(1);
    await expect(sessions.add(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await open("b")).not.toBe("none");
  });

  it("closes what nobody used for its idle time, and no other", async () => {
    const { sessions, closed, open, wait } = table(2);
    const [a, b] = [await open("a"), await open("b")];
    wait(60);
    expect(sessions.get(a)?.name).toBe("a");
    wait(60);
    expect([sessions.get(b), closed]).toEqual([undefined, ["b"]]);
    expect(await open("c")).not.toBe("none");
    expect(sessions.ids()).toContain(a);
  });

  it("closes a session once", async () => {
    const { sessions, closed, open } = table(1);
    const id = await open("a");
    expect([sessions.remove(id), sessions.remove(id), closed]).toEqual([true, false, ["a"]]);
  });
});
