"""The combinators of combinator.ts in vectorised numpy, on the same numbers."""
import numpy as np

from side_by_side import columns, measure

t = columns()
terms, group = len(t), 8
masks = [np.ones(t.shape[1], dtype=bool) for _ in t]
weights = np.array([0.5, 1.0, -0.25, 2.0])


def weighted_sum():
    return weights[0] * t[0] + weights[1] * t[1] + weights[2] * t[2] + weights[3] * t[3]


def tiers():
    out = np.zeros(t.shape[1])
    reached = np.ones(t.shape[1], dtype=bool)
    for term in t:
        out += np.where(reached, np.clip(term / 0.5, 0, 1), 0)
        reached &= term >= 0.5
    return out


def ensemble():
    return t.mean(axis=0) - t.std(axis=0)


def power_mean():
    return terms / (1 / t).sum(axis=0)


def pareto_mask():
    points = t[:3].T.reshape(-1, group, 3)
    own, other = points[:, :, None, :], points[:, None, :, :]
    dominated = (other >= own).all(axis=3) & (other > own).any(axis=3)
    return (~dominated.any(axis=2)).reshape(-1).astype(np.float64)


measure({
    "weighted_sum": (weighted_sum, masks),
    "tiers": (tiers, masks),
    "ensemble": (ensemble, masks),
    "power_mean": (power_mean, masks),
    "pareto_mask": (pareto_mask, masks[:3]),
})
