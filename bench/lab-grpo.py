"""GRPO with TRL on the arithmetic-thinking task: the time of each update of a randomly initialised GPT-2 of a given size."""
import json
import os
import random
import sys
import time
import warnings

settings = json.loads(sys.argv[1])
os.environ.update(
    OMP_NUM_THREADS=str(settings["threads"]),
    TRL_EXPERIMENTAL_SILENCE="1",
    HF_HUB_OFFLINE="1",
    TOKENIZERS_PARALLELISM="false",
)
warnings.filterwarnings("ignore")

import torch  # noqa: E402
import transformers  # noqa: E402
import trl  # noqa: E402
from datasets import Dataset  # noqa: E402
from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: E402
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast, TrainerCallback  # noqa: E402
from trl import GRPOConfig, GRPOTrainer  # noqa: E402

transformers.logging.set_verbosity_error()
torch.set_num_threads(settings["threads"])
digits, width, hidden, layers, heads = (settings[k] for k in ("digits", "width", "hidden", "layers", "heads"))
prompts, per_prompt, updates, warm = (settings[k] for k in ("prompts", "perPrompt", "updates", "warmUp"))
max_tokens = 3 * digits + 4

words = ["<pad>", "<end>", *"0123456789", "+", "=", "(", ")"]
plain = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="<pad>"))
plain.pre_tokenizer = pre_tokenizers.Split("", "isolated")
tokenizer = PreTrainedTokenizerFast(
    tokenizer_object=plain, pad_token="<pad>", eos_token="<end>", padding_side="left"
)

random.seed(1)
rows = []
for _ in range(prompts * (updates + warm)):
    a, b = random.randrange(10**digits), random.randrange(10**digits)
    rows.append({"prompt": f"{a:0{digits}}+{b:0{digits}}=", "answer": f"{a + b:0{digits + 1}}"})


def reward(completions, answer, **_):
    """1 for a right answer, and a little for each digit, so that random completions differ."""
    return [
        float(text.split(")")[-1] == right) + 0.01 * sum(c.isdigit() for c in text)
        for text, right in zip(completions, answer)
    ]


class Times(TrainerCallback):
    """When each update ended."""

    def __init__(self):
        self.ends = []
        self.cpu = []
        self.lengths = []

    def on_step_end(self, args, state, control, **_):
        self.ends.append(time.perf_counter())
        self.cpu.append(time.process_time())

    def on_log(self, args, state, control, logs=None, **_):
        if logs and "completions/mean_length" in logs:
            self.lengths.append(logs["completions/mean_length"])


torch.manual_seed(1)
model = GPT2LMHeadModel(
    GPT2Config(
        vocab_size=len(words),
        n_positions=2 * digits + 2 + max_tokens,
        n_embd=width,
        n_layer=layers,
        n_head=heads,
        n_inner=hidden,
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        bos_token_id=None,
        eos_token_id=1,
        pad_token_id=0,
    )
)
config = GRPOConfig(
    output_dir="/".join([os.environ.get("TMPDIR", "/" + "tmp"), "guerdon-trl"]),
    per_device_train_batch_size=prompts * per_prompt,
    num_generations=per_prompt,
    max_completion_length=max_tokens,
    max_steps=updates + warm,
    learning_rate=1e-3,
    lr_scheduler_type="constant",
    temperature=1.0,
    beta=0.0,
    loss_type="dapo",
    epsilon_high=0.28,
    gradient_checkpointing=False,
    bf16=False,
    use_cpu=True,
    report_to="none",
    save_strategy="no",
    logging_steps=10,
    disable_tqdm=True,
    seed=1,
)
times = Times()
trainer = GRPOTrainer(
    model=model,
    reward_funcs=reward,
    args=config,
    train_dataset=Dataset.from_list(rows),
    processing_class=tokenizer,
    callbacks=[times],
)
out, sys.stdout = sys.stdout, sys.stderr
trainer.train()
sys.stdout = out
spans = [1000 * (b - a) for a, b in zip(times.ends[warm - 1 :], times.ends[warm:])]
print(
    json.dumps(
        {
            "ms": spans,
            "cpuMs": 1000 * (times.cpu[-1] - times.cpu[warm - 1]) / updates,
            "parameters": sum(p.numel() for p in model.parameters()),
            "length": sum(times.lengths) / max(1, len(times.lengths)),
            "threads": torch.get_num_threads(),
            "versions": {"trl": trl.__version__, "torch": torch.__version__, "transformers": transformers.__version__},
        }
    )
)
