"""Parse any text to a document; never raises for what the text holds."""

from __future__ import annotations

from wflint.syntax.documents import BOM, LIKE_ANY, document_of, unread
from wflint.syntax.limits import SIZE_LIMIT
from wflint.syntax.lines import compose_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.source import Source
    from wflint.syntax.document import Document


def parse(source: Source) -> Document:
    """Parse the first document of a text as SnakeYAML would, saving what can be saved from broken YAML.

    Kinds of problems: `yaml-syntax`, `nbsp-indentation` (then there are no others), `undefined-alias`, `alias-cycle`,
    `unknown-tag`, `merge-of-non-map` and `excessive-yaml`.
    """
    text = source.text
    if len(text) > SIZE_LIMIT:
        return unread(source, "excessive-yaml", f"the text has more than {SIZE_LIMIT:,} characters and is not read")
    if text.startswith(BOM):
        # A line break in its place keeps every offset, and every column but that of the mark itself.
        text = "\n" + text[1:]
    if BOM in text:
        # For SnakeYAML a later mark is a character like others; libyaml skips it at the beginning of a line.
        text = text.replace(BOM, LIKE_ANY)
    composition = compose_lines(source, text)
    if composition is not None:
        return document_of(source, text, composition, [])
    from wflint.deferred import import_awaited

    # Most configs do without a parser, and a start without importing one.
    import_awaited("yaml")
    from wflint.syntax.yaml_parsing import parse_yaml

    return parse_yaml(source, text)
