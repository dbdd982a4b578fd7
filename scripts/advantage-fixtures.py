"""Freezes the advantages that the trainers' own code computes, as JSON fixtures.

    python scripts/advantage-fixtures.py CHECKOUTS packages/core/src/advantage/fixtures

CHECKOUTS holds git checkouts named `owner+name` (bare ones will do). The functions named below are
cut out of their files at HEAD and run on CPU in float64; none of that code is kept. Needs torch and numpy;
format the files with Biome afterwards.
"""

import ast
import asyncio
import itertools
import json
import math
import random
import subprocess
import sys
import textwrap
import typing
from collections import defaultdict
from pathlib import Path
from types import ModuleType, SimpleNamespace as Record

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
CHECKOUTS, OUT = Path(sys.argv[1]), Path(sys.argv[2])
CUT = "The named code was cut out of the file unchanged and run on CPU in float64"
WIDENED = CUT + ", its casts to float32 widened"

# -- reading the checkouts ---------------------------------------------------------------------


def git(repo, *words):
    return subprocess.check_output(["git", "-C", str(CHECKOUTS / repo), *words], text=True)


def source(repo, path, widen=False):
    text = git(repo, "show", f"HEAD:{path}")
    return text.replace("float32", "float64").replace(".float()", ".double()") if widen else text


def define(text, names, scope):
    """Runs the named functions and classes of a file in a scope, and nothing else of it."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name in names:
            code = textwrap.dedent("\n".join(lines[node.lineno - 1 : node.end_lineno]))
            exec(compile("from __future__ import annotations\n" + code, node.name, "exec"), scope)
    return scope


def between(text, first, last):
    """The lines of a method from the one that holds `first` to the one that holds `last`."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if first in line)
    stop = next(i for i in range(start, len(lines)) if last in lines[i])
    return textwrap.dedent("\n".join(lines[start : stop + 1]))


class Nothing:
    """Stands for enumerations and registries that decorators name."""

    def __getattr__(self, _):
        return None


def ignore(*_):
    return lambda decorated: decorated


# -- reward tables: name, group sizes, rewards ---------------------------------------------------

draws = np.random.default_rng(20261128)


def normal(count):
    return [float(x) for x in np.round(draws.normal(size=count), 6)]


EQUAL = [
    ("binary, two groups of four", [4, 4], [1, 0, 0, 1, 0, 0, 0, 1]),
    ("normal, three groups of eight", [8, 8, 8], normal(24)),
    ("normal, two groups of sixteen", [16, 16], normal(32)),
    ("group of one", [1], [0.75]),
    ("three groups of one", [1, 1, 1], [1, -2, 0.5]),
    ("all equal", [4], [2, 2, 2, 2]),
    ("all zero, two groups", [3, 3], [0, 0, 0, 0, 0, 0]),
    ("one constant group beside a live one", [4, 4], [1, 1, 1, 1, 0, 1, 0.5, -1]),
    ("plus and minus zero", [4], [0.0, -0.0, 0.0, -0.0]),
    ("minus zero beside one", [3], [-0.0, 1, 0.0]),
    ("ties", [6], [1, 1, 2, 2, 2, 3]),
    ("groups of two", [2, 2, 2], [1, 0, 0, 0, -1, 3]),
    ("graded in eighths", [5, 5], [0.125, 0.25, 0.875, 1, 0, 0.5, 0.5, 0.625, 0.375, 0.5]),
    ("close together", [4], [1, 1 + 2**-30, 1, 1 + 2**-29]),
    ("offset by a thousand", [4, 4], [1000.5, 1000.25, 1001, 999.75, -1000.5, -1000, -999, -1000.25]),
    ("very large", [4], [1e150, -1e150, 5e149, 0]),
    ("very small", [4], [1e-150, -1e-150, 5e-151, 0]),
    ("one outlier", [4, 4], [10, 0, 0, 0, -5, 1, 1, 1]),
    ("negative", [4], [-1, -2, -3, -6]),
    ("normal, one group of sixty-four", [64], normal(64)),
]
MISSING = [
    ("one member missing", [4, 4], [1, None, 0, 1, 0.5, 0, 0, 1]),
    ("one member left", [4, 4], [None, None, 0.5, None, 1, 0, 0, 1]),
    ("a group all missing", [3, 3], [None, None, None, 1, 0, 0.5]),
    ("all missing", [2, 2], [None] * 4),
    ("scattered", [8, 8], [None if i % 5 == 2 else x for i, x in enumerate(normal(16))]),
    ("equal but for the missing", [4], [1, None, 1, 1]),
]
RAGGED = [
    ("ragged, normal", [3, 1, 5, 2], normal(11)),
    ("ragged, binary", [1, 2, 7], [1, 1, 0, 0, 0, 1, 0, 0, 1, 1]),
    ("ragged, constant groups", [2, 3, 1], [1, 1, 0, 0, 0, -1]),
]


