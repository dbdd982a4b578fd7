import { RewardError } from "@guerdon/core/error";
import type { ProgramSource } from "@guerdon/server/service";
import { library } from "../program-file/library.ts";
import { loadProgram } from "../program-file/load-program.ts";

/** A program file as something a server can read again. */
export function programSource(path: string): ProgramSource {
  return {
    path,
    async load() {
      const { program, findings } = await loadProgram(path, library);
      if (program !== undefined) return program;
      const [first] = findings.filter(({ severity }) => severity === "error");
      const where = first?.line === undefined ? path : `${path}:${first.line}:${first.column}`;
      throw new RewardError(first?.code ?? "GUERDON_PROGRAM", `${where}: ${first?.reason}`, {
        hint: `${first?.fix} \`guerdon check ${path}\` shows all findings.`,
      });
    },
  };
}
