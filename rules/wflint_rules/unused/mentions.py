"""What a config mentions, and where: by this a definition is judged unused, so it errs towards used."""

from __future__ import annotations

from functools import lru_cache

from wflint import Alias, Mapping, NamedTuple, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint import Config, Node

KINDS = frozenset({"config", "setup", "continuation"})
"""The kinds of files whose definitions nothing outside can use."""


class Mentions(NamedTuple):
    """The words of a config outside of the places where things are defined or jobs are ordered.

    `items` are the texts and keys that items of lists begin with, where steps are called. `values` are all texts but
    keys; `templated` are those of them that hold a template, with the key they belong to. `prefixes` are the parts
    before a slash of all words, those of invoked jobs too. `aliased` are the identities of nodes that aliases repeat.
    """

    items: frozenset[str]
    values: frozenset[str]
    templated: tuple[tuple[str, str], ...]
    prefixes: frozenset[str]
    aliased: frozenset[int]


@lru_cache(maxsize=1)
def mentions_of(root: Mapping) -> Mentions:
    """Collect the words of a config; the last one is remembered, since several rules ask."""
    items: set[str] = set()
    values: set[str] = set()
    templated: set[tuple[str, str]] = set()
    words: set[str] = set()
    aliased: set[int] = set()
    waiting: list[tuple[str, Iterable[Node]]] = [(key, (node,)) for key, node in _usages(root, words)]
    while waiting:
        key, nodes = waiting.pop()
        for node in nodes:
            if type(node) is Scalar:
                values.add(node.value)
                if "<<" in node.value:
                    templated.add((key, node.value))
            elif type(node) is Mapping:
                for entry_key, value in node.entries:
                    name = entry_key.value if type(entry_key) is Scalar else ""
                    words.add(name)
                    if type(value) is Scalar and "<<" not in value.value:
                        values.add(value.value)
                    else:
                        waiting.append((name, (value,)))
            elif type(node) is Sequence:
                items.update(_first_words(node))
                waiting.append((key, node.items))
            elif type(node) is Alias:
                aliased.add(id(node.target))
    prefixes = frozenset(word.partition("/")[0] for word in words | values if "/" in word)
    return Mentions(frozenset(items), frozenset(values), tuple(sorted(templated)), prefixes, frozenset(aliased))


def is_judged(config: Config) -> bool:
    """Whether what a config defines can be used by itself only."""
    return config.root is not None and config.kind in KINDS


def _usages(root: Mapping, words: set[str]) -> Iterator[tuple[str, Node]]:
    """Where a config uses things; the names of invoked jobs go to `words`, what they require is left out."""
    for section in root.entries:
        if section.name in {"workflows", "job-groups"} and isinstance(section.value, Mapping):
            for definition in section.value.entries:
                yield from _ordered(definition.value, words)
        elif section.name == "orbs" and isinstance(section.value, Mapping):
            yield from (("", entry.value) for entry in section.value.entries if not isinstance(entry.value, Scalar))
        else:
            yield section.name or "", section.value


def _ordered(definition: Node, words: set[str]) -> Iterator[tuple[str, Node]]:
    for entry in definition.entries if isinstance(definition, Mapping) else ():
        if entry.name != "jobs" or not isinstance(entry.value, Sequence):
            yield entry.name or "", entry.value
            continue
        for item in entry.value.items:
            if isinstance(item, Scalar):
                words.add(item.value)
            elif isinstance(item, Mapping):
                words.update(_text(invoked.key) for invoked in item.entries)
                yield from _arguments(item)


def _arguments(item: Mapping) -> Iterator[tuple[str, Node]]:
    for invoked in item.entries:
        if isinstance(invoked.value, Mapping):
            yield from ((entry.name or "", entry.value) for entry in invoked.value.entries if entry.name != "requires")


def _first_words(sequence: Sequence) -> Iterator[str]:
    for item in sequence.items:
        if isinstance(item, Scalar):
            yield item.value
        elif isinstance(item, Mapping):
            yield from (_text(key) for key, _ in item.entries)


def _text(key: Node) -> str:
    return key.value if type(key) is Scalar else ""