def terms(seed, count, number=3, missing=0.0):
    own = np.random.default_rng(seed)
    rows = []
    for k in range(number):
        row = own.integers(0, 2, size=count) if k == 1 else np.round(own.normal(size=count) * (1 + 2 * k), 6)
        rows.append([None if own.random() < missing else float(x) for x in row])
    return rows


# name, group sizes, one row for each term, weights
TERMS = [
    ("the collapse example: (0,1), (0,2), (1,2)", [2, 2, 2], [[0, 1, 0, 1, 1, 1], [0, 0, 0, 1, 0, 1]], None),
    ("three terms, groups of eight", [8, 8], terms(1, 16), None),
    ("three weighted terms", [4, 4, 4], terms(2, 12), [1, 0.5, -2]),
    ("one constant term", [4], [[1, 1, 1, 1], [0, 1, 0, 1]], None),
    ("all constant", [2, 2], [[1, 1, 2, 2], [0, 0, 3, 3]], None),
    ("one constant group", [3, 3], [[1, 1, 1, 0, 1, 2], [2, 2, 2, 5, 4, 4]], None),
    ("groups of one", [1, 1, 1], [[1, 2, 3], [0, 5, -1]], None),
    ("opposite orders", [2, 2], [[1, 0, 1, 0], [0, 1, 0, 1]], None),
    ("one term", [4, 4], terms(3, 8, 1), None),
    ("eight terms", [8, 8, 8], terms(4, 24, 8), None),
]
MISSING_TERMS = [
    ("missing terms", [8, 8], terms(5, 16, 3, 0.25), [1, 2, 0.5]),
    ("a rollout without any term", [4, 4], [[1, None, 0, 0.5, 1, 0, 0, 1], [0, None, 1, 1, 0, 0, 1, None]], None),
    ("one member of a term left", [4, 4], [[None] * 3 + [1, 1, 0, 0, 1], [0, 1, 1, 0, 0.5, 0, 0.25, 1]], None),
    ("no term at all", [2, 2], [[None] * 4, [None] * 4], None),
]
RAGGED_TERMS = [("ragged groups", [3, 1, 4], terms(6, 8), [2, 1, 1])]

# -- shapes the trainers want --------------------------------------------------------------------


def column(rewards):
    return torch.tensor([math.nan if x is None else float(x) for x in rewards])


def table(over):
    return torch.stack([column(row) for row in over], 1)


def weights_of(weights, over):
    return torch.tensor([float(x) for x in weights or [1] * len(over)])


def prompts(sizes):
    return np.array([f"g{g}" for g, size in enumerate(sizes) for _ in range(size)], dtype=object)


def prompt_tokens(sizes):
    return torch.tensor([[g, 7] for g, size in enumerate(sizes) for _ in range(size)])


def token_counts(name, count):
    own = random.Random(name)
    return [own.randint(12, 40) for _ in range(count)]


