/** Where a node stands in the text: from offset `at` up to, not including, `end`. */
export interface Place {
  /** Place in the text of its first character. */
  readonly at: number;
  /** Place in the text after its last character. */
  readonly end: number;
}

export interface NumberNode extends Place {
  /** Whether it is a number, a name, or a call. */
  readonly kind: "number";
  readonly value: number;
}

export interface NameNode extends Place {
  /** Whether it is a number, a name, or a call. */
  readonly kind: "name";
  readonly name: string;
}

/** A function or an operator applied to its operands; `fn` is the name of a row of `FUNCTIONS`. */
export interface CallNode extends Place {
  /** Whether it is a number, a name, or a call. */
  readonly kind: "call";
  readonly fn: string;
  readonly args: readonly Expression[];
}

/** A parsed expression: a tree of plain JSON. */
export type Expression = NumberNode | NameNode | CallNode;
