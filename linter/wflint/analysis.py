"""One config under analysis: every stage computed once, when first asked for. The one door of all commands."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from wflint.model.build import build
from wflint.syntax.parsing import parse

if TYPE_CHECKING:
    from wflint.compiler.compiled import CompiledConfig
    from wflint.model.config import Config
    from wflint.source import Source
    from wflint.syntax.document import Document


class Analysis:
    """The stages of one source. Nothing here raises for what is inside the text."""

    def __init__(self, source: Source, *, kind: str = "config") -> None:
        self.source = source
        self.kind = kind

    @cached_property
    def document(self) -> Document:
        """The parsed text."""
        return parse(self.source)

    @cached_property
    def config(self) -> Config:
        """The configuration as written."""
        return build(self.document, self.kind)

    @cached_property
    def compiled(self) -> CompiledConfig:
        """The configuration as CircleCI would run it."""
        from wflint.compiler.compile import compile_config

        return compile_config(self.config)
