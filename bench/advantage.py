"""The advantages of advantage.ts in vectorised numpy, on the same numbers."""
import numpy as np

from side_by_side import columns, measure

group, length = 8, 100
first, second = columns()
strata = 512 * np.floor(4 * second)
count = first.size // group
present, outcome_present = np.ones(first.size, dtype=bool), np.ones(first.size // length, dtype=bool)


def group_relative():
    grouped = first.reshape(-1, group)
    mean = grouped.mean(axis=1, keepdims=True)
    return ((grouped - mean) / (grouped.std(axis=1, ddof=1, keepdims=True) + 1e-4)).reshape(-1)


def rloo():
    grouped = first.reshape(-1, group)
    others = (grouped.sum(axis=1, keepdims=True) - grouped) / (group - 1)
    return (grouped - others).reshape(-1)


def conditional():
    """Halves by a sort of the metric, each compared with the mean of the other one."""
    grouped = first.reshape(-1, group)
    order = np.argsort(second.reshape(-1, group), axis=1, kind="stable")
    ordered = np.take_along_axis(grouped, order, axis=1)
    half = group // 2
    low, high = ordered[:, :half], ordered[:, half:]
    out = np.empty_like(ordered)
    out[:, :half] = low - high.mean(axis=1, keepdims=True)
    out[:, half:] = high - low.mean(axis=1, keepdims=True)
    result = np.empty_like(out)
    np.put_along_axis(result, order, out, axis=1)
    return result.reshape(-1)


def hierarchical():
    """Strata are any numbers: they are given indices first."""
    grouped = first.reshape(-1, group)
    names, index = np.unique(strata, return_inverse=True)
    keys = np.repeat(np.arange(count), group) * names.size + index
    sums = np.bincount(keys, weights=first, minlength=count * names.size)
    sizes = np.bincount(keys, minlength=count * names.size)
    intra = (sums / np.maximum(sizes, 1))[keys] - 1.0
    mean = grouped.mean(axis=1, keepdims=True)
    inter = (grouped - mean) / (grouped.std(axis=1, keepdims=True) + 1e-6)
    return inter.reshape(-1) + intra


def gae():
    """A reverse scan over [R, T]: vectorised across rollouts, one token at a time."""
    rewards, values = first.reshape(-1, length), second.reshape(-1, length)
    out = np.empty_like(rewards)
    later = np.zeros(rewards.shape[0])
    following = np.zeros(rewards.shape[0])
    for t in range(length - 1, -1, -1):
        later = rewards[:, t] + following - values[:, t] + 0.95 * later
        following = values[:, t]
        out[:, t] = later
    return out.reshape(-1)


def group_by():
    grouped = first.reshape(-1, 4 * length)
    mean = grouped.mean(axis=1, keepdims=True)
    return ((grouped - mean) / (grouped.std(axis=1, keepdims=True) + 1e-6)).reshape(-1)


def spread():
    return np.repeat(outcome_present, length)


measure({
    "group_relative": (group_relative, (present,)),
    "rloo": (rloo, (present,)),
    "conditional": (conditional, (present, present, present, present)),
    "hierarchical": (hierarchical, (present, present, present)),
    "gae": (gae, lambda: (present, present, spread())),
    "group_by": (group_by, lambda: (present, spread())),
})
