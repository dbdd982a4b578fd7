"""What goes over the wire, as types. Generated from the server's OpenAPI document: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired


class AdvantagesReply(TypedDict):
    #: What made them.
    advantage: str
    #: One a rollout, or one for each of its tokens.
    advantages: list[float | list[float]]
    #: Groups that teach nothing.
    deadGroups: list[AdvantagesReplyDeadGroup]


class AdvantagesReplyDeadGroup(TypedDict):
    group: str
    why: Literal["one member", "all equal", "all missing"]


class AdvantagesRequest(TypedDict):
    #: A served program, whose advantage is used. Default: the only one.
    program: NotRequired[str]
    #: Instead of a program's: a name such as `grpo/trl`, a piece with `use` and options, or a list of them.
    advantage: NotRequired[Any]
    #: Null for a rollout without a reward.
    rewards: list[float | None]
    #: Group of each. Default: all are one group.
    groups: NotRequired[list[str | int]]
    #: Values of terms, for advantages that read them.
    terms: NotRequired[dict[str, list[float | None]]]
    #: Tokens of each rollout.
    tokenCounts: NotRequired[list[int]]
    #: Training step, which schedules read.
    step: NotRequired[int]


class EndStepReply(TypedDict):
    step: int
    #: False when the step had ended before.
    moved: bool


class EndStepRequest(TypedDict):
    #: The step that ends, and the open ones below it.
    step: int


class ListProgramsReply(TypedDict):
    programs: list[ListProgramsReplyProgram]


class ListProgramsReplyProgram(TypedDict):
    program: str
    version: str
    terms: list[ListProgramsReplyProgramTerm]
    #: Smallest and largest value; null for none.
    total: list[float | None]
    advantage: str
    #: Its file has changed and does not compile; this is the last version that did.
    stale: bool


class ListProgramsReplyProgramTerm(TypedDict):
    name: str
    level: str
    #: Smallest and largest value; null for none.
    range: list[float | None]


class ListRunsReply(TypedDict):
    runs: list[ListRunsReplyRun]


class ListRunsReplyRun(TypedDict):
    run: str
    program: str
    version: str
    #: The open step.
    step: int
    batches: int
    rollouts: int
    #: Batches that came after their step had ended.
    late: int
    createdAt: str
    lastAt: str


class ReloadProgramsReply(TypedDict):
    #: Programs that have a new version.
    changed: int
    #: Programs whose file does not compile; their old version goes on.
    stale: list[str]


ScoreReply: TypeAlias = "ScoreReplyRows | ScoreReplyColumns"


class ScoreReplyColumns(TypedDict):
    #: Of the batch; a retry with the same key, or within the same run and step, has the same.
    id: str
    program: str
    #: Hash of the program.
    version: str
    run: NotRequired[str]
    step: int
    #: The step had ended before: the scores do not enter the state.
    late: bool
    form: Literal["columns"]
    #: Null where there is no score; `missing` says why.
    total: list[float | None]
    terms: NotRequired[dict[str, list[float | list[float | None] | None]]]
    credit: NotRequired[list[list[float | None]]]
    advantage: NotRequired[list[float | list[float]]]
    #: By the number of the rollout: why its total is missing.
    missing: dict[str, ScoreReplyColumnsMissingItem]
    #: By term and number of the rollout.
    evidence: NotRequired[dict[str, dict[str, str]]]


ScoreReplyColumnsMissingItem: TypeAlias = "ScoreReplyRowsRolloutTotalAbstained | ScoreReplyRowsRolloutTotalFailed"


class ScoreReplyRows(TypedDict):
    #: Of the batch; a retry with the same key, or within the same run and step, has the same.
    id: str
    program: str
    #: Hash of the program.
    version: str
    run: NotRequired[str]
    step: int
    #: The step had ended before: the scores do not enter the state.
    late: bool
    form: Literal["rows"]
    rollouts: list[ScoreReplyRowsRollout]


class ScoreReplyRowsRollout(TypedDict):
    id: str
    group: str
    total: ScoreReplyRowsRolloutTotal
    #: An outcome, or a value for each step or token, null where there is none.
    terms: NotRequired[dict[str, ScoreReplyRowsRolloutTotal | list[float | None]]]
    #: The total handed out to steps or tokens.
    credit: NotRequired[list[float | None]]
    advantage: NotRequired[float | list[float]]
    #: What the score of a term rests on.
    evidence: NotRequired[dict[str, str]]


ScoreReplyRowsRolloutTotal: TypeAlias = (
    "ScoreReplyRowsRolloutTotalScored | ScoreReplyRowsRolloutTotalAbstained | ScoreReplyRowsRolloutTotalFailed"
)


class ScoreReplyRowsRolloutTotalAbstained(TypedDict):
    kind: Literal["abstained"]
    reason: str


class ScoreReplyRowsRolloutTotalFailed(TypedDict):
    kind: Literal["failed"]
    blame: Literal["candidate", "task", "sandbox", "judge", "engine"]
    reason: str
    retryable: bool


class ScoreReplyRowsRolloutTotalScored(TypedDict):
    kind: Literal["scored"]
    value: float


class ScoreRequest(TypedDict):
    #: Name of a served program. Default: the run's, or the only one.
    program: NotRequired[str]
    #: Training run; it begins with its first scores and stays on their version of the program.
    run: NotRequired[str]
    #: Training step. Default: the run's open step.
    step: NotRequired[int]
    #: Idempotency key, as the header `Idempotency-Key`. Default: the content.
    key: NotRequired[str]
    #: Time for the answer.
    deadlineMs: NotRequired[float]
    cohort: NotRequired[ScoreRequestCohort]
    #: What to answer beside the total. Default: terms and advantage.
    include: NotRequired[list[Literal["terms", "credit", "advantage", "evidence"]]]
    #: Form of the answer. Default: that of the request.
    form: NotRequired[Literal["rows", "columns"]]
    rollouts: NotRequired[list[ScoreRequestRollout]]
    columns: NotRequired[ScoreRequestColumns]


class ScoreRequestCohort(TypedDict):
    """Members of a group come in requests of their own: wait for them."""

    #: Members of a group.
    size: int
    #: Longest wait for the missing ones.
    waitMs: NotRequired[float]
    #: What becomes of a group that is not complete then.
    partial: NotRequired[Literal["score", "fail"]]


class ScoreRequestColumns(TypedDict):
    """The same by columns, which is quicker for many short ones."""

    completion: list[str] | list[list[ScoreRequestRolloutPromptItem]]
    prompt: NotRequired[list[str] | list[list[ScoreRequestRolloutPromptItem]]]
    item: NotRequired[list[Any]]
    group: NotRequired[list[str]]
    id: NotRequired[list[str]]


class ScoreRequestRollout(TypedDict):
    #: Default: the content.
    id: NotRequired[str]
    #: Rollouts of one prompt share a group. Default: the content of the prompt.
    group: NotRequired[str]
    #: The dataset row, which programs read as `{{ item.* }}`.
    item: NotRequired[Any]
    prompt: NotRequired[str | list[ScoreRequestRolloutPromptItem]]
    #: What the policy wrote.
    completion: NotRequired[str | list[ScoreRequestRolloutPromptItem]]
    steps: NotRequired[list[ScoreRequestRolloutStep]]
    tokens: NotRequired[list[int] | ScoreRequestRolloutTokens]
    meta: NotRequired[Any]


class ScoreRequestRolloutPromptItem(TypedDict):
    role: str
    content: NotRequired[Any]


class ScoreRequestRolloutStep(TypedDict):
    observation: NotRequired[Any]
    action: NotRequired[Any]
    reward: NotRequired[float]
    meta: NotRequired[Any]


class ScoreRequestRolloutTokens(TypedDict):
    ids: list[int]
    logprobs: NotRequired[list[float]]
    stepOf: NotRequired[list[int]]
