"""The sections that define things by name, and which keys of a mapping stand there twice."""

from __future__ import annotations

from wflint import Mapping, NamedTuple, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint import Config, Span

KINDS = {
    "orbs": "orb",
    "commands": "command",
    "executors": "executor",
    "jobs": "job",
    "job-groups": "job group",
    "workflows": "workflow",
}
"""The sections whose keys are names of ours, and what each defines."""


class Section(NamedTuple):
    """One section of a config or of an inline orb; `kind` is the word for what it defines."""

    kind: str
    mapping: Mapping


class Repeat(NamedTuple):
    """A key that stands in its mapping again: the first time, and a later one."""

    first: Scalar
    again: Scalar


def sections_of(config: Config) -> Iterator[Section]:
    """The sections of a config that define things by name, those of its inline orbs included."""
    if config.root is None:
        return
    for name, kind in KINDS.items():
        mapping = config.root.get(name)
        if isinstance(mapping, Mapping):
            yield Section(kind, mapping)
    for orb in config.orbs.values():
        if orb.inline is not None:
            yield from sections_of(orb.inline)


def is_definition(section: Section, key: Scalar) -> bool:
    """Whether a key names something; `version` under `workflows` is a version."""
    return section.kind != "workflow" or key.value != "version"


def repeats_in(mapping: Mapping, holes: Iterable[Span]) -> Iterator[Repeat]:
    """The keys that stand in a mapping more than once, each later one with the first; never merge keys.

    Nothing is known of a mapping that a hole lies in: the key between two equal ones may be what was lost.
    """
    first: dict[str, Scalar] = {}
    again = []
    for key, _ in mapping.entries:
        if isinstance(key, Scalar) and first.setdefault(key.value, key) is not key and key.value != "<<":
            again.append(key)
    if again and not any(mapping.start <= hole.start <= mapping.end for hole in holes):
        for key in again:
            yield Repeat(first[key.value], key)
