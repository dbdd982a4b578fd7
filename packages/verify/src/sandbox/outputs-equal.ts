const RELATIVE = 1e-9;

/** Whether two outputs are the same but for spaces at the ends of lines, empty lines at the end, and how a decimal is written. */
export function outputsEqual(got: string, expected: string): boolean {
  const [a, b] = [lines(got), lines(expected)];
  return a.length === b.length && a.every((line, i) => line === b[i] || sameTokens(line, b[i] as string));
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd()
    .split("\n");
}

function sameTokens(a: string, b: string): boolean {
  const [left, right] = [a.trim().split(/\s+/), b.trim().split(/\s+/)];
  return (
    left.length === right.length && left.every((token, i) => token === right[i] || close(token, right[i] as string))
  );
}

function close(a: string, b: string): boolean {
  const decimal = /^-?\d{1,300}\.\d{1,300}$/;
  if (!decimal.test(a) || !decimal.test(b)) return false;
  return Math.abs(Number(a) - Number(b)) <= RELATIVE * Math.max(1, Math.abs(Number(b)));
}
