"""When rules must not speak: where a text was not understood, nobody can say what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wflint.engine.subjects import COMPILED, SUPPRESSIONS

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.engine.rule import Rule
    from wflint.model.config import Config
    from wflint.source import Span
    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Node

NBSP = "nbsp-indentation"
"""The rule whose problems make everything else that is said of a text meaningless."""


class Silence(NamedTuple):
    """Which rules are silent for a text, and why.

    `alone` is the only rule that may speak, `syntax_only` leaves those that look at the `Document`, `part` says that
    names may be defined elsewhere; `holes` are the spans that were lost to syntax errors.
    """

    alone: str | None = None
    syntax_only: str | None = None
    part: bool = False
    holes: tuple[Span, ...] = ()

    def reason(self, rule: Rule) -> str | None:
        """Why a rule is silent for the whole text, in words that follow "not judged:"; None if it may speak."""
        if self.alone is not None:
            return None if rule.name == self.alone else f"the text has `{self.alone}`"
        if self.syntax_only is not None and rule.on.__name__ != "Document":
            return self.syntax_only
        if self.part and (rule.absence or rule.on.__name__ in COMPILED):
            return "what this part lacks may be in another"
        if self.holes and (rule.absence or rule.on.__name__ == "CompiledConfig"):
            return "parts of the text were lost to syntax errors"
        return None

    def touches(self, workflow: CompiledWorkflow, config: Config) -> bool:
        """Whether a compiled workflow may depend on a hole: only holes in other workflows and jobs are harmless."""
        if not self.holes:
            return False
        invoked = {job.job for job in workflow.jobs}
        elsewhere = [other.node for other in config.workflows.values() if other is not workflow.workflow]
        elsewhere += [job.node for name, job in config.jobs.items() if name not in invoked]
        return not all(any(_lies_in(hole, node) for node in elsewhere) for hole in self.holes)


def silence_of(document: Document, config: Config) -> Silence:
    """What is silent for a text, by what it holds."""
    if any(problem.kind == NBSP for problem in document.problems):
        return Silence(alone=NBSP)
    if document.root is None and document.problems:
        return Silence(syntax_only="the text is no YAML")
    if config.kind == "other":
        return Silence(syntax_only="the file is no CircleCI config")
    return Silence(part=config.kind == "part", holes=document.holes)


def _lies_in(hole: Span, node: Node) -> bool:
    return node.source is not None and node.start <= hole.start and hole.end <= node.end


__all__ = ["NBSP", "SUPPRESSIONS", "Silence", "silence_of"]
