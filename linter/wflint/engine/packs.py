"""Rule packs: modules with `RULES`, announced under the entry-point group `wflint.rules`.

A pack with many rules may also have a `CATALOGUE` of listings; then a run loads only the rules that it calls.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from wflint.engine.rule import Rule
from wflint.engine.subjects import is_stage
from wflint.errors import PackError
from wflint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.engine.rule import Listing

GROUP = "wflint.rules"


class Pack(NamedTuple):
    """A set of rules from one distribution; `name` is its entry point's."""

    name: str
    module: str
    rules: tuple[Rule, ...]


def load_packs(paths: Iterable[str] | None = None) -> tuple[Pack, ...]:
    """Import all installed packs, by name; `paths` are the directories to look in, `sys.path` if None.

    Raises `PackError` if there is none, one does not load, or two have a rule of the same name.
    """
    packs = tuple(_load(name, module) for name, module in find_packs(sys.path if paths is None else paths))
    if not packs:
        raise PackError("no rule pack is installed, so nothing can be checked; reinstall wflint")
    _refuse_clashes(packs)
    _refuse_strange_stages(packs)
    return packs


def find_packs(paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Name and module of each pack's entry point, sorted by name; of equal names the first on the path counts.

    Reads the metadata files itself: importing `importlib.metadata` costs more than a whole check.
    """
    found: dict[str, str] = {}
    for text in _entry_point_files(paths):
        for name, module in _entries(text):
            found.setdefault(name, module)
    return tuple(sorted(found.items()))


def _entry_point_files(paths: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for path in paths:
        try:
            names = sorted(os.listdir(path or "."))
        except OSError:
            continue
        for name in names:
            distribution = name.partition("-")[0].lower()
            if not name.endswith((".dist-info", ".egg-info")) or distribution in seen:
                continue
            seen.add(distribution)
            try:
                with open(f"{path or '.'}/{name}/entry_points.txt", encoding="utf-8") as file:
                    text = file.read()
            except (OSError, UnicodeDecodeError):
                continue
            if GROUP in text:
                yield text


def _entries(text: str) -> Iterator[tuple[str, str]]:
    group = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            group = line.strip("[]").strip()
        elif group == GROUP and line and line[0] not in "#;":
            name, _, value = line.partition("=")
            yield name.strip(), value.partition("[")[0].strip()


def _load(name: str, target: str) -> Pack:
    module_name, _, attribute = target.partition(":")
    try:
        module = import_module(module_name)
        holder = getattr(module, attribute) if attribute else module
        catalogue: Iterable[Listing] | None = getattr(holder, "CATALOGUE", None)
        rules = tuple(holder.RULES) if catalogue is None else tuple(map(Rule, catalogue))
        return Pack(name, module_name, rules)
    except Exception as error:
        raise PackError(f"rule pack `{name}` does not load: {type(error).__name__}: {error}") from error


def _refuse_clashes(packs: tuple[Pack, ...]) -> None:
    owners: dict[str, str] = {}
    for pack in packs:
        for rule in pack.rules:
            other = owners.setdefault(rule.name, pack.name)
            if other != pack.name:
                raise PackError(f"rule packs `{other}` and `{pack.name}` both have a rule `{rule.name}`")


def _refuse_strange_stages(packs: tuple[Pack, ...]) -> None:
    for pack in packs:
        for rule in pack.rules:
            if not is_stage(rule.stage):
                raise PackError(f"rule `{rule.name}` looks at `{rule.stage}`, which is no stage")
