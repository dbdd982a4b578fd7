"""Freezes the losses and gradients that the trainers' own code computes, as JSON fixtures.

    python scripts/objective-fixtures.py CHECKOUTS packages/core/src/objective/fixtures

CHECKOUTS holds git checkouts named `owner+name` (bare ones will do). The code named below is cut out of its files at
HEAD and run on CPU in float64, gradients by autograd; none of that code is kept. Needs torch and numpy; format the
files with Biome afterwards. A case names a function of ours, its columns and options, and what the trainer gives.
"""

import ast
import json
import subprocess
import sys
import textwrap
import typing
from pathlib import Path
from types import SimpleNamespace as Record

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
CHECKOUTS, OUT = Path(sys.argv[1]), Path(sys.argv[2])
CUT = "The named code was cut out of the files unchanged and run on CPU in float64, gradients by autograd"

# -- reading the checkouts ---------------------------------------------------------------------


def git(repo, *words):
    return subprocess.check_output(["git", "-C", str(CHECKOUTS / repo), *words], text=True)


def checkout(repo):
    return repo if (CHECKOUTS / repo / "HEAD").exists() or (CHECKOUTS / repo / ".git").exists() else f"{repo}/repo"


def source(repo, path):
    return git(checkout(repo), "show", f"HEAD:{path}")


def define(text, names, scope):
    """Runs the named functions of a file in a scope, and nothing else of it."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            code = textwrap.dedent("\n".join(lines[node.lineno - 1 : node.end_lineno]))
            exec(compile("from __future__ import annotations\n" + code, node.name, "exec"), scope)
    return scope


def until(text, first, stop):
    """The lines of a method from the one that holds `first` to the one before `stop`."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if first in line)
    end = next(i for i in range(start, len(lines)) if stop in lines[i])
    return textwrap.dedent("\n".join(lines[start:end]))


# -- numbers -----------------------------------------------------------------------------------

draws = np.random.default_rng(20261129)


def normal(*shape, scale=1.0, shift=0.0):
    return np.round(draws.normal(size=shape) * scale + shift, 4)


def token_table(name, rows, width, spread, empty=False):
    new = -np.abs(normal(rows, width, scale=1.5))
    old = np.round(new + normal(rows, width, scale=spread), 4)
    ref = np.round(new + normal(rows, width, scale=0.4), 4)
    lengths = draws.integers(1, width + 1, size=rows)
    mask = (np.arange(width)[None, :] < lengths[:, None]).astype(int)
    if width > 3:
        mask[0, 1] = 0
    if empty:
        mask[1, :] = 0
    return Record(name=name, new=new, old=old, ref=ref, mask=mask, advantages=normal(rows, shift=-0.1))


TABLES = [
    token_table("near the old policy", 4, 6, 0.15),
    token_table("far from the old policy", 5, 4, 1.2),
    token_table("one token each", 3, 1, 0.3),
    token_table("a rollout without a token", 3, 4, 0.4, empty=True),
]
PAIRS = [("mixed pairs", 8, 2.0), ("one pair", 1, 1.0), ("far apart", 4, 20.0)]


def pairs(rows, spread):
    columns = {name: normal(rows, scale=spread, shift=-3 * spread) for name in ("chosen", "rejected")}
    columns |= {"ref" + name.capitalize(): np.round(columns[name] + normal(rows, scale=spread), 4) for name in list(columns)}
    return columns | {name: draws.integers(1, 9, size=rows) for name in ("chosenLengths", "rejectedLengths")}


PAIR_TABLES = [(name, pairs(rows, spread)) for name, rows, spread in PAIRS]


def leaf(values):
    return torch.tensor(np.asarray(values, dtype=np.float64), requires_grad=True)


