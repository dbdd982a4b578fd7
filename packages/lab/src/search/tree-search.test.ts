import { describe, expect, it } from "vitest";
import { beamSearch } from "./beam-search.ts";
import { type TreeProblem, treeSearch } from "./tree-search.ts";

const LINES = ["012", "345", "678", "036", "147", "258", "048", "246"].map((line) => [...line].map(Number));

/** Noughts and crosses: cells of "x", "o" and "."; x begins. */
const noughts: TreeProblem<string> = {
  isTwoSided: true,
  actions: (board) => (winner(board) !== "" ? [] : [...board].flatMap((cell, i) => (cell === "." ? [i] : []))),
  next: (board, action) => board.slice(0, action) + mover(board) + board.slice(action + 1),
  reward: (board) => (winner(board) === "" ? 0 : 1),
};

function mover(board: string): "x" | "o" {
  const count = (side: string): number => [...board].filter((cell) => cell === side).length;
  return count("x") === count("o") ? "x" : "o";
}

function winner(board: string): string {
  const line = LINES.find(
    ([a, b, c]) =>
      board[a as number] !== "." &&
      board[a as number] === board[b as number] &&
      board[b as number] === board[c as number],
  );
  return line === undefined ? "" : (board[line[0] as number] as string);
}

/** Exact value for whoever moves. */
function minimax(board: string): number {
  const actions = noughts.actions(board);
  if (actions.length === 0) return winner(board) === "" ? 0 : -1;
  return Math.max(...actions.map((action) => -minimax(noughts.next(board, action))));
}

describe("treeSearch", () => {
  it.each([
    ["takes the win", "xx.oo...."],
    ["stops the other's win", "xx.o....."],
    ["stops a fork", "x...o...x"],
    ["finds the only move", "xoxoxo.x."],
  ])("%s: its move keeps the exact value of the board", (_, board) => {
    const { best } = treeSearch(noughts, board, { simulations: 3000, seed: 1 });
    expect(-minimax(noughts.next(board, best))).toBe(minimax(board));
  });

  it("never loses at noughts and crosses against an exact player", () => {
    let board = ".........";
    while (noughts.actions(board).length > 0) {
      if (mover(board) === "x")
        board = noughts.next(board, treeSearch(noughts, board, { simulations: 1500, seed: 3 }).best);
      else {
        const actions = noughts.actions(board);
        const worth = actions.map((action) => -minimax(noughts.next(board, action)));
        board = noughts.next(board, actions[worth.indexOf(Math.max(...worth))] as number);
      }
    }
    expect(winner(board)).not.toBe("o");
  });

  it("has the discounted values of a corridor (by hand)", () => {
    // 0 … 4, left or right; 1 for coming to 4, where it ends.
    const corridor: TreeProblem<number> = {
      actions: (place) => (place === 4 ? [] : [0, 1]),
      next: (place, action) => Math.max(0, place + (action === 1 ? 1 : -1)),
      reward: (place) => (place === 4 ? 1 : 0),
    };
    const { best, values } = treeSearch(corridor, 2, { simulations: 4000, discount: 0.9, seed: 2 });
    expect(best).toBe(1);
    expect(values[1]).toBeGreaterThan(0.85);
    expect(values[1]).toBeLessThanOrEqual(0.9);
  });

  it("is the same for a seed and refuses a root without actions", () => {
    const run = (seed: number) => treeSearch(noughts, "x........", { simulations: 200, seed }).visits;
    expect(run(5)).toEqual(run(5));
    expect(() => treeSearch(noughts, "xxxoo....", { simulations: 1 })).toThrow(/legal action/);
  });
});

describe("beamSearch", () => {
  // Three letters, a score that looks back one: greedy goes wrong at the first.
  const scores: { readonly [pair: string]: number } = {
    "^a": -0.1,
    "^b": -0.5,
    "^c": -2,
    aa: -3,
    ab: -2.5,
    ac: -3,
    ba: -0.1,
    bb: -1,
    bc: -2,
    ca: 0,
    cb: 0,
    cc: 0,
  };
  const expand = (tokens: readonly string[]) =>
    tokens.length === 3
      ? []
      : ["a", "b", "c"].map((token) => ({ token, score: scores[`${tokens.at(-1) ?? "^"}${token}`] as number }));
  const all = ["a", "b", "c"].flatMap((x) => ["a", "b", "c"].flatMap((y) => ["a", "b", "c"].map((z) => [x, y, z])));
  const total = (tokens: readonly string[]): number =>
    tokens.reduce((sum, token, i) => sum + (scores[`${tokens[i - 1] ?? "^"}${token}`] as number), 0);

  it("is greedy at width 1 and exhaustive when wide", () => {
    const [greedy] = beamSearch(expand, { width: 1, maxTokens: 3 });
    expect(greedy?.tokens).toEqual(["a", "b", "a"]);
    const wide = beamSearch(expand, { width: 27, maxTokens: 3 });
    const sorted = all.map(total).sort((a, b) => b - a);
    expect(wide.map(({ score }) => Number(score.toFixed(9)))).toEqual(sorted.map((score) => Number(score.toFixed(9))));
  });

  it("keeps whole sequences among longer ones, and ranks as told", () => {
    const ways = (tokens: readonly number[]) =>
      tokens.at(-1) === 0
        ? []
        : [
            { token: 0, score: -1 },
            { token: 1, score: -0.6 },
          ];
    expect(beamSearch(ways, { width: 2, maxTokens: 3 })[0]?.tokens).toEqual([0]);
    const mean = beamSearch(ways, {
      width: 2,
      maxTokens: 3,
      rank: ({ score, tokens }) => score / Math.max(1, tokens.length),
    });
    expect(mean[0]?.tokens).toEqual([1, 1, 1]);
  });
});
