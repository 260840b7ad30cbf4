"""A split config or orb's source under analysis: its files joined, what is found in each at its own lines."""

from __future__ import annotations

from functools import cached_property

from wflint.analysis import Analysis
from wflint.compiler.pack import DEFINED, ONE_FILE, UNDEFINED, Part, anchor_elsewhere, pack
from wflint.diagnostic import Diagnostic, Severity
from wflint.engine.run import diagnose, explanation_of, order
from wflint.model.kinds import file_kind, said_kind
from wflint.source import Place, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from wflint.compiler.library import Resolver
    from wflint.compiler.pack import Packed
    from wflint.diagnostic import Problem
    from wflint.engine.run import Facts
    from wflint.engine.selection import Selected
    from wflint.errors import RuleError
    from wflint.source import Source
    from wflint.syntax.document import Document


class PackedAnalysis(Analysis):
    """The stages of the files of a split source, joined.

    `files` are their sources by their way below the root, as names; `include` gives the source of a file that an orb
    includes, by its path below the root, None for what cannot be read.
    """

    def __init__(
        self,
        files: Mapping[tuple[str, ...], Source],
        root: str,
        *,
        include: Callable[[str], Source | None],
        orbs: Resolver | None = None,
    ) -> None:
        self.parts = {names: Analysis(source, kind="part") for names, source in files.items()}
        self.packed: Packed = pack(
            (Part(names, analysis.document) for names, analysis in self.parts.items()), root, include
        )
        super().__init__(self.packed.document.source, orbs=orbs)

    @cached_property
    def document(self) -> Document:
        """The joined files."""
        return self.packed.document

    @cached_property
    def kind(self) -> str:
        """Which kind of file the joined files are: one of `FILE_KINDS`."""
        roots = (analysis.document for names, analysis in self.parts.items() if len(names) == 1)
        said = next((kind for document in roots if (kind := said_kind(document)) is not None), None)
        if said is not None:
            return said
        return "orb" if self.packed.is_orb else file_kind(".circleci/config.yml", self.document)

    def diagnostics(
        self, rules: Sequence[Selected], facts: Facts, *, on_crash: Callable[[RuleError], None] | None = None
    ) -> tuple[Diagnostic, ...]:
        """What rules say of the joined files and of each of them, and what is wrong with joining them.

        Everything lies in one of the files, or in what they include. Raises `RuleError` as `Analysis` does.
        """
        found = diagnose(self, rules, facts, parts=tuple(self.parts.values()), on_crash=on_crash)
        names = {selected.rule.name for selected in rules}
        said = {(diagnostic.rule, diagnostic.place) for diagnostic in found}
        joining = [
            _diagnostic(problem)
            for problem in self.packed.problems
            if not (problem.kind == DEFINED and (problem.kind in names or (problem.kind, problem.place) in said))
        ]
        return tuple(sorted(map(self._placed, (*map(self._explained, found), *joining)), key=order))

    def _explained(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic with what is known of an alias whose anchor stands in another file."""
        anchor = None
        if diagnostic.rule == UNDEFINED:
            anchor = anchor_elsewhere(diagnostic.place, self.document.parts)
        return diagnostic if anchor is None else diagnostic._replace(related=(anchor,), help=ONE_FILE)

    def _placed(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic in a file: what is said of the whole is said of the first; no fix edits a file's name."""
        fix = diagnostic.fix
        if fix is not None and any(edit.span == self._head(diagnostic.place.source) for edit in fix.edits):
            diagnostic = diagnostic._replace(fix=None)
        if diagnostic.place.source is not self.source or not self.parts:
            return diagnostic
        first = next(iter(self.parts.values())).source
        return diagnostic._replace(place=Place(first, Span(0, 0)))

    def _head(self, source: Source) -> Span | None:
        """Where the key lies that the name of a file became."""
        for analysis in self.parts.values():
            root = analysis.document.root
            if analysis.source is source and root is not None:
                return Span(root.start, root.start)
        return None


def _diagnostic(problem: Problem) -> Diagnostic:
    severity = problem.severity or Severity.ERROR
    related = explanation_of(problem)
    return Diagnostic(problem.kind, severity, problem.place, problem.message, related, problem.help)