def on_last_token(rewards, tokens):
    mask = torch.zeros(len(rewards), max(tokens))
    placed = torch.zeros_like(mask)
    for row, (reward, count) in enumerate(zip(rewards, tokens)):
        mask[row, :count] = 1
        placed[row, count - 1] = reward
    return placed, mask


def of_rollouts(advantages, mask):
    """The advantage that all tokens of a rollout share."""
    rows = [row[valid.bool()] for row, valid in zip(advantages, mask)]
    assert all(torch.equal(row, row[:1].expand_as(row)) for row in rows)
    return [row[0] for row in rows]


def case(preset, name, sizes, advantages, weights=None, **given):
    expected = [float(x) + 0.0 for x in advantages]
    assert all(map(math.isfinite, expected)), (preset, name)
    if weights is not None:
        given["weights"] = weights
    return dict(preset=preset, name=name, groups=sizes, **given, expected=expected)


# -- tokens: group sizes, tokens of each rollout, rewards and values, and which tokens are the policy's ----

TRACES = [
    ("ragged, two groups", [3, 2], [5, 2, 7, 1, 4], 21, False),
    ("equal lengths", [4], [6, 6, 6, 6], 22, False),
    ("one token each", [3], [1, 1, 1], 23, False),
    ("observations between", [2, 2], [8, 5, 6, 9], 24, True),
]
DISCOUNTS = [(1.0, 0.95), (0.99, 0.9), (0.9, 0.0), (1.0, 1.0)]


class Trace:
    """Random rewards and values on padded tokens; the first and last token of each rollout are the policy's."""

    def __init__(self, name, sizes, counts, seed, holes):
        own = np.random.default_rng(seed)
        shape = (len(counts), max(counts))
        self.name, self.sizes, self.counts = name, sizes, counts
        self.mask = torch.zeros(shape)
        for row, count in enumerate(counts):
            self.mask[row, :count] = 1
            if holes:
                self.mask[row, 1 : count - 1] = torch.tensor(own.integers(0, 2, size=count - 2)).double()
        self.rewards = torch.tensor(np.round(own.normal(size=shape), 6)) * self.mask
        self.values = torch.tensor(np.round(own.normal(size=shape), 6)) * self.mask
        self.outcomes = [float(x) for x in np.round(own.normal(size=len(counts)), 6)]

    def flat(self, padded, absent):
        """The tokens of all rollouts in a row, with what an absent token has."""
        rows = zip(padded.tolist(), self.mask.tolist(), self.counts)
        return [x if kept else absent for row, mask, n in rows for x, kept in zip(row[:n], mask[:n])]

    def case(self, preset, out, gamma, lam, outcome=False):
        values = self.flat(self.values, None)
        ends = [0.0] * len(self.counts)
        inputs = [values, ends] if outcome else [values, ends, self.flat(self.rewards, None)]
        options = dict(gamma=gamma, **{"lambda": lam}, rewards="outcome" if outcome else "credit")
        rewards = self.outcomes if outcome else ends
        more = dict(options=options, places=self.counts, inputs=inputs, rewards=rewards)
        return case(preset, f"{self.name}, γ {gamma}, λ {lam}", self.sizes, self.flat(out, 0.0), **more)


def traces(holes):
    return [(Trace(*row), *discount) for row in TRACES if holes or not row[-1] for discount in DISCOUNTS]


def write(file, project, repo, files, how, cases):
    commit, date = git(repo, "log", "-1", "--format=%H %cs").split()
    versions = dict(torch=torch.__version__.split("+")[0], numpy=np.__version__)
    provenance = dict(project=project, repository=repo.replace("+", "/"), files=files, commit=commit, date=date)
    document = dict(provenance=dict(**provenance, **versions, how=how), cases=cases)
    (OUT / f"{file}.json").write_text(json.dumps(document, indent=2) + "\n")
    print(file, len(cases))


# -- one function for each project ---------------------------------------------------------------


