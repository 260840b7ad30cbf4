"""One config under analysis: every stage computed once, when first asked for. The one door of all commands."""

from __future__ import annotations

from functools import cached_property

from wflint.engine.run import diagnose
from wflint.model.build import build
from wflint.model.kinds import file_kind
from wflint.syntax.parsing import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wflint.compiler.compiled import CompiledConfig
    from wflint.compiler.library import Resolver
    from wflint.diagnostic import Diagnostic
    from wflint.engine.run import Facts
    from wflint.engine.selection import Selected
    from wflint.errors import RuleError
    from wflint.model.config import Config
    from wflint.pipeline.caches import Caches
    from wflint.pipeline.reach import WorkflowReach
    from wflint.pipeline.workspaces import Workspaces
    from wflint.source import Source
    from wflint.syntax.document import Document


class Analysis:
    """The stages of one source. Nothing here raises for what is inside the text.

    `kind` is one of `FILE_KINDS`; None leaves it to the path and the content. `orbs` gives the source of a registry
    orb for its reference, None for one that is not at hand; without it none is.
    """

    def __init__(self, source: Source, *, kind: str | None = None, orbs: Resolver | None = None) -> None:
        self.source = source
        self.orbs = orbs
        self._kind = kind

    @cached_property
    def document(self) -> Document:
        """The parsed text."""
        return parse(self.source)

    @cached_property
    def kind(self) -> str:
        """Which kind of file it is: one of `FILE_KINDS`."""
        return file_kind(self.source.path, self.document) if self._kind is None else self._kind

    @cached_property
    def config(self) -> Config:
        """The configuration as written."""
        return build(self.document, self.kind)

    @cached_property
    def compiled(self) -> CompiledConfig:
        """The configuration as CircleCI would run it."""
        from wflint.compiler.compile import compile_config

        return compile_config(self.config, orbs=self.orbs)

    @property
    def missing_orbs(self) -> tuple[str, ...]:
        """The references of orbs that compiling needed and did not have; empty as long as nothing was compiled."""
        if "compiled" not in self.__dict__:
            return ()
        return tuple(dict.fromkeys(orb.value for orb in self.compiled.missing_orbs))

    @cached_property
    def workspaces(self) -> Workspaces:
        """What the jobs of its workflows persist and attach."""
        from wflint.pipeline.workspaces import all_workspaces

        return all_workspaces(self.compiled)

    @cached_property
    def caches(self) -> Caches:
        """What the jobs of its workflows save and restore."""
        from wflint.pipeline.caches import all_caches

        return all_caches(self.compiled)

    @cached_property
    def reaches(self) -> tuple[WorkflowReach, ...]:
        """For which events the jobs run, of the workflows whose filters and conditions deserve a look."""
        from wflint.pipeline.coverage import unproven

        workflows = unproven(self.compiled)
        if not workflows:
            return ()
        from wflint.pipeline.reach import WorkflowReach

        return tuple(WorkflowReach(self.config, workflow) for workflow in workflows)

    def diagnostics(
        self, rules: Sequence[Selected], facts: Facts, *, on_crash: Callable[[RuleError], None] | None = None
    ) -> tuple[Diagnostic, ...]:
        """What rules say, in the order of path, place and rule; suppressed problems left out, equal ones merged.

        Raises `RuleError` if a rule raises, unless `on_crash` takes it.
        """
        return diagnose(self, rules, facts, on_crash=on_crash)
