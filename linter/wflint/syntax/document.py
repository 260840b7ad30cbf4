"""A parsed text: its nodes, comments, problems, and which spans were lost to syntax errors."""

from __future__ import annotations

from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.diagnostic import Problem
    from wflint.source import Source, Span
    from wflint.syntax.nodes import Node


class Comment(NamedTuple):
    """A comment from its `#` to the end of the line; `text` excludes the `#` and surrounding blanks."""

    span: Span
    text: str


class Document(NamedTuple):
    """What `parse` makes of a source, whatever the source holds.

    `root` is None for an empty text or one from which nothing could be saved.
    `holes` are the spans that recovery changed, in the order of the text: what was there is unknown.
    `problems` are in the order of the text; their `kind` is the rule's name. If one is `nbsp-indentation`, all are, and
    nothing else is worth saying of the text: the tree is that of the repaired text, and the whole text is a hole.
    """

    source: Source
    root: Node | None
    comments: tuple[Comment, ...]
    problems: tuple[Problem, ...]
    holes: tuple[Span, ...]
    parts: tuple[Document, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The texts it was made of: its source, or those of its parts."""
        return tuple(part.source for part in self.parts) or (self.source,)

    @property
    def is_complete(self) -> bool:
        """Whether every part of the text was understood, so that absence can be argued from."""
        return not self.holes and all(part.is_complete and not part.is_lost for part in self.parts)

    @property
    def is_lost(self) -> bool:
        """Whether nothing of the text could be saved."""
        return self.root is None and bool(self.problems)
