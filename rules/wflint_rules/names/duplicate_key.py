"""A key that stands in one mapping twice."""

from __future__ import annotations

from wflint import Document, Mapping, Problem, Related, Scalar, Sequence, Severity, rule
from wflint_rules.names.definitions import is_definition, repeats_in, sections_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint import Context, Node


@rule(
    "duplicate-key",
    summary="A key stands in one mapping twice",
    on=Document,
    severity=Severity.WARNING,
    since="0.1",
    source="https://yaml.org/spec/1.2.2/#3213-node-comparison",
)
def duplicate_key(document: Document, context: Context) -> Iterator[Problem]:
    """All mappings of the text but for the names that `duplicate-definition` reports; `<<` may be repeated."""
    config = context.config
    sections = {} if config.kind == "other" else {id(section.mapping): section for section in sections_of(config)}
    for mapping in _repetitive(document.root):
        section = sections.get(id(mapping))
        for first, again in repeats_in(mapping, document.holes):
            if section is None or not is_definition(section, again):
                yield Problem(
                    again.place,
                    f"key `{again.value}` is set again in this mapping, so its first value is lost",
                    related=(Related(first.place, "the first value"),),
                    help=_help(again.value),
                )


def _help(key: str) -> str:
    if key in {"run", "command"}:
        return "give each step a list item of its own, or remove the one that is not meant"
    return "join the two or remove the one that is not meant"


def _repetitive(root: Node | None) -> Iterator[Mapping]:
    """The mappings with fewer different keys than entries, in no particular order, those with anchors once."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            keys: set[object] = set()
            for key, value in node.entries:
                keys.add(key.value if type(key) is Scalar else key)
                if type(value) is not Scalar:
                    waiting.append(value)
            if len(keys) != len(node.entries):
                yield node
        elif isinstance(node, Sequence):
            waiting += [item for item in node.items if not isinstance(item, Scalar)]
