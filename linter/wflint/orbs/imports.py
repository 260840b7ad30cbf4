"""The orbs that a config imports: its own, those of its inline orbs, and what registry orbs import in turn."""

from __future__ import annotations

from wflint.compiler.compilation import Compilation
from wflint.compiler.orbs import rendered_references
from wflint.compiler.values import process_values
from wflint.model.build import build
from wflint.orbs.reference import parse_reference
from wflint.records import NamedTuple
from wflint.syntax.parsing import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wflint.model.config import Config
    from wflint.orbs.reference import Reference
    from wflint.source import Source


class Import(NamedTuple):
    """One import: the text of its reference, what that is, and who imports it.

    `reference` is None for an address, and for a template that is not known with the default parameters. `importer` is
    the exact reference of the orb that imports it, None for the config.
    """

    text: str
    reference: Reference | None
    importer: str | None = None


def imports_of(config: Config, importer: str | None = None) -> Iterator[Import]:
    """What a config or an orb's source imports, in the order of the text, each reference once; its inline orbs' too.

    Templates have the values that the default parameters give.
    """
    yield from dict.fromkeys(_imports(config, importer))


def all_imports(config: Config, orbs: Callable[[str], Source | None]) -> Iterator[Import]:
    """What a config imports and, after each orb that is at hand, what that imports, each reference once."""
    waiting = list(imports_of(config))
    seen: set[str] = set()
    while waiting:
        found = waiting.pop(0)
        if found.text in seen:
            continue
        seen.add(found.text)
        yield found
        source = orbs(found.text) if found.reference is not None else None
        if source is not None:
            waiting[:0] = imports_of_source(source)


def imports_of_source(source: Source) -> Iterator[Import]:
    """What an orb's source imports; its path is the exact reference."""
    if "orbs" in source.text:
        yield from imports_of(build(parse(source), "orb"), source.path)


def _imports(config: Config, importer: str | None) -> Iterator[Import]:
    rendered = rendered_references(config, process_values(config, {}, {}), Compilation())
    for alias, orb in config.orbs.items():
        if orb.inline is not None:
            yield from _imports(orb.inline, importer)
        elif orb.reference is not None:
            text = rendered.get(alias, orb.reference.value)
            if text is None:
                yield Import(orb.reference.value, None, importer)
            else:
                yield Import(text, parse_reference(text), importer)
