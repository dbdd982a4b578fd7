"""The schedules of schedule.ts in numpy, on the same numbers and on one thread as well."""
from side_by_side import columns, measure, np

every = columns()
size, rollouts = every.shape
gradients = every[:, : rollouts // 10] - 0.45
present = np.ones(rollouts, dtype=bool)


def multiplier():
    mean = np.mean(every[0], where=present)
    return [0.0 - 0.1 * (mean - 0.25) * 0.25]


def hypervolume():
    x, y, z = (np.mean(column, where=present) for column in every[:3])
    return [0.5 + 1.5 * np.tanh(x * y * z)]


def min_norm():
    gram = gradients @ gradients.T
    norms = np.sqrt(np.diag(gram))
    gram = gram / norms[:, None] / norms[None, :]
    weights = np.full(size, 1.0 / size)
    slopes = gram @ weights
    while True:
        giver = int(np.argmax(np.where(weights > 0, slopes, -np.inf)))
        taker = int(np.argmin(slopes))
        gap = slopes[giver] - slopes[taker]
        if gap <= 1e-12:
            break
        bend = gram[giver, giver] + gram[taker, taker] - 2 * gram[giver, taker]
        share = min(weights[giver], gap / bend) if bend > 0 else weights[giver]
        weights[giver] -= share
        weights[taker] += share
        slopes += share * (gram[taker] - gram[giver])
    direction = (weights / norms) @ gradients * norms.mean()
    return [*weights, direction[0]]


measure({"multiplier": (multiplier, None), "hypervolume": (hypervolume, None), "min_norm": (min_norm, None)})