def trl(repo="huggingface+trl"):
    folder = "trl/trainer/"
    scope = define(source(repo, folder + "utils.py"), {"nanstd"}, dict(torch=torch))
    last = "advantages = torch.nan_to_num(advantages"
    grpo = between(source(repo, folder + "grpo_trainer.py"), "unscorable_mask = torch.isnan", last)
    rloo = between(source(repo, folder + "rloo_trainer.py"), "# RLOO advantages computation", last)

    def grpo_of(per_term, size, weights, aggregation="sum_then_normalize", scale="group"):
        trainer = Record(
            multi_objective_aggregation=aggregation,
            scale_rewards=scale,
            reward_weights=weights,
            reward_funcs=[None] * len(weights),
        )
        local = dict(scope, self=trainer, rewards_per_func=per_term, num_generations=size, device="cpu")
        exec(grpo, local)
        return local["advantages"]

    def rloo_of(rewards, size, normalise):
        grouped = rewards.view(-1, size)
        trainer = Record(normalize_advantages=normalise)
        local = dict(scope, self=trainer, rewards=rewards, grouped_rewards=grouped, num_generations=size)
        exec(rloo, local)
        return local["advantages"]

    cases = []
    for name, sizes, rewards in EQUAL + MISSING:
        for preset, scale in (("grpo/trl", "group"), ("grpo/trl-batch", "batch"), ("grpo/trl-none", "none")):
            out = grpo_of(column(rewards)[:, None], sizes[0], torch.ones(1), scale=scale)
            cases.append(case(preset, name, sizes, out, rewards=rewards))
        for preset, normalise in (("rloo/trl", False), ("rloo/trl-normalised", True)):
            cases.append(case(preset, name, sizes, rloo_of(column(rewards), sizes[0], normalise), rewards=rewards))
    for name, sizes, over, weights in TERMS + MISSING_TERMS:
        out = grpo_of(table(over), sizes[0], weights_of(weights, over), "normalize_then_sum")
        cases.append(case("grpo/trl-decoupled", name, sizes, out, weights, over=over))
    ppo = "trl/experimental/ppo/ppo_trainer.py"
    whitening = {"masked_mean", "masked_var", "masked_whiten"}
    masked = define(source(repo, ppo), whitening, dict(torch=torch))
    gae = between(source(repo, ppo), "lastgaelam = 0", "advantages = masked_whiten(advantages, ~padding_mask)")
    for trace, gamma, lam in traces(False):
        local = dict(masked, args=Record(gamma=gamma, lam=lam), rewards=trace.rewards, values=trace.values)
        exec(gae, local | dict(responses=trace.mask, padding_mask=trace.mask == 0), own := {})
        cases.append(trace.case("gae/trl", own["advantages"], gamma, lam))
    files = [folder + name for name in ("grpo_trainer.py", "rloo_trainer.py", "utils.py")] + [ppo]
    how = CUT + ", one reward function except where `over` is given; null is None"
    write("trl", "TRL", repo, files, how + "; of PPO the loop over tokens and its whitening.", cases)


