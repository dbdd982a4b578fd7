import { streamKey } from "@guerdon/core/random";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { normalAt } from "../tensor/normal-at.ts";
import { orderOf } from "./centred-ranks.ts";
import { requireSearch } from "./require-search.ts";
import type { Search, SearchState } from "./search.ts";

export interface CmaEsOptions {
  /** [D] where the search begins. */
  readonly start: ArrayLike<number>;
  /** σ: the optimum is thought to be within three of it. */
  readonly deviation?: number;
  /** P; default 4 + ⌊3·ln D⌋. */
  readonly population?: number;
  readonly seed?: number;
}

/**
 * Covariance matrix adaptation: a search whose draws learn the shape of the valley they are in.
 *
 *   rows m + σ·B·D·z;   m, p_σ, p_c, C, σ by the rules and default constants of Hansen's tutorial (fig. 6, table 1),
 *   positive weights alone
 *
 * @paper Hansen 2016, "The CMA Evolution Strategy: A Tutorial", arXiv 1604.00772
 */
export function cmaEs({ start, deviation = 0.5, population, seed = 0 }: CmaEsOptions): Search {
  const n = start.length;
  const size = population ?? 4 + Math.floor(3 * Math.log(Math.max(1, n)));
  requireSearch({ start, population: size, deviation });
  return new CmaEs(start, deviation, size, streamKey(seed, "cma-es"));
}

class CmaEs implements Search {
  readonly population: number;
  readonly dimension: number;
  readonly centre: Float64Array;
  readonly #key: number;
  readonly #rows: Float64Array;
  readonly #weights: Float64Array;
  readonly #rates: Rates;
  #sigma: number;
  #sigmaPath: Matrix;
  #path: Matrix;
  #covariance: Matrix;
  #axes: Matrix;
  #lengths: readonly number[];
  #asked = 0;

  constructor(start: ArrayLike<number>, sigma: number, population: number, key: number) {
    const n = start.length;
    this.population = population;
    this.dimension = n;
    this.centre = Float64Array.from(start);
    this.#key = key;
    this.#rows = new Float64Array(population * n);
    this.#weights = weightsOf(population);
    this.#rates = ratesOf(n, this.#weights);
    this.#sigma = sigma;
    this.#sigmaPath = Matrix.zeros(n, 1);
    this.#path = Matrix.zeros(n, 1);
    this.#covariance = Matrix.eye(n);
    this.#axes = Matrix.eye(n);
    this.#lengths = new Array<number>(n).fill(1);
  }

  ask(): Float64Array {
    const n = this.dimension;
    for (let p = 0; p < this.population; p++) {
      const step = this.#step(p);
      for (let d = 0; d < n; d++) this.#rows[p * n + d] = (this.centre[d] as number) + this.#sigma * step.get(d, 0);
    }
    return this.#rows;
  }

