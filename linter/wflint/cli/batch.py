"""Check many files: each with its own settings, those of one `.circleci` together, on several processes if asked."""

from __future__ import annotations

import os
import sys

from wflint import __version__
from wflint.analysis import Analysis
from wflint.cli.discovery import may_be_part
from wflint.cli.files import STDIN, decoded, display_path, read_bytes, read_standard_input, write_file
from wflint.engine.packs import load_packs
from wflint.engine.run import facts_of
from wflint.engine.selection import select_rules
from wflint.engine.settings import NO_SETTINGS, find_settings, load_settings
from wflint.records import NamedTuple
from wflint.source import Source, decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from wflint.cli.checking import CheckOptions
    from wflint.cli.split import PartFile
    from wflint.cli.split_check import Split
    from wflint.compiler.library import Resolver
    from wflint.diagnostic import Diagnostic
    from wflint.engine.packs import Pack
    from wflint.engine.run import Facts
    from wflint.engine.selection import Selected
    from wflint.engine.settings import Settings
    from wflint.model.config import Config

FOLDER = ".circleci"


class Checked(NamedTuple):
    """What was found in one file.

    `source` is the text after fixes, `before` the one that was read; `fixed` counts the fixes. `missing_orbs` are the
    references of orbs that were needed and are not at hand, `orb_faults` why some that lie here cannot be used,
    `silences` lines on what was not judged.
    """

    source: Source
    before: Source
    diagnostics: tuple[Diagnostic, ...]
    fixed: int
    missing_orbs: tuple[str, ...]
    silences: tuple[str, ...]
    orb_faults: tuple[str, ...] = ()


def check_files(paths: Sequence[str], options: CheckOptions, packs: tuple[Pack, ...]) -> list[Checked]:
    """Check files, in their order. Raises `WflintError` for what lies outside their text."""
    groups = _groups([Input(path, _read(path)) for path in paths])
    if options.jobs > 1 and len(groups) > 1:
        found = _in_processes(groups, options)
    else:
        known: dict[str, Settings] = {}
        found = [pair for group in groups for pair in _check_group(group, options, packs, known)]
    by_path = dict(found)
    return [by_path[path] for path in paths]


def settings_for(path: str, given: str | None, packs: Iterable[Pack]) -> Settings:
    """The settings of a file: those of the file `given`, else the nearest above it. Raises `SettingsError`."""
    found = find_settings(os.path.dirname(path) or os.curdir) if given is None else given
    if found is None:
        return NO_SETTINGS
    settings = load_settings(found)
    from wflint.engine.settings_table import check_settings

    check_settings(settings, packs, __version__)
    return settings


def local_day() -> date:
    """The day where the person is."""
    from datetime import date

    return date.today()  # noqa: DTZ011 -- it is local on purpose


class Input(NamedTuple):
    """A file as it was read."""

    path: str
    data: bytes


def _read(path: str) -> bytes:
    return read_standard_input() if path == STDIN else read_bytes(path)


def _groups(inputs: Sequence[Input]) -> list[list[Input]]:
    """Files by the `.circleci` they lie in, or the split source they belong to; another file is alone."""
    groups: dict[str, list[Input]] = {}
    roots = {file.path: root for root, files in _splits(inputs).items() for file in files}
    for one in inputs:
        before, folder, _ = os.path.abspath(one.path).rpartition(f"{os.sep}{FOLDER}{os.sep}")
        groups.setdefault(before if folder else roots.get(one.path, f"{os.sep}{one.path}"), []).append(one)
    return list(groups.values())


def _splits(inputs: Sequence[Input]) -> dict[str, list[PartFile]]:
    """The split sources among files, by root; most files are none, and nothing is looked at then."""
    paths = [one.path for one in inputs if one.path != STDIN]
    if not any(map(may_be_part, paths)):
        return {}
    from wflint.cli.split import split_roots

    return split_roots(paths)