def verl(repo="verl-project+verl"):
    algos, functional = "verl/trainer/ppo/core_algos.py", "verl/utils/torch_functional.py"
    masked = define(
        source(repo, functional, True), {"masked_sum", "masked_mean", "masked_var", "masked_whiten"}, dict(torch=torch)
    )
    scope = dict(torch=torch, np=np, defaultdict=defaultdict, verl_F=Record(**masked))
    scope |= dict(register_adv_est=ignore, AdvantageEstimator=Nothing())
    kinds = ("grpo", "gdpo", "rloo", "reinforce_plus_plus_baseline", "reinforce_plus_plus", "remax", "opo", "gpg")
    names = {f"compute_{kind}_outcome_advantage" for kind in (*kinds, "grpo_passk", "rloo_vectorized")}
    define(source(repo, algos, True), names | {"compute_gae_advantage_return"}, scope)

    def of(kind, rewards, tokens, sizes, **more):
        placed, mask = on_last_token(rewards, tokens)
        out, _ = scope[f"compute_{kind}_outcome_advantage"](placed, mask, prompts(sizes), **more)
        return of_rollouts(out, mask)

    cases = []
    for name, sizes, rewards in EQUAL + RAGGED:
        tokens = token_counts(name, len(rewards))
        unscaled = of("grpo", rewards, tokens, sizes, norm_adv_by_std_in_grpo=False)
        cases.append(case("grpo/verl", name, sizes, of("grpo", rewards, tokens, sizes), rewards=rewards))
        cases.append(case("dr-grpo/verl", name, sizes, unscaled, rewards=rewards))
        cases.append(case("rloo/verl", name, sizes, of("rloo", rewards, tokens, sizes), rewards=rewards))
        out = of("reinforce_plus_plus_baseline", rewards, tokens, sizes)
        cases.append(case("reinforce-baseline/verl", name, sizes, out, rewards=rewards, tokens=tokens))
        cases.append(case("opo", name, sizes, of("opo", rewards, tokens, sizes), rewards=rewards, tokens=tokens))
        cases.append(case("gpg", name, sizes, of("gpg", rewards, tokens, sizes), rewards=rewards))
        cases.append(case("rloo", name, sizes, of("rloo_vectorized", rewards, tokens, sizes), rewards=rewards))
        if min(sizes) > 1:
            out = of("grpo_passk", rewards, tokens, sizes, config={})
            cases.append(case("passk", name, sizes, out, rewards=rewards))
        placed, mask = on_last_token(rewards, tokens)
        greedy = [float(x) for x in np.round(np.random.default_rng(len(rewards)).normal(size=len(rewards)), 6)]
        out, _ = scope["compute_remax_outcome_advantage"](placed, torch.tensor(greedy), mask)
        cases.append(case("remax", name, sizes, of_rollouts(out, mask), rewards=rewards, inputs=[greedy]))
        out, _ = scope["compute_reinforce_plus_plus_outcome_advantage"](placed, mask, Record(gamma=1.0))
        cases.append(case("reinforce++", name, sizes, of_rollouts(out, mask), rewards=rewards, tokens=tokens))
    for trace, gamma, lam in traces(True):
        out, _ = scope["compute_gae_advantage_return"](trace.rewards, trace.values, trace.mask, gamma, lam)
        cases.append(trace.case("gae/verl", out, gamma, lam))
        if lam == 1.0 or gamma == 0.9:
            trace.values = torch.zeros_like(trace.mask)
            out, _ = scope["compute_reinforce_plus_plus_outcome_advantage"](trace.rewards, trace.mask, Record(gamma=gamma))
            cases.append(trace.case("gae/verl", out, gamma, 1.0) | dict(name=f"reinforce++, {trace.name}, γ {gamma}"))
    for name, sizes, over, weights in TERMS + RAGGED_TERMS:
        tokens = token_counts(name, sum(sizes))
        keys = {f"k{k}": row for k, row in enumerate(over)}
        config = dict(gdpo_reward_keys=list(keys), **({} if weights is None else dict(gdpo_reward_weights=weights)))
        _, mask = on_last_token([0] * sum(sizes), tokens)
        prompt = torch.ones(sum(sizes), 2)
        batch = dict(prompts=prompt, attention_mask=torch.cat([prompt, mask], 1).long())
        out = of("gdpo", [0] * sum(sizes), tokens, sizes, config=config, non_tensor_batch=keys, batch=batch)
        cases.append(case("gdpo/verl", name, sizes, out, weights, over=over, tokens=tokens))
    how = WIDENED + "; the reward sits on the last token and a rollout's advantage is that of its tokens"
    how += "; of gae null is a token outside the mask, whose advantage is written as 0."
    write("verl", "verl", repo, [algos, functional], how, cases)


