"""Check the files of a split source together: what is found in each, at its own lines."""

from __future__ import annotations

import os

from wflint.cli.files import display_path, write_file
from wflint.cli.split import includer
from wflint.packed import PackedAnalysis
from wflint.records import NamedTuple
from wflint.source import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wflint.cli.batch import Input
    from wflint.cli.split import PartFile
    from wflint.compiler.library import Resolver
    from wflint.diagnostic import Diagnostic
    from wflint.engine.run import Facts
    from wflint.engine.selection import Selected
    from wflint.source import Source


class Split(NamedTuple):
    """A split source that is checked: its root, its files, what was read of them, and its analysis."""

    root: str
    files: Sequence[PartFile]
    inputs: Mapping[str, Input]
    analysis: PackedAnalysis


class Found(NamedTuple):
    """What was found in one file: its source after fixes and as it was read, the diagnostics, how many fixes."""

    path: str
    source: Source
    before: Source
    diagnostics: tuple[Diagnostic, ...]
    fixed: int


def split_of(root: str, files: Sequence[PartFile], inputs: Mapping[str, Input], orbs: Resolver | None) -> Split:
    """Join the files below a root; `inputs` are the files as they were read, by path."""
    sources = {file.names: decoded_source(inputs[file.path]) for file in files}
    return Split(root, files, inputs, _analysis(root, sources, orbs))


def decoded_source(given: Input) -> Source:
    """The source of a file as it was read."""
    from wflint.cli.files import decoded

    return decoded(given.data, given.path)


def check_split(
    split: Split, rules: Sequence[Selected], facts: Facts, *, fix: bool, unsafe: bool, write: bool
) -> tuple[PackedAnalysis, list[Found]]:
    """The diagnostics of each file, and the analysis after the fixes if there were to be some.

    What lies in a file that an orb includes belongs to the first file.
    """
    before = {names: analysis.source for names, analysis in split.analysis.parts.items()}
    analysis, counts = _fixed(split, rules, facts, unsafe=unsafe) if fix else (split.analysis, {})
    by_source: dict[int, list[Diagnostic]] = {}
    known = {id(part.source) for part in analysis.parts.values()}
    first = id(next(iter(analysis.parts.values())).source)
    for diagnostic in analysis.diagnostics(rules, facts):
        place = id(diagnostic.place.source)
        by_source.setdefault(place if place in known else first, []).append(diagnostic)
    found = []
    for file in split.files:
        source = analysis.parts[file.names].source
        fixed = counts.get(file.names, 0)
        if fixed and write:
            write_file(file.path, decode(split.inputs[file.path].data).encode(source.text))
        diagnostics = tuple(by_source.get(id(source), ()))
        found.append(Found(file.path, source, before[file.names], diagnostics, fixed))
    return analysis, found


def _analysis(root: str, sources: Mapping[tuple[str, ...], Source], orbs: Resolver | None) -> PackedAnalysis:
    return PackedAnalysis(sources, display_path(root) or os.curdir, include=includer(root), orbs=orbs)


def _fixed(
    split: Split, rules: Sequence[Selected], facts: Facts, *, unsafe: bool
) -> tuple[PackedAnalysis, dict[tuple[str, ...], int]]:
    """The analysis after the fixes of each file in turn, and how many each got."""
    from wflint.engine.fixes import fix_source

    orbs = split.analysis.orbs
    sources = {names: analysis.source for names, analysis in split.analysis.parts.items()}
    counts = {}

    for file in split.files:

        def diagnose(source: Source, names: tuple[str, ...] = file.names) -> tuple[Diagnostic, ...]:
            analysis = _analysis(split.root, {**sources, names: source}, orbs)
            return tuple(_in(source, analysis.diagnostics(rules, facts)))

        result = fix_source(sources[file.names], diagnose, unsafe=unsafe)
        sources[file.names] = result.source
        counts[file.names] = result.applied
    return _analysis(split.root, sources, orbs), counts


def _in(source: Source, diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    return (diagnostic for diagnostic in diagnostics if diagnostic.place.source is source)
