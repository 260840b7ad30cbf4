"""Join the files of a split config or of an orb's source into one mapping whose nodes keep their files and places.

The names of directories and files become keys; a file in the root and one named `@…` give their keys to the level they
lie in. Of equal keys the last counts, in the order of names. `<< include(FILE) >>` is what an orb's jobs, commands and
executors may have in place of a text. Sources of these facts: https://github.com/CircleCI-Public/fyaml and the public
sources of https://github.com/CircleCI-Public/circleci-cli.
"""

from __future__ import annotations

from wflint.compiler.instances import identity
from wflint.deferred import regex
from wflint.diagnostic import Problem, Related, Severity
from wflint.model.executable import is_null
from wflint.model.shape.anchors import nodes
from wflint.records import NamedTuple
from wflint.source import Place, Source, Span
from wflint.syntax.document import Document
from wflint.syntax.merging import is_merge_key
from wflint.syntax.nodes import Entry, Mapping, Scalar, Sequence, resolve
from wflint.syntax.scalars import CORE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Sequence as Series

    from wflint.syntax.nodes import Node, Value

SEVERAL = "duplicate-key"
DEFINED = "duplicate-definition"
FAULT = "pack"
"""The kinds of problems: a key of several files, a definition of several files, what cannot be joined at all."""

MOST_LEVELS = 64
"""More directories in each other than any source has."""

UNDEFINED = "undefined-alias"
ONE_FILE = "each file is read by itself before they are joined: repeat what it stands for, or make it a command"
"""The kind of problem that an alias to another file's anchor is, and the advice for it."""

_DEFINITIONS = frozenset({"jobs", "commands", "executors", "orbs", "workflows", "job-groups"})
_WITH_INCLUDES = frozenset({"jobs", "commands", "executors"})
_INCLUDE = regex(r"<<\s*include\(([-\w/.]+)\)?\s*>>")


class Part(NamedTuple):
    """One file: its way below the root, the names of the directories and its own, and what it holds."""

    names: tuple[str, ...]
    document: Document

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the level that its content belongs to; empty for the root."""
        *directories, name = self.names
        if not directories or name.startswith("@"):
            return tuple(directories)
        return (*directories, name.rpartition(".")[0])


class Packed(NamedTuple):
    """The joined parts.

    `document` has the joined mapping as its root, the parts in `parts`, and of the problems those of joining them, in
    the order of the parts.
    """

    document: Document
    is_orb: bool

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with joining the parts."""
        return self.document.problems


def pack(parts: Iterable[Part], name: str, include: Callable[[str], Source | None]) -> Packed:
    """Join parts; `name` is shown for the whole.

    `include` gives a file's text for its path below the root, None for one that cannot be read. It is asked only for
    an orb's source, which has a file `@orb.yml` in its root.
    """
    ordered = sorted(parts, key=lambda part: part.names)
    is_orb = any(part.names in {("@orb.yml",), ("@orb.yaml",)} for part in ordered)
    whole = Source("", name)
    problems: list[Problem] = []
    level = _Level(Scalar(whole, 0, 0, "", style='"'))
    for part in ordered:
        _place(part, level, problems)
    root = level.mapping(whole)
    problems += _repeated(root, ())
    if is_orb:
        root = _with_includes(root, include, problems)
    document = Document(whole, root, (), tuple(problems), (), tuple(part.document for part in ordered))
    return Packed(document, is_orb)


def anchor_elsewhere(alias: Place, documents: Iterable[Document]) -> Related | None:
    """Where the anchor of an undefined alias stands in another of some documents; None if it is in none.

    Each file of a split source is read by itself, so the alias cannot stand for it.
    """
    source, (start, end) = alias
    name = source.text[start:end].removeprefix("*")
    for document in documents:
        if document.source is not source and f"&{name}" in document.source.text:
            for node in nodes(document.root) if document.root is not None else ():
                if node.anchor is not None and node.anchor.name == name:
                    return Related(Place(node.source, node.anchor.span), "the anchor stands in another file")
    return None


class _Level:
    """A mapping under construction: what files gave, and the levels below it; `key` is the key it will have.

    The first entries, `given` in number, are those that a file of the level above gave under its key.
    """

    __slots__ = ("entries", "given", "key")

    def __init__(self, key: Scalar, given: tuple[Entry, ...] = ()) -> None:
        self.key = key
        self.entries: list[Entry | _Level] = [*given]
        self.given = len(given)

    def below(self, name: str, place: Scalar) -> _Level:
        """The level of a name; what a file of this level gave under that name before becomes part of it.

        Only one level deep: of what a file of the level above gave, a directory replaces what has its name.
        """
        for index in range(len(self.entries) - 1, self.given - 1, -1):
            entry = self.entries[index]
            if isinstance(entry, _Level):
                if entry.key.value == name:
                    return entry
            elif entry.name == name:
                value = resolve(entry.value)
                if not isinstance(value, Mapping):
                    break
                level = _Level(entry.key if isinstance(entry.key, Scalar) else place, _entries(value))
                self.entries[index] = level
                return level
        level = _Level(Scalar(place.source, place.start, place.start, name, style='"'))
        self.entries.append(level)
        return level

    def mapping(self, source: Source | None = None) -> Mapping:
        """The finished mapping; it lies where its key does."""
        entries = tuple(
            Entry(entry.key, entry.mapping()) if isinstance(entry, _Level) else entry for entry in self.entries
        )
        if source is None and len({id(entry.value.source) for entry in entries}) == 1:
            return Mapping(
                entries[0].value.source, entries[0].key.start, max(entry.value.end for entry in entries), entries
            )
        return Mapping(source or self.key.source, self.key.start, self.key.end, entries)