  tell(fitness: ArrayLike<number>): void {
    const { c1, cMu, cPath, cSigma, damping, mu, norm } = this.#rates;
    const n = this.dimension;
    const best = Array.from(orderOf(fitness)).reverse();
    const steps = best.slice(0, this.#weights.length).map((p) => this.#step(p));
    const mean = steps.reduce(
      (sum, step, i) => sum.add(Matrix.mul(step, this.#weights[i] as number)),
      Matrix.zeros(n, 1),
    );
    for (let d = 0; d < n; d++) this.centre[d] = (this.centre[d] as number) + this.#sigma * mean.get(d, 0);
    const white = this.#axes.mmul(Matrix.diag(this.#lengths.map((length) => 1 / length))).mmul(this.#axes.transpose());
    this.#sigmaPath = Matrix.add(
      Matrix.mul(this.#sigmaPath, 1 - cSigma),
      Matrix.mul(white.mmul(mean), Math.sqrt(cSigma * (2 - cSigma) * mu)),
    );
    this.#asked++;
    const length = this.#sigmaPath.norm("frobenius");
    const isShort = length / Math.sqrt(1 - (1 - cSigma) ** (2 * this.#asked)) < (1.4 + 2 / (n + 1)) * norm;
    this.#path = Matrix.add(
      Matrix.mul(this.#path, 1 - cPath),
      Matrix.mul(mean, isShort ? Math.sqrt(cPath * (2 - cPath) * mu) : 0),
    );
    const kept = 1 - c1 - cMu + (isShort ? 0 : c1 * cPath * (2 - cPath));
    const next = Matrix.mul(this.#covariance, kept).add(Matrix.mul(this.#path.mmul(this.#path.transpose()), c1));
    steps.forEach((step, i) => {
      next.add(Matrix.mul(step.mmul(step.transpose()), cMu * (this.#weights[i] as number)));
    });
    this.#covariance = next;
    this.#sigma *= Math.exp((cSigma / damping) * (length / norm - 1));
    this.#decompose();
  }

  save(): SearchState {
    return {
      centre: this.centre.slice(),
      sigma: Float64Array.of(this.#sigma, this.#asked),
      sigmaPath: Float64Array.from(this.#sigmaPath.to1DArray()),
      path: Float64Array.from(this.#path.to1DArray()),
      covariance: Float64Array.from(this.#covariance.to1DArray()),
    };
  }

  restore(state: SearchState): void {
    const n = this.dimension;
    this.centre.set(state.centre as Float64Array);
    [this.#sigma, this.#asked] = state.sigma as unknown as [number, number];
    this.#sigmaPath = Matrix.from1DArray(n, 1, [...(state.sigmaPath as Float64Array)]);
    this.#path = Matrix.from1DArray(n, 1, [...(state.path as Float64Array)]);
    this.#covariance = Matrix.from1DArray(n, n, [...(state.covariance as Float64Array)]);
    this.#decompose();
  }

  /** B·D·z of one row, drawn again whenever it is needed. */
  #step(p: number): Matrix {
    const n = this.dimension;
    const from = (this.#asked * this.population + p) * n;
    const z = Array.from({ length: n }, (_, d) => (this.#lengths[d] as number) * normalAt(this.#key, from + d));
    return this.#axes.mmul(Matrix.columnVector(z));
  }

  #decompose(): void {
    if (this.#asked === 0) {
      this.#axes = Matrix.eye(this.dimension);
      this.#lengths = new Array<number>(this.dimension).fill(1);
      return;
    }
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(this.#covariance, {
      assumeSymmetric: true,
    });
    this.#axes = eigenvectorMatrix;
    this.#lengths = realEigenvalues.map((value) => Math.sqrt(Math.max(value, 1e-300)));
  }
}

/** [μ] weights of the better half, the best first; they add up to 1. */
function weightsOf(population: number): Float64Array {
  const raw = Float64Array.from(
    { length: Math.floor(population / 2) },
    (_, i) => Math.log((population + 1) / 2) - Math.log(i + 1),
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

interface Rates {
  readonly mu: number;
  readonly cSigma: number;
  readonly damping: number;
  readonly cPath: number;
  readonly c1: number;
  readonly cMu: number;
  /** Expected length of a standard normal vector. */
  readonly norm: number;
}

function ratesOf(n: number, weights: Float64Array): Rates {
  const mu = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
  const cSigma = (mu + 2) / (n + mu + 5);
  const c1 = 2 / ((n + 1.3) ** 2 + mu);
  return {
    mu,
    cSigma,
    damping: 1 + 2 * Math.max(0, Math.sqrt((mu - 1) / (n + 1)) - 1) + cSigma,
    cPath: (4 + mu / n) / (n + 4 + (2 * mu) / n),
    c1,
    cMu: Math.min(1 - c1, (2 * (mu - 2 + 1 / mu)) / ((n + 2) ** 2 + mu)),
    norm: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}
