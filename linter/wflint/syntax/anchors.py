"""Anchors and aliases while a document is composed: what an alias stands for, and whether it may."""

from __future__ import annotations

from wflint.diagnostic import Problem, Related
from wflint.source import Place, Span
from wflint.syntax.limits import NODE_LIMIT, PROBLEM_LIMIT
from wflint.syntax.nodes import Alias, Anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from wflint.source import Source
    from wflint.syntax.nodes import Node

Anchored: TypeAlias = "tuple[Node, int]"


class Anchors:
    """The anchors of one document in the order of the text.

    A name maps to its `Anchor` while the collection it names is open, then to that node and its size: the number of
    nodes in it with every alias replaced. `expanded` counts the nodes that aliases stood for so far.
    """

    __slots__ = ("_declared", "_source", "_undefined", "by_name", "expanded", "holes", "problems")

    def __init__(self, source: Source) -> None:
        self.by_name: dict[str, Anchor | Anchored] = {}
        self.expanded = 0
        self.problems: list[Problem] = []
        self.holes: list[Span] = []
        self._source = source
        self._undefined: list[Alias] = []
        self._declared: list[Anchor] = []

    def open(self, anchor: Anchor) -> None:
        """Note the anchor of a collection that begins."""
        self.by_name[anchor.name] = anchor
        self._declared.append(anchor)

    def close(self, anchor: Anchor, node: Node, size: int) -> None:
        """Note a node that is complete; a name given anew inside its own collection keeps the inner meaning."""
        if self.by_name.get(anchor.name) is anchor:
            self.by_name[anchor.name] = (node, size)

    def alias(self, name: str, start: int, end: int, count: int) -> Alias:
        """Make the alias node of `[start, end)`; `count` nodes were written before it."""
        found = self.by_name.get(name)
        if isinstance(found, tuple) and not isinstance(found, Anchor):
            target, size = found
            if count + self.expanded + size <= NODE_LIMIT:
                self.expanded += size - 1
                return Alias(self._source, start, end, name, target)
            problem = self._too_large(start, end)
        elif found is not None:
            problem = self._cycle(found, start, end)
        else:
            problem = None
        alias = Alias(self._source, start, end, name, None)
        self.holes.append(alias.span)
        if problem is None:
            self._undefined.append(alias)
        elif problem.kind != "excessive-yaml" or not any(known.kind == problem.kind for known in self.problems):
            self.problems.append(problem)
        return alias

    def undefined(self) -> list[Problem]:
        """The problems of aliases that no anchor stands before, in the order of the text."""
        later = {anchor.name: anchor for anchor in reversed(self._declared)}
        return [
            self._undefined_problem(alias, later, guess=index < PROBLEM_LIMIT)
            for index, alias in enumerate(self._undefined)
        ]

    def _undefined_problem(self, alias: Alias, later: dict[str, Anchor], *, guess: bool) -> Problem:
        message = f"alias `*{alias.name}` has no anchor `&{alias.name}` before it"
        anchor = later.get(alias.name)
        if anchor is not None:
            related = (Related(Place(self._source, anchor.span), "the anchor is here, after its alias"),)
            advice = "move the anchor before its first alias"
            return Problem(alias.place, message, "undefined-alias", related, advice)
        from wflint.spelling import did_you_mean

        help_text = did_you_mean(alias.name, later) if guess else None
        return Problem(alias.place, message, "undefined-alias", help=help_text)

    def _cycle(self, anchor: Anchor, start: int, end: int) -> Problem:
        return Problem(
            Place(self._source, Span(start, end)),
            f"alias `*{anchor.name}` stands inside the value that `&{anchor.name}` names",
            "alias-cycle",
            (Related(Place(self._source, anchor.span), "the value begins here"),),
            "a value cannot contain itself; write the part that is meant a second time",
        )

    def _too_large(self, start: int, end: int) -> Problem:
        return Problem(
            Place(self._source, Span(start, end)),
            f"with this alias replaced the text has more than {NODE_LIMIT:,} values",
            "excessive-yaml",
            help="aliases of aliases multiply; write fewer of them",
        )
