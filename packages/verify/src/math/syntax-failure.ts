/** Thrown by the reader when a text is not mathematics; the caller treats the text as words. */
export class SyntaxFailure extends Error {
  override readonly name: string = "SyntaxFailure";
}
