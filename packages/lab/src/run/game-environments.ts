import { z } from "zod";
import {
  bilinearGame,
  congestionGame,
  continuousGame,
  coopetition,
  type Dynamics,
  MATCHING_PENNIES,
  type MarkovGameOptions,
  type MatrixPayoffs,
  markovGame,
  matrixGame,
  PRISONERS_DILEMMA,
  ROCK_PAPER_SCISSORS,
  STAG_HUNT,
  teamProduction,
} from "../environment/index.ts";
import type { NamedDynamics } from "./named-dynamics.ts";

/** Games in tables that settings may name. */
const GAMES: { readonly [name: string]: MatrixPayoffs } = {
  "matching-pennies": MATCHING_PENNIES,
  "prisoners-dilemma": PRISONERS_DILEMMA,
  "rock-paper-scissors": ROCK_PAPER_SCISSORS,
  "stag-hunt": STAG_HUNT,
};

const rounds = z.int().min(1).optional();

/** Options and makers of the games, by the name that settings use. */
export const gameEnvironments: { readonly [name: string]: NamedDynamics } = {
  bilinear: {
    summary: "x·y between two players: gradients go round",
    options: { rounds },
    make: ({ rounds }: { readonly rounds?: number }): Dynamics => continuousGame(bilinearGame(), rounds),
  },
  congestion: {
    summary: "routes that slow down with those who take them",
    options: {
      agents: z.int().min(2).optional(),
      routes: z.int().min(2).optional(),
      capacity: z.number().positive().optional(),
      rounds,
    },
    make: congestionGame,
  },
  coopetition: {
    summary: "players who share a market and compete in it",
    options: {
      rounds,
      players: z.int().min(2).optional(),
      mode: z.enum(["private", "integrated", "cooperative"]).optional(),
    },
    make: ({ rounds, ...options }: { readonly rounds?: number }): Dynamics =>
      continuousGame(coopetition(options), rounds),
  },
  "markov-game": {
    summary: "a random general-sum game of agents over a few states",
    options: {
      states: z.int().min(1).max(1000).optional(),
      actions: z.int().min(1).max(16).optional(),
      common: z.array(z.number()).min(1).max(6).optional(),
      own: z.number().min(0).optional(),
      concentration: z.number().positive().optional(),
      game: z.int().min(0).optional(),
      maxSteps: z.int().min(1).optional(),
    },
    make: (options: MarkovGameOptions): Dynamics => markovGame(options).dynamics,
  },
  "matrix-game": {
    summary: "two players, a table of payoffs, some rounds",
    options: {
      game: z.enum(Object.keys(GAMES) as [string, ...string[]]).default("prisoners-dilemma"),
      rounds,
      opponent: z.union([z.enum(["tit-for-tat", "grim"]), z.array(z.number().min(0).max(1)).min(1)]).optional(),
    },
    make: ({ game, ...options }: { readonly game: string }): Dynamics =>
      matrixGame({ payoffs: GAMES[game] as MatrixPayoffs, ...options }),
  },
  "team-production": {
    summary: "members who share what effort makes",
    options: {
      rounds,
      members: z.int().min(2).optional(),
      loyalty: z.number().min(0).max(1).optional(),
    },
    make: ({ rounds, ...options }: { readonly rounds?: number }): Dynamics =>
      continuousGame(teamProduction(options), rounds),
  },
};
