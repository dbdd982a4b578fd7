import { afterAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, type InputOutput, justBash, type Verdict } from "./index.ts";

const backend = justBash();
const why = await backend.absent();
if (why !== undefined) console.log(`skipped: ${backend.name}: ${why}`);
afterAll(() => backend.close());

async function verdict(source: string, cases: readonly InputOutput[]): Promise<Verdict> {
  const result = await backend.run({ language: "shell", source, cases }, { ...DEFAULT_LIMITS, wallMs: 3000 });
  if ("fault" in result) throw new Error(result.fault.reason);
  return result.verdict;
}
const bits = ({ tests }: Verdict): readonly (string | true)[] =>
  tests.map(({ passed, error }) => passed || (error ?? ""));

describe.skipIf(why !== undefined)("justBash", () => {
  it("compares output, status and files, and each input starts anew", async () => {
    const source = 'sort names.txt | uniq -c | sort -rn | head -1 > "most.txt"\nwc -l < names.txt\nrm names.txt\ncat';
    const files = { "names.txt": "b\na\nb\n" };
    const got = await verdict(source, [
      { input: "", output: "3", files, after: { "most.txt": "      2 b", "names.txt": null } },
      { input: "é\n", output: "3\né", files },
      { input: "", output: "3", files, after: { "most.txt": "      1 b" } },
      { input: "", output: "3", files, after: { "most.txt": null } },
      { input: "", output: "3", files, after: { "/home/user/names.txt": "b\na\nb\n" } },
      { input: "", output: "2", files },
      { input: "", output: "3", files, exit: 1 },
    ]);
    expect(bits(got)).toEqual([true, true, "wrong-file", "wrong-file", "wrong-file", "wrong-output", "exit 0"]);
    expect(got).toMatchObject({ status: "failed", engine: "just-bash" });
  });

  it("asks for the status that is expected", async () => {
    const source = "grep -q x && exit 0\nexit 3";
    const cases = [
      { input: "x\n", output: "" },
      { input: "y\n", output: "", exit: 3 },
    ];
    expect(bits(await verdict(source, cases))).toEqual([true, true]);
  });

  it("does not pass a right output that is followed by an endless loop", async () => {
    const got = await backend.run(
      { language: "shell", source: "echo 2\nwhile :; do :; done", cases: [{ input: "", output: "2" }] },
      { ...DEFAULT_LIMITS, wallMs: 500 },
    );
    expect(got).toMatchObject({ verdict: { status: "timed-out", tests: [{ passed: false, error: "timed-out" }] } });
  });
});
