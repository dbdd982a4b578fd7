"""OpenRLHF: a reward file and an agent file.

OpenRLHF can also call the server itself: `--reward.remote_url http://127.0.0.1:8000/get_reward`. The files here are for
what that protocol leaves out: retries with a key, settings from the environment, an error instead of a silent `None`.

```sh
export GUERDON_URL=http://127.0.0.1:8000 GUERDON_PROGRAM=math
python -m openrlhf.cli.train_ppo_ray --reward.remote_url "$(python -m guerdon.openrlhf reward)" ...
python -m openrlhf.cli.train_ppo_ray --train.agent_func_path "$(python -m guerdon.openrlhf agent)" ...
```
"""
