import { streamKey, uniformAt } from "@guerdon/core/random";

/** A game or problem as a tree search plays it: states are values and are never changed. */
export interface TreeProblem<S> {
  /** Actions that are legal; none at the end. */
  actions(state: S): readonly number[];
  next(state: S, action: number): S;
  /** Reward of having come to a state, for whoever moved there. */
  reward(state: S): number;
  /** Whether the other side moves next: its gain is this one's loss. */
  readonly isTwoSided?: boolean;
  /** Prior chance of each legal action, in order; uniform without. */
  prior?(state: S): readonly number[];
  /** Value of a state for whoever moves next, instead of a random play to the end. */
  value?(state: S): number;
}

export interface TreeSearchOptions {
  readonly simulations: number;
  /** c of the exploration bonus. */
  readonly exploration?: number;
  readonly discount?: number;
  readonly maxDepth?: number;
  readonly seed?: number;
}

/** What a search found out about the actions of its root. */
export interface TreeSearchResult {
  readonly actions: readonly number[];
  readonly visits: readonly number[];
  /** Mean return of each, for whoever moves at the root; 0 for those never tried. */
  readonly values: readonly number[];
  /** The most visited. */
  readonly best: number;
}

interface Node<S> {
  readonly state: S;
  readonly actions: readonly number[];
  readonly prior: readonly number[];
  readonly visits: Float64Array;
  readonly sums: Float64Array;
  readonly children: (Node<S> | undefined)[];
  total: number;
}

/**
 * Monte Carlo tree search: goes down by value plus an exploration bonus, values the leaf, and carries the return up.
 *
 *   argmax_a  Q(a) + c·prior(a)·√(1 + N) / (1 + N(a))
 *
 * @throws Error when the root has no legal action
 * @paper Kocsis & Szepesvári 2006; Silver et al. 2017 (PUCT)
 */
export function treeSearch<S>(problem: TreeProblem<S>, root: S, options: TreeSearchOptions): TreeSearchResult {
  const { simulations, exploration = 1.4, discount = 1, maxDepth = 200, seed = 0 } = options;
  const top = nodeOf(problem, root);
  if (top.actions.length === 0) throw new Error("Expected the root to have a legal action, got none.");
  const key = streamKey(seed, "tree-search");
  let draws = 0;
  const uniform = (): number => uniformAt(key, draws++);
  const flip = problem.isTwoSided === true ? -1 : 1;

  const rollout = (from: S): number => {
    if (problem.value !== undefined) return problem.value(from);
    let [state, sum, weight] = [from, 0, 1];
    for (let depth = 0; depth < maxDepth; depth++) {
      const actions = problem.actions(state);
      if (actions.length === 0) break;
      state = problem.next(state, actions[Math.floor(uniform() * actions.length)] as number);
      sum += weight * problem.reward(state);
      weight *= discount * flip;
    }
    return sum;
  };
  /** Return from a node on, for whoever moves there. */
  const simulate = (node: Node<S>, depth: number): number => {
    if (node.actions.length === 0 || depth >= maxDepth) return 0;
    const choice = chosen(node, exploration);
    let child = node.children[choice];
    const isNew = child === undefined;
    child ??= nodeOf(problem, problem.next(node.state, node.actions[choice] as number));
    node.children[choice] = child;
    const onward = isNew ? (child.actions.length === 0 ? 0 : rollout(child.state)) : simulate(child, depth + 1);
    const value = problem.reward(child.state) + discount * flip * onward;
    node.total++;
    node.visits[choice] = (node.visits[choice] as number) + 1;
    node.sums[choice] = (node.sums[choice] as number) + value;
    return value;
  };
  for (let i = 0; i < simulations; i++) simulate(top, 0);
  const most = top.visits.indexOf(Math.max(...top.visits));
  return {
    actions: top.actions,
    visits: [...top.visits],
    values: [...top.sums].map((sum, a) => (top.visits[a] === 0 ? 0 : sum / (top.visits[a] as number))),
    best: top.actions[most] as number,
  };
}

function nodeOf<S>(problem: TreeProblem<S>, state: S): Node<S> {
  const actions = problem.actions(state);
  return {
    state,
    actions,
    prior: problem.prior?.(state) ?? actions.map(() => 1 / actions.length),
    visits: new Float64Array(actions.length),
    sums: new Float64Array(actions.length),
    children: new Array(actions.length).fill(undefined),
    total: 0,
  };
}

function chosen<S>({ actions, prior, visits, sums, total }: Node<S>, exploration: number): number {
  let [best, most] = [0, Number.NEGATIVE_INFINITY];
  for (let a = 0; a < actions.length; a++) {
    const tried = visits[a] as number;
    const value = tried === 0 ? 0 : (sums[a] as number) / tried;
    const worth = value + (exploration * (prior[a] as number) * Math.sqrt(1 + total)) / (1 + tried);
    if (worth > most) [best, most] = [a, worth];
  }
  return best;
}
