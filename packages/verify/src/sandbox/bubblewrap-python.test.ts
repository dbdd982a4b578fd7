import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bubblewrapPython, DEFAULT_LIMITS, type SandboxProgram, type Verdict } from "./index.ts";

const backend = bubblewrapPython({ lanes: 1 });
const why = await backend.absent();
if (why !== undefined) console.log(`skipped: ${backend.name}: ${why}`);
afterAll(() => backend.close());

async function verdict(program: Omit<SandboxProgram, "language">): Promise<Verdict> {
  const result = await backend.run({ language: "python", ...program }, DEFAULT_LIMITS);
  if ("fault" in result) throw new Error(result.fault.reason);
  return result.verdict;
}

const SIGN = 'def sign(x):\n    """Of a number."""\n    if x < 0:\n        return -1\n    return 1\n';

describe.skipIf(why !== undefined)("bubblewrapPython", () => {
  it("says which lines the tests ran, when it is asked", async () => {
    const tests = ["assert sign(2) == 1"];
    expect((await verdict({ source: SIGN, tests })).coverage).toBeUndefined();
    expect((await verdict({ source: SIGN, tests, coverage: true })).coverage).toEqual({
      ran: [1, 3, 5],
      lines: [1, 3, 4, 5],
    });
    const both = ["assert sign(2) == 1\nassert sign(-2) == -1"];
    expect((await verdict({ source: SIGN, tests: both, coverage: true })).coverage?.ran).toEqual([1, 3, 4, 5]);
  });

  it("joins the lines of all inputs, also of a program that fails or exits", async () => {
    const source = "x = int(input())\nif x > 1:\n    print(x)\nif x > 2:\n    raise SystemExit(0)\nprint(1 / x)\n";
    const cases = ["0", "3"].map((input) => ({ input, output: input }));
    const got = await verdict({ source, cases, coverage: true });
    expect(got.coverage).toEqual({ ran: [1, 2, 3, 4, 5, 6], lines: [1, 2, 3, 4, 5, 6] });
    expect(got.tests).toEqual([{ passed: false, error: "ZeroDivisionError" }, { passed: true }]);
  });

  it("decides nothing by forged lines", async () => {
    const forged = `import sys\ng = sys._getframe()\nwhile "link" not in g.f_locals: g = g.f_back
g.f_locals["seen"].found = lambda: {"ran": [1, 999, "x", True], "lines": [1, 2]}\n${SIGN}`;
    const got = await verdict({ source: forged, tests: ["assert sign(2) == 2"], coverage: true });
    expect(got.status).toBe("failed");
    expect(got.coverage).toEqual({ ran: [1], lines: [1, 2] });
  });

  it("awaits coroutines, whose errors are the program's", async () => {
    const source = `import asyncio
async def late(x):
    await asyncio.sleep(0.01)
    if x < 0: raise ValueError("negative")
    return x + 1
async def both(x): return list(await asyncio.gather(late(x), late(x + 1)))
async def never(): await asyncio.Event().wait()
def same(): return True`;
    const got = await verdict({
      source,
      tests: [
        "assert asyncio.run(late(1)) == 2",
        "assert asyncio.run(late(1)) == 3",
        "import asyncio\nasync def t():\n    assert await late(2) == 3\n    assert (await both(1)) == [2, 3]\nasyncio.run(t())",
        "async def t(): return await asyncio.gather(late(1), late(2))\nassert asyncio.run(t()) == [2, 3]",
        "asyncio.run(late(-1))",
        "try:\n    asyncio.run(late(-1))\n    assert False\nexcept ValueError: pass",
        "assert late(1) == 2",
        "assert asyncio.iscoroutine(late(1)) and not asyncio.iscoroutine(same())",
      ],
    });
    expect(got.tests.map(({ passed, error }) => passed || error)).toEqual([
      true,
      "AssertionError",
      true,
      true,
      true,
      "ValueError",
      true,
      "AssertionError",
      true,
    ]);
    const stuck = { language: "python", source, tests: ["asyncio.run(never())"] } as const;
    expect(await backend.run(stuck, { ...DEFAULT_LIMITS, wallMs: 1500 })).toMatchObject({
      verdict: { status: "timed-out" },
    });
  });

  it("measures time and memory of the program's process", async () => {
    const light = await verdict({ source: SIGN, tests: ["assert sign(2) == 1"] });
    const heavy = await verdict({
      source: "def sign(x):\n    y = bytearray(80_000_000)\n    return sum(range(3_000_000)) > 0\n",
      tests: ["assert sign(2)"],
    });
    expect((heavy.memoryBytes ?? 0) - (light.memoryBytes ?? 0)).toBeGreaterThan(60_000_000);
    expect(heavy.cpuSeconds ?? 0).toBeGreaterThan(2 * (light.cpuSeconds ?? 1));
  });

  it.each([
    ["a file", 'open("/tmp/x", "w").write("1")'],
    ["a mode", 'import os\nos.chmod("/tmp", 0o555)'],
    ["an attribute", 'import os\ntry: os.setxattr("/tmp", "user.x", b"1")\nexcept OSError: pass'],
    ["a time", 'import os\nos.utime("/tmp", (123, 456))'],
    ["a file that is gone", 'import os\nopen("/tmp/x", "w").close()\nos.remove("/tmp/x")'],
    ["shared memory", 'open("/dev/shm/x", "w").write("1")'],
  ])("shows the next program nothing of %s", async (_, source) => {
    const look = `import os
def f():
    try: names = os.listxattr("/tmp")
    except OSError: names = []
    s = os.stat("/tmp")
    open("/tmp/own", "w").close()
    os.remove("/tmp/own")
    return [os.listdir("/tmp"), os.listdir("/dev/shm"), names, s.st_mode & 0o777, s.st_mtime in (123, 456)]
`;
    await verdict({ source: `${source}\ndef f(): pass`, tests: ["assert f() is None"] });
    const seen = await verdict({ source: look, tests: ["assert f() == [[], [], [], 0o755, False], f()"] });
    expect(seen).toMatchObject({ status: "passed" });
  });

  it("lets programs and tests import from a folder of packages, which they cannot change", async () => {
    const folder = mkdtempSync(join(tmpdir(), "packages-"));
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, "tiny.py"), "def two(): return 2\n");
    const source = `import tiny
def f(): return tiny.two()
def spoil():
    try: open(tiny.__file__, "a").write("x = 1")
    except OSError: return "refused"
def add():
    try: open("/packages/more.py", "w")
    except OSError: return "refused"`;
    const tests = ["import tiny\nassert f() == tiny.two()\nassert spoil() == 'refused'\nassert add() == 'refused'"];
    const stocked = bubblewrapPython({ lanes: 1, packages: folder });
    expect(await stocked.run({ language: "python", source, tests }, DEFAULT_LIMITS)).toMatchObject({
      verdict: { status: "passed" },
    });
    await stocked.close();
    expect(existsSync(join(folder, "more.py"))).toBe(false);
    expect(await verdict({ source, tests })).toMatchObject({ status: "failed", error: "ModuleNotFoundError" });
    rmSync(folder, { recursive: true });
    const gone = bubblewrapPython({ packages: folder });
    expect(await gone.absent()).toMatch(/the sandbox did not start: .*Can't find source path/);
  });
});
