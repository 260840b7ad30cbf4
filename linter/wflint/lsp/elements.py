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
    from wflint.syntax.nodes import Node
    from wflint.syntax.path import Path

_KINDS = {"jobs": "job", "commands": "command", "executors": "executor"}


class Element(NamedTuple):
    """A job, command or executor by the name it is called with here, with an orb's alias if it is one's."""

    kind: str
    name: str
    description: str
    parameters: MappingOf[str, Parameter]
    node: Node


def qualified(path: Path) -> tuple[str, str]:
    """The kind and the name of the job, command or executor that a path leads into; both empty elsewhere.

    The name of an inline orb's element has its alias.
    """
    prefix = ""
    if path[:1] == ("orbs",) and len(path) > 2:
        prefix, path = f"{path[1]}/", path[2:]
    if len(path) < 2 or path[0] not in _KINDS:
        return "", ""
    return _KINDS[str(path[0])], f"{prefix}{path[1]}"


def elements_of(document: OpenDocument, kind: str, path: Path = ()) -> Iterator[Element]:
    """All of a kind (`job`, `command`, `executor`) that a path sees: the config's own first, then by orb.

    Inside an inline orb these are the orb's own.
    """
    config = document.config
    inline = _inline_around(document, path)
    if inline is not None:
        yield from _elements(inline, kind, "")
        return
    yield from _elements(config, kind, "")
    for alias in config.orbs:
        orb = orb_named(document, alias)
        if orb is not None:
            yield from _elements(orb, kind, f"{alias}/")


def element_named(document: OpenDocument, kind: str, name: str, path: Path = ()) -> Element | None:
    """The element of a name, with or without an orb's alias, as a path sees it."""
    config: Config | None = _inline_around(document, path) or document.config
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


def orb_words(document: OpenDocument, name: str) -> str | None:
    """What an orb is, by its alias or by the name of an element of it, in Markdown; None without such an orb."""
    alias, _, element = name.partition("/")
    declared = document.config.orbs.get(alias)
    if declared is None:
        return None
    reference = "inline" if declared.reference is None else f"`{declared.reference.value}`"
    parts = [f"**`{alias}`** (orb {reference})"]
    orb = orb_named(document, alias)
    if orb is None:
        pulled = "" if declared.reference is None else f"; `wflint orb pull {declared.reference.value}` fetches it"
        parts.append(f"what it has is not known: it is not at hand{pulled}")
    elif element:
        parts.append(f"it has no `{element}`")
    for kind in _KINDS.values():
        names = [f"`{alias}/{each}`" for each in _section(orb, kind)] if orb is not None else []
        if names:
            parts.append(f"{kind}s: {', '.join(names)}")
    return "\n\n".join(parts)


def _inline_around(document: OpenDocument, path: Path) -> Config | None:
    """The inline orb that a path leads into."""
    orb = document.config.orbs.get(str(path[1])) if path[:1] == ("orbs",) and len(path) > 1 else None
    return None if orb is None else orb.inline


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
    return Element(kind, name, text, definition.parameters, node)
