/** Where a node stands in the text: from offset `at` up to, not including, `end`. */
export interface Place {
  readonly at: number;
  readonly end: number;
}

export interface NumberNode extends Place {
  readonly kind: "number";
  readonly value: number;
}

export interface NameNode extends Place {
  readonly kind: "name";
  readonly name: string;
}

/** A function or an operator applied to its operands; `fn` is the name of a row of `FUNCTIONS`. */
export interface CallNode extends Place {
  readonly kind: "call";
  readonly fn: string;
  readonly args: readonly Expression[];
}

/** A parsed expression: a tree of plain JSON. */
export type Expression = NumberNode | NameNode | CallNode;
