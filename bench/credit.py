"""Redistribution, rewards to go, reductions and Shapley values of credit.ts in numpy, on the same numbers."""
import json
import sys
import time

import numpy as np

length, permutations = int(sys.argv[2]), int(sys.argv[3])
weights, rewards = np.fromfile(sys.argv[1], dtype=np.float64).reshape(2, -1)
count = weights.size // length
outcomes = rewards[:count]
starts = np.arange(0, weights.size, length)
lengths = np.full(count, length)


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


result = {}
for name, run in {"redistribute": redistribute, "rewardToGo": reward_to_go, "reduce": reduce, "shapley": shapley}.items():
    run()
    started = time.perf_counter()
    out = run()
    result[name] = 1000 * (time.perf_counter() - started)
    result[name + "Check"] = out[:4].tolist()
print(json.dumps(result))
