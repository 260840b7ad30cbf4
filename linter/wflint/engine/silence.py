"""When rules must not speak: where a text was not understood, nobody can say what it lacks."""

from __future__ import annotations

from wflint.engine.subjects import COMPILED, WHOLE
from wflint.records import NamedTuple
from wflint.source import Place, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.compiler.compiled import CompiledWorkflow
    from wflint.engine.rule import Rule
    from wflint.engine.run import Stages
    from wflint.engine.selection import Selected
    from wflint.model.config import Config
    from wflint.syntax.document import Document
    from wflint.syntax.nodes import Node, Scalar

NBSP = "nbsp-indentation"
"""The rule whose problems make everything else that is said of a text meaningless."""


class Silence(NamedTuple):
    """Which rules are silent for a text, and why.

    `alone` is the only rule that may speak, `syntax_only` leaves those that look at the `Document`, `part` says that
    names may be defined elsewhere; `holes` are the places that were lost to syntax errors.
    """

    alone: str | None = None
    syntax_only: str | None = None
    part: bool = False
    holes: tuple[Place, ...] = ()

    def reason(self, rule: Rule) -> str | None:
        """Why a rule is silent for the whole text, in words that follow "not judged:"; None if it may speak."""
        if self.alone is not None:
            return None if rule.name == self.alone else f"the text has `{self.alone}`"
        if self.syntax_only is not None and rule.stage != "Document":
            return self.syntax_only
        if self.part and (rule.absence or rule.stage in COMPILED):
            return "what this part lacks may be in another"
        if self.holes and (rule.absence or rule.stage in WHOLE):
            return "parts of the text were lost to syntax errors"
        return None

    def untouched(self, workflows: Sequence[CompiledWorkflow], config: Config) -> tuple[CompiledWorkflow, ...]:
        """The compiled workflows that depend on no hole: only holes in other workflows and jobs are harmless."""
        if not self.holes:
            return tuple(workflows)
        users: dict[int, list[CompiledWorkflow]] = {}
        for workflow in workflows:
            users.setdefault(id(workflow.workflow.node), []).append(workflow)
            for name in {job.job for job in workflow.jobs if job.job in config.jobs}:
                users.setdefault(id(config.jobs[name].node), []).append(workflow)
        nodes = [workflow.node for workflow in config.workflows.values()]
        nodes += [job.node for job in config.jobs.values()]
        touched: set[int] = set()
        for around in set(_surroundings(self.holes, nodes)):
            using = [{id(workflow) for workflow in users.get(node, ())} for node in around]
            if not using:
                return ()
            touched |= min(using, key=len).intersection(*using)
        return tuple([workflow for workflow in workflows if id(workflow) not in touched])


def silence_of(document: Document, config: Config) -> Silence:
    """What is silent for a text, by what it holds."""
    if any(problem.kind == NBSP for part in (document, *document.parts) for problem in part.problems):
        return Silence(alone=NBSP)
    if document.root is None and document.problems:
        return Silence(syntax_only="the text is no YAML")
    if config.kind == "other":
        return Silence(syntax_only="the file is no CircleCI config")
    return Silence(part=config.kind == "part", holes=tuple(_holes(document)))


def explain_silence(stages: Stages, rules: Sequence[Selected]) -> Iterator[str]:
    """Lines on what was not judged in one file, and why; nothing if everything was."""
    path = stages.document.source.path
    silence = silence_of(stages.document, stages.config)
    reasons: dict[str, list[str]] = {}
    for selected in rules:
        reason = silence.reason(selected.rule)
        if reason is not None:
            reasons.setdefault(reason, []).append(selected.rule.name)
    for reason, names in reasons.items():
        yield f"{path}: {reason}: {', '.join(names)}"
    if silence.alone is not None or silence.syntax_only is not None:
        return
    compiled = stages.compiled
    for orb in compiled.missing_orbs:
        yield f"{_at(orb)}: orb `{orb.value}` is not at hand, so what its jobs and commands do is unknown"
    for workflow in compiled.workflows:
        opaque = [job.name for job in workflow.jobs if job.is_opaque or (job.body and not job.body.is_complete)]
        if not workflow.is_complete:
            yield f"{_at(workflow.workflow.name)}: workflow `{workflow.name}`: which jobs it has is not known"
        if opaque:
            jobs = ", ".join(f"`{name}`" for name in opaque)
            yield f"{_at(workflow.workflow.name)}: workflow `{workflow.name}`: not all steps are known of {jobs}"


def _at(node: Scalar) -> str:
    line, column = node.source.line_column(node.start)
    return f"{node.source.path}:{line}:{column}"


def _holes(document: Document) -> Iterator[Place]:
    for part in (document, *document.parts):
        for hole in part.holes:
            yield Place(part.source, hole)
        if part.is_lost:
            yield Place(part.source, Span(0, len(part.source.text)))


def _surroundings(holes: Sequence[Place], nodes: Sequence[Node]) -> Iterator[frozenset[int]]:
    """For each hole the `id`s of the nodes around it; of two nodes one lies in the other, or they are apart."""
    spans = {id(node): node for node in nodes}.values()
    for source in {id(hole.source): hole.source for hole in holes}.values():
        waiting = sorted([node for node in spans if node.source is source], key=lambda node: (-node.start, node.end))
        around: list[Node] = []
        for hole in sorted([hole.span for hole in holes if hole.source is source]):
            while waiting and waiting[-1].start <= hole.start:
                node = waiting.pop()
                while around and around[-1].end <= node.start:
                    around.pop()
                around.append(node)
            while around and around[-1].end < hole.start:
                around.pop()
            yield frozenset([id(node) for node in around if hole.end <= node.end])
