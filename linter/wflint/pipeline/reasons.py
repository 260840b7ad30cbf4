"""Why something does not run: a tree of facts, each with its place."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, TypeAlias

    from wflint.source import Place

    ReasonKind: TypeAlias = Literal[
        "branch-filter",
        "tag-filter",
        "filter-expression",
        "condition",
        "schedule-only",
        "requirements-dropped",
        "upstream-status",
        "undecided",
    ]

    Runs: TypeAlias = Literal["yes", "no", "unknown"]


class Reason(NamedTuple):
    """Why a job or workflow does not run, or why that is not known (`undecided`).

    `message` says what is the case, without a subject where it is about the job itself ("its filter is false").
    `subject` names the job or workflow it is about. `because` are the reasons behind it, in the order of the text.
    """

    kind: ReasonKind
    message: str
    subject: str
    place: Place | None
    because: tuple[Reason, ...] = ()


def and_list(names: Iterable[str], word: str = "and") -> str:
    """`a`, `b` and `c`: names in backquotes, the last two joined by a word; of more than six the first five."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) > 6:
        return f"{', '.join(quoted[:5])} {word} {len(quoted) - 5} more"
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"
