import { compileProgram } from "@guerdon/core/program";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { library } from "../engine-service.test-support.ts";
import { WORDS } from "../programs.test-support.ts";
import { evaluateResult, evaluateResultSchema } from "./evaluate-result.ts";

describe("evaluateResult", () => {
  it("gives the credit of each step of the rollout meant, not of its neighbours", () => {
    const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 1, 3) };
    const result = evaluateResult(
      {
        id: "b1",
        program: compileProgram(WORDS, library),
        step: 0,
        batch: { layout },
        places: Int32Array.of(1),
        columns: {
          total: fullSignal("rollout", [9, 2]),
          terms: new Map(),
          credit: fullSignal("step", [9, 0.5, 1.5]),
        },
        repeated: false,
        late: false,
        seconds: 0,
      },
      {},
    );
    const step = { control_plane_info: null, metrics: {}, reason: null };
    expect(result).toMatchObject({
      score: 2,
      step_outputs: [
        { step_index: 0, base_reward: 0.5, terminated: false, ...step },
        { step_index: 1, base_reward: 1.5, terminated: true, ...step },
      ],
    });
    expect(evaluateResultSchema.safeParse(result).success).toBe(true);
  });
});
