"""A file that is no CircleCI config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint import Document, Mapping, Place, Problem, Severity, Span, resolve, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context


@rule(
    "foreign-file",
    summary="A file that is checked is no CircleCI config",
    on=Document,
    severity=Severity.WARNING,
    since="0.1",
    source="https://circleci.com/docs/reference/configuration-reference/",
)
def foreign_file(document: Document, context: Context) -> Iterator[Problem]:
    """Report a file of another tool, or an empty one; below `.circleci` other tools' files are left alone."""
    directories = document.source.path.replace("\\", "/").split("/")[:-1]
    if context.config.kind != "other" or document.problems or ".circleci" in directories:
        return
    if document.root is None:
        yield Problem(Place(document.source, Span(0, 0)), "the file holds nothing")
        return
    root = resolve(document.root)
    place, message = document.root.place, "the file is no CircleCI config, so nothing more is said of it"
    if isinstance(root, Mapping) and root.entries:
        place = root.entries[0].key.place
    elif "\n" in document.source.text[place.span.start : place.span.end]:
        place = Place(document.source, Span(place.span.start, place.span.start))
    yield Problem(place, message, help="if it is one, say so in a comment: `# wflint: kind=config`")