def skyrl(repo="NovaSky-AI+SkyRL"):
    file = "skyrl/backends/skyrl_train/utils/ppo_utils.py"
    quiet = ModuleType("loguru")
    quiet.logger = Record(warning=lambda *_: None)
    sys.modules["loguru"] = quiet
    scope = dict(torch=torch, np=np, defaultdict=defaultdict)
    scope |= dict(register_advantage_estimator=ignore, AdvantageEstimator=Nothing())
    kinds = ("grpo", "rloo")
    names = {f"compute_{kind}_outcome_advantage" for kind in (*kinds, "reinforce_plus_plus")}
    names |= {"masked_var", "masked_whiten", "compute_gae_advantage_return", "compute_maxrl_advantage"}
    helpers = "skyrl/backends/skyrl_train/utils/torch_utils.py"
    define(source(repo, helpers, True), {"masked_mean"}, scope)
    # Names of tensor types, which annotations alone need.
    scope |= dict(Float=defaultdict(object), Tuple=tuple)
    define(source(repo, file, True), names, scope)
    cases = []
    for name, sizes, rewards in EQUAL + RAGGED:
        for kind in kinds:
            placed, mask = on_last_token(rewards, token_counts(name, len(rewards)))
            estimate = scope[f"compute_{kind}_outcome_advantage"]
            out, _ = estimate(token_level_rewards=placed, response_mask=mask, index=prompts(sizes))
            cases.append(case(f"{kind}/skyrl", name, sizes, of_rollouts(out, mask), rewards=rewards))
        tokens = token_counts(name, len(rewards))
        placed, mask = on_last_token(rewards, tokens)
        out, _ = scope["compute_maxrl_advantage"](placed, mask, prompts(sizes))
        cases.append(case("maxrl", name, sizes, of_rollouts(out, mask), rewards=rewards))
        out, _ = scope["compute_reinforce_plus_plus_outcome_advantage"](placed, mask, 1.0)
        cases.append(case("reinforce++/skyrl", name, sizes, of_rollouts(out, mask), rewards=rewards, tokens=tokens))
    for trace, gamma, lam in traces(False):
        out, _ = scope["compute_gae_advantage_return"](trace.rewards, trace.values, trace.mask, gamma, lam)
        cases.append(trace.case("gae/skyrl", out, gamma, lam))
    write("skyrl", "SkyRL", repo, [file, helpers], WIDENED + ".", cases)


def rllm(repo="rllm-org+rllm"):
    file = "rllm/trainer/algorithms/rl_algo.py"
    names = {"grpo/rllm": "calculate_grpo_advantages_per_group", "rloo/verl": "calculate_rloo_advantages_per_group"}
    scope = define(source(repo, file), set(names.values()), dict(np=np))
    batch_file = "rllm/trainer/algorithms/advantage.py"
    batch_names = {"prpo": "calculate_prpo_advantages"}
    batch_names["reinforce-baseline/rllm"] = "calculate_reinforce_plus_plus_baseline_advantages"
    whole = dict(np=np, register_rllm_adv_estimator=ignore, rLLMAdvantageEstimator=Nothing())
    define(source(repo, batch_file), set(batch_names.values()), whole)
    cases = []
    for name, sizes, rewards in EQUAL + RAGGED:
        bounds = list(itertools.accumulate(sizes, initial=0))
        groups = [np.array(rewards[a:b], dtype=float) for a, b in itertools.pairwise(bounds)]
        for preset, function in names.items():
            out = [x for group in groups for x in scope[function](group)[0]]
            cases.append(case(preset, name, sizes, out, rewards=rewards))
        for preset, function in batch_names.items():
            out = [x for group in whole[function](groups, None)[0] for x in group]
            cases.append(case(preset, name, sizes, out, rewards=rewards))
    write("rllm", "rLLM", repo, [file, batch_file], CUT + " (numpy).", cases)


