"""Jobs, commands and executors that a config can name: its own, those of inline orbs, those of orbs at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wflint.analysis import Analysis
from wflint.syntax.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingOf

    from wflint.lsp.documents import OpenDocument
    from wflint.model.config import Config
    from wflint.model.executable import Command, Executor, Job, Parameter


class Element(NamedTuple):
    """A job, command or executor by the name it is called with here, with an orb's alias if it is one's."""

    kind: str
    name: str
    description: str
    parameters: MappingOf[str, Parameter]


def elements_of(document: OpenDocument, kind: str) -> Iterator[Element]:
    """All of a kind (`job`, `command`, `executor`), the config's own first, then by orb."""
    config = document.config
    yield from _elements(config, kind, "")
    for alias in config.orbs:
        orb = orb_named(document, alias)
        if orb is not None:
            yield from _elements(orb, kind, f"{alias}/")


def element_named(document: OpenDocument, kind: str, name: str) -> Element | None:
    """The element of a name, with or without an orb's alias."""
    config: Config | None = document.config
    alias, slash, inner = name.partition("/")
    if slash:
        config = orb_named(document, alias)
    definition = None if config is None else _section(config, kind).get(inner if slash else name)
    return None if definition is None else _element(kind, name, definition)


def orb_named(document: OpenDocument, alias: str) -> Config | None:
    """The config of an orb by its alias, if it is inline or at hand."""
    orb = document.config.orbs.get(alias)
    if orb is None or orb.inline is not None or orb.reference is None:
        return None if orb is None else orb.inline
    reference = orb.reference.value

    def read() -> Config | None:
        source = document.project.find_orb(reference)
        return None if source is None else Analysis(source, kind="orb").config

    return document.keep(("orb", reference), read)


def _elements(config: Config, kind: str, prefix: str) -> Iterator[Element]:
    for name, definition in _section(config, kind).items():
        yield _element(kind, f"{prefix}{name}", definition)


def _section(config: Config, kind: str) -> MappingOf[str, Job | Command | Executor]:
    if kind == "job":
        return config.jobs
    return config.commands if kind == "command" else config.executors


def _element(kind: str, name: str, definition: Job | Command | Executor) -> Element:
    node = definition.node
    description = node.get("description") if isinstance(node, Mapping) else None
    text = description.value if isinstance(description, Scalar) else ""
    return Element(kind, name, text, definition.parameters)
