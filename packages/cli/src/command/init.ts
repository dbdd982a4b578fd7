import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RewardError } from "@guerdon/core/error";
import { SAMPLE_PROGRAM, SAMPLE_ROLLOUTS } from "../sample/sample.ts";

/** `guerdon init [FOLDER]`: a program and rollouts that score as they are. */
export async function init(folder: string, options: { readonly force?: boolean }): Promise<number> {
  const files = [
    { path: join(folder, "reward.yaml"), text: SAMPLE_PROGRAM },
    { path: join(folder, "rollouts.jsonl"), text: SAMPLE_ROLLOUTS },
  ];
  const there = files.find(({ path }) => existsSync(path));
  if (there !== undefined && options.force !== true) {
    throw new RewardError("GUERDON_FILE", `Expected no file at \`${there.path}\`, got one.`, {
      hint: "Choose another folder, or overwrite by `--force`.",
    });
  }
  await mkdir(folder, { recursive: true });
  for (const { path, text } of files) await writeFile(path, text);
  process.stdout.write(
    `Wrote ${files.map(({ path }) => path).join(" and ")}. Next:\n  guerdon check ${files[0]?.path}\n  guerdon score ${files[0]?.path} ${files[1]?.path} --report report.html\n`,
  );
  return 0;
}