def nemo(repo="NVIDIA-NeMo+RL"):
    files = ["nemo_rl/algorithms/advantage_estimator.py", "nemo_rl/algorithms/utils.py"]
    scope = define(source(repo, files[1], True), {"calculate_baseline_and_std_per_prompt"}, dict(torch=torch))
    scope["get_gdpo_reward_component_keys"] = lambda batch: sorted(batch)
    own = {"GRPOAdvantageEstimator", "GDPOAdvantageEstimator", "ReinforcePlusPlusAdvantageEstimator", "_compute_gae"}
    define(source(repo, files[0], True), own, scope)

    def estimator(kind, weights=None):
        settings = Record(use_leave_one_out_baseline=True, normalize_rewards=True, reward_weights=weights)
        return scope[kind](settings, None)

    cases = []
    for name, sizes, rewards in EQUAL + RAGGED:
        mask = torch.ones(len(rewards), 3)
        out = estimator("GRPOAdvantageEstimator").compute_advantage(prompt_tokens(sizes), column(rewards), mask)
        cases.append(case("grpo/nemo", name, sizes, out[:, 0], rewards=rewards))
        tokens = token_counts(name, len(rewards))
        _, mask = on_last_token(rewards, tokens)
        for preset, minus in (("reinforce++/nemo", False), ("reinforce-baseline/nemo", True)):
            loss = Record(use_kl_in_reward=False, reference_policy_kl_penalty=0.0, reference_policy_kl_type="k1")
            plus = scope["ReinforcePlusPlusAdvantageEstimator"](Record(minus_baseline=minus), loss)
            out = plus.compute_advantage(prompt_tokens(sizes), column(rewards), mask)
            cases.append(case(preset, name, sizes, of_rollouts(out, mask), rewards=rewards, tokens=tokens))
    for trace, gamma, lam in traces(True):
        settings = Record(gae_gamma=gamma, gae_lambda=lam)
        out, _ = scope["_compute_gae"](settings, trace.rewards, trace.values, trace.mask)
        cases.append(trace.case("gae/nemo", out, gamma, lam))
    for name, sizes, over, weights in TERMS:
        if len(over) < 2:
            continue
        batch = {f"reward/{k}": column(row) for k, row in enumerate(over)}
        gdpo = estimator("GDPOAdvantageEstimator", weights)
        out = gdpo.compute_advantage(prompt_tokens(sizes), None, torch.ones(sum(sizes), 3), batch)
        cases.append(case("gdpo/nemo", name, sizes, out[:, 0], weights, over=over))
    write("nemo", "NeMo RL", repo, files, WIDENED + "; its defaults (leave-one-out, normalised).", cases)


def prime_rl(repo="PrimeIntellect-ai+prime-rl"):
    file = "src/prime_rl/orchestrator/algo/grpo.py"

    class Algorithm:
        def __init__(self, config, policy_pool):
            pass

    def trainable(episodes):
        return [(None, trace) for trace in episodes if trace.trainable]

    scope = dict(torch=torch, Algorithm=Algorithm, iter_trainable_traces=trainable)
    scope["assign_advantages"] = lambda trace, advantage: setattr(trace, "advantage", advantage)
    define(source(repo, file, True), {"GRPOAlgorithm"}, scope)
    algorithm = scope["GRPOAlgorithm"](Record(length_penalty=None), None)
    cases = []
    for name, sizes, rewards in EQUAL + RAGGED + MISSING:
        traces = [Record(reward=x or 0.0, trainable=x is not None, advantage=0.0) for x in rewards]
        for a, b in itertools.pairwise(itertools.accumulate(sizes, initial=0)):
            asyncio.run(algorithm.score_group(traces[a:b]))
        cases.append(case("grpo/prime-rl", name, sizes, [trace.advantage for trace in traces], rewards=rewards))
    how = WIDENED + ", without length penalty; null is a trace that is not trainable."
    write("prime-rl", "prime-rl", repo, [file], how, cases)


