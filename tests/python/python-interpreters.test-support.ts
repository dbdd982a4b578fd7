import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Python that can run the client's tests, or why there is none. */
export type Interpreter = { readonly python: string } | { readonly absent: string };

const INSTALL_MS = 180_000;

/**
 * A Python with httpx and pytest: one of `GUERDON_PYTHON`, else `python3`, else one made in `folder` with pip.
 */
export function clientInterpreter(folder: string): Interpreter {
  const known = [...trainerInterpreters(), "python3"].find((python) => hasModules(python, ["httpx", "pytest"]));
  if (known !== undefined) return { python: known };
  const own = join(folder, "bin", "python");
  if (existsSync(own) && hasModules(own, ["httpx", "pytest"])) return { python: own };
  try {
    execFileSync("python3", ["-m", "venv", folder], { stdio: "pipe", timeout: INSTALL_MS });
    execFileSync(own, ["-m", "pip", "install", "--quiet", "httpx", "pytest"], { stdio: "pipe", timeout: INSTALL_MS });
    return { python: own };
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: Buffer; readonly message: string };
    const last = stderr?.toString().trim().split("\n").at(-1);
    return { absent: `no Python with httpx and pytest, and none could be made: ${last || message}` };
  }
}

/** The Pythons that the environment variable `GUERDON_PYTHON` names, each with some of the trainers. */
export function trainerInterpreters(): readonly string[] {
  return (process.env.GUERDON_PYTHON ?? "").split(delimiter).filter((path) => path !== "");
}

function hasModules(python: string, modules: readonly string[]): boolean {
  try {
    execFileSync(python, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}