def _place(part: Part, root: _Level, problems: list[Problem]) -> None:
    document = part.document
    value = None if document.root is None else resolve(document.root)
    start = 0 if value is None else value.start
    here = Scalar(document.source, start, start, "", style='"')
    level = root
    for key in part.keys[:MOST_LEVELS]:
        level = level.below(key, here)
    if isinstance(value, Mapping):
        level.entries += _entries(value)
    elif value is not None and not is_null(value):
        what = "a list" if isinstance(value, Sequence) else "a single value"
        place = Place(document.source, Span(value.start, value.start))
        problems.append(Problem(place, f"the file holds {what}, so it cannot be joined", FAULT))


def _entries(mapping: Mapping) -> tuple[Entry, ...]:
    """The entries as written, so that repeated keys stay visible; merge keys cannot be moved into another mapping."""
    return mapping.effective if any(is_merge_key(entry.key) for entry in mapping.entries) else mapping.entries


def _repeated(mapping: Mapping, path: tuple[str, ...]) -> Iterator[Problem]:
    """The keys that several files give to one mapping with different values, in the levels that files make."""
    first: dict[str, Entry] = {}
    for entry in mapping.entries:
        name = entry.name
        if name is None:
            continue
        known = first.setdefault(name, entry)
        if known is not entry and known.key.source is not entry.key.source:
            if identity(resolve(known.value)) != identity(resolve(entry.value)):
                yield _repeat(known, entry, (*path, name))
        elif isinstance(entry.value, Mapping) and _sources(entry.value) - {id(mapping.source)}:
            yield from _repeated(entry.value, (*path, name))


def _repeat(first: Entry, again: Entry, path: tuple[str, ...]) -> Problem:
    is_definition = len(path) == 2 and path[0] in _DEFINITIONS
    return Problem(
        again.key.place,
        f"`{'.'.join(path)}` stands in another file too, so what is said there is lost",
        DEFINED if is_definition else SEVERAL,
        (Related(first.key.place, "the other file"),),
        "keep one of them: the files are joined in the order of their names, and of equal keys the last counts",
        severity=Severity.ERROR,
    )


def _sources(mapping: Mapping) -> set[int]:
    return {id(entry.key.source) for entry in mapping.entries}


def _with_includes(root: Mapping, include: Callable[[str], Source | None], problems: list[Problem]) -> Mapping:
    """The mapping with the texts of files where an orb's jobs, commands and executors include them."""
    changed = [
        Entry(entry.key, _included(entry.value, include, problems)) if entry.name in _WITH_INCLUDES else entry
        for entry in root.entries
    ]
    return Mapping(root.source, root.start, root.end, tuple(changed))


def _included(node: Node, include: Callable[[str], Source | None], problems: list[Problem]) -> Value:
    value = resolve(node)
    if isinstance(value, Scalar):
        return _included_text(value, include, problems) if "include" in value.value else value
    if isinstance(value, Sequence):
        items = tuple(_included(item, include, problems) for item in value.items)
        if _are_same(items, value.items):
            return value
        return Sequence(value.source, value.start, value.end, items, value.flow, value.tag, value.anchor)
    values = tuple(_included(entry.value, include, problems) for entry in value.entries)
    if _are_same(values, [entry.value for entry in value.entries]):
        return value
    entries = tuple(Entry(entry.key, each) for entry, each in zip(value.entries, values, strict=True))
    return Mapping(value.source, value.start, value.end, entries, value.flow, value.tag, value.anchor)


def _are_same(new: Series[Node], old: Series[Node]) -> bool:
    return all(one is resolve(other) for one, other in zip(new, old, strict=True))


def _included_text(scalar: Scalar, include: Callable[[str], Source | None], problems: list[Problem]) -> Scalar:
    match = _INCLUDE.search(scalar.value)
    if match is None:
        return scalar
    if match[0] != scalar.value:
        message = f"`{match[0]}` stands beside other text, where nothing is included"
        advice = "make it the whole value"
        problems.append(Problem(scalar.place, message, FAULT, help=advice))
        return scalar
    source = include(match[1])
    if source is None:
        advice = "paths are relative to the directory of `@orb.yml`"
        problems.append(Problem(scalar.place, f"there is no file `{match[1]}` to include", FAULT, help=advice))
        return scalar
    # What is included is no template: CircleCI's tool escapes it.
    text = source.text.replace("<<", "\\<<")
    return Scalar(Source(text, source.path), 0, len(text), text, tag=f"{CORE}str")
