/** Thrown inside one comparison when a bound is reached; never leaves `compareAnswers`. */
export class LimitError extends Error {
  override readonly name: string = "LimitError";
}