def _in_processes(groups: list[list[Input]], options: CheckOptions) -> list[tuple[str, Checked]]:
    from concurrent.futures import ProcessPoolExecutor
    from itertools import repeat
    from multiprocessing import get_context

    workers = min(options.jobs, len(groups))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        size = max(1, len(groups) // (workers * 4))
        return [pair for pairs in pool.map(_check_alone, groups, repeat(options), chunksize=size) for pair in pairs]


def _check_alone(inputs: list[Input], options: CheckOptions) -> list[tuple[str, Checked]]:
    return _check_group(inputs, options, load_packs(), {})


def _check_group(
    inputs: list[Input], options: CheckOptions, packs: tuple[Pack, ...], known: dict[str, Settings]
) -> list[tuple[str, Checked]]:
    """Check files that see each other; `known` keeps the settings of directories."""
    faults: dict[str, list[str]] = {}
    splits = _joined(inputs, options, packs, known, faults)
    parts = {file.path for split in splits for file in split.files}
    alone = [one for one in inputs if one.path not in parts]
    analyses: list[Analysis] = []
    for one in alone:
        name = options.stdin_name if one.path == STDIN else one.path
        settings = _settings(name, options, packs, known)
        source = decoded(one.data, name)
        analyses.append(Analysis(source, orbs=_orbs(source, settings, faults.setdefault(name, []))))
    found = []
    everything = [*analyses, *(split.analysis for split in splits)]
    for one, analysis in zip(alone, analyses, strict=True):
        path = analysis.source.path
        settings = _settings(path, options, packs, known)
        rules = _rules(path, settings, options, packs)
        facts = facts_of(settings, packs, local_day, _siblings(analysis, everything))
        checked = _check(one, analysis, rules, facts, options)
        found.append((one.path, checked._replace(orb_faults=tuple(dict.fromkeys(faults[path])))))
    for split in splits:
        settings = _settings(split.files[0].path, options, packs, known)
        rules = _rules(split.analysis.source.path, settings, options, packs)
        facts = facts_of(settings, packs, local_day, _siblings(split.analysis, everything))
        checked_parts = _check_split(split, rules, facts, settings, options)
        faults_of_split = tuple(dict.fromkeys(faults[split.root]))
        found += [(path, one._replace(orb_faults=faults_of_split)) for path, one in checked_parts]
    return found


def _siblings(analysis: Analysis, everything: Sequence[Analysis]) -> tuple[Config, ...]:
    return tuple(other.config for other in everything if other is not analysis)


def _settings(path: str, options: CheckOptions, packs: Iterable[Pack], known: dict[str, Settings]) -> Settings:
    directory = os.path.dirname(path)
    if directory not in known:
        known[directory] = settings_for(path, options.settings, packs)
    return known[directory]


def _rules(path: str, settings: Settings, options: CheckOptions, packs: Iterable[Pack]) -> Sequence[Selected]:
    rules = select_rules(packs, settings, path, options.choice)
    if options.verbose:
        origin = "no settings file" if settings.path is None else f"settings of {display_path(settings.path)}"
        print(f"{path}: {len(rules)} rules, {origin}", file=sys.stderr)
    return rules


def _joined(
    inputs: Sequence[Input],
    options: CheckOptions,
    packs: Iterable[Pack],
    known: dict[str, Settings],
    faults: dict[str, list[str]],
) -> list[Split]:
    """The split sources among files, each joined."""
    roots = _splits(inputs)
    if not roots:
        return []
    from wflint.cli.split_check import split_of

    by_path = {one.path: one for one in inputs}
    splits = []
    for root, files in roots.items():
        settings = _settings(files[0].path, options, packs, known)
        first = next((one for one in files if b"orbs" in by_path[one.path].data), None)
        told = faults.setdefault(root, [])
        orbs = None if first is None else _orbs(Source("orbs", os.path.join(root, "")), settings, told)
        splits.append(split_of(root, files, by_path, orbs))
    return splits


def _check_split(
    split: Split, rules: Sequence[Selected], facts: Facts, settings: Settings, options: CheckOptions
) -> list[tuple[str, Checked]]:
    """What was found in each file of a split source; what concerns the whole is told with the first."""
    from wflint.cli.split_check import check_split

    analysis, found = check_split(
        split, rules, facts, fix=options.fix or options.diff, unsafe=options.unsafe_fixes, write=options.fix
    )
    silences: tuple[str, ...] = ()
    if options.explain_silence:
        from wflint.engine.silence import explain_silence

        silences = tuple(explain_silence(analysis, rules))
    checked = []
    for number, one in enumerate(found):
        ignored = settings.ignores_for(one.path)
        diagnostics = tuple(each for each in one.diagnostics if each.rule not in ignored)
        missing = analysis.missing_orbs if number == 0 else ()
        told = silences if number == 0 else ()
        checked.append((one.path, Checked(one.source, one.before, diagnostics, one.fixed, missing, told)))
    return checked


def _orbs(source: Source, settings: Settings, faults: list[str]) -> Resolver | None:
    """What finds the orbs that a file may use; why it cannot use one is added to `faults`."""
    if "orbs" not in source.text:
        return None
    from wflint.orbs.finding import orb_resolver

    others = [os.path.join(settings.directory, path) for path in settings.orb_paths]
    return orb_resolver(os.path.dirname(source.path) or os.curdir, others, faults.append)


def _check(given: Input, analysis: Analysis, rules: Sequence[Selected], facts: Facts, options: CheckOptions) -> Checked:
    before = analysis.source
    fixed = 0
    if options.fix or options.diff:
        analysis, fixed = _fixed(analysis, rules, facts, unsafe=options.unsafe_fixes)
        if fixed and options.fix and given.path != STDIN:
            write_file(given.path, decode(given.data).encode(analysis.source.text))
    diagnostics = analysis.diagnostics(rules, facts)
    if options.schema is not None:
        diagnostics = _with_policy(diagnostics, analysis, options.schema)
    silences: tuple[str, ...] = ()
    if options.explain_silence:
        from wflint.engine.silence import explain_silence

        silences = tuple(explain_silence(analysis, rules))
    return Checked(analysis.source, before, diagnostics, fixed, analysis.missing_orbs, silences)


def _fixed(analysis: Analysis, rules: Sequence[Selected], facts: Facts, *, unsafe: bool) -> tuple[Analysis, int]:
    """The analysis of a text after its fixes, and how many were applied."""
    from wflint.engine.fixes import fix_source

    def diagnose(source: Source) -> tuple[Diagnostic, ...]:
        return Analysis(source, orbs=analysis.orbs).diagnostics(rules, facts)

    result = fix_source(analysis.source, diagnose, unsafe=unsafe)
    return (Analysis(result.source, orbs=analysis.orbs), result.applied) if result.applied else (analysis, 0)


def _with_policy(diagnostics: tuple[Diagnostic, ...], analysis: Analysis, path: str) -> tuple[Diagnostic, ...]:
    from wflint.cli.files import read_source
    from wflint.engine.policy import load_policy, policy_diagnostics
    from wflint.engine.run import order

    policy = load_policy(read_source(path).text, path)
    return tuple(sorted((*diagnostics, *policy_diagnostics(analysis.document, policy, path)), key=order))
