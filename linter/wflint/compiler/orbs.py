"""References of orbs: what they are after substitution, which are not at hand, what they were resolved to."""

from __future__ import annotations

from wflint.compiler.compiled import CompiledScalar, Unknown
from wflint.compiler.rendering import render
from wflint.compiler.scope import Scope
from wflint.deferred import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wflint.compiler.compilation import Compilation
    from wflint.compiler.library import Library
    from wflint.compiler.values import Values
    from wflint.model.config import Config
    from wflint.syntax.nodes import Scalar

REFERENCE = regex(r"([a-z][a-z0-9_-]*/[a-z][a-z0-9_-]*)@(\S+)")


def rendered_references(config: Config, values: Values, compilation: Compilation) -> dict[str, str | None]:
    """The references of a config's orbs that hold templates, by alias; None for one that is not known."""
    references: dict[str, str | None] = {}
    for alias, orb in config.orbs.items():
        if orb.reference is not None and "<<" in orb.reference.value and config.is_2_1:
            value = render(orb.reference, Scope("`orbs`", None, values), None, compilation)
            known = isinstance(value, CompiledScalar) and not isinstance(value.data, Unknown)
            references[alias] = str(value.data) if known and isinstance(value, CompiledScalar) else None
    return references


def missing_references(library: Library, compilation: Compilation) -> tuple[Scalar, ...]:
    """The references, as written, of orbs that are not at hand though something uses them.

    Those of the config in their order, then those that its inline orbs and orbs at hand import; each reference once.
    """
    found: dict[str, Scalar] = {}
    waiting = [library]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop(0)
        if id(current.config) in seen:
            continue
        seen.add(id(current.config))
        for alias, orb in current.config.orbs.items():
            reference = None if orb.reference is None else current.references.get(alias, orb.reference.value)
            if orb.reference is not None and not compilation.missing.keys().isdisjoint(
                (f"orb {reference}", f"orb {alias}")
            ):
                found.setdefault(orb.reference.value, orb.reference)
            elif isinstance(inner := current.imported.get(alias), type(library)):
                waiting.append(inner)
    return tuple(found.values())


def resolved_references(library: Library) -> tuple[tuple[str, str], ...]:
    """Each registry orb of the config that is at hand, in order: its reference and what that was resolved to."""
    pairs = []
    for alias, orb in library.config.orbs.items():
        if orb.reference is None:
            continue
        reference = library.references.get(alias, orb.reference.value)
        config = library.loaded.get(reference) if reference is not None else None
        if reference is not None and config is not None and REFERENCE.fullmatch(reference):
            path = config.document.source.path
            pairs.append((reference, path if REFERENCE.fullmatch(path) else reference))
    return tuple(pairs)
