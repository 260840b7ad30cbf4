"""What changed of a config as a whole: pipeline parameters, the mark of a setup config, orbs that are not at hand."""

from __future__ import annotations

from wflint.compiler.emit import plain_node
from wflint.pipeline.content_changes import Change, fact_changes
from wflint.syntax.nodes import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from wflint.compiler.compiled import CompiledConfig
    from wflint.model.config import Config


def config_changes(old: Config, new: Config) -> Iterator[Change]:
    """Pipeline parameters, and whether it is a setup config."""
    yield from fact_changes(_setup(old), _setup(new))
    first = {f"parameter `{name}`": plain_node(each.node) for name, each in old.parameters.items()}
    second = {f"parameter `{name}`": plain_node(each.node) for name, each in new.parameters.items()}
    for facts in (*first.values(), *second.values()):
        if isinstance(facts, dict):
            facts.pop("description", None)
            if isinstance(facts.get("enum"), list):
                facts["enum"] = sorted(facts["enum"], key=repr)
    yield from fact_changes(first, second)


def _setup(config: Config) -> dict[str, Any]:
    node = config.root.get("setup") if config.root is not None else None
    return {"setup": True} if isinstance(node, Scalar) and node.value == "true" else {}


def orb_changes(old: CompiledConfig, new: CompiledConfig) -> Iterator[Change]:
    """Orbs that are not at hand and whose reference changed: what they define may be another now."""
    first, second = _orbs(old.config), _orbs(new.config)
    missing = {scalar.value for compiled in (old, new) for scalar in compiled.missing_orbs}
    for name in dict.fromkeys((*second, *first)):
        references = first.get(name), second.get(name)
        if references[0] != references[1] and None not in references and missing & set(references):
            yield Change(f"orb `{name}`", "changed", *references)


def unseen(changes: tuple[Change, ...], jobs: Mapping[str, set[str]]) -> Iterator[str]:
    """What is not known because of such orbs; `jobs` are those that use each, by its name in the config."""
    for change in changes:
        name = change.what.removeprefix("orb ").strip("`")
        if change.what.startswith("orb ") and jobs.get(name):
            listed = ", ".join(f"`{job}`" for job in sorted(jobs[name]))
            yield f"orb `{name}` is not at hand in both versions: what changes inside of {listed}"


def _orbs(config: Config) -> dict[str, str]:
    """The references of the registry orbs of a config by their name in it."""
    return {name: orb.reference.value for name, orb in config.orbs.items() if orb.reference is not None}
