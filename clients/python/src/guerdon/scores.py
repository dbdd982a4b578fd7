"""What the server answers, one place a rollout, and what becomes of missing scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from .errors import MalformedReply, ScoringFailed, SettingsError

if TYPE_CHECKING:
    from .protocol import ScoreReply, ScoreReplyRows
    from .protocol import ScoreReplyRowsRolloutTotal as Outcome

#: What becomes of a rollout whose scoring failed for a reason that is not the policy's: no reward, or an exception.
OnFailure = Literal["none", "raise"]


@dataclass(frozen=True)
class Scores:
    """Scores of one request, in the order of its rollouts."""

    ids: list[str]
    total: list[Outcome]
    terms: dict[str, list[Outcome]]

    def __len__(self) -> int:
        return len(self.total)

    def rewards(self, term: str | None = None, on_failure: OnFailure = "none") -> list[float | None]:
        """Values of the total, or of a term; `None` where it abstained or failed.

        Raises:
            ScoringFailed: with `on_failure="raise"`, when one failed.
            SettingsError: for a term that the program does not have.
        """
        if term is not None and term not in self.terms:
            raise SettingsError(f"Expected a term of the program ({', '.join(self.terms)}), got `{term}`.")
        outcomes = self.total if term is None else self.terms[term]
        failures = [
            {"id": identity, **outcome}
            for identity, outcome in zip(self.ids, outcomes, strict=True)
            if outcome["kind"] == "failed"
        ]
        if failures and on_failure == "raise":
            raise ScoringFailed(failures)
        return [_value(outcome) for outcome in outcomes]

    def required(self, missing: float | None) -> list[float]:
        """Values of the total where a trainer must have a number; `missing` where there is none.

        Raises:
            ScoringFailed: for a missing total when `missing` is `None`.
        """
        pairs = list(zip(self.ids, self.total, strict=True))
        without = [{"id": identity, **outcome} for identity, outcome in pairs if outcome["kind"] != "scored"]
        if without and missing is None:
            raise ScoringFailed(without)
        return [float(outcome["value"]) if outcome["kind"] == "scored" else float(missing or 0) for _, outcome in pairs]

    def numbers(self, index: int) -> dict[str, float]:
        """The terms of one rollout under keys that are the same for every rollout: `TERM`, 0 where it is missing, and
        `TERM_present`, 1 or 0. The mean of a term over rollouts is the sum of `TERM` over that of `TERM_present`."""
        numbers: dict[str, float] = {}
        for name, outcomes in self.terms.items():
            value = _value(outcomes[index])
            numbers[name] = 0.0 if value is None else value
            numbers[f"{name}_present"] = 0.0 if value is None else 1.0
        return numbers

    def means(self) -> Iterator[tuple[str, float]]:
        """Mean of each term over the rollouts that have it; a term that none has is left out."""
        for name, outcomes in self.terms.items():
            values = [value for outcome in outcomes if (value := _value(outcome)) is not None]
            if values:
                yield name, sum(values) / len(values)

    def share(self, kind: Literal["abstained", "failed"]) -> float:
        """Share of the rollouts whose total abstained, or failed."""
        return sum(outcome["kind"] == kind for outcome in self.total) / max(1, len(self.total))


def read_scores(reply: ScoreReply, size: int) -> Scores:
    """Reads a reply for `size` rollouts.

    Raises:
        MalformedReply: when it is not of the form that this version of the package knows.
    """
    try:
        rows = cast("ScoreReplyRows", reply)["rollouts"]
        names = list(rows[0].get("terms", {})) if rows else []
        scores = Scores(
            ids=[row["id"] for row in rows],
            total=[_outcome(row["total"]) for row in rows],
            terms={name: [_outcome(row["terms"][name]) for row in rows] for name in names},
        )
    except (KeyError, TypeError, IndexError) as error:
        raise MalformedReply(f"Expected a reply of `POST /v1/score`, got one without {error}.") from error
    if len(scores) != size:
        raise MalformedReply(f"Expected {size} results of `POST /v1/score`, got {len(scores)}.")
    return scores


def _outcome(given: Any) -> Outcome:
    """An outcome; values of steps or tokens become their mean."""
    if not isinstance(given, list):
        return cast("Outcome", given)
    values = [value for value in given if value is not None]
    if values:
        return {"kind": "scored", "value": sum(values) / len(values)}
    return {"kind": "abstained", "reason": "no step or token has a value"}


def _value(outcome: Outcome) -> float | None:
    return float(outcome["value"]) if outcome["kind"] == "scored" else None
