"""Pull and list orbs: from arguments to the registry, stores and an exit code. Knows nothing of Typer."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.analysis import Analysis
from wflint.cli.files import display_path, read_config, write_result
from wflint.errors import UsageError
from wflint.orbs.finding import settings_orb_paths
from wflint.orbs.imports import all_imports, imports_of
from wflint.orbs.pulling import pull_orbs, write_lock
from wflint.orbs.reference import parse_reference
from wflint.orbs.registry import fetch_orb, registry_from
from wflint.orbs.stores import LOCK, VENDORED, Store, cache_directory, orbs_for, project_of, read_lock
from wflint.report.summary import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.orbs.imports import Import
    from wflint.orbs.pulling import Pulled
    from wflint.orbs.reference import Reference
    from wflint.orbs.stores import Orbs


@dataclass(frozen=True, slots=True, kw_only=True)
class PullOptions:
    """The options of `wflint orb pull`, as the command line gives them; `into` is `cache` or `project`."""

    into: str = "cache"
    update: bool = False
    lock: bool = True
    timeout: float = 30.0
    quiet: bool = False


def pull_command(names: Sequence[str], options: PullOptions, *, every: bool) -> int:
    """Fetch orbs, or with `every` what configs import; one line for each. Raises `WflintError`."""
    if not names and not every:
        raise UsageError("name orbs as NAMESPACE/NAME@VERSION, or give `--all` and a config")
    directory, wanted = _imported(names) if every else (os.curdir, [_given(name) for name in names])
    project = project_of(directory)
    lock = os.path.join(project, LOCK) if project is not None and options.lock else None
    pins = {} if lock is None else read_lock(lock)
    registry = registry_from(os.environ, timeout=options.timeout)
    pulled: list[Pulled] = []
    try:
        for one in pull_orbs(
            wanted,
            _target(options.into, project),
            lambda reference: fetch_orb(reference, registry),
            pins,
            update=options.update,
        ):
            pulled.append(one)
            _say(_line(one), options)
    finally:
        # What was fetched before a fault is there, and stays pinned to what it was.
        if lock is not None and pulled and write_lock(lock, pins, pulled):
            _say(f"pinned in {display_path(lock)}", options)
    return 0


def list_command(config: str | None, *, output_format: str, settings: str | None, output: str | None) -> int:
    """Print what a config imports. Raises `WflintError`."""
    source = read_config(config)
    analysis = Analysis(source)
    directory = os.path.dirname(source.path) or os.curdir
    orbs = orbs_for(directory, settings_orb_paths(directory, settings))
    imports = list(all_imports(analysis.config, orbs.read))
    write = _json if output_format == "json" else _table
    write_result(write(source.path, imports, orbs), output)
    return 0


def _given(name: str) -> Reference:
    reference = parse_reference(name)
    if reference is None:
        raise UsageError(
            f"`{name}` is no orb such as `circleci/node@5` (or `@5.2`, `@5.2.0`, `@volatile`, `@dev:LABEL`);"
            " configs are named after `--all`"
        )
    return reference


def _imported(configs: Sequence[str]) -> tuple[str, list[Reference]]:
    """The directory of the first config, and the orbs that configs import; the one of the repository by default."""
    wanted: list[Reference] = []
    directory = None
    for config in configs or (None,):
        source = read_config(config)
        if directory is None:
            directory = os.path.dirname(source.path) or os.curdir
        for one in imports_of(Analysis(source).config):
            if one.reference is not None:
                wanted.append(one.reference)
            else:
                what = "is an address" if one.text.startswith("https://") else "is not known without a pipeline"
                print(f"`{one.text}` {what}, so it is not fetched", file=sys.stderr)
    if not wanted:
        print("no registry orbs are imported", file=sys.stderr)
    return directory or os.curdir, wanted


def _target(into: str, project: str | None) -> Store:
    if into == "project":
        return Store("project", os.path.join(os.curdir if project is None else project, VENDORED))
    cache = cache_directory(os.environ)
    if cache is None:
        raise UsageError("there is no cache without `XDG_CACHE_HOME` or `HOME`; `--into project` needs none")
    return Store("cache", cache)


def _line(one: Pulled) -> str:
    target = "" if one.wanted == one.exact else f" is {one.exact}"
    source = f", imported by {one.importer}" if one.importer else ""
    return f"{one.wanted}{target}: {display_path(one.path)}{source}{'' if one.is_new else ' (unchanged)'}"


def _say(text: str, options: PullOptions) -> None:
    if not options.quiet:
        print(text, file=sys.stderr)


def _table(path: str, imports: Sequence[Import], orbs: Orbs) -> str:
    if not imports:
        return f"{path} imports no orbs\n"
    rows = [("ORB", "VERSION", "WHERE"), *(_row(one, orbs) for one in imports)]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    lines = [f"{row[0]:{widths[0]}}  {row[1]:{widths[1]}}  {row[2]}".rstrip() for row in rows]
    missing = sum(_is_missing(one, orbs) for one in imports)
    if missing:
        lines.append(f"{counted(missing, 'orb')} not at hand: `wflint orb pull --all {path}`")
    return "".join(f"{line}\n" for line in lines)


def _row(one: Import, orbs: Orbs) -> tuple[str, str, str]:
    found = None if one.reference is None else orbs.locate(one.reference)
    name = f"  {one.text}" if one.importer else one.text
    if found is None:
        return name, "-", "not at hand" if one.reference else "not in the registry"
    pinned = ", pinned" if one.text in orbs.pins else ""
    return name, found.reference.version, f"{found.store.kind}: {display_path(found.path)}{pinned}"


def _is_missing(one: Import, orbs: Orbs) -> bool:
    return one.reference is not None and orbs.locate(one.reference) is None


def _json(path: str, imports: Iterable[Import], orbs: Orbs) -> str:
    from json import dumps

    entries = []
    for one in imports:
        found = None if one.reference is None else orbs.locate(one.reference)
        entries.append(
            {
                "reference": one.text,
                "at_hand": found is not None,
                "resolved": None if found is None else str(found.reference),
                "store": None if found is None else found.store.kind,
                "path": None if found is None else found.path,
                "pinned": one.text in orbs.pins,
                "imported_by": one.importer,
            }
        )
    return dumps({"version": 1, "config": path, "orbs": entries}, indent=2, ensure_ascii=False) + "\n"
