import { closing } from "./screen-verilog.ts";
import { solidTokens, verilogTokens } from "./verilog-tokens.ts";

const DIRECTIONS = new Set(["input", "output", "inout"]);
const TYPES = new Set("wire reg logic bit signed unsigned integer int byte tri var real".split(" "));

/** Direction of each port of a module, as its text declares them in the header or after it. */
export function modulePorts(source: string, module: string): ReadonlyMap<string, string> {
  const solid = solidTokens(verilogTokens(source));
  const ports = new Map<string, string>();
  const start = solid.findIndex(({ text }, i) => /^(?:macro)?module$/.test(text) && solid[i + 1]?.text === module);
  if (start < 0) return ports;
  let direction: string | undefined;
  for (let i = start + 2; i < solid.length && solid[i]?.text !== "endmodule"; i++) {
    const { kind, text } = solid[i] as (typeof solid)[number];
    if (text === "function" || text === "task") {
      while (i < solid.length && !/^end(?:function|task)$/.test(solid[i]?.text as string)) i++;
    } else if (DIRECTIONS.has(text)) direction = text;
    else if (text === "[") i = closing(solid, i);
    else if (text === ";") direction = undefined;
    else if (text === "=") while (i + 1 < solid.length && !/^[,;)]$/.test(solid[i + 1]?.text as string)) i++;
    else if (
      direction !== undefined &&
      kind === "name" &&
      !TYPES.has(text) &&
      /^[,;)=[]$/.test(solid[i + 1]?.text ?? "")
    )
      ports.set(text, direction);
  }
  return ports;
}
