"""Redistribution, rewards to go, reductions and Shapley values of credit.ts in numpy, on the same numbers."""
import numpy as np

from side_by_side import columns, measure

length, permutations = 100, 2_000
weights, rewards = columns()
count = weights.size // length
outcomes = rewards[:count]
starts = np.arange(0, weights.size, length)
lengths = np.full(count, length)
present, outcome_present = np.ones(weights.size, dtype=bool), np.ones(count, dtype=bool)
ends_present = np.ones(count, dtype=bool)


def redistribute():
    """Weights below 0 count nothing, as in the piece."""
    clamped = np.maximum(weights, 0)
    totals = np.add.reduceat(clamped, starts)
    return clamped * np.repeat(outcomes / totals, lengths)


def reward_to_go():
    """A reverse scan over [R, T]: vectorised across rollouts, one step at a time."""
    grid = rewards.reshape(count, length)
    returns = np.empty_like(grid)
    later = np.zeros(count)
    for t in range(length - 1, -1, -1):
        later = grid[:, t] + 0.99 * later
        returns[:, t] = later
    return returns.reshape(-1)


def reduce():
    return np.add.reduceat(weights, starts) / lengths


def shapley():
    """v(S) = (sum of S)^2 along random orders, one loop a permutation."""
    units = 10
    sizes = np.arange(1, units + 1, dtype=np.float64)
    generator = np.random.default_rng(7)
    shares = np.zeros(units)
    for _ in range(permutations):
        order = generator.permutation(units)
        values = np.concatenate(([0.0], np.cumsum(sizes[order]))) ** 2
        shares[order] += np.diff(values)
    return shares / permutations


def spread(of_rollouts):
    return np.repeat(of_rollouts, lengths)


measure({
    "redistribute": (redistribute, lambda: (present, spread(outcome_present))),
    "reward_to_go": (reward_to_go, lambda: (present, spread(ends_present))),
    "reduce": (reduce, lambda: (np.logical_and.reduceat(present, starts),)),
    "shapley": (shapley, None),
})