def plain(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    return np.asarray(value).reshape(-1).tolist() if np.ndim(value) else float(value)


def case(objective, name, columns, options, loss, gradient):
    return dict(
        objective=objective,
        name=name,
        columns={key: plain(value) for key, value in columns.items()},
        options=options,
        loss=plain(loss),
        gradient={key: plain(value) for key, value in gradient.items()},
    )


def token_columns(table, **more):
    rows, width = table.mask.shape
    offsets = np.arange(rows + 1) * width
    return dict(logProbs=table.new, mask=table.mask, offsets=offsets, **more)


def write(file, project, repo, files, version, cases):
    commit, date = git(checkout(repo), "log", "-1", "--format=%H %cs").split()
    provenance = dict(project=project, repository=repo.replace("+", "/"), version=version, files=files, commit=commit)
    provenance |= dict(date=date, torch=torch.__version__.split("+")[0], numpy=np.__version__, how=CUT + ".")
    (OUT / f"{file}.json").write_text(json.dumps(dict(provenance=provenance, cases=cases)) + "\n")
    print(file, len(cases))


# -- verl --------------------------------------------------------------------------------------


class Config(Record):
    def get(self, name, default=None):
        return getattr(self, name, default)


def verl(repo="verl-project+verl"):
    core, maths, version = "verl/trainer/ppo/core_algos.py", "verl/utils/torch_functional.py", "verl/version/version"
    tools = define(source(repo, maths), {"masked_mean", "masked_sum", "clip_by_value"}, dict(torch=torch))
    names = {"agg_loss", "compute_policy_loss_vanilla", "compute_policy_loss_gspo", "compute_policy_loss_cispo"}
    names |= {"compute_policy_loss_reinforce", "kl_penalty", "kl_penalty_forward", "compute_value_loss"}
    scope = dict(torch=torch, Optional=typing.Optional, Any=typing.Any, verl_F=Record(**tools))
    scope |= dict(register_policy_loss=lambda _: lambda f: f, ActorConfig=Config, AlgoConfig=dict)
    define(source(repo, core), names, scope)
    modes = ["token-mean", "token-sum", "seq-mean-token-mean", "seq-mean-token-sum", "seq-mean-token-sum-norm"]
    bounds = dict(preExp=dict(min=-20, max=20))
    cases = []
    for table in TABLES:
        old, mask = torch.tensor(table.old), torch.tensor(table.mask)
        advantages = torch.tensor(table.advantages)[:, None].expand(mask.shape)
        columns = token_columns(table, oldLogProbs=table.old, advantages=table.advantages)

        def policy(kind, mode, config, options, **more):
            new = leaf(table.new)
            settings = Config(clip_ratio_low=None, clip_ratio_high=None, clip_ratio=0.2, global_batch_info={}, **config)
            given = (old, new, advantages, mask, mode, settings)
            loss = scope[f"compute_policy_loss_{kind}"](*given, **more)[0]
            loss.backward()
            full = dict(aggregation=mode, maxLength=mask.shape[1], **options)
            own = dict(columns, **({"tokenWeights": more["rollout_is_weights"]} if more else {}))
            cases.append(case("policyLoss", f"{kind}, {mode}, {table.name}", own, full, loss, dict(gradient=new.grad)))

        for mode in modes:
            policy("vanilla", mode, {}, dict(dualClip=3, **bounds))
            policy("reinforce", mode, {}, dict(surrogate="log-prob"))
        policy("vanilla", "token-mean", dict(clip_ratio_c=1.5), dict(dualClip=1.5, **bounds))
        weights = torch.tensor(np.abs(normal(*table.mask.shape, scale=0.3, shift=1)))
        policy("vanilla", "token-mean", {}, dict(dualClip=3, **bounds), rollout_is_weights=weights)
        policy("cispo", "token-mean", {}, dict(surrogate="clipped-weight", **bounds))
        policy("gspo", "seq-mean-token-mean", {}, dict(ratioLevel="sequence"))
        for kind in ("k1", "k2", "k3", "k3+"):
            new = leaf(table.new)
            values = scope["kl_penalty"](new, torch.tensor(table.ref), kind)
            loss = scope["agg_loss"](values, mask, "token-mean")
            loss.backward()
            own = token_columns(table, refLogProbs=table.ref)
            options = dict(estimator=kind[:2], gradientOf="k2" if kind.endswith("+") else "itself")
            cases.append(case("klEstimate", f"{kind}, {table.name}", own, options, loss, dict(gradient=new.grad)))
        values = leaf(table.new)
        loss = scope["compute_value_loss"](values, torch.tensor(table.ref), old, mask, 0.2)[0]
        loss.backward()
        own = dict(values=table.new, returns=table.ref, oldValues=table.old, mask=table.mask)
        cases.append(case("valueLoss", f"clipped, {table.name}", own, dict(clip=0.2), loss, dict(gradient=values.grad)))
    files = [core, maths]
    write("verl", "verl", repo, files, source(repo, version).strip(), cases)


# -- TRL ---------------------------------------------------------------------------------------


def trl_policies(repo, file):
    text = source(repo, file)
    code = until(text, "log_ratio = per_token_logps - old_per_token_logps", "# Entropy bonus: add entropy")
    kinds = {
        "grpo": dict(aggregation="seq-mean-token-mean"),
        "bnpo": dict(aggregation="token-mean"),
        "dr_grpo": dict(aggregation="seq-mean-token-sum-norm"),
        "dapo": dict(aggregation="token-mean"),
        "cispo": dict(surrogate="clipped-weight", clipLow=None, aggregation="token-mean"),
    }
    cases = []
    for table in TABLES:
        mask = torch.tensor(table.mask)
        columns = token_columns(table, oldLogProbs=table.old, advantages=table.advantages)

        def policy(kind, level="token", high=0.28, delta=None, options={}):
            new = leaf(table.new)
            args = Record(delta=delta, use_bias_correction_kl=False)
            trainer = Record(importance_sampling_level=level, beta=0.0, loss_type=kind, args=args, epsilon_low=0.2)
            trainer.epsilon_high, trainer.off_policy_mask_threshold, trainer.use_vllm = high, None, False
            trainer.model, trainer.max_completion_length = Record(training=False), mask.shape[1]
            trainer.accelerator = Record(num_processes=1)
            local = dict(torch=torch, self=trainer, per_token_logps=new, old_per_token_logps=torch.tensor(table.old))
            local |= dict(mask=mask, advantages=torch.tensor(table.advantages)[:, None], entropy_mask=None)
            local |= dict(inputs=dict(num_items_in_batch=mask.sum()))
            exec(code, local)
            local["loss"].backward()
            clip = high - 1 if kind == "cispo" else high
            full = dict(clipHigh=clip, maxLength=mask.shape[1], emptyRollouts="count") | kinds[kind] | options
            name = f"{kind}, {level}{'' if delta is None else ', delta'}, {table.name}"
            cases.append(case("policyLoss", name, columns, full, local["loss"], dict(gradient=new.grad)))

        for kind in ("grpo", "bnpo", "dr_grpo", "dapo"):
            policy(kind)
        policy("cispo", high=5.0)
        policy("grpo", "sequence", options=dict(ratioLevel="sequence"))
        policy("grpo", delta=2.0, options=dict(dualClip=2))
    return cases


def trl_preferences(repo, file):
    code = until(source(repo, file), "delta_score = chosen_scores - rejected_scores", "if self.use_weighting:")
    kinds = {
        ("sigmoid", 0.1, 0.0): dict(),
        ("hinge", 0.1, 0.0): dict(link="hinge"),
        ("robust", 0.1, 0.2): dict(labelSmoothing=0.2, smoothing="robust"),
        ("sigmoid_norm", 5.0, 0.0): dict(lengthNorm=True),
        ("ipo", 0.1, 0.0): dict(link="squared", lengthNorm=True),
    }
    cases = []
    for name, table in PAIR_TABLES:
        for (kind, beta, smoothing), options in kinds.items():
            chosen, rejected = leaf(table["chosen"]), leaf(table["rejected"])
            longest = int(max(table["chosenLengths"].max(), table["rejectedLengths"].max()))
            lengths = np.concatenate([table["chosenLengths"], table["rejectedLengths"]])
            mask = torch.tensor((np.arange(longest)[None, :] < lengths[:, None]).astype(int))
            trainer = Record(loss_types=[kind], loss_weights=[1.0], beta=beta, label_smoothing=smoothing)
            local = dict(torch=torch, F=F, self=trainer, completion_mask=mask, device="cpu")
            local["chosen_scores"] = chosen - torch.tensor(table["refChosen"])
            local["rejected_scores"] = rejected - torch.tensor(table["refRejected"])
            exec(code, local)
            loss = local["per_sequence_loss"].mean()
            loss.backward()
            scale = 1.0
            if kind == "ipo":
                scale, beta = 4 * beta**2, 2 * beta
            gradient = dict(chosen=scale * chosen.grad, rejected=scale * rejected.grad)
            own = dict(beta=beta, **options)
            cases.append(case("preferenceLoss", f"{kind}, {name}", table, own, scale * loss, gradient))
    return cases


def trl_without_reference(repo, file):
    scope = define(source(repo, file), {"cpo_loss"}, dict(torch=torch, F=F))
    kinds = {
        ("sigmoid", 0.1, 0.1): dict(beta=0.1, labelSmoothing=0.1),
        ("simpo", 2.0, 0.0): dict(beta=2, margin=0.5),
        ("hinge", 0.5, 0.0): dict(beta=0.5, link="hinge"),
    }
    cases = []
    for name, table in PAIR_TABLES:
        for (kind, beta, smoothing), options in kinds.items():
            chosen, rejected = leaf(table["chosen"]), leaf(table["rejected"])
            trainer = Record(alpha=0.0, loss_type=kind, beta=beta, label_smoothing=smoothing, simpo_gamma=0.5)
            trainer.accelerator = Record(device="cpu")
            loss = scope["cpo_loss"](trainer, chosen, rejected)[0].mean()
            loss.backward()
            own = dict(chosen=table["chosen"], rejected=table["rejected"])
            gradient = dict(chosen=chosen.grad, rejected=rejected.grad)
            cases.append(case("preferenceLoss", f"cpo {kind}, {name}", own, options, loss, gradient))
    return cases


def trl_rewards(repo, file):
    code = until(source(repo, file), "# Calculate loss, optionally modulate with margin", 'if mode == "train":')
    cases = []
    for name, table in PAIR_TABLES:
        margins = np.abs(normal(len(table["chosen"])))
        for centre in (None, 0.01):
            chosen, rejected = leaf(table["chosen"]), leaf(table["rejected"])
            local = dict(torch=torch, nn=torch.nn, rewards_chosen=chosen, rewards_rejected=rejected)
            local |= dict(inputs=dict(margin=torch.tensor(margins)))
            local["self"] = Record(args=Record(center_rewards_coefficient=centre))
            exec(code, local)
            local["loss"].backward()
            own = dict(chosen=table["chosen"], rejected=table["rejected"], margins=margins)
            gradient = dict(chosen=chosen.grad, rejected=rejected.grad)
            options = dict(beta=1, centre=centre or 0)
            cases.append(case("preferenceLoss", f"reward {centre}, {name}", own, options, local["loss"], gradient))
    return cases


def trl_kto(repo, file):
    code = until(source(repo, file), "# Chosen losses", 'self._metrics[mode]["kl"].append')
    cases = []
    for name, table in PAIR_TABLES:
        for kind, kl in (("kto", 0.7), ("apo_zero_unpaired", 0.0)):
            new = leaf(np.concatenate([table["chosen"], table["rejected"]]))
            ref = np.concatenate([table["refChosen"], table["refRejected"]])
            count = len(table["chosen"])
            trainer = Record(loss_type=kind, beta=0.1, desirable_weight=1.0, undesirable_weight=1.33)
            local = dict(torch=torch, F=F, self=trainer, kl=torch.tensor(kl))
            local |= dict(chosen_logps=new[:count], rejected_logps=new[count:])
            local |= dict(ref_chosen_logps=torch.tensor(ref[:count]), ref_rejected_logps=torch.tensor(ref[count:]))
            exec(code, local)
            loss = local["losses"].mean()
            loss.backward()
            labels = [1] * count + [0] * (len(ref) - count)
            own = dict(logProbs=new, refLogProbs=ref, labels=labels)
            options = dict(zRef=kl, undesirable=1.33)
            cases.append(case("ktoLoss", f"{kind}, {name}", own, options, loss, dict(gradient=new.grad)))
    return cases


def trl(repo="huggingface+trl"):
    parts = {
        "trl/trainer/grpo_trainer.py": trl_policies,
        "trl/trainer/dpo_trainer.py": trl_preferences,
        "trl/trainer/reward_trainer.py": trl_rewards,
        "trl/trainer/kto_trainer.py": trl_kto,
        "trl/experimental/cpo/cpo_trainer.py": trl_without_reference,
    }
    cases = [sample for file, make in parts.items() for sample in make(repo, file)]
    write("trl", "TRL", repo, list(parts), source(repo, "VERSION").strip(), cases)


for project in (verl, trl):
    project()
