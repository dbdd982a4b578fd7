"""What can go wrong, by who can do something about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class GuerdonError(Exception):
    """Base of every error of this package. The message says what was expected, what came, and what to do next."""


class SettingsError(GuerdonError):
    """A URL, key or option is missing or wrong: nothing was sent."""


class RequestRefused(GuerdonError):
    """The server will never accept this request (a 4xx status): sending it again changes nothing."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        #: Body of the reply: `code`, `detail`, `hint` and so on.
        self.problem = problem
        #: Stable code, `GUERDON_…`, where the server gave one.
        self.code: str | None = problem.get("code")
        said = problem.get("detail") or problem.get("title") or problem.get("message") or "no reason given"
        hint = problem.get("hint")
        super().__init__(f"{self.code or status}: {said}" + (f" {hint}" if hint else ""))


class ServerUnavailable(GuerdonError):
    """No usable reply after all tries. Retrying later is safe: the server knows the call by its idempotency key."""

    def __init__(self, url: str, tries: int, seconds: float, last: str) -> None:
        self.tries = tries
        super().__init__(
            f"Expected a reply of {url}, got none in {tries} {'try' if tries == 1 else 'tries'} over {seconds:.1f} s; "
            f"the last one: {last}. Check that `guerdon serve` runs there; the same call may be made again."
        )


class MalformedReply(GuerdonError):
    """A reply with a status of success that is no JSON object: this is no guerdon server."""


class ScoringFailed(GuerdonError):
    """Rollouts without a score where the trainer must have one; a made-up number would teach nonsense."""

    def __init__(self, failures: Sequence[Mapping[str, Any]]) -> None:
        #: One mapping for each such rollout: its `id`, `kind`, `reason`, and `blame` where it failed.
        self.failures = list(failures)
        first = self.failures[0]
        more = f" and {len(self.failures) - 1} more" if len(self.failures) > 1 else ""
        what = "no score" if first.get("kind") == "abstained" else f"a failure of the {first.get('blame')}"
        super().__init__(
            f"Expected a reward for rollout `{first.get('id')}`{more}, got {what}: {first.get('reason')}. "
            "Repair the cause, or say what such rollouts get (`on_failure`, `missing`)."
        )
