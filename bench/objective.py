"""The losses of objective.ts in vectorised numpy, value and gradient, on the same numbers."""
import numpy as np

from side_by_side import columns, measure

group, beta = 100, 0.1
centred = columns() - 0.5
new, old, per_token = centred[:3]
chosen, rejected, ref_chosen, ref_rejected = centred
advantages = per_token[: new.size // group]


def finite(*columns):
    """Every gradient is looked through for what is not finite, as the losses do."""
    if not all(np.isfinite(column).all() for column in columns):
        raise ArithmeticError


def policy():
    ratio = np.exp(new - old).reshape(-1, group)
    a = advantages[:, None]
    open_, closed = ratio * a, np.clip(ratio, 0.8, 1.2) * a
    loss = -np.minimum(open_, closed).mean(axis=1).mean()
    gradient = (np.where(closed < open_, 0.0, -open_) / ratio.size).reshape(-1)
    clipped = (closed < open_).mean()
    finite(gradient)
    return [loss, clipped, (old - new).mean(), -new.mean(), *gradient[:8]]


def preference():
    won, lost = beta * (chosen - ref_chosen), beta * (rejected - ref_rejected)
    m = won - lost
    e = np.exp(-np.abs(m))
    loss = (np.log1p(e) - np.minimum(m, 0)).mean()
    wrong = np.where(m >= 0, e, 1.0) / (1 + e)
    up = -beta * wrong / m.size
    down = -up
    correct, margin, rewards = (won > lost).mean(), m.mean(), (won.mean(), lost.mean())
    finite(up, down)
    return [loss, correct, margin, *up[:4], *down[:4]]


measure({"policy": (policy, None), "preference": (preference, None)})