def openrlhf(repo="OpenRLHF+OpenRLHF"):
    files = ["openrlhf/trainer/ppo_utils/experience_maker.py", "openrlhf/models/utils.py"]
    scope = dict(vars(typing), torch=torch, itertools=itertools, apply_length_penalties=lambda *_: None)
    scope["logger"] = Record(warning=lambda *_: None)
    define(source(repo, files[1], True), {"compute_reward"}, scope)
    names = {"compute_advantages_and_returns", "get_cumulative_returns", "get_advantages_and_returns"}
    define(source(repo, files[0], True), names, scope)

    def raw(rewards, size, mask, estimator, values=None, gamma=1.0, lam=1.0):
        advantage = Record(estimator=estimator, gamma=gamma, lambd=lam, no_std_norm=False)
        rollout, reward = Record(n_samples_per_prompt=size), Record(clip_range=None)
        args = Record(rollout=rollout, reward=reward, algo=Record(advantage=advantage))
        maker = Record(strategy=Record(args=args), kl_ctl=Record(value=0.0), advantage_estimator=estimator)
        maker.get_cumulative_returns = lambda *given: scope["get_cumulative_returns"](maker, *given)
        maker.get_advantages_and_returns = lambda *given: scope["get_advantages_and_returns"](maker, *given)
        experience = Record(index=list(range(len(rewards))), rewards=column(rewards), kl=torch.zeros_like(mask))
        experience.action_mask, experience.info, experience.values = mask.bool(), {}, values
        scope["compute_advantages_and_returns"](maker, [experience])
        return experience.advantages

    def of(rewards, size, tokens, estimator):
        _, mask = on_last_token(rewards, tokens)
        return of_rollouts(raw(rewards, size, mask, estimator), mask)

    cases = []
    for name, sizes, rewards in EQUAL:
        tokens = token_counts(name, len(rewards))
        kinds = {"dr-grpo": "dr_grpo", "reinforce-baseline": "reinforce_baseline", "reinforce++/openrlhf": "reinforce"}
        if sizes[0] > 1:
            kinds |= {"grpo/openrlhf": "group_norm", "rloo/openrlhf": "rloo"}
        for preset, estimator in kinds.items():
            by_token = dict(tokens=tokens) if preset.startswith("reinforce") else {}
            cases.append(case(preset, name, sizes, of(rewards, sizes[0], tokens, estimator), rewards=rewards, **by_token))
    for trace, gamma, lam in traces(False):
        out = raw(trace.outcomes, 1, trace.mask, "gae", trace.values, gamma, lam)
        cases.append(trace.case("gae/openrlhf", out, gamma, lam, outcome=True))
    how = WIDENED + ", without KL and length penalties; groups of one are left out where it asks for more samples."
    write("openrlhf", "OpenRLHF", repo, files, how, cases)


def gdpo(repo="NVlabs+GDPO"):
    file = "trl-GDPO/trl-0.18.0-gdpo/trl/trainer/grpo_trainer.py"
    first, last = "rewards_per_func_filter = torch.nan_to_num", "advantages = (pre_bn_advantages - bn_advantages_mean)"
    code = between(source(repo, file), first, last)
    cases = []
    for name, sizes, over, weights in TERMS + MISSING_TERMS:
        if sizes[0] == 1 or len(over) < 2:
            continue
        trainer = Record(reward_weights=weights_of(weights, over), num_generations=sizes[0])
        local = dict(torch=torch, self=trainer, rewards_per_func=table(over), device="cpu")
        exec(code, local)
        cases.append(case("gdpo/released", name, sizes, local["advantages"], weights, over=over))
    write("gdpo", "GDPO", repo, [file], CUT + "; null is NaN.", cases)


for project in (trl, verl, skyrl, rllm, nemo, prime_rl, openrlhf, gdpo):
    project()
