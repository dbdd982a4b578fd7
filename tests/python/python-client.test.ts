import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../scripts/gen/repository.ts";
import { clientInterpreter } from "./python-interpreters.test-support.ts";
import { runPytest } from "./run-pytest.test-support.ts";
import { type Serving, servePrograms } from "./serve-programs.test-support.ts";

const PROGRAMS = ["examples/math.yaml", "examples/arithmetic.yaml", "clients/python/tests/programs/digits.yaml"];
const WAIT_MS = 240_000;

const interpreter = clientInterpreter(join(ROOT, "clients/python/.venv"));
if ("absent" in interpreter) console.warn(`Python client, skipped: ${interpreter.absent}`);

describe.skipIf("absent" in interpreter)("the Python client", () => {
  const python = "python" in interpreter ? interpreter.python : "";
  const store = mkdtempSync(join(tmpdir(), "guerdon-python-"));
  let serving: Serving;

  beforeAll(async () => {
    serving = await servePrograms(PROGRAMS, ["--store", store]);
  }, WAIT_MS);
  afterAll(async () => {
    await serving?.stop();
    rmSync(store, { recursive: true, force: true });
  }, WAIT_MS);

  it(
    "retries, names its calls and says what went wrong",
    async () => {
      const result = await runPytest(python, ["tests/client"], {});
      expect(result.failed, result.output).toBe(0);
      expect(result.passed, result.output).toBeGreaterThan(20);
    },
    WAIT_MS,
  );

  it(
    "scores, resumes and trains nobody wrong against a server",
    async () => {
      const result = await runPytest(python, ["tests/server"], { GUERDON_URL: serving.url });
      expect(result.failed, result.output).toBe(0);
      expect(result.skipped, result.output).toBe(0);
      expect(result.passed, result.output).toBeGreaterThan(10);
    },
    WAIT_MS,
  );
});
