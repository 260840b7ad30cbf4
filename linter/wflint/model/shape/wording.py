"""How faults of shape are worded: what a thing is called, and what stands there."""

from __future__ import annotations

from wflint.model.executable import is_null
from wflint.model.spec import KINDS
from wflint.syntax.nodes import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.model.spec.kinds import Keyed, Kind
    from wflint.syntax.nodes import Node, Value
    from wflint.syntax.scalars import Data


def titled(kind: Keyed, owner: Scalar | None) -> str:
    """What a message calls a map: job `build`, `run`."""
    if owner is None or kind.title.startswith("`"):
        return kind.title
    if kind.title == owner.value:
        return f"`{kind.title}`"
    return f"{kind.title} `{short(owner.value)}`"


def label(owner: Scalar | None) -> str:
    """What a message calls a value."""
    return "the value" if owner is None else f"`{short(owner.value)}`"


def words(kind: Kind) -> str:
    """What is expected, with its article."""
    while type(kind) is str:
        kind = KINDS[kind]
    return kind.words  # type: ignore[union-attr]


def described(node: Value) -> str:
    """What stands there, with its article."""
    if isinstance(node, Mapping):
        return "a map"
    if isinstance(node, Sequence):
        return "a list"
    return "empty" if is_null(node) else f"`{short(node.value)}`"


def neither(names: tuple[str, ...]) -> str:
    """The names of missing alternatives."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) == 1:
        return f"no {quoted[0]}"
    start = "neither " if len(quoted) == 2 else "none of "
    joint = " nor " if len(quoted) == 2 else " and "
    return f"{start}{', '.join(quoted[:-1])}{joint}{quoted[-1]}"


def shown(data: Data) -> str:
    """A typed value, for people."""
    if isinstance(data, bool):
        return f"the boolean `{str(data).lower()}`"
    if isinstance(data, int | float):
        return f"the number `{data!r}`"
    return f"`{data}`"


def head(node: Node, owner: Scalar | None) -> Node:
    """Where a fault of a whole value is shown: at its key, else at its first line."""
    if owner is not None:
        return owner
    if isinstance(node, Mapping) and node.entries:
        return node.entries[0].key
    return node


def short(text: str) -> str:
    """The first line of a text, cut to what fits into a message."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= 60 and line == text else f"{line[:57]}…"
