"""What CircleCI's YAML loader, SnakeYAML, rejects though the parser reads it.

Observed with SnakeYAML 1.33; the tests hold it against that.
"""

from __future__ import annotations

from itertools import chain

from wflint.diagnostic import Edit, Fix, Problem
from wflint.syntax.nodes import Mapping, Scalar, Sequence, resolve
from wflint.syntax.scalars import CORE, tagged_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.source import Source
    from wflint.syntax.composition import Composition
    from wflint.syntax.document import Comment
    from wflint.syntax.nodes import Node

_PLAIN_HEADERS = frozenset(("", "-", "+", "\r", "-\r", "+\r"))
_SCALAR_TAGS = frozenset(("null", "bool", "int", "float", "binary", "timestamp", "str"))
_SEQUENCE_TAGS = frozenset(("seq", "omap", "pairs"))
_MAPPING_TAGS = frozenset(("map", "set"))


def loading_problems(
    source: Source, text: str, composition: Composition, comments: tuple[Comment, ...]
) -> Iterator[Problem]:
    """The problems of a composed text, of each kind in the order of the text."""
    if "\t" in text or "\\/" in text or not all(_has_plain_header(text, block) for block in composition.blocks):
        from wflint.syntax.scanning import scanning_problems

        yield from scanning_problems(source, text, composition, comments)
    yield from _question_marks(composition)
    yield from filter(None, map(_tag_problem, composition.tagged))
    yield from filter(None, (_merge_problem(*merge) for merge in composition.merges))


def _has_plain_header(text: str, block: Scalar) -> bool:
    """Whether the line of a `|` or `>` has nothing that a closer look could find fault with."""
    end = text.find("\n", block.start)
    return text[block.start + 1 : len(text) if end < 0 else end] in _PLAIN_HEADERS


def _question_marks(composition: Composition) -> Iterator[Problem]:
    """Inside brackets SnakeYAML ends an unquoted value at a question mark, and what follows then fits nothing."""
    for collection in composition.flows:
        nodes: Iterator[Node] = iter(
            collection.items if isinstance(collection, Sequence) else chain.from_iterable(collection.entries)
        )
        for node in nodes:
            if isinstance(node, Scalar) and node.style == "" and "?" in node.value[1:]:
                yield Problem(
                    node.place,
                    f"inside brackets `{node.value}` ends before its `?`",
                    "yaml-syntax",
                    help="quote it",
                    fix=_quoting(node),
                )


def _quoting(node: Scalar) -> Fix | None:
    if "\n" in node.value or node.end - node.start != len(node.value):
        return None
    quoted = "'" + node.value.replace("'", "''") + "'"
    return Fix("quote the value", (Edit(node.span, quoted),), safe=True)


def _tag_problem(node: Node) -> Problem | None:
    tag = node.tag
    if tag is None or tag == "!" or (isinstance(node, Scalar) and node.value == "<<" and tag == CORE + "merge"):
        return None
    name = tag.removeprefix(CORE) if tag.startswith(CORE) else None
    shown = f"!!{name}" if name is not None else tag
    if name is None or name not in _SCALAR_TAGS | _SEQUENCE_TAGS | _MAPPING_TAGS:
        return Problem(node.place, f"tag `{shown}` means nothing to CircleCI", "unknown-tag", help="remove the tag")
    wanted = "a list" if name in _SEQUENCE_TAGS else "a map" if name in _MAPPING_TAGS else "a single value"
    actual = "a list" if isinstance(node, Sequence) else "a map" if isinstance(node, Mapping) else "a single value"
    if wanted != actual:
        return Problem(node.place, f"tag `{shown}` is for {wanted}, and this is {actual}", "unknown-tag")
    if isinstance(node, Scalar):
        try:
            tagged_data(node)
        except ValueError:
            return Problem(node.place, f"`{node.value}` does not fit its tag `{shown}`", "unknown-tag")
    return None


def _merge_problem(key: Scalar, value: Node | None) -> Problem | None:
    if value is None:
        message = "an unquoted `<<` merges maps and can only be a key"
        return Problem(key.place, message, "merge-of-non-map", help="quote it if it is text")
    target = resolve(value)
    if isinstance(target, Scalar) and target.style == "*":
        return None
    for item in map(resolve, target.items) if isinstance(target, Sequence) else (target,):
        if not isinstance(item, Mapping) and not (isinstance(item, Scalar) and item.style == "*"):
            kind = "a list" if isinstance(item, Sequence) else "a single value"
            message = f"`<<` merges maps, and what it is given is {kind}"
            return Problem(value.place, message, "merge-of-non-map", help="give it a map or a list of maps")
    return None
