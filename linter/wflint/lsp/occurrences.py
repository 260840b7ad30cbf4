"""Every name in a config that is defined somewhere: where it is defined, and where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.lsp.documents import OpenDocument
    from wflint.source import Span


class Symbol(NamedTuple):
    """Something with a name.

    `kind` is `job`, `command`, `executor`, `orb`, `parameter`, `anchor`, `workflow`, `job-group` or `invocation` (the
    name that a workflow gives to a job, or to all jobs of a matrix). `owner` tells names of one kind apart: the inline
    orb, then the element that declares a parameter or the workflow of an invocation; empty for those of the config.
    """

    kind: str
    owner: tuple[str, ...]
    name: str

    @property
    def words(self) -> str:
        """What it is, for people."""
        kind = {"parameter": "pipeline parameter"}.get(self.kind, self.kind) if not self.owner else self.kind
        return f"{kind} `{self.name}`"


class Occurrence(NamedTuple):
    """A symbol's name in the text; quotes and what stands around it are not part of the span."""

    symbol: Symbol
    span: Span
    is_definition: bool


class Occurrences:
    """All occurrences of a text, in its order, each once."""

    def __init__(self, found: Iterable[Occurrence]) -> None:
        self.all = tuple(sorted(set(found), key=lambda one: (one.span, one.symbol)))
        self._by_symbol: dict[Symbol, list[Occurrence]] = {}
        for one in self.all:
            self._by_symbol.setdefault(one.symbol, []).append(one)

    def at(self, offset: int) -> tuple[Occurrence, ...]:
        """Those that an offset lies in or touches, the smallest first; of equal ones definitions first."""
        found = [one for one in self.all if one.span.start <= offset <= one.span.end]
        return tuple(sorted(found, key=lambda one: (one.span.end - one.span.start, not one.is_definition)))

    def of(self, symbol: Symbol) -> tuple[Occurrence, ...]:
        """Those of a symbol, in the order of the text."""
        return tuple(self._by_symbol.get(symbol, ()))

    def definitions(self, symbol: Symbol) -> tuple[Occurrence, ...]:
        """Where a symbol is defined; empty for what is defined in another file."""
        return tuple(one for one in self.of(symbol) if one.is_definition)

    def uses(self, symbol: Symbol) -> tuple[Occurrence, ...]:
        """Where a symbol is used."""
        return tuple(one for one in self.of(symbol) if not one.is_definition)

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """All symbols, in the order of their first occurrence."""
        return tuple(self._by_symbol)


def occurrences_in(document: OpenDocument) -> Occurrences:
    """The occurrences of an open text; worked out once for each state of it."""
    from wflint.lsp.collecting import collect

    return document.keep("occurrences", lambda: Occurrences(collect(document.analysis)))
