"""What composing a text gives: its nodes, and lists of those that somebody looks at again."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.diagnostic import Problem
    from wflint.source import Span
    from wflint.syntax.nodes import Mapping, Node, Scalar, Sequence


class Composition(NamedTuple):
    """The first document of a text.

    `scalars` are all that are not empty, keys included, in the order of the text; `blocks` those with `|` or `>`.
    `problems` and `holes` are what aliases, depth and further documents gave, each in the order of the text.
    `tagged` are the nodes with a tag, `flows` the collections in brackets, and `merges` the plain `<<` with what each
    is given, or None where it is no key.
    """

    root: Node | None
    scalars: list[Scalar]
    blocks: list[Scalar]
    problems: list[Problem]
    holes: list[Span]
    tagged: list[Node]
    flows: list[Mapping | Sequence]
    merges: list[tuple[Scalar, Node | None]]
