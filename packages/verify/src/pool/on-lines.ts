import type { Readable } from "node:stream";

/** Calls `onLine` with each finished line of a stream, without its line feed. Long lines cost no more than their length. */
export function onLines(stream: Readable, onLine: (line: string) => void): void {
  let open: string[] = [];
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    let from = 0;
    for (let to = text.indexOf("\n"); to >= 0; to = text.indexOf("\n", from)) {
      const end = text.slice(from, to);
      from = to + 1;
      if (open.length === 0) onLine(end);
      else {
        const line = open.join("") + end;
        open = [];
        onLine(line);
      }
    }
    if (from < text.length) open.push(text.slice(from));
  });
}
