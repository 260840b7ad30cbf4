"""A file that is no CircleCI config."""

from __future__ import annotations

from wflint import Document, Mapping, Place, Problem, Severity, Span, resolve, rule

TYPE_CHECKING = False
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
    """Report an empty file and one that holds something else; below `.circleci` other tools' files are left alone."""
    if document.problems:
        return
    if document.root is None:
        yield Problem(Place(document.source, Span(0, 0)), "the file holds nothing")
        return
    root = resolve(document.root)
    directories = document.source.path.replace("\\", "/").split("/")[:-1]
    if isinstance(root, Mapping) and (context.config.kind != "other" or ".circleci" in directories):
        return
    place = document.root.place
    if isinstance(root, Mapping) and root.entries:
        place = root.entries[0].key.place
    elif "\n" in document.source.text[place.span.start : place.span.end]:
        place = Place(document.source, Span(place.span.start, place.span.start))
    message = "the file is no CircleCI config, so nothing more is said of it"
    yield Problem(place, message, help="if it is one, say so in a comment: `# wflint: kind=config`")
